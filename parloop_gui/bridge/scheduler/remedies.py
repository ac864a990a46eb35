"""What would help where processes lose by what is handed over: runs behind the last round, each with one thing changed.

    the same object in all items, or the function's own ─► once to each worker, as by an initializer
    short tasks, handed over one at a time              ─► a chunk size as Pool.map takes it

They are made only where tasks do nothing outside their processes, and where there is time; the answer rests on none.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable, Iterator
from dataclasses import replace

from parloop_gui.bridge.scheduler.budget import Budget
from parloop_gui.bridge.scheduler.limits import EndError
from parloop_gui.bridge.scheduler.run_maker import CancelledError, Turn
from parloop_gui.engine.catalogue import catalogue
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.events.events import RunFinished
from parloop_gui.model.explain.handed_over import culprits
from parloop_gui.model.statistics.summary import Row
from parloop_gui.model.statistics.thresholds import HANDING_OVER, LEAST_ROUNDS, SHORT_TASK_S

# So long they may take where the budget is used up: what would help is worth a second, and the promise allows two.
LEAST_S = 1.0
# Chunks for each worker, as Pool.map makes them: few enough to save trips, enough to even out the end.
CHUNKS_EACH = 4


def measure_remedies(
    comparison: Comparison,
    budget: Budget,
    workers: int | None,
    elapsed_s: Callable[[], float],
    make: Callable[[Turn], RunFinished],
) -> None:
    """Make those runs; stopping them, or a limit that they reach, takes nothing from what is known already."""
    if any(report.facts.effects for report in comparison.preflight):
        return
    until_s = elapsed_s() + max(budget.traced_s(elapsed_s()), LEAST_S)
    with contextlib.suppress(CancelledError, EndError):
        for turn in _turns(comparison, workers):
            for _ in range(LEAST_ROUNDS):  # the middle of three is no chance
                left_s = until_s - elapsed_s()
                if left_s <= 0 or make(replace(turn, timeout_s=left_s)).ended.outcome != "finished":
                    break


def _turns(comparison: Comparison, workers: int | None) -> Iterator[Turn]:
    found = culprits(comparison.rows, comparison.plan, comparison.handed)
    for row, culprit in found.values():
        if culprit.remedy == "initializer":
            yield Turn(row.contestant, 0, row.workers or workers, 0.0, remedy="initializer")
        if culprit.part.is_same and (chunksize := _larger_chunk(row)) is not None:
            yield Turn(row.contestant, 0, row.workers or workers, 0.0, remedy="chunk-size", chunksize=chunksize)
    for row in comparison.rows:
        if row.contestant.python not in found and _pays_for_trips(row, comparison.plain_row(row.contestant)):
            chunksize = _larger_chunk(row)
            if chunksize is not None:
                yield Turn(row.contestant, 0, row.workers or workers, 0.0, remedy="chunk-size", chunksize=chunksize)


def _larger_chunk(row: Row) -> int | None:
    """A chunk size in place of one item at a time; None where items go in chunks already, or there are too few."""
    if row.chunksize != 1 or not row.items or not row.workers:
        return None
    chunksize = math.ceil(row.items / (row.workers * CHUNKS_EACH))
    return chunksize if chunksize > 1 else None


def _pays_for_trips(row: Row, plain: Row | None) -> bool:
    """Whether it hands short tasks to processes one at a time, and that takes as long as they do."""
    strategy = catalogue.find(row.contestant.strategy)
    if strategy.family != "processes" or row.wall_s is None or plain is None or not plain.task_s or not row.items:
        return False
    outside_s = (row.work_s or 0.0) * (row.width or 1) / row.items - (row.task_s or 0.0)
    return plain.task_s < SHORT_TASK_S and outside_s >= HANDING_OVER * plain.task_s
