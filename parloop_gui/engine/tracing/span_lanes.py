"""A run's blocks as lanes, one for each worker: its tasks in the order it did them, with CPU time, waits and items.

    readings of a worker's clocks ─► what passed between two of them ─► shared among the tasks between
    readings' keys ─► the items of some tasks ─► those of the tasks between, where only one order is possible

A million tasks pass through here after a run, so whatever is done for each task is done by slices and by what is
built in.
"""

from __future__ import annotations

import math
import operator
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from .mapped_buffers import BORN, CPU_AT_START, DELAY_AT_START, HEADER, NO_KEY, READING, RECORD
from .measurement import Thread
from .reader import RecordBlock

# Flags of a task: it raised; its CPU time is its share of several tasks'.
RAISED, SHARED = 1, 2
UNKNOWN_ITEM = -1

# The clocks of threads count nanoseconds.
_S = 1e-9


@dataclass
class SpanLane:
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


def lane_of(thread: Thread, blocks: list[RecordBlock], began: float) -> SpanLane:
    """What one thread did, in seconds since `began`."""
    born_ns = int(blocks[0].words[BORN])
    lane = SpanLane(thread, born_ns * _S if born_ns else None)
    for block in sorted(blocks, key=lambda block: block.starts()[0]):
        _add_readings(lane, block)
        _add_records(lane, block, began)
    delays = [delay_ns for _, _, delay_ns, _ in lane.readings]
    if delays[0] >= 0:
        lane.core_wait_s = sum(max(0, now - before) for before, now in pairwise(delays)) * _S
    _share_readings(lane)
    return lane


def _add_records(lane: SpanLane, block: RecordBlock, began: float) -> None:
    ends = block.ends().tolist()
    lane.start.extend([at - began for at in block.starts().tolist()])
    lane.end.extend([abs(at) - began for at in ends])
    raised = [at < 0 for at in ends]
    lane.flags += bytes(map(RAISED.__mul__, raised)) if any(raised) else bytes(len(ends))


def _add_readings(lane: SpanLane, block: RecordBlock) -> None:
    """The block's own first reading, taken when its thread took it, and those behind its records.

    They count a worker's tasks. What is one thread may be several workers, one after the other: ids are given out
    again, and a sub-interpreter's worker is another at each call. So they are made to count the lane's.
    """
    words, done = block.words, len(lane.start)
    before = done - int(words[2])
    lane.readings.append((done, int(words[CPU_AT_START]), int(words[DELAY_AT_START]), NO_KEY))
    for at in range(HEADER + RECORD * block.capacity, len(words), READING):
        ended, cpu_ns, delay_ns, key = words[at : at + READING].tolist()
        if ended == 0:
            return
        lane.readings.append((before + ended, cpu_ns, delay_ns, key))


def _share_readings(lane: SpanLane) -> None:
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


def find_items(lanes: list[SpanLane], keys: Sequence[int]) -> None:
    """Which item each task had: a lone worker takes them in order; else their keys decide, where keys are unique."""
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
