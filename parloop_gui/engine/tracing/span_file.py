"""A run's spans as one file for whoever draws them: who did which item when, and how much of it on a core.

    mapped blocks ─► a lane per worker: its tasks' columns ─► all lanes' tasks by their start ─► file

The first line is a JSON object; behind it lie the columns, little-endian and without gaps: start_s, end_s, cpu_s
(float64), lane, item (int32), flags (uint8), each as long as there are tasks, and where waits for a core were read
("core_waits") how long each task waited for one (float64; NaN: too short to be read); then, where the workers' states
were sampled, the stretches in which each was running, lane by lane (pairs of float64). Times count from the clock's
start.

A million tasks pass through here after a run, so whatever is done for each task is done by slices and by what is
built in.
"""

from __future__ import annotations

import json
import math
import operator
import sys
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO

from ..protocol.runner_messages import Finished
from .mapped_buffers import HEADER, NO_KEY, READING, RECORD
from .measure import Thread, by_thread, extent
from .reader import Block, Spans

FORMAT, VERSION = "parloop-spans", 1
RAISED, SHARED = 1, 2
UNKNOWN_ITEM = -1

Stretches = Mapping[Thread, Sequence[tuple[float, float]]]
"""When each thread was running, in seconds of `perf_counter`."""

_S = 1e-9
_CPU_AT_START, _DELAY_AT_START, _BORN = 3, 4, 7


@dataclass(frozen=True)
class Sampled:
    """What sampling the workers' states found, every `period_s`."""

    period_s: float
    running: Stretches


