"""Records every task where it runs, into mapped files of the worker's own, never through the results.

    idiom ── task(item) ─► recorder ── function(item) ─► the user's function
                              │
                              ▼ mapped file `spans-PID-SEQUENCE-NS` in the run's folder
    ┌──────── block of one thread ────────┐┌──── the next thread's block ────
    │ header │ record │ record │ … │ free ││ header │ record …
    └─────────────────────────────────────┘└─────────────────────────────────

Header and record are five 64-bit integers each (see `spans.py`, which reads them). The supervisor counts and
reads the same files, so the runner needs no thread and a killed worker leaves its open record behind.

Workers started afresh import this module, so it imports nothing that multiprocessing has not loaded already.
CPU time and run delay are read only when 50 µs have passed since the worker's last reading: an empty task then
costs two clock readings and a few stores.
"""

from __future__ import annotations

import mmap
import os
import pickle
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

RUN_VARIABLE = "PARLOOP_RUN"
WORKER_FILE = "worker.pickle"
WORDS = 5
READ_EVERY_NS = 50_000
FIRST_BLOCK = 4
LARGEST_BLOCK = 4096
FIRST_FILE_BYTES = 4096
LARGEST_FILE_BYTES = 256 * 1024
MOST_NOTES = 8
MOST_SCHEDSTATS = 128
EXACT_TYPES = frozenset((int, str, float, bytes))

_now = time.perf_counter_ns
_cpu = time.thread_time_ns


