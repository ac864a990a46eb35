"""Made-up spans: runs as threads, processes or the plain loop would leave them, and the files they come in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from parloop_gui.model.timeline.spans import Floats, RunSpans, Worker


def make_spans(
    rows: Sequence[tuple[float, float, float, int]],
    *,
    workers: Sequence[Worker] | None = None,
    on_core: Sequence[Sequence[tuple[float, float]]] | None = None,
    wall_s: float | None = None,
) -> RunSpans:
    """Spans from (start, end, CPU time, worker) of each task."""
    ordered = sorted(rows)
    columns = np.array(ordered, float).reshape(-1, 4)
    starts, ends = columns[:, 0], columns[:, 1]
    first_s, last_s = (float(starts.min()), float(ends.max())) if len(columns) else (0.0, 0.0)
    count = int(columns[:, 3].max()) + 1 if len(columns) else 0
    return RunSpans(
        wall_s=last_s if wall_s is None else wall_s,
        startup_s=first_s,
        work_s=last_s - first_s,
        workers=tuple(workers) if workers is not None else tuple(Worker(100, at + 1) for at in range(count)),
        start_s=starts,
        end_s=ends,
        cpu_s=columns[:, 2],
        worker=columns[:, 3].astype(np.int32),
        item=np.arange(len(columns), dtype=np.int32),
        flags=np.zeros(len(columns), np.uint8),
        on_core=None if on_core is None else tuple(_pairs(each) for each in on_core),
        sample_s=None if on_core is None else 0.001,
    )


def pool(
    tasks: int,
    workers: int,
    task_s: float,
    cpu_share: float,
    *,
    start_s: float = 0.0,
    started_s: float | None = None,
    seed: int = 1,
) -> RunSpans:
    """A pool whose workers take one task after the other."""
    dice = np.random.default_rng(seed)
    each = -(-tasks // workers)
    took_s = dice.lognormal(np.log(task_s), 0.05, (workers, each))
    ends = np.cumsum(took_s * 1.01, axis=1) + start_s
    starts = ends - took_s
    owner = np.repeat(np.arange(workers, dtype=np.int32), each)
    flat = np.argsort(starts, axis=None, kind="stable")[:tasks]
    start, end = starts.reshape(-1)[flat], ends.reshape(-1)[flat]
    return RunSpans(
        wall_s=float(end.max()) + 0.001,
        startup_s=float(start.min()),
        work_s=float(end.max() - start.min()),
        workers=tuple(Worker(100 + at, 1, started_s) for at in range(workers)),
        start_s=start,
        end_s=end,
        cpu_s=(end - start) * cpu_share,
        worker=owner[flat],
        item=np.arange(tasks, dtype=np.int32),
        flags=np.zeros(tasks, np.uint8),
    )


def one_each(tasks: int, task_s: float, cpu_share: float, apart_s: float, *, born_before_s: float = 0.0) -> RunSpans:
    """A worker for every task, each born a while after the one before."""
    rows = [(at * apart_s + born_before_s, at * apart_s + born_before_s + task_s) for at in range(tasks)]
    workers = [Worker(100, at + 1, at * apart_s) for at in range(tasks)]
    return make_spans([(low, high, task_s * cpu_share, at) for at, (low, high) in enumerate(rows)], workers=workers)


def turns(tasks: int, workers: int, task_s: float, turn_s: float = 0.005) -> RunSpans:
    """Threads that take turns of a few milliseconds on the GIL, seen doing so; a task takes `task_s` on a core."""
    on_core: list[list[tuple[float, float]]] = [[] for _ in range(workers)]
    rows: list[tuple[float, float, float, int]] = []
    left = [task_s] * workers
    began = [0.0] * workers
    queue, given, now, at = list(range(workers)), workers, 0.0, 0
    while queue:
        worker = queue[at % len(queue)]
        step = min(turn_s, left[worker])
        on_core[worker].append((now, now + step))
        now += step
        left[worker] -= step
        if left[worker] <= 1e-12:
            rows.append((began[worker], now, task_s, worker))
            if given < tasks:
                given, left[worker], began[worker] = given + 1, task_s, now
            else:
                queue.remove(worker)
                continue
        at += 1
    return make_spans(rows, on_core=on_core)


def write_spans(spans: RunSpans, path: Path, **changed: Any) -> Path:
    """The file that an engine would leave; `changed` replaces parts of its first line."""
    counts = None if spans.on_core is None else [len(each) for each in spans.on_core]
    head = {
        "format": "parloop-spans",
        "version": 1,
        "tasks": spans.tasks,
        "wall_s": spans.wall_s,
        "startup_s": spans.startup_s,
        "work_s": spans.work_s,
        "lanes": [vars(worker) for worker in spans.workers],
        "on_core": counts,
        "sample_s": spans.sample_s,
        **changed,
    }
    columns: list[tuple[NDArray[Any], str]] = [(spans.start_s, "<f8"), (spans.end_s, "<f8"), (spans.cpu_s, "<f8")]
    columns += [(spans.worker, "<i4"), (spans.item, "<i4"), (spans.flags, "u1")]
    with path.open("wb") as file:
        file.write(json.dumps(head).encode() + b"\n")
        for values, kind in columns:
            file.write(values.astype(kind).tobytes())
        for stretches in spans.on_core or ():
            file.write(stretches.astype("<f8").tobytes())
    return path


def _pairs(stretches: Sequence[tuple[float, float]]) -> Floats:
    return np.array(stretches, float).reshape(-1, 2)
