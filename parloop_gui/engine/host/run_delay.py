"""How long a thread has been ready but waiting for a core, from Linux's `/proc/thread-self/schedstat`.

`os.pread` lets go of the GIL for its microsecond. Between the tasks of computing threads that would hand the GIL to
another thread and change what is measured. So a process with threads that take tasks reads through ctypes, which
keeps it.

Even so a reading takes 5 µs, and 15 µs where threads have just emptied each other's caches: too much after every task
of a millisecond. But a thread that waits for a core is off it meanwhile, and how long it was off, its wall time less
its CPU time, costs two clocks. So while that has hardly grown, the latest reading still stands.
"""

from __future__ import annotations

import math
import os
import threading
from collections.abc import Callable

# Threads that are read at once: each keeps a file open, and the usual limit of 1,024 is the user's code's.
MOST_OPEN = 128
# A thread is read anew when it was off its core for longer since the latest reading: no wait is short by more.
LEAST_OFF_S = 20e-6
PATH = "/proc/thread-self/schedstat"

_open: Callable[[], int]
_reader: Callable[[int], Callable[[], bytes]]
_close: Callable[[int], object]
_left = MOST_OPEN
# One thread in so many is read, by their ids, which are given out in turn.
one_in = 1


class NoSchedstat:
    """Stands for a thread whose run delay is not read."""

    def run_delay_ns(self) -> int:
        """Not known."""
        return -1

    def run_delay_by(self, now_s: float, cpu_ns: int) -> int:
        """Not known."""
        return -1


NONE = NoSchedstat()


class Schedstat(NoSchedstat):
    """One thread's, kept open until the thread has ended."""

    __slots__ = ("_fd", "_latest_ns", "_off_s", "_read")

    def __init__(self, fd: int) -> None:
        self._fd, self._read = fd, _reader(fd)
        self._latest_ns, self._off_s = -1, -math.inf

    def run_delay_ns(self) -> int:
        """Nanoseconds so far; -1 where that can't be read."""
        try:
            return int(self._read().split()[1])
        except (OSError, IndexError, ValueError):
            return -1

    def run_delay_by(self, now_s: float, cpu_ns: int) -> int:
        """Nanoseconds so far, by these clocks of its own thread; at most `LEAST_OFF_S` short."""
        off_s = now_s - cpu_ns * 1e-9
        if off_s - self._off_s > LEAST_OFF_S:
            self._latest_ns, self._off_s = self.run_delay_ns(), off_s
        return self._latest_ns

    def __del__(self) -> None:
        global _left
        _left += 1
        _close(self._fd)


def of_this_thread() -> NoSchedstat:
    """This thread's; NONE where it is not in the sample or too many are open: the user's code needs some too."""
    global _left
    if _left <= 0 or (one_in > 1 and threading.get_native_id() % one_in):
        return NONE
    try:
        fd = _open()
    except OSError:
        return NONE
    if fd < 0:
        return NONE
    _left -= 1
    return Schedstat(fd)


def sample(number: int) -> None:
    """Read one thread in so many from now on."""
    global one_in
    one_in = number


def let_go_of_the_gil() -> None:
    """Read in the ordinary way: for workers that are processes."""
    global _open, _reader, _close
    _open = lambda: os.open(PATH, os.O_RDONLY | os.O_CLOEXEC)  # noqa: E731 - three ways, side by side
    _reader = lambda fd: lambda: os.pread(fd, 64, 0)  # noqa: E731
    _close = os.close


def keep_the_gil() -> None:
    """Read without letting others in: for threads."""
    global _open, _reader, _close
    import ctypes

    libc = ctypes.PyDLL(None)
    pread = libc.pread
    pread.argtypes = (ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_longlong)
    path, flags = PATH.encode(), os.O_RDONLY | os.O_CLOEXEC

    def reader(fd: int) -> Callable[[], bytes]:
        buffer = ctypes.create_string_buffer(64)
        return lambda: buffer.value if pread(fd, buffer, 63, 0) > 0 else b""

    _open, _reader, _close = lambda: int(libc.open(path, flags)), reader, libc.close


let_go_of_the_gil()
