"""A run's spans as one file for whoever draws them: who did which item when, and how much of it on a core.

    mapped blocks ─► a lane per worker: its tasks' columns ─► all lanes' tasks by their start ─► file

The first line is a JSON object; behind it lie the columns, little-endian and without gaps: start_s, end_s, cpu_s
(float64), lane, item (int32), flags (uint8), each as long as there are tasks, and where waits for a core were read
("core_waits") how long each task waited for one (float64; NaN: too short to be read); then, where the workers' states
were sampled, the stretches in which each was running, lane by lane (pairs of float64). Times count from the clock's
start.
"""

from __future__ import annotations

import json
import sys
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from ..protocol.runner_messages import Finished
from .measurement import Thread, by_thread, extent
from .reader import Spans
from .span_lanes import SpanLane, find_items, lane_of

FORMAT, VERSION = "parloop-spans", 1

# When each thread was running, in seconds of `perf_counter`.
Stretches = Mapping[Thread, Sequence[tuple[float, float]]]


@dataclass(frozen=True)
class Sampled:
    """What sampling the workers' states found, every `period_s`."""

    period_s: float
    running: Stretches


def write_spans(
    path: str,
    spans: Spans,
    keys: Sequence[int],
    finished: Finished | None,
    runner_pid: int,
    sampled: Sampled | None = None,
) -> None:
    """Write the file; call after the last `spans.look()`. `keys` are the items' keys, in order. Raises OSError.

    Nobody stamps the birth of a thread of `runner_pid`. Without `finished` the run did not come through: its clock is
    taken to run from its first task to its last.
    """
    threads = by_thread(spans)
    first, last = extent(spans, finished)
    began, ended = (finished.began_at, finished.ended_at) if finished else (first, last)
    unsorted = (lane_of(thread, blocks, began) for thread, blocks in threads.items())
    lanes = sorted(unsorted, key=lambda lane: lane.start[0])
    find_items(lanes, keys)
    running = [_within(sampled.running.get(lane.thread, ()) if sampled else (), began, ended) for lane in lanes]
    head = {
        "format": FORMAT,
        "version": VERSION,
        "tasks": sum(len(lane.start) for lane in lanes),
        "wall_s": ended - began,
        "startup_s": first - began,
        "work_s": last - first,
        "lanes": [_lane_head(lane, began, runner_pid) for lane in lanes],
        "core_waits": _has_core_waits(lanes),
        "on_core": [len(stretches) // 2 for stretches in running] if sampled else None,
        "sample_s": sampled.period_s if sampled else None,
    }
    with open(f"{path}.part", "wb") as file:
        file.write(json.dumps(head, separators=(",", ":")).encode() + b"\n")
        _write_tasks(file, lanes)
        for stretches in running:
            _write(file, stretches)
    Path(f"{path}.part").replace(path)


def _within(stretches: Sequence[tuple[float, float]], began: float, ended: float) -> array[float]:
    """The stretches as far as the clock was running, from its start."""
    kept = [(max(start, began), min(end, ended)) for start, end in stretches]
    return array("d", [at - began for start, end in kept if start < end for at in (start, end)])


def _lane_head(lane: SpanLane, began: float, runner_pid: int) -> dict[str, Any]:
    pid, thread = lane.thread
    born_at = lane.born_at if pid != runner_pid else None
    return {
        "pid": pid,
        "thread": thread,
        "started_s": max(0.0, born_at - began) if born_at is not None else None,
        "core_wait_s": lane.core_wait_s,
    }


def _write_tasks(file: BinaryIO, lanes: list[SpanLane]) -> None:
    """Every column of all lanes together, by the tasks' starts."""
    starts = _joined(lane.start for lane in lanes)
    order = sorted(range(len(starts)), key=starts.__getitem__) if len(lanes) > 1 else None
    _write(file, _picked(starts, order))
    for column in (lambda lane: lane.end, lambda lane: lane.cpu):
        _write(file, _picked(_joined(map(column, lanes)), order))
    numbers = array("i")
    for number, lane in enumerate(lanes):
        numbers += array("i", [number]) * len(lane.start)
    _write(file, _picked(numbers, order))
    items = array("i")
    for lane in lanes:
        items += lane.item
    _write(file, _picked(items, order))
    _write(file, _picked(array("B", b"".join(lane.flags for lane in lanes)), order))
    if _has_core_waits(lanes):
        _write(file, _picked(_joined(lane.wait for lane in lanes), order))


def _has_core_waits(lanes: list[SpanLane]) -> bool:
    return any(lane.core_wait_s is not None for lane in lanes)


def _joined(parts: Iterable[array[float]]) -> array[float]:
    joined = array("d")
    for part in parts:
        joined += part
    return joined


def _picked(column: array[Any], order: list[int] | None) -> array[Any]:
    return column if order is None else array(column.typecode, map(column.__getitem__, order))


def _write(file: BinaryIO, column: array[Any]) -> None:
    if sys.byteorder == "big":
        column.byteswap()
    file.write(column)
