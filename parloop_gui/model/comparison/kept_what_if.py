"""What was said of a comparison's loop if it were another one, as it is kept beside its runs.

It is kept as it was said, not reckoned anew when it is read: the costs that it rests on are this machine's and this
hour's, and stand in no document.
"""

from __future__ import annotations

from dataclasses import dataclass

from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.statistics.summary import Figure


@dataclass(frozen=True)
class WouldBe:
    """One strategy then: its wall time in seconds and its gain over the plain loop, each with an 80% interval.

    `is_beyond`: nothing on the machine that it was said on could show it.
    """

    contestant: Contestant
    workers: int | None
    wall_s: Figure
    gain: Figure
    is_beyond: bool = False


@dataclass(frozen=True)
class KeptWhatIf:
    """What was supposed to be otherwise (None: as it was measured), and what was said of it."""

    sentence: str
    also: tuple[str, ...] = ()
    expected: tuple[WouldBe, ...] = ()
    items: int | None = None
    task_s: float | None = None
    cores: int | None = None
    item_bytes: int | None = None
    no_gil: bool = False

    @property
    def is_sound(self) -> bool:
        """Whether anything can be reckoned with it: a document may hold any number, and so may be typed."""
        bounds = (
            (self.items, 1, 1e15),
            (self.task_s, 1e-9, 1e9),
            (self.cores, 1, 1e6),
            (self.item_bytes, 0, 1e15),
        )
        return all(value is None or least <= value <= most for value, least, most in bounds)

    @property
    def supposed(self) -> tuple[float | None, ...]:
        """What tells it from others of the same comparison."""
        return self.items, self.task_s, self.cores, self.item_bytes, self.no_gil
