"""Records every task where it runs, into mapped files of the worker's own, never through the results.

    idiom ── task(item) ─► recorder ── function(item) ─► the user's function
                              │
                              ▼ mapped file `spans-PID-SEQUENCE-NS` in the run's folder
    ┌───────────── block of one thread ─────────────┐┌── another thread's ──
    │ header │ start end │ start end │ … │ readings … ││ header │ …
    └────────────────────────────────────────────────┘└─────────────────────

`spans.py` says what each word means and reads them. The supervisor counts and reads the same files, so the runner needs
no thread and a killed worker leaves its open record behind.

An empty task must hardly feel this. So a record is two stamps, taken as floats (a float is made and stored faster
than an integer). CPU time, run delay and the item's key are read only when 50 µs have passed since the
thread's last reading, and an item's key is noted beforehand only while tasks do anything at all.

Workers started afresh import this module, so it imports nothing that multiprocessing has not loaded already.
"""

from __future__ import annotations

import os
import pickle
import sys
import threading
import time
from collections.abc import Callable
from typing import Any, ClassVar

from ..host import run_delay
from ..host.birth import birth_ns
from .mapped_buffers import HEADER, READING, RECORD, MappedBuffers

RUN_VARIABLE = "PARLOOP_RUN"
WORKER_FILE = "worker.pickle"
NO_KEY = -(2**63)
READ_EVERY_S = 50e-6
READ_EMPTY_EVERY_S = 500e-6
EMPTY_TASK_S = 2e-6
MOST_SPARE = 2000
FIRST_BLOCK = 4
LARGEST_BLOCK = 4096
MOST_NOTES = 8
EXACT_TYPES = frozenset((int, str, float, bytes))

_now = time.perf_counter
_cpu_ns = time.thread_time_ns


class Worker:
    """One thread that takes tasks: where its next record goes, and when its clocks are due to be read."""

    __slots__ = (
        "at",
        "capacity",
        "due",
        "ended",
        "first",
        "keyed",
        "read_at",
        "reading_at",
        "schedstat",
        "view",
        "words",
    )

    def __init__(self) -> None:
        self.capacity = FIRST_BLOCK
        self.at = self.first = self.ended = 0
        self.keyed = True
        self._reserve_block()

    def begin(self) -> None:
        """Belong to this thread from now on."""
        self.schedstat = schedstat_of_this_thread()
        self._sign_block()
        self.read_at = _now()
        self.due = self.read_at + READ_EVERY_S

    def take_block(self) -> memoryview[float]:
        """Go on in another block; returns its stamps."""
        self.first += self.at // RECORD
        self.at = 0
        self._reserve_block()
        self._sign_block()
        return self.view

    def _reserve_block(self) -> None:
        capacity = self.capacity
        self.words, self.view = _state.buffers.block(capacity)
        self.words[2] = self.first
        self.words[5] = NO_KEY
        self.words[6] = _state.buffers.pid
        self.words[7] = born_ns
        self.words[0] = capacity
        self.reading_at = HEADER + RECORD * capacity
        self.capacity = min(4 * capacity, LARGEST_BLOCK)

    def _sign_block(self) -> None:
        words = self.words
        words[1] = self.number()
        words[3], words[4] = self.clocks()

    def number(self) -> int:
        """Who fills the block: its thread's native id."""
        return threading.get_native_id()

    def clocks(self) -> tuple[int, int]:
        """How far CPU time and run delay are, ns."""
        cpu_ns = _cpu_ns()
        return cpu_ns, self.schedstat.run_delay_by(_now(), cpu_ns)

    def read(self, item: Any) -> None:
        """Read CPU time and run delay behind the latest record, and decide whether keys are worth noting."""
        at, words = self.reading_at, self.words
        words[at + 1], words[at + 2] = self.clocks()
        words[at + 3] = key_of(item)
        words[at] = ended = self.first + self.at // RECORD
        self.reading_at = at + READING
        if at + READING == len(words):
            self.first -= (len(self.view) - self.at) // RECORD
            self.at = len(self.view)  # the next task takes another block
        now = _now()
        self.keyed = now - self.read_at > EMPTY_TASK_S * (ended - self.ended)
        if not self.keyed:
            words[5] = NO_KEY
        self.ended, self.read_at = ended, now
        self.due = now + (READ_EVERY_S if self.keyed else READ_EMPTY_EVERY_S)

    def is_busy(self) -> bool:
        """Whether its thread is within a task."""
        return self.at < len(self.view) and self.view[self.at] != 0 and self.view[self.at + 1] == 0


class _State:
    """What this process knows of its run; made at the first task, made anew after a fork."""

    buffers: MappedBuffers
    loaded_in = 0
    spare: ClassVar[list[Worker]] = []


