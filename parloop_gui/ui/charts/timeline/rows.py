"""What a timeline shows, as plain data: groups of lanes over one axis of time."""

from __future__ import annotations

from dataclasses import dataclass, field

from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.timeline.lanes import Lane
from parloop_gui.model.timeline.part import Part, whole


@dataclass(frozen=True)
class Spot:
    """A task: its group, its lane, and its place in that lane."""

    group: int
    lane: int
    place: int


@dataclass(frozen=True, eq=False)
class TimelineGroup:
    """One strategy's run, over after `whole_s`; `plain_end_s` is when its Python's plain loop was.

    Beside its name stand `words` (what this run took), `median` (what all rounds came to, in small) and `phrase` (what
    its workers did); `busy` beside its cores busy. `saving` are two lines for the arrow up to the plain loop's end.
    """

    contestant: Contestant
    name: str
    family: str
    words: str
    lanes: tuple[Lane, ...]
    whole_s: float
    median: str = ""
    phrase: str = ""
    plain_end_s: float | None = None
    saving: tuple[str, str] | None = None
    busy: str = ""
    hint: str = ""


@dataclass(frozen=True, eq=False)
class TimelineData:
    """`first_lanes` is the first lane shown of each group that scrolls.

    `heads`: names stand over the groups. `selected` and `hovered` are outlined.
    """

    groups: tuple[TimelineGroup, ...] = ()
    part: Part = field(default_factory=lambda: whole(1.0))
    cores: int = 1
    heads: bool = True
    first_lanes: tuple[int, ...] = ()
    selected: Spot | None = None
    hovered: Spot | None = None

    def first_lane(self, group: int) -> int:
        """The first lane shown of a group."""
        return self.first_lanes[group] if group < len(self.first_lanes) else 0

    def first_shown(self, group: int, shown: int) -> int:
        """The same where so many lanes have room: there is none left empty."""
        return min(self.first_lane(group), max(len(self.groups[group].lanes) - shown, 0))

    def left_out(self, group: int, shown: int) -> str:
        """Which lanes of a group are shown where so many have room, in words; nothing if they are all of them."""
        first, lanes = self.first_shown(group, shown), len(self.groups[group].lanes)
        return f"lanes {first + 1}–{first + shown} of {lanes}" if lanes > shown else ""
