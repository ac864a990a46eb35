"""Lanes: each worker's tasks in a row, ready to be asked for any stretch of time at any resolution.

A worker has a lane of its own. Where every item has a worker (Thread and Process), a worker takes the first lane whose
last worker is gone, so that there are as many lanes as workers were alive at once; so do the tasks of an event loop,
which has many under way. For every lane there are sums of the time occupied and the time on a core, so that a stretch
costs the same however many tasks lie in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from parloop_gui.model.timeline.packing import Tasks, apart, share_lanes
from parloop_gui.model.timeline.spans import Floats, RunSpans, by_worker
from parloop_gui.model.timeline.stretches import Stretches, inside, stretches, sums


@dataclass(frozen=True, eq=False)
class Lane:
    """The tasks of a lane in order.

    `task` are their indexes in the run's spans, `workers` who had the lane in turn. `cpu_sum_s[n]` is the CPU time of
    the first n tasks, never more than they took; `cpu_rate` is the share of each. `on_core` is when the lane's worker
    was seen running inside its tasks, None where it is not drawn from samples. `starting` are (from, to) of workers
    that were born and had no task yet.
    """

    name: str
    workers: tuple[int, ...]
    task: Tasks
    tasks: Stretches
    cpu_sum_s: Floats
    cpu_rate: Floats
    on_core: Stretches | None
    starting: tuple[tuple[float, float], ...]

    def cpu_until(self, at_s: Floats) -> Floats:
        """The time on a core before each time; evenly spread inside a task where only its amount is known."""
        if self.on_core is not None:
            return self.on_core.until(at_s)
        if not len(self.task):
            return np.zeros_like(at_s)
        at, inside_s = self.tasks.inside(at_s)
        cpu_s: Floats = self.cpu_sum_s[at] + self.cpu_rate[at] * inside_s
        return cpu_s


def lanes_of(spans: RunSpans, one: str, *, packed: bool, sampled: bool) -> tuple[Lane, ...]:
    """The run's lanes, named after `one` worker ("thread"); `packed` where every item had a worker of its own.

    With `sampled` a lane shows when its worker was seen running, where that was recorded.
    """
    order = by_worker(spans)
    bounds = np.searchsorted(spans.worker[order], np.arange(len(spans.workers) + 1))
    parts = [order[low:high] for low, high in pairwise(bounds)]
    held = [worker for worker, part in enumerate(parts) if len(part)]
    groups = share_lanes(spans, parts, held) if packed else [[worker] for worker in held]
    rows = [
        (workers, tasks, number)
        for workers in groups
        for number, tasks in enumerate(apart(spans, np.concatenate([parts[worker] for worker in workers])))
    ]
    return tuple(
        _lane(
            spans,
            workers,
            tasks,
            _name(one, at, len(rows), len(rows) == len(groups)),
            _starting(spans, parts, workers) if number == 0 else (),
            sampled=sampled,
        )
        for at, (workers, tasks, number) in enumerate(rows, 1)
    )


def _name(one: str, number: int, lanes: int, by_worker: bool) -> str:
    """All of a run's lanes are named one way, also those that one worker after the other had."""
    if one == "main" and lanes == 1:
        return one
    return f"{one} {number}" if by_worker else f"lane {number}"


def _starting(spans: RunSpans, parts: Sequence[Tasks], workers: Sequence[int]) -> tuple[tuple[float, float], ...]:
    return tuple(
        (spans.workers[worker].started_s or 0.0, float(spans.start_s[parts[worker][0]]))
        for worker in workers
        if spans.workers[worker].started_s is not None or len(workers) == 1
    )


def _lane(
    spans: RunSpans,
    workers: Sequence[int],
    task: Tasks,
    name: str,
    starting: tuple[tuple[float, float], ...],
    *,
    sampled: bool,
) -> Lane:
    tasks = stretches(spans.start_s[task], spans.end_s[task])
    took_s = tasks.end_s - tasks.start_s
    cpu_s = np.fmax(np.minimum(spans.cpu_s[task], took_s), 0.0)  # of NaN and 0 it takes 0
    rate = np.divide(cpu_s, took_s, out=np.zeros(len(task)), where=took_s > 0)
    on_core = None
    if sampled and spans.on_core is not None:
        seen = np.concatenate([spans.on_core[worker] for worker in workers])
        on_core = inside(seen[:, 0], seen[:, 1], tasks)
    return Lane(name, tuple(workers), task, tasks, sums(cpu_s), rate, on_core, starting)