_state = _State()
_local = threading.local()
_loading = threading.Lock()
born_ns = 0
"""When this process was started or forked, ns of `perf_counter`; 0 where that is not known."""
_function: Callable[[Any], Any]


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
        worker.words[5] = key_of(item)
        view[at] = _now()
    try:
        result = _function(item)
    except BaseException as error:
        end_raised(worker, item, error)
        raise
    view[at + 1] = end = _now()
    worker.at = at + 2
    if end > worker.due:
        worker.read(item)
    return result


def task_of_parts(*parts: Any) -> Any:
    """`task` for calls that hand over an item's parts one by one."""
    return task(parts)


def end_raised(worker: Worker, item: Any, error: BaseException) -> None:
    """The worker's task raised."""
    worker.view[worker.at + 1] = -_now()
    worker.at += RECORD
    worker.read(item)
    note(error, key_of(item))


def schedstat_of_this_thread() -> run_delay.NoSchedstat:
    """This thread's run delay, as far as this system's can be trusted."""
    return run_delay.of_this_thread() if _state.buffers.reads_schedstat else run_delay.NONE


def key_of(item: Any) -> int:
    """What stands for an item in the records: its hash, where that can't run the user's code."""
    return hash(item) if type(item) in EXACT_TYPES else NO_KEY


def use(function: Callable[[Any], Any], folder: str, reads_schedstat: bool) -> None:
    """Record calls of this function into that folder, in this process and in those forked from it."""
    global _function
    _function = function
    _state.buffers = MappedBuffers(folder, reads_schedstat)
    _state.loaded_in = os.getpid()


def expect_threads(count: int) -> None:
    """Get ready, before the clock, for so many threads of this process that take tasks."""
    if _state.buffers.reads_schedstat:
        run_delay.keep_the_gil()
    _state.buffers.expect_threads()
    _state.spare[:] = [Worker() for _ in range(min(count, MOST_SPARE))]


def expect_forks() -> None:
    """Get ready, before the clock, for processes forked from this one that take tasks."""
    _state.buffers.expect_forks()


def buffers() -> MappedBuffers:
    """Where this process records, after `use`."""
    return _state.buffers


def function() -> Callable[[Any], Any]:
    """The loop's function."""
    return _function


def note(error: BaseException, key: int, what: str = "raised") -> None:
    """Leave a note of what a task raised beside the spans: some strategies would lose it. The first few only."""
    buffers = _state.buffers
    buffers.notes += 1
    if buffers.notes <= MOST_NOTES:
        from .exception_notes import leave_note

        leave_note(buffers.folder, error, key, what)


def _begin() -> Worker:
    if _state.loaded_in != os.getpid():
        with _loading:
            _get_ready()
    worker = _local.worker = _state.spare.pop() if _state.spare else Worker()
    worker.begin()
    return worker


def _get_ready() -> None:
    if _state.loaded_in == 0:
        _load()
    elif _state.loaded_in != os.getpid():
        _state.buffers = MappedBuffers(_state.buffers.folder, _state.buffers.reads_schedstat, _state.buffers.slots)
        _state.loaded_in = os.getpid()


def _load() -> None:
    global born_ns
    born_ns = birth_ns()
    folder = os.environ[RUN_VARIABLE]
    with open(f"{folder}/{WORKER_FILE}", "rb") as file:
        function, reads_schedstat, set_up, arguments = pickle.load(file)
    if set_up is not None:
        set_up(*arguments)
    use(function, folder, reads_schedstat)


def _after_fork() -> None:
    global _local, _loading, born_ns
    born_ns = time.perf_counter_ns()
    if _state.spare:
        _state.spare.clear()
    if hasattr(_local, "worker"):
        _local = threading.local()
    if _loading.locked():
        _loading = threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


def is_between_tasks() -> bool:
    """Whether this process takes tasks and this thread is within none: the user's code may cope with such errors."""
    pid = os.getpid()
    if _state.loaded_in == pid:
        worker: Worker | None = getattr(_local, "worker", None)
        return not worker.is_busy() if worker is not None else not _state.buffers.is_in_one(threading.get_native_id())
    slot = _state.buffers.slot(pid) if _state.loaded_in else None
    return slot is not None and slot[0] != 0 and slot[6] == pid and slot[HEADER + 1] != 0


def note_unpicklable(error: Exception) -> None:
    """Note what a queue could not pickle, unless a task tried it itself: then the user's code may cope with it."""
    if is_between_tasks():
        note(error, NO_KEY, "unpicklable")


if RUN_VARIABLE in os.environ and "multiprocessing" in sys.modules:  # a worker that was started afresh
    from .pickling_watch import watch_pickling

    watch_pickling(note_unpicklable)
