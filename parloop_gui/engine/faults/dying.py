"""Faults that are deaths: of the process that runs the task, or of the one above it."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import time

from .fault import BAD

NOTICED_S = 3.0
"""Within it a death above is noticed even on a busy machine; then the run ends."""


def end_at_once(number: int) -> int:
    """End this process, without a word to anybody."""
    time.sleep(0.002)
    if number == BAD:
        os._exit(3)
    return number


def be_killed(number: int) -> int:
    """End as whoever runs out of memory does."""
    time.sleep(0.002)
    if number == BAD:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def read_nowhere(number: int) -> int:
    """Read where there is no memory, as a broken C extension does."""
    time.sleep(0.002)
    if number == BAD:
        _leave_no_core()
        ctypes.string_at(0)
    return number


def kill_parent(number: int) -> int:
    """Kill whoever started this process: for a worker the loop's own process, else Parloop's."""
    if number == BAD:
        os.kill(os.getppid(), signal.SIGKILL)
        time.sleep(NOTICED_S)
    return number


def _leave_no_core() -> None:
    with contextlib.suppress(ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