@dataclass
class _Lane:
    """One worker's tasks, in the order it did them; `readings` are as in the mapped file."""

    thread: Thread
    born_at: float | None
    core_wait_s: float | None = None
    start: array[float] = field(default_factory=lambda: array("d"))
    end: array[float] = field(default_factory=lambda: array("d"))
    cpu: array[float] = field(default_factory=lambda: array("d"))
    wait: array[float] = field(default_factory=lambda: array("d"))
    item: array[int] = field(default_factory=lambda: array("i"))
    flags: bytearray = field(default_factory=bytearray)
    readings: list[tuple[int, int, int, int]] = field(default_factory=list)


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
    lanes = sorted((_lane(thread, blocks, began) for thread, blocks in threads.items()), key=lambda lane: lane.start[0])
    _find_items(lanes, keys)
    running = [_within(sampled.running.get(lane.thread, ()) if sampled else (), began, ended) for lane in lanes]
    head = {
        "format": FORMAT,
        "version": VERSION,
        "tasks": sum(len(lane.start) for lane in lanes),
        "wall_s": ended - began,
        "startup_s": first - began,
        "work_s": last - first,
        "lanes": [_told(lane, began, runner_pid) for lane in lanes],
        "core_waits": _tell_core_waits(lanes),
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


def _told(lane: _Lane, began: float, runner_pid: int) -> dict[str, Any]:
    pid, thread = lane.thread
    born_at = lane.born_at if pid != runner_pid else None
    return {
        "pid": pid,
        "thread": thread,
        "started_s": max(0.0, born_at - began) if born_at is not None else None,
        "core_wait_s": lane.core_wait_s,
    }


def _lane(thread: Thread, blocks: list[Block], began: float) -> _Lane:
    born_ns = int(blocks[0].words[_BORN])
    lane = _Lane(thread, born_ns * _S if born_ns else None)
    for block in sorted(blocks, key=lambda block: block.starts()[0]):
        _add_readings(lane, block)
        _add_records(lane, block, began)
    delays = [delay_ns for _, _, delay_ns, _ in lane.readings]
    if delays[0] >= 0:
        lane.core_wait_s = sum(max(0, now - before) for before, now in pairwise(delays)) * _S
    _share_readings(lane)
    return lane


def _add_records(lane: _Lane, block: Block, began: float) -> None:
    ends = block.ends().tolist()
    lane.start.extend([at - began for at in block.starts().tolist()])
    lane.end.extend([abs(at) - began for at in ends])
    raised = [at < 0 for at in ends]
    lane.flags += bytes(map(RAISED.__mul__, raised)) if any(raised) else bytes(len(ends))


def _add_readings(lane: _Lane, block: Block) -> None:
    """The block's own first reading, taken when its thread took it, and those behind its records.

    They count a worker's tasks. What is one thread may be several workers, one after the other: ids are given out
    again, and a sub-interpreter's worker is another at each call. So they are made to count the lane's.
    """
    words, done = block.words, len(lane.start)
    before = done - int(words[2])
    lane.readings.append((done, int(words[_CPU_AT_START]), int(words[_DELAY_AT_START]), NO_KEY))
    for at in range(HEADER + RECORD * block.capacity, len(words), READING):
        ended, cpu_ns, delay_ns, key = words[at : at + READING].tolist()
        if ended == 0:
            return
        lane.readings.append((before + ended, cpu_ns, delay_ns, key))


def _share_readings(lane: _Lane) -> None:
    """Each task's CPU time: what passed between two readings, shared by their lengths among the tasks between.

    A reading lies behind its task, so a little of what lay between tasks is in it: never more than the task was long.
    Waits for a core are not shared: who waited when can't be known.
    """
    done, (_, read_ns, waited_ns, _) = 0, lane.readings[0]
    for read_after, cpu_ns, delay_ns, _ in lane.readings:
        ended = min(read_after, len(lane.start))
        if ended > done:
            lengths = list(map(operator.sub, lane.end[done:ended], lane.start[done:ended]))
            share = min(1.0, max(0, cpu_ns - read_ns) * _S / (sum(lengths) or math.inf))
            lane.cpu.extend([share * length for length in lengths])
            if ended > done + 1:
                lane.flags[done:ended] = bytes(flag | SHARED for flag in lane.flags[done:ended])
            is_told = ended == done + 1 and waited_ns >= 0
            most_s = lengths[0] - lane.cpu[done]
            lane.wait.extend([min(max(0, delay_ns - waited_ns) * _S, most_s) if is_told else math.nan] * len(lengths))
            done = ended
        read_ns, waited_ns = cpu_ns, delay_ns
    for column in (lane.cpu, lane.wait):
        column.extend([math.nan] * (len(lane.start) - done))


def _find_items(lanes: list[_Lane], keys: Sequence[int]) -> None:
    """Which item each task had: a lone worker takes them in order, else their keys tell, as far as keys are unique."""
    if len(lanes) == 1 and len(lanes[0].start) <= len(keys):
        lanes[0].item = array("i", range(len(lanes[0].start)))
        return
    index = _unique(keys)
    for lane in lanes:
        tasks = len(lane.start)
        known = [(ended - 1, index[key]) for ended, _, _, key in lane.readings if key in index and ended <= tasks]
        lane.item = array("i", [UNKNOWN_ITEM]) * tasks
        for at, item in known:
            lane.item[at] = item
        _fill_between(lane.item, known)


def _unique(keys: Sequence[int]) -> dict[int, int]:
    index = {key: at for at, key in enumerate(keys)}
    if len(index) < len(keys):
        seen: set[int] = set()
        for key in keys:
            if key in seen:
                index.pop(key, None)
            seen.add(key)
    index.pop(NO_KEY, None)
    return index


def _fill_between(items: array[int], known: list[tuple[int, int]]) -> None:
    """Between two known tasks of a worker that lie as far apart as their items, it had the items between."""
    for (before, first), (after, last) in pairwise(known):
        if 1 < after - before == last - first:
            items[before:after] = array("i", range(first, last))


def _write_tasks(file: BinaryIO, lanes: list[_Lane]) -> None:
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
    if _tell_core_waits(lanes):
        _write(file, _picked(_joined(lane.wait for lane in lanes), order))


def _tell_core_waits(lanes: list[_Lane]) -> bool:
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
