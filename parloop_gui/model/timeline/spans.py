"""One run's tasks as arrays: when each started and ended, how long it was on a core, and which worker ran it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Indexes = NDArray[np.int32]
Flags = NDArray[np.uint8]

# Flags: the task raised; its CPU time is a share of a reading over several short tasks.
RAISED, SHARED_READING = 1, 2


class SpansError(ValueError):
    """Spans that can't be used; the message is one sentence."""


@dataclass(frozen=True)
class Worker:
    """A thread or process that took at least one task. `started_s`: when it is known to have been born.

    `thread` is its id; below 0 it is a place among the tasks that an event loop awaits.

    `core_wait_s` is how long it waited for a core, None where that is unknown.
    """

    pid: int
    thread: int
    started_s: float | None = None
    core_wait_s: float | None = None


@dataclass(frozen=True, eq=False)
class RunSpans:
    """A run's tasks, sorted by start; all times in seconds since the clock's start.

    Arrays hold one value a task: `cpu_s` is NaN where unknown, `worker` an index into `workers`, `item` -1 where
    unknown. `core_wait_s` is how long each waited for a core, NaN where that was not read, None where this system does
    not tell. `on_core` holds for each worker the stretches it was seen running, (n, 2); None where it was not sampled.
    """

    wall_s: float
    startup_s: float
    work_s: float
    workers: tuple[Worker, ...]
    start_s: Floats
    end_s: Floats
    cpu_s: Floats
    worker: Indexes
    item: Indexes
    flags: Flags
    core_wait_s: Floats | None = None
    on_core: tuple[Floats, ...] | None = None
    sample_s: float | None = None

    @property
    def tasks(self) -> int:
        """How many."""
        return len(self.start_s)


def checked(spans: RunSpans) -> RunSpans:
    """The same spans, if they can have happened; raises SpansError."""
    for name in ("wall_s", "startup_s", "work_s"):
        _require(np.isfinite(getattr(spans, name)) and getattr(spans, name) >= 0, f"{name} is not a duration")
    _require(np.isfinite(spans.start_s).all() and np.isfinite(spans.end_s).all(), "a task has no start or no end")
    _require((spans.end_s >= spans.start_s).all(), "a task ends before it starts")
    _require((np.diff(spans.start_s) >= 0).all(), "tasks are not in the order in which they start")
    _require((np.isnan(spans.cpu_s) | (np.isfinite(spans.cpu_s) & (spans.cpu_s >= 0))).all(), "a CPU time is none")
    waits = spans.core_wait_s
    _require(waits is None or (np.isnan(waits) | (waits >= 0)).all(), "a wait for a core is none")
    workers = len(spans.workers)
    _require(((spans.worker >= 0) & (spans.worker < workers)).all(), "a task has a worker that is not listed")
    _require((spans.item >= -1).all(), "a task has an item that can't be")
    _require((spans.flags <= RAISED | SHARED_READING).all(), "a task has a flag that is not known")
    for stretches in spans.on_core or ():
        flat = stretches.reshape(-1)
        _require(np.isfinite(flat).all() and (np.diff(flat) >= 0).all(), "stretches on a core are not in order")
    _require(spans.on_core is None or len(spans.on_core) == workers, "stretches on a core belong to nobody")
    return spans


def by_worker(spans: RunSpans) -> NDArray[np.intp]:
    """The tasks' indexes worker by worker, each worker's in the order of their starts."""
    narrow = spans.worker.astype(np.uint16) if len(spans.workers) <= 2**16 else spans.worker
    return np.argsort(narrow, kind="stable")  # of 16 bits: sorted by digits, ten times as fast


def _require(holds: bool | np.bool, problem: str) -> None:
    if not holds:
        raise SpansError(f"The recorded tasks can't be shown: {problem}.")