class _Arena:
    """The mapped files of this process, handed to its threads in blocks."""

    def __init__(self, folder: str, reads_schedstat: bool) -> None:
        self.folder = folder
        self.lock = threading.Lock()
        self.view = memoryview(b"").cast("q")
        self.at = 0
        self.next_bytes = FIRST_FILE_BYTES
        self.sequence = 0
        self.notes = 0
        self.reads_schedstat = reads_schedstat
        self.schedstats_left = MOST_SCHEDSTATS if reads_schedstat else 0

    def block(self, records: int) -> tuple[memoryview, int]:
        """Room for a header and so many records: the view and where the header goes."""
        words = WORDS * (records + 1)
        with self.lock:
            if self.at + words + WORDS > len(self.view):
                self.view = self._new_file(8 * (words + WORDS))
                self.at = 0
            at = self.at
            self.at += words
            return self.view, at

    def _new_file(self, least_bytes: int) -> memoryview:
        size = max(self.next_bytes, -(-least_bytes // 4096) * 4096)
        self.next_bytes = min(4 * self.next_bytes, LARGEST_FILE_BYTES)
        self.sequence += 1
        path = f"{self.folder}/spans-{os.getpid()}-{self.sequence}-{_now()}"
        try:
            fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            try:
                if hasattr(os, "posix_fallocate"):
                    os.posix_fallocate(fd, 0, size)
                else:
                    os.ftruncate(fd, size)
                mapped = mmap.mmap(fd, size)
            finally:
                os.close(fd)
        except OSError:
            mapped = mmap.mmap(-1, size)  # a full disk must cost the record, never the run
        return memoryview(mapped).cast("q")


class _Worker:
    """One thread that takes tasks: where its next record goes, and its last reading of the clocks."""

    __slots__ = ("at", "records", "schedstat", "stop", "read_ns", "view")

    def __init__(self) -> None:
        self.schedstat = _open_schedstat()
        self.records = FIRST_BLOCK
        self.read_ns = _now()
        self.take_block()

    def take_block(self) -> None:
        """Begin another block: header first, the next record behind it."""
        view, at = _state.arena.block(self.records)
        view[at + 1] = threading.get_native_id()
        view[at + 2] = _cpu()
        view[at + 3] = _run_delay(self.schedstat)
        view[at + 4] = _now()
        view[at] = self.records
        self.view = view
        self.at = at + WORDS
        self.stop = at + WORDS * (self.records + 1)
        self.records = min(4 * self.records, LARGEST_BLOCK)

    def __del__(self) -> None:
        if self.schedstat >= 0:
            os.close(self.schedstat)


class _State:
    """What this process knows of its run; made at the first task, forgotten after a fork."""

    arena: _Arena
    loaded_in = 0
    function: Callable[[Any], Any]


_state = _State()
_local = threading.local()
_loading = threading.Lock()


def task(item: Any) -> Any:
    """Call the loop's function on the item and record the call."""
    try:
        worker = _local.worker
    except AttributeError:
        worker = _begin()
    at = worker.at
    if at == worker.stop:
        worker.take_block()
        at = worker.at
    view = worker.view
    worker.at = at + 5
    view[at + 4] = hash(item) if type(item) in EXACT_TYPES else -1
    view[at] = _now()
    try:
        result = _state.function(item)
    except BaseException as error:
        view[at + 1] = -_now()
        _read(worker, view, at)
        note_raised(error, view[at + 4])
        raise
    end = _now()
    view[at + 1] = end
    if end - worker.read_ns > READ_EVERY_NS:
        _read(worker, view, at)
    return result


def use(function: Callable[[Any], Any], folder: str, reads_schedstat: bool) -> None:
    """Record calls of this function into that folder, in this process and in those forked from it."""
    _state.arena = _Arena(folder, reads_schedstat)
    _state.function = function
    _state.loaded_in = os.getpid()


def note_raised(error: BaseException, key: int, what: str = "raised") -> None:
    """Leave a note of what a task raised beside the spans: some strategies would lose it."""
    arena = _state.arena
    arena.notes += 1
    if arena.notes > MOST_NOTES:
        return
    path = f"{arena.folder}/{{}}-{os.getpid()}-{threading.get_native_id()}-{_now()}"
    note = {**told(error), "what": what, "key": key, "pid": os.getpid(), "at_ns": _now()}
    _write_note(note, path.format("new"), path.format("raised"))


def told(error: BaseException) -> dict[str, str]:
    """An exception as plain text: type, message and the end of its traceback, all bounded."""
    import traceback

    try:
        message = str(error)[:2000]
    except Exception:
        message = ""
    text = "".join(traceback.format_exception(type(error), error, error.__traceback__, limit=-20))[-8000:]
    return {"type": type(error).__name__, "message": message, "traceback": text}


def _write_note(note: dict[str, Any], new: str, path: str) -> None:
    import json

    try:
        with open(new, "w", encoding="utf-8", errors="replace") as file:
            json.dump(note, file)
        os.rename(new, path)  # noqa: PTH104 - pathlib would have to be imported in a worker
    except OSError:
        pass


def _begin() -> _Worker:
    with _loading:
        if _state.loaded_in == 0:
            _load()
        elif _state.loaded_in != os.getpid():
            _state.arena = _Arena(_state.arena.folder, _state.arena.reads_schedstat)
            _state.loaded_in = os.getpid()
    worker = _local.worker = _Worker()
    return worker


def _load() -> None:
    folder = os.environ[RUN_VARIABLE]
    with open(f"{folder}/{WORKER_FILE}", "rb") as file:
        function, reads_schedstat, set_up, arguments = pickle.load(file)
    if set_up is not None:
        set_up(*arguments)
    use(function, folder, reads_schedstat)


def _read(worker: _Worker, view: memoryview, at: int) -> None:
    view[at + 2] = _cpu()
    if worker.schedstat >= 0:
        view[at + 3] = _run_delay(worker.schedstat)
    worker.read_ns = _now()


def _open_schedstat() -> int:
    if _state.arena.schedstats_left <= 0:
        return -1
    _state.arena.schedstats_left -= 1
    try:
        return os.open("/proc/thread-self/schedstat", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return -1


def _run_delay(fd: int) -> int:
    if fd < 0:
        return -1
    try:
        return int(os.pread(fd, 64, 0).split()[1])
    except (OSError, IndexError, ValueError):
        return -1


def _after_fork() -> None:
    global _local, _loading
    _local = threading.local()
    _loading = threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


def watch_pickling() -> None:
    """Note what queues can't pickle: some lose it in a thread of their own, and its reader waits for ever."""
    from multiprocessing import queues

    python_own: Any = queues._ForkingPickler  # type: ignore[attr-defined]
    if python_own.__module__ == __name__:
        return

    class NotingPickler(python_own):  # type: ignore[misc]
        @classmethod
        def dumps(cls, obj: Any, protocol: int | None = None) -> Any:
            try:
                return python_own.dumps(obj, protocol)
            except Exception as error:
                if _state.loaded_in == os.getpid():
                    note_raised(error, -1, "unpicklable")
                raise

    queues._ForkingPickler = NotingPickler  # type: ignore[attr-defined]


if RUN_VARIABLE in os.environ and "multiprocessing" in sys.modules:
    watch_pickling()
