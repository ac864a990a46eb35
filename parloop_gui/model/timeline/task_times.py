"""How long single tasks took under a strategy, beside the plain loop, and what each cost on top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.statistics.summary import Row
from parloop_gui.model.statistics.wall_times import scored

BINS = 48
_LEFT_OUT = 0.01
"""So much of the longest tasks may lie beyond the axis: one straggler must not flatten the rest."""


@dataclass(frozen=True)
class Spread:
    """Shares of the tasks in equal bins from zero to `high_s`; `plain` is the plain loop's, () for itself.

    `median_s` and `longest_s` are over all recorded tasks of the rounds that count; `longest_s` may lie beyond.
    """

    high_s: float
    own: tuple[float, ...]
    plain: tuple[float, ...]
    median_s: float
    longest_s: float


def spread(comparison: Comparison, contestant: Contestant, bins: int = BINS) -> Spread | None:
    """The spread of a contestant's times per task; None before a round that counts."""
    own = _times_s(comparison, contestant)
    if not own:
        return None
    beside = [] if contestant.is_plain else _times_s(comparison, contestant.plain)
    high_s = max(_most_s(own), _most_s(beside) if beside else 0.0) or 1e-9
    return Spread(
        high_s, _shares(own, high_s, bins), _shares(beside, high_s, bins) if beside else (), _middle(own), own[-1]
    )


def overhead_per_task_s(row: Row) -> float | None:
    """The time of workers outside tasks, per task, from the first start to the last end: handing over and idling.

    Work time × tasks at once ÷ tasks, less the mean time inside a task. None where each task has a worker of its
    own, or before a round that counts.
    """
    one_each = catalogue.find(row.contestant.strategy).width == "items"
    if one_each or row.work_s is None or row.task_s is None or not row.items or not row.width:
        return None
    return max(row.work_s * row.width / row.items - row.task_s, 0.0)


def _times_s(comparison: Comparison, contestant: Contestant) -> list[float]:
    """The recorded times of all its rounds that count, shortest first."""
    counted = (scored(run) for run in comparison.runs if run.contestant == contestant)
    return sorted(time_s for each in counted if each is not None for time_s in each.task_times_s)


def _most_s(times_s: Sequence[float]) -> float:
    return 1.15 * times_s[int((1 - _LEFT_OUT) * (len(times_s) - 1))]


def _middle(times_s: Sequence[float]) -> float:
    return times_s[len(times_s) // 2]


def _shares(times_s: Sequence[float], high_s: float, bins: int) -> tuple[float, ...]:
    counts = [0] * bins
    for time_s in times_s:
        if time_s < high_s:
            counts[int(time_s / high_s * bins)] += 1
    return tuple(count / len(times_s) for count in counts)
