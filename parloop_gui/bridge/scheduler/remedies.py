"""What would help where processes lose by what is handed over: runs behind the last round, each with one thing changed.

    the same object in all items, or the function's own ─► once to each worker, as by an initializer
    short tasks, handed over one at a time              ─► a chunk size as Pool.map takes it

They are wanted only where the loop does nothing outside its processes.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from parloop_gui.bridge.scheduler.behind_last_round import Behind, Wanted, does_something_outside
from parloop_gui.bridge.scheduler.run_maker import Turn
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


def to_remedy(comparison: Comparison, workers: int | None) -> Wanted:
    """Each of those runs as often as it takes for its middle to be no chance."""
    if any(map(does_something_outside, comparison.preflight)):
        return Wanted()
    turns = tuple(map(Behind, _turns(comparison, workers)))
    return Wanted(turns, LEAST_ROUNDS, _came_through, LEAST_S)


def _came_through(run: RunFinished) -> bool:
    return run.ended.outcome == "finished"


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
