"""Lanes: each worker's tasks in a row, ready to be asked for any stretch of time at any resolution.

A worker has a lane of its own. Where every item has a worker (Thread and Process), a worker takes the first lane whose
last worker is gone, so that there are as many lanes as workers were alive at once. For every lane there are sums of
the time occupied and the time on a core, so that a stretch costs the same however many tasks lie in it.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from parloop_gui.model.timeline.spans import Floats, RunSpans, by_worker


@dataclass(frozen=True, eq=False)
class Stretches:
    """Stretches of time in order, none overlapping; `sum_s[n]` is the length of the first n."""

    start_s: Floats
    end_s: Floats
    sum_s: Floats

    def until(self, at_s: Floats) -> Floats:
        """How much of the stretches lies before each time, in seconds."""
        if not len(self.start_s):
            return np.zeros_like(at_s)
        before = np.searchsorted(self.start_s, at_s, "right") - 1
        at = np.maximum(before, 0)
        inside_s = np.clip(at_s - self.start_s[at], 0.0, self.end_s[at] - self.start_s[at])
        sums: Floats = self.sum_s[at] + inside_s
        return sums

    def seen(self, from_s: float, to_s: float) -> slice:
        """Those of which something lies between these times."""
        first = int(np.searchsorted(self.end_s, from_s, "right"))
        return slice(first, max(first, int(np.searchsorted(self.start_s, to_s, "left"))))


@dataclass(frozen=True, eq=False)
class Lane:
    """The tasks of a lane in order. `task` are their indexes in the run's spans, `workers` who had the lane in turn.

    `cpu_sum_s[n]` is the CPU time of the first n tasks, never more than they took. `on_core` is when the lane's worker
    was seen running inside its tasks, None where it is not drawn from samples. `starting` are (from, to) of workers
    that were born and had no task yet.
    """

    name: str
    workers: tuple[int, ...]
    task: NDArray[np.intp]
    tasks: Stretches
    cpu_sum_s: Floats
    on_core: Stretches | None
    starting: tuple[tuple[float, float], ...]

    def cpu_until(self, at_s: Floats) -> Floats:
        """The time on a core before each time; evenly spread inside a task where only its amount is known."""
        if self.on_core is not None:
            return self.on_core.until(at_s)
        if not len(self.task):
            return np.zeros_like(at_s)
        at = np.maximum(np.searchsorted(self.tasks.start_s, at_s, "right") - 1, 0)
        took_s = self.tasks.end_s[at] - self.tasks.start_s[at]
        inside_s = np.clip(at_s - self.tasks.start_s[at], 0.0, took_s)
        share = np.divide(inside_s, took_s, out=(at_s >= self.tasks.end_s[at]).astype(float), where=took_s > 0)
        sums: Floats = self.cpu_sum_s[at] + share * (self.cpu_sum_s[at + 1] - self.cpu_sum_s[at])
        return sums


def lanes_of(spans: RunSpans, one: str, *, packed: bool, sampled: bool) -> tuple[Lane, ...]:
    """The run's lanes, named after `one` worker ("thread"); `packed` where every item had a worker of its own.

    With `sampled` a lane shows when its worker was seen running, where that was recorded.
    """
    order = by_worker(spans)
    bounds = np.searchsorted(spans.worker[order], np.arange(len(spans.workers) + 1))
    parts = [order[low:high] for low, high in pairwise(bounds)]
    held = [worker for worker, part in enumerate(parts) if len(part)]
    groups = _packed(spans, parts, held) if packed else [[worker] for worker in held]
    return tuple(
        _lane(spans, parts, workers, _name(one, number, workers, len(groups), packed), sampled)
        for number, workers in enumerate(groups, 1)
    )


def _packed(spans: RunSpans, parts: list[NDArray[np.intp]], held: list[int]) -> list[list[int]]:
    """Workers by lane: each takes the first lane that is free when it is born."""
    life = sorted(
        (_born_s(spans, worker, parts[worker]), float(spans.end_s[parts[worker][-1]]), worker) for worker in held
    )
    lanes: list[list[int]] = []
    free: list[int] = []
    busy: list[tuple[float, int]] = []
    for born_s, gone_s, worker in life:
        while busy and busy[0][0] <= born_s:
            heapq.heappush(free, heapq.heappop(busy)[1])
        if not free:
            free.append(len(lanes))
            lanes.append([])
        at = heapq.heappop(free)
        lanes[at].append(worker)
        heapq.heappush(busy, (gone_s, at))
    return lanes


def _born_s(spans: RunSpans, worker: int, part: NDArray[np.intp]) -> float:
    first_s = float(spans.start_s[part[0]])
    started_s = spans.workers[worker].started_s
    return first_s if started_s is None else min(started_s, first_s)


def _name(one: str, number: int, workers: list[int], lanes: int, packed: bool) -> str:
    if one == "main" and lanes == 1:
        return one
    return f"lane {number}" if packed and len(workers) > 1 else f"{one} {number}"


def _lane(spans: RunSpans, parts: list[NDArray[np.intp]], workers: list[int], name: str, sampled: bool) -> Lane:
    part = np.concatenate([parts[worker] for worker in workers])
    start_s, end_s = spans.start_s[part], spans.end_s[part]
    took_s = end_s - start_s
    cpu_s = np.minimum(np.nan_to_num(spans.cpu_s[part], copy=True), took_s)
    tasks = Stretches(start_s, end_s, _sums(took_s))
    on_core = None
    if sampled and spans.on_core is not None:
        seen = np.concatenate([spans.on_core[worker] for worker in workers])
        on_core = inside(seen[:, 0], seen[:, 1], tasks)
    starting = tuple(
        (spans.workers[worker].started_s or 0.0, float(spans.start_s[parts[worker][0]]))
        for worker in workers
        if spans.workers[worker].started_s is not None or len(workers) == 1
    )
    return Lane(name, tuple(workers), part, tasks, _sums(cpu_s), on_core, starting)


def inside(start_s: Floats, end_s: Floats, tasks: Stretches) -> Stretches:
    """What of these stretches, in order, lies inside tasks."""
    edges = np.unique(np.concatenate([start_s, end_s, tasks.start_s, tasks.end_s]))
    middle_s = (edges[:-1] + edges[1:]) / 2
    kept = _covered(middle_s, start_s, end_s) & _covered(middle_s, tasks.start_s, tasks.end_s)
    low_s, high_s = edges[:-1][kept], edges[1:][kept]
    return Stretches(low_s, high_s, _sums(high_s - low_s))


def _covered(at_s: Floats, start_s: Floats, end_s: Floats) -> NDArray[np.bool_]:
    if not len(start_s):
        return np.zeros(len(at_s), bool)
    before = np.searchsorted(start_s, at_s, "right") - 1
    covered: NDArray[np.bool_] = (before >= 0) & (at_s < end_s[np.maximum(before, 0)])
    return covered


def _sums(values: Floats) -> Floats:
    sums = np.zeros(len(values) + 1)
    np.cumsum(values, out=sums[1:])
    return sums
