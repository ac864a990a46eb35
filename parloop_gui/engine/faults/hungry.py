"""Faults that take much, or leave much behind: memory, processes, files."""

from __future__ import annotations

import os
import time
from multiprocessing import shared_memory

from ..host.lazy_function import deferred
from .fault import BAD, Fault
from .lasting import FOR_EVER_S

RESULT_BYTES = 64 * 1024 * 1024
"""A thousand times what a pipe holds."""
BITE_BYTES, MOST_BITES = 4 * 1024 * 1024, 500
"""2 GB in all, in bites so small that the limit stops it soon after."""
LIMIT_BYTES = 400_000_000
"""Far above what a run with a few workers takes by itself, and little enough for any machine."""
CHILDREN, FORKED_S = 200, 60.0
"""It works: where each child has something to begin with, as when it is traced, on a busy machine only in a while."""
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


FAULTS = (
    Fault("huge-result", "Huge result", "A task returns 64 MB.", deferred(give_much)),
    Fault(
        "memory-bomb",
        "Memory bomb",
        "A task takes all memory it can get.",
        deferred(eat),
        memory_limit_bytes=LIMIT_BYTES,
    ),
    Fault(
        "daemon-left", "Daemon left running", "A task leaves a daemon behind.", deferred(leave_daemon), posix_only=True
    ),
    Fault(
        "many-children",
        "Many children",
        "A task forks 200 children and leaves them.",
        deferred(fork_many),
        timeout_s=FORKED_S,
        posix_only=True,
    ),
    Fault("shared-memory-left", "Shared memory left", "A task leaves shared memory behind.", deferred(leave_memory)),
)
