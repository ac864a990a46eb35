"""How long single tasks took under a strategy, beside the plain loop, and what each cost on top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.statistics.summary import Row
from parloop_gui.model.statistics.wall_times import scored
from parloop_gui.model.timeline.spans import Floats

# As many as a plot 256 pixels wide shows as bars of their own.
BINS = 48
# So much of the longest tasks may lie beyond the axis: one straggler must not flatten the rest.
_LEFT_OUT = 0.01
# The axis ends so much behind the others: the last bar is no wall.
_MARGIN = 1.15
# Where the axis ends if no task took any time that the clock tells: an axis has a length.
_NO_TIME_S = 1e-9


@dataclass(frozen=True)
class Histogram:
    """Shares of the tasks in equal bins from zero on, and how long the middle one and the longest took."""

    shares: tuple[float, ...]
    median_s: float
    longest_s: float


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
    own_s = _times_s(comparison, contestant)
    if not own_s:
        return None
    plain_s = [] if contestant.is_plain else _times_s(comparison, contestant.plain)
    (own, *plain), high_s = histograms([each for each in (own_s, plain_s) if each], bins)
    return Spread(high_s, own.shares, plain[0].shares if plain else (), own.median_s, own.longest_s)


def overhead_per_task_s(row: Row) -> float | None:
    """The time of workers outside tasks, per task, from the first start to the last end: handing over and idling.

    Work time × tasks at once ÷ tasks, less the mean time inside a task. None where each task has a worker of its
    own, or before a round that counts.
    """
    one_each = catalogue.find(row.contestant.strategy).width == "items"
    if one_each or row.work_s is None or row.task_s is None or not row.items or not row.width:
        return None
    return max(row.work_s * row.width / row.items - row.task_s, 0.0)


def histograms(times_s: Sequence[ArrayLike], bins: int) -> tuple[list[Histogram], float]:
    """The histograms of several sets of times, none empty, and where their common axis ends."""
    sets: list[Floats] = [np.asarray(each, np.float64) for each in times_s]
    most_s = [float(np.quantile(each, 1 - _LEFT_OUT, method="lower")) for each in sets]
    high_s = max(most_s, default=0.0) * _MARGIN or _NO_TIME_S
    return [_histogram(each, high_s, bins) for each in sets], high_s


def _histogram(times_s: Floats, high_s: float, bins: int) -> Histogram:
    counts, _ = np.histogram(times_s, bins, (0.0, high_s))
    shares = tuple((counts / len(times_s)).tolist())
    return Histogram(shares, float(np.median(times_s)), float(np.max(times_s)))


def _times_s(comparison: Comparison, contestant: Contestant) -> list[float]:
    """The recorded times of all its rounds that count."""
    counted = (scored(run) for run in comparison.runs if run.contestant == contestant)
    return [time_s for each in counted if each is not None for time_s in each.task_times_s]
