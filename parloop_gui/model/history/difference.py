"""Two comparisons side by side: for each strategy the change of its wall time, with an interval, and what is unlike.

The change is the ratio of the two medians. Its interval is that of `intervals.difference_interval`; the intervals of
all strategies hold together with 95%. Rounds of two comparisons are not paired: a machine that was in a slower spell in
one of them shows as a change, which is why the plain loop stands among the rows.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from parloop_gui.model.explain.sample import items_in_words
from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.report.comparison_titles import loop_title
from parloop_gui.model.statistics.intervals import difference_interval
from parloop_gui.model.statistics.summary import Figure, Row, figure_of
from parloop_gui.model.wording.titles import name

if TYPE_CHECKING:
    from parloop_gui.model.comparison.comparison import Comparison

# Of all changes together, that any interval misses: 95%, as everywhere.
LEVEL = 0.05


@dataclass(frozen=True)
class Change:
    """A strategy in both: `faster` is the earlier's wall time ÷ the later's, None where one of them has none."""

    name: str
    strategy: str
    before_s: Figure | None
    after_s: Figure | None
    faster: Figure | None

    @property
    def kind(self) -> str:
        """What can be said: "faster", "slower", "level" (the interval holds 1), "unsure" (none), "missing"."""
        if self.faster is None:
            return "missing"
        if not self.faster.has_interval:
            return "unsure"
        return "faster" if self.faster.low > 1 else "slower" if self.faster.high < 1 else "level"


@dataclass(frozen=True)
class SideBySide:
    """The changes in the later's order, and the names of what differs with both values."""

    changes: tuple[Change, ...]
    unlike: tuple[tuple[str, str, str], ...]


def side_by_side(before: Comparison, after: Comparison) -> SideBySide:
    """The earlier and the later comparison beside each other."""
    alone = all(len(each.plan.pythons) == 1 for each in (before, after))
    earlier = {_key(row.contestant, alone): row for row in before.rows}
    later = {_key(row.contestant, alone): row for row in after.rows}
    shared = [key for key in later if key in earlier and _wall_times(earlier[key]) and _wall_times(later[key])]
    level = LEVEL / max(len(shared), 1)
    keys = [*later, *(key for key in earlier if key not in later)]
    changes = tuple(_change(key, keys, earlier.get(key), later.get(key), level) for key in keys)
    return SideBySide(changes, _unlike(before, after))


def _key(contestant: Contestant, alone: bool) -> Contestant:
    """What a contestant is matched by: where each has one Python, that is no part of it."""
    return replace(contestant, python="") if alone else contestant


def _change(key: Contestant, keys: list[Contestant], before: Row | None, after: Row | None, level: float) -> Change:
    wall_times = _wall_times(before), _wall_times(after)
    faster = _ratio(*wall_times, level) if all(wall_times) else None
    return Change(
        name(key, keys), key.strategy, before.wall_s if before else None, after.wall_s if after else None, faster
    )


def _wall_times(row: Row | None) -> tuple[float, ...]:
    return (
        tuple(wall for wall in row.round_wall_times_s if wall > 0) if row is not None and row.wall_s is not None else ()
    )


def _ratio(before: tuple[float, ...], after: tuple[float, ...], level: float) -> Figure:
    ends = difference_interval([math.log(wall) for wall in after], [math.log(wall) for wall in before], level)
    return figure_of(ends)


def _unlike(before: Comparison, after: Comparison) -> tuple[tuple[str, str, str], ...]:
    pairs = [(name, *(value(each) for each in (before, after))) for name, value in _SETTINGS.items()]
    return tuple((name, one, other) for name, one, other in pairs if one != other)


def _machine(comparison: Comparison) -> str:
    facts = comparison.machine
    return ", ".join(str(facts[name]) for name in ("cpu", "cores", "system") if facts.get(name))


_SETTINGS = {
    "Loop": lambda each: loop_title(each.plan.loop),
    "Items": lambda each: items_in_words(each.plan.loop, each.sample, bare=True),
    "Parameters": lambda each: ", ".join(f"{name} {value}" for name, value in each.plan.loop.params.items()) or "none",
    "Python": lambda each: ", ".join(python.full_version for python in each.plan.pythons),
    "Workers": lambda each: str(each.plan.workers),
    "Start method": lambda each: each.plan.start_method or "Python’s own",
    "Machine": _machine,
}
