"""Faults that never end, or keep others from ending."""

from __future__ import annotations

import atexit
import multiprocessing
import threading
import time

from .fault import BAD

FOR_EVER_S = 600.0
"""Longer than any limit; not longer, so that what a failing test leaves behind ends."""


def never_end(number: int) -> int:
    """Compute for ever."""
    while number == BAD:
        pass
    return number


def wait_for_itself(number: int) -> int:
    """Take a lock that it has taken."""
    lock = threading.Lock()
    lock.acquire()
    if number == BAD:
        lock.acquire()
    return number


def hang_at_exit(number: int) -> int:
    """Leave behind what keeps an interpreter from ending."""
    if number == BAD:
        atexit.register(time.sleep, FOR_EVER_S)
    return number


def open_a_pool(number: int) -> int:
    """Use a pool of processes within a task."""
    if number == BAD:
        with multiprocessing.Pool(2) as pool:
            return sum(pool.map(abs, range(number)))
    return number
