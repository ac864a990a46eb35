"""Records workers that take a single task, as Thread and Process per item do: two writes each, nothing else.

    before the clock   a block for every thread to come · a file of slots, one for each process id to come
    the task's start   when, who, the item's key ─┐
    the task's end     when, CPU time, run delay ─┴─► the worker's block, in the words that `reader.py` reads

A forked process copies each page of memory that it is the first to write to, if only to count a reference, and a new
thread finds nothing in its core's caches. That takes longer than a clock: what `recorder.py` does for workers that go
on touched some forty pages, and was felt in a task of a millisecond. So little is touched here. What is not foreseen is
left to `recorder.py`: a slot that is taken, more threads than were expected.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from os import getpid
from struct import Struct
from threading import get_native_id
from time import perf_counter, thread_time_ns
from typing import Any

from ..host import run_delay
from . import recorder
from .mapped_buffers import HEADER, NO_KEY, ONE_BLOCK, RECORD, SLOT_WORDS, SLOTS
from .worker_records import EXACT_TYPES

# A word has 8 bytes. `_END_BYTES`: from where a block begins to the end stamp of its record.
_BLOCK_BYTES = 8 * ONE_BLOCK
_SLOT_BYTES = 8 * SLOT_WORDS
_END_BYTES = 8 * (HEADER + RECORD - 1)
# Of many workers the run delay of one in so many is read: opening and reading it takes 7.5 µs (measured), which is felt
# where all start at once.
ONE_IN = 16
# Or fewer, so that no more than about so many are read: what they waited stands for all.
MOST_SAMPLED = 4
# A sample in which there is none: no id is so high.
NOBODY = 2**40

_pack_begin = Struct("=8qd").pack_into
_pack_end = Struct("=d4q").pack_into
_words: memoryview
_function: Callable[[Any], Any]
_next_block: Callable[[], int]
_pid = 0


def expect(count: int) -> None:
    """Get ready for so many workers that take a single task: the run delay of some of them will be read."""
    run_delay.sample(max(ONE_IN, count // MOST_SAMPLED))


def expect_forks() -> None:
    """Get ready, before the clock, for forked processes; after `recorder.use` and `recorder.expect_forks`."""
    slots = recorder.buffers().slots
    assert slots is not None
    _record_into(slots)


def expect_threads(threads: int) -> None:
    """Get ready, before the clock, for so many threads; after `recorder.use` and `recorder.expect_threads`."""
    global _next_block, _pid
    _record_into(recorder.buffers().expect_one_each(threads))
    _next_block, _pid = count(0, _BLOCK_BYTES).__next__, getpid()


def task_in_fork(item: Any) -> Any:
    """Call the loop's function on the item and record the call, in a process forked for it."""
    pid = getpid()
    slot = pid % SLOTS
    if _words[slot * SLOT_WORDS]:
        return recorder.task(item)
    return _recorded(item, slot * _SLOT_BYTES, pid, pid)


def task_in_thread(item: Any) -> Any:
    """Call the loop's function on the item and record the call, in a thread started for it."""
    at = _next_block()
    if at >= _words.nbytes:
        return recorder.task(item)
    return _recorded(item, at, _pid, get_native_id())


def _record_into(words: memoryview) -> None:
    global _words, _function
    _words, _function = words, recorder.function()
    if not recorder.buffers().reads_schedstat:
        run_delay.sample(NOBODY)


def _recorded(item: Any, at: int, pid: int, thread: int) -> Any:
    key = hash(item) if type(item) in EXACT_TYPES else NO_KEY
    waits = run_delay.of_this_thread() if thread % run_delay.one_in == 0 else run_delay.NONE
    cpu_ns, delay_ns = thread_time_ns(), waits.run_delay_ns()
    _pack_begin(_words, at, 1, thread, 0, cpu_ns, delay_ns, key, pid, recorder.born_ns, perf_counter())
    at += _END_BYTES
    try:
        result = _function(item)
    except BaseException as error:
        if pid != getpid():  # a copy that the task forked: how that ends says nothing of the task
            raise
        _pack_end(_words, at, -perf_counter(), 1, thread_time_ns(), waits.run_delay_ns(), key)
        recorder.note(error, key)
        raise
    _pack_end(_words, at, perf_counter(), 1, thread_time_ns(), waits.run_delay_ns(), key)
    return result
