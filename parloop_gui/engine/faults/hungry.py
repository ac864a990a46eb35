"""Faults that take much, or leave much behind: memory, processes, files."""

from __future__ import annotations

import os
import time
from multiprocessing import shared_memory

from .fault import BAD
from .lasting import FOR_EVER_S

RESULT_BYTES = 64 * 1024 * 1024
"""A thousand times what a pipe holds."""
BITE_BYTES, MOST_BITES = 4 * 1024 * 1024, 500
"""2 GB in all, in bites so small that the limit stops it soon after."""
CHILDREN = 200
"""Far more than there are cores."""
LEFT_BYTES = 4096
"""A page: what matters is that it is left."""


def give_much(number: int) -> bytes:
    """Return more than any pipe holds."""
    return bytes(RESULT_BYTES) if number == BAD else b""


def eat(number: int) -> int:
    """Take memory until somebody steps in, or 2 GB are taken."""
    eaten: list[bytes] = []
    while number == BAD and len(eaten) < MOST_BITES:
        eaten.append(b"x" * BITE_BYTES)
        time.sleep(0.005)
    return number


def leave_daemon(number: int) -> int:
    """Leave a process behind, in a session of its own and without a parent."""
    if number == BAD and os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(FOR_EVER_S)
        os._exit(0)
    return number


def fork_many(number: int) -> int:
    """Leave some hundred children behind."""
    for _ in range(CHILDREN if number == BAD else 0):
        if os.fork() == 0:
            time.sleep(FOR_EVER_S)
            os._exit(0)
    return number


def leave_memory(number: int) -> int:
    """Leave shared memory that nobody unlinks; its name is printed."""
    if number == BAD:
        left = shared_memory.SharedMemory(create=True, size=LEFT_BYTES)
        print(f"left {left.name}", flush=True)
        left.close()
    return number
