"""Records processes that are forked for a single task: two writes each, nothing else.

    before the clock   a file of slots, one for each process id to come
    the task's start   when, who, the item's key ─┐
    the task's end     when, CPU time, run delay ─┴─► the process's slot, in the words that `spans.py` reads

A forked process copies each page of memory that it is the first to write to, if only to count a reference. That takes
longer than a clock: what `recorder.py` does for workers that go on touched some forty pages, and was felt in a task of
a millisecond. So few objects are touched here. What is not foreseen is left to `recorder.py`: a slot that is taken.
"""

from __future__ import annotations

from collections.abc import Callable
from os import getpid
from struct import Struct
from time import perf_counter, thread_time_ns
from typing import Any

from . import recorder, schedstat
from .arena import HEADER, RECORD, SLOT_WORDS, SLOTS
from .recorder import EXACT_TYPES, NO_KEY

_SLOT_BYTES = 8 * SLOT_WORDS
_END_BYTES = 8 * (HEADER + RECORD - 1)
NOBODY = 2**40
"""One process in so many."""

_pack_begin = Struct("=8qd").pack_into
_pack_end = Struct("=d4q").pack_into
_words: memoryview
_function: Callable[[Any], Any]


def expect() -> None:
    """Get ready, before the clock; after `recorder.use` and `recorder.expect_forks`."""
    global _words, _function
    _words, _function = recorder.slots(), recorder.function()
    if not recorder.reads_schedstat():
        schedstat.sample(NOBODY)


def task(item: Any) -> Any:
    """Call the loop's function on the item and record the call, in a process forked for it."""
    pid = getpid()
    slot = pid % SLOTS
    if _words[slot * SLOT_WORDS]:
        return recorder.task(item)
    at = slot * _SLOT_BYTES
    key = hash(item) if type(item) in EXACT_TYPES else NO_KEY
    waits = schedstat.of_this_thread() if pid % schedstat.one_in == 0 else schedstat.NONE
    born_ns, cpu_ns, delay_ns = recorder.born_ns, thread_time_ns(), waits.run_delay_ns()
    _pack_begin(_words, at, 1, pid, 0, cpu_ns, delay_ns, key, pid, born_ns, perf_counter())
    at += _END_BYTES
    try:
        result = _function(item)
    except BaseException as error:
        _pack_end(_words, at, -perf_counter(), 1, thread_time_ns(), waits.run_delay_ns(), key)
        recorder.note(error, key)
        raise
    _pack_end(_words, at, perf_counter(), 1, thread_time_ns(), waits.run_delay_ns(), key)
    return result
