"""`.trace.json`: every task as Perfetto reads it, a process for each strategy and a track for each worker."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.export.errors import ExportError
from parloop_gui.model.timeline.shown import ShownRun, shown_run, worker_word
from parloop_gui.model.timeline.spans import RAISED
from parloop_gui.model.wording.titles import name

# Perfetto counts in microseconds.
_US = 1e6


def render(comparison: Comparison) -> bytes:
    """The trace as JSON; raises ExportError where no task was recorded."""
    runs = [run for run in (shown_run(comparison, each) for each in comparison.contestants) if run is not None]
    if not runs:
        raise ExportError("There is no trace to export: when each task ran is not known of this comparison.")
    lines = [
        json.dumps(event, ensure_ascii=False)
        for at, run in enumerate(runs, 1)
        for event in _events(comparison, run, at)
    ]
    body = ",\n".join(lines)
    return f'{{"displayTimeUnit": "ms", "traceEvents": [\n{body}\n]}}\n'.encode()


def _events(comparison: Comparison, run: ShownRun, process: int) -> Iterator[dict[str, Any]]:
    title = f"{name(run.contestant, comparison.contestants)} ({run.words})"
    yield _named("process_name", process, 0, title)
    yield {"ph": "M", "name": "process_sort_index", "pid": process, "tid": 0, "args": {"sort_index": process}}
    one = worker_word(catalogue.find(run.contestant.strategy).family)
    for worker in range(len(run.spans.workers)):
        yield _named("thread_name", process, worker + 1, one if one == "main" else f"{one} {worker + 1}")
    yield from _tasks(run, process)


def _named(what: str, process: int, track: int, title: str) -> dict[str, Any]:
    return {"ph": "M", "name": what, "pid": process, "tid": track, "args": {"name": title}}


def _tasks(run: ShownRun, process: int) -> Iterator[dict[str, Any]]:
    spans = run.spans
    columns = (spans.start_s, spans.end_s, spans.cpu_s, spans.worker, spans.item, spans.flags)
    for start_s, end_s, cpu_s, worker, item, flags in zip(*(each.tolist() for each in columns), strict=True):
        took_s = end_s - start_s
        share = None if math.isnan(cpu_s) or took_s <= 0 else round(min(cpu_s / took_s, 1.0), 4)
        yield {
            "ph": "X",
            "cat": "task",
            "name": f"task {item}" if item >= 0 else "task",
            "pid": process,
            "tid": worker + 1,
            "ts": round(start_s * _US, 3),
            "dur": round(took_s * _US, 3),
            "args": {
                "task": item if item >= 0 else None,
                "cpu_share": share,
                **({"raised": True} if flags & RAISED else {}),
            },
        }
