"""Records every task where it runs, into mapped files of the worker's own, never through the results.

    idiom ── task(item) ─► recorder ── function(item) ─► the user's function
                              │
                              ▼ mapped file `spans-PID-SEQUENCE-NS` in the run's folder
    ┌───────────── block of one thread ─────────────┐┌── another thread's ──
    │ header │ start end │ start end │ … │ readings … ││ header │ …
    └────────────────────────────────────────────────┘└─────────────────────

`reader.py` says what each word means and reads them. The supervisor counts and reads the same files, so the runner
needs no thread and a killed worker leaves its open record behind.

An empty task must hardly feel this. So a record is two stamps, taken as floats (a float is made and stored faster
than an integer). CPU time, run delay and the item's key are read only when 50 µs have passed since the
thread's last reading, and an item's key is noted beforehand only while tasks do anything at all.

Workers started afresh import this module, so it imports nothing that multiprocessing has not loaded already.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from time import perf_counter, perf_counter_ns
from typing import Any

from ..host import run_delay
from . import fresh_worker
from .mapped_buffers import HEADER, NO_KEY, THREADS_FILE_BYTES, MappedBuffers
from .worker_records import WorkerRecords, key_of, room_bytes

# Threads at once for which a record is made beforehand; a run of more has to be asked for (`catalogue/fitness.py`).
MOST_SPARE = 2000
# Notes that a process leaves at most: a run's end names the earliest, and threads write theirs side by side.
MOST_NOTES = 8

_now = perf_counter
_local = threading.local()
_loading = threading.Lock()
_buffers: MappedBuffers
# The process that `_buffers` were made for; 0: there are none yet.
_loaded_in = 0
_spare: list[WorkerRecords] = []
_function: Callable[[Any], Any]
# When this process was started or forked, ns of `perf_counter`; 0 where that is not known.
born_ns = 0


def task(item: Any) -> Any:
    """Call the loop's function on the item and record the call."""
    try:
        worker = _local.worker
    except AttributeError:
        worker = _begin()
    view = worker.view
    at = worker.at
    if worker.keyed:
        worker.words[5] = key_of(item)
    try:
        view[at] = _now()
    except IndexError:
        view, at = worker.take_block(), 0
        if worker.keyed:  # else nobody would take it back, and whoever dies in this block would be said to do this item
            worker.words[5] = key_of(item)
        view[at] = _now()
    try:
        result = _function(item)
    except BaseException as error:
        if worker.buffers.pid == os.getpid():  # else a copy that the task forked, whose end says nothing of it
            worker.end_raised(item)
            note(error, key_of(item))
        raise
    view[at + 1] = end = _now()
    worker.at = at + 2
    if end > worker.due:
        worker.read(item)
    return result


def task_of_parts(*parts: Any) -> Any:
    """`task` for calls that hand over an item's parts one by one."""
    return task(parts)


def use(function: Callable[[Any], Any], folder: str, reads_schedstat: bool) -> None:
    """Record calls of this function into that folder from now on, in this process and in those forked from it."""
    global _function, _buffers, _loaded_in, _local
    _function = function
    _buffers = MappedBuffers(folder, reads_schedstat, born_ns=born_ns)
    _loaded_in = os.getpid()
    _spare.clear()
    _local = threading.local()


def receive(function: Callable[[Any], Any]) -> None:
    """Record calls of this copy from now on: it came with a chunk of items (`sent_function.py`)."""
    global _function
    if _loaded_in == 0:
        with _loading:
            _get_ready()
    _function = function


def expect_threads(count: int, tasks: int | None = None) -> None:
    """Get ready, before the clock, for so many threads of this process that take tasks; so many, where that is known.

    The room is as large as they need: all of a file is zeroed before the clock, and read by the supervisor behind it.
    """
    if _buffers.reads_schedstat:
        run_delay.keep_the_gil()
    _buffers.expect_threads(THREADS_FILE_BYTES if tasks is None else min(THREADS_FILE_BYTES, room_bytes(count, tasks)))
    _spare[:] = [WorkerRecords(_buffers) for _ in range(min(count, MOST_SPARE))]


def expect_forks() -> None:
    """Get ready, before the clock, for processes forked from this one that take tasks."""
    _buffers.expect_forks()


def buffers() -> MappedBuffers:
    """Where this process records, after `use`."""
    return _buffers


def function() -> Callable[[Any], Any]:
    """The loop's function."""
    return _function


def note(error: BaseException, key: int, what: str = "raised") -> None:
    """Leave a note of what a task raised beside the spans: some strategies would lose it. The first few only."""
    _buffers.notes += 1
    if _buffers.notes <= MOST_NOTES:
        from .exception_notes import leave_note

        leave_note(_buffers.folder, error, key, what)


def note_unpicklable(error: Exception) -> None:
    """Note what a queue could not pickle, unless a task tried it itself: then the user's code may cope with it."""
    if _is_between_tasks():
        note(error, NO_KEY, "unpicklable")


def note_program(program: str) -> Callable[[], None]:
    """Note that a task is about to make this process another program; what is returned takes that back."""
    slot = _buffers.slot(os.getpid()) if _loaded_in else None
    if _loaded_in == os.getpid():
        worker: WorkerRecords | None = getattr(_local, "worker", None)
        key = int(worker.words[5]) if worker is not None else NO_KEY
    elif slot is not None and slot[6] == os.getpid():
        key = int(slot[5])
    else:  # a process of the task's own: that it becomes a program is what it is for
        return lambda: None
    from .exception_notes import leave_note_of_program

    return leave_note_of_program(_buffers.folder, program, key)


def _is_between_tasks() -> bool:
    """Whether this process takes tasks and this thread is within none."""
    pid = os.getpid()
    if _loaded_in == pid:
        worker: WorkerRecords | None = getattr(_local, "worker", None)
        return not worker.is_busy() if worker is not None else not _buffers.is_in_one(threading.get_native_id())
    slot = _buffers.slot(pid) if _loaded_in else None
    return slot is not None and slot[0] != 0 and slot[6] == pid and slot[HEADER + 1] != 0


def _begin() -> WorkerRecords:
    if _loaded_in != os.getpid():
        with _loading:
            _get_ready()
    worker = _local.worker = _spare.pop() if _spare else WorkerRecords(_buffers)
    worker.begin()
    return worker


def _get_ready() -> None:
    global _buffers, _loaded_in, born_ns
    if _loaded_in == 0:
        born_ns = fresh_worker.birth_ns()
        folder = os.environ[fresh_worker.RUN_VARIABLE]
        function, reads_schedstat = fresh_worker.load(folder)
        use(function, folder, reads_schedstat)
    elif _loaded_in != os.getpid():
        _buffers = MappedBuffers(_buffers.folder, _buffers.reads_schedstat, _buffers.slots, born_ns)
        _loaded_in = os.getpid()


def _after_fork() -> None:
    global _local, _loading, born_ns
    born_ns = perf_counter_ns()
    if _spare:
        _spare.clear()
    if hasattr(_local, "worker"):
        _local = threading.local()
    if _loading.locked():
        _loading = threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)

if fresh_worker.RUN_VARIABLE in os.environ and "multiprocessing" in sys.modules:  # a worker that was started afresh
    from .new_programs import watch_new_programs
    from .pickling_watch import watch_pickling

    watch_pickling(note_unpicklable)
    watch_new_programs(note_program)
