"""What a picture of curves shows, as plain data: lines of measured points along an axis, and what stands with them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

from parloop_gui.engine.protocol.kinds import Family
from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.statistics.summary import Figure

# How places are spread: evenly, by their logarithm where they double, or one after the other where they have names.
Spread = Literal["even", "doubling", "named"]

# Places double where the last is so many times the first; below, a logarithm would only bend what is straight.
_DOUBLING_FROM = 8.0


class Axis(NamedTuple):
    """The axis across. `words` are the measured places as they are written, by place."""

    title: str
    spread: Spread
    words: tuple[tuple[float, str], ...] = ()
    unit: str = ""

    def along(self, place: float) -> float:
        """Where a place is along the axis, in its own measure: what views and ranges are in."""
        return math.log10(max(place, 1e-9)) if self.spread == "doubling" else place

    def place(self, along: float) -> float:
        """The place that is there."""
        return 10.0 ** min(along, 300.0) if self.spread == "doubling" else along


def spread_of(places: tuple[float, ...], *, named: bool) -> Spread:
    """How these places, smallest first, are best spread."""
    if named:
        return "named"
    doubles = len(places) > 2 and places[0] > 0 and places[-1] >= _DOUBLING_FROM * places[0]
    return "doubling" if doubles and not _is_even(places) else "even"


def _is_even(places: tuple[float, ...]) -> bool:
    """Whether the steps between them are more alike than what each is times the one before."""
    steps = [after - before for before, after in pairwise(places)]
    factors = [after / before for before, after in pairwise(places)]
    return max(steps) / min(steps) <= max(factors) / min(factors)


class CurvePoint(NamedTuple):
    """A measured place: how many times as fast as the plain loop. `hint` says all of it, `where` the place.

    `is_most`: a run was ended, so it is that fast at most. `is_own`: as Python does it by itself.
    """

    place: float
    times: Figure
    hint: str
    is_most: bool = False
    is_own: bool = False
    contestant: Contestant | None = None
    where: str = ""


class Line(NamedTuple):
    """One strategy's points, smallest place first, and the course that a model gives it (empty: straight lines).

    `shape` is that of its points: colour is the family's, so a second line of one family has squares, a third diamonds.
    """

    title: str
    family: Family
    points: tuple[CurvePoint, ...]
    fitted: tuple[tuple[float, float], ...] = ()
    shape: int = 0

    @property
    def along(self) -> tuple[CurvePoint, ...]:
        """Those that a line goes through."""
        return tuple(point for point in self.points if not point.is_own and not point.is_most)

    @property
    def last_place(self) -> float:
        """Up to where it was measured."""
        return max((point.place for point in self.points), default=0.0)


class MarkedPlace(NamedTuple):
    """A place that the answer names, with its interval: a rule across the plot, or a tick at a line's point.

    `times` is how fast its strategy is there (None: nobody's).
    """

    at: Figure
    words: str
    second: str
    family: Family
    is_rule: bool
    times: float | None = None


class Stretch(NamedTuple):
    """Who is ahead from one place to another, for the ribbon above the plot."""

    start: float
    end: float
    title: str
    family: Family


class Dotted(NamedTuple):
    """What theory allows at most."""

    title: str
    course: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class CurveData:
    """All of it. `selected` is the point that is read: the numbers of its line and of its place on it."""

    axis: Axis
    lines: tuple[Line, ...] = ()
    marks: tuple[MarkedPlace, ...] = ()
    ahead: tuple[Stretch, ...] = ()
    dotted: tuple[Dotted, ...] = ()
    selected: tuple[int, int] | None = None

    @property
    def points(self) -> list[tuple[int, int]]:
        """Every point by its numbers, place by place."""
        every = [(number, at) for number, line in enumerate(self.lines) for at in range(len(line.points))]
        return sorted(every, key=lambda each: (self.lines[each[0]].points[each[1]].place, each[0]))

    def point(self, numbers: tuple[int, int]) -> CurvePoint:
        """One of them."""
        return self.lines[numbers[0]].points[numbers[1]]
