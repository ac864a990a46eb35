"""What a loop takes in a pool that is kept open: runs behind the last round, for whom the answer is about.

That is whoever is named and the best pool of each family, where there is time left, or where it takes hardly any, and
the loop does nothing outside its processes: an effect is not repeated for a figure that nobody asked for.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

from parloop_gui.bridge.scheduler.budget import GRACE_S, Budget
from parloop_gui.bridge.scheduler.limits import EndError
from parloop_gui.bridge.scheduler.run_maker import CancelledError, Turn
from parloop_gui.bridge.scheduler.width import workers_of
from parloop_gui.engine.catalogue import catalogue
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.events.events import RunFinished
from parloop_gui.model.statistics.summary import Row

# In each run: one to open the pool, one by the clock.
LOOPS = 2


def measure_kept_open(
    comparison: Comparison,
    budget: Budget,
    workers: int | None,
    elapsed_s: Callable[[], float],
    make: Callable[[Turn], RunFinished],
) -> None:
    """Make those runs; stopping them, or a limit that they reach, takes nothing from what is known already."""
    if _has_effects(comparison):
        return
    left_s = max(budget.traced_s(elapsed_s()), GRACE_S)
    with contextlib.suppress(CancelledError, EndError):
        for row in _pools(comparison):
            run_s = LOOPS * budget.run_s(row.contestant)
            if run_s > left_s:
                continue
            left_s -= run_s
            asked = workers_of(row.contestant, workers)
            make(Turn(row.contestant, 0, asked, budget.limit_s(elapsed_s()), kept_open=True))


def _has_effects(comparison: Comparison) -> bool:
    """Whether its tasks were seen to do something outside; what nobody tried may. Built-in loops keep to themselves.

    A loop of the user's program is done once where it stands: its folds are no second loop's.
    """
    if comparison.plan.loop.kind in ("builtin", "program"):
        return comparison.plan.loop.kind == "program"
    return not comparison.preflight or any(report.facts.effects for report in comparison.preflight)


def _pools(comparison: Comparison) -> Iterator[Row]:
    """The one that is named and the best of each family, of those that have a pool to keep."""
    named = comparison.verdict.contestant if comparison.verdict is not None else None
    ranked = sorted((row for row in comparison.rows if _may_keep(row)), key=lambda row: row.rank or 0)
    seen: set[str] = set()
    for row in ranked:
        family = catalogue.find(row.contestant.strategy).family
        if family not in seen or row.contestant == named:
            seen.add(family)
            yield row


def _may_keep(row: Row) -> bool:
    strategy = catalogue.find(row.contestant.strategy)
    is_pool = strategy.width == "workers" and row.contestant.call == "map" and strategy.family != "further"
    return is_pool and row.rank is not None and row.outcome == "finished"
