"""Which tasks share a lane: those of a worker; of workers that live one after the other; never two at a time."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from parloop_gui.model.timeline.spans import RunSpans

Tasks = NDArray[np.intp]
# Tasks of one worker may seem to overlap by so much: how finely the clock is written down.
_CLOCK_S = 1e-7


def share_lanes(spans: RunSpans, parts: Sequence[Tasks], workers: Iterable[int]) -> list[list[int]]:
    """Workers by lane: each takes the first lane that is free when it is born. `parts` are each worker's tasks."""
    return first_fit(
        sorted((born_s(spans, each, parts[each]), float(spans.end_s[parts[each][-1]]), each) for each in workers)
    )


def apart(spans: RunSpans, tasks: Tasks) -> list[Tasks]:
    """The tasks in as few rows as keep those apart that were under way at once, as an event loop's are."""
    start_s, end_s = spans.start_s[tasks], spans.end_s[tasks]
    if (end_s[:-1] <= start_s[1:] + _CLOCK_S).all():
        return [tasks]
    rows = first_fit(zip(start_s.tolist(), end_s.tolist(), range(len(tasks)), strict=True))
    return [tasks[np.array(row)] for row in rows]


def first_fit(lives: Iterable[tuple[float, float, int]]) -> list[list[int]]:
    """Which of these (from, to, number), in order, share a row: each takes the first that is free by then."""
    rows: list[list[int]] = []
    free: list[int] = []
    busy: list[tuple[float, int]] = []
    for from_s, to_s, number in lives:
        while busy and busy[0][0] <= from_s:
            heapq.heappush(free, heapq.heappop(busy)[1])
        if not free:
            free.append(len(rows))
            rows.append([])
        at = heapq.heappop(free)
        rows[at].append(number)
        heapq.heappush(busy, (to_s, at))
    return rows


def born_s(spans: RunSpans, worker: int, tasks: Tasks) -> float:
    """When a worker was born, as far as that is known: no later than its first task."""
    first_s = float(spans.start_s[tasks[0]])
    started_s = spans.workers[worker].started_s
    return first_s if started_s is None else min(started_s, first_s)
