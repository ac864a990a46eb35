"""How long a thread has been ready but waiting for a core, from Linux's `/proc/thread-self/schedstat`.

`os.pread` lets go of the GIL for its microsecond. Between the tasks of computing threads that would hand the GIL to
another thread and change what is measured. So a process with threads that take tasks reads through ctypes, which
keeps it.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable

MOST_OPEN = 128
PATH = "/proc/thread-self/schedstat"

_open: Callable[[], int]
_read: Callable[[int], bytes]
_close: Callable[[int], object]
_left = MOST_OPEN
one_in = 1
"""One thread in so many is read, by their ids, which are given out in turn."""


class NoSchedstat:
    """Stands for a thread whose run delay is not read."""

    def run_delay_ns(self) -> int:
        """Not known."""
        return -1


NONE = NoSchedstat()


class Schedstat(NoSchedstat):
    """One thread's, kept open until the thread has ended."""

    __slots__ = ("_fd",)

    def __init__(self, fd: int) -> None:
        self._fd = fd

    def run_delay_ns(self) -> int:
        """Nanoseconds so far; -1 where that can't be read."""
        try:
            return int(_read(self._fd).split()[1])
        except (OSError, IndexError, ValueError):
            return -1

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
    global _open, _read, _close
    _open = lambda: os.open(PATH, os.O_RDONLY | os.O_CLOEXEC)  # noqa: E731 - three ways, side by side
    _read = lambda fd: os.pread(fd, 64, 0)  # noqa: E731
    _close = os.close


def keep_the_gil() -> None:
    """Read without letting others in: for threads."""
    global _open, _read, _close
    import ctypes

    libc = ctypes.PyDLL(None)
    libc.pread.argtypes = (ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_longlong)
    path, flags = PATH.encode(), os.O_RDONLY | os.O_CLOEXEC

    def read(fd: int) -> bytes:
        buffer = ctypes.create_string_buffer(64)
        libc.pread(fd, buffer, 63, 0)
        return buffer.value

    _open, _read, _close = lambda: int(libc.open(path, flags)), read, libc.close


let_go_of_the_gil()
