"""Whether runs may be forks of the moment in which the program has come to its loop; else why each goes there anew.

    before the program's first line ─► Before.now()  …  at its loop ─► why_anew(before): None, or what stands against it

A fork has the memory of that moment, and reads open files at places of its own (`open_files.py`). Whatever else the
program holds by then would be shared with every other run, or be missing in all of them: a thread, a child, a socket.
Threads of libraries (OpenBLAS) are no reason here: most stop and start them about a fork; the trial finds who doesn't.
"""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from ..host import processes
from ..host.copy_on_write import can_own_pages
from ..protocol.kinds import AnewKind
from . import open_files

_MAPS = Path("/proc/self/maps")
_OF_POOLS = ("concurrent.futures.", "multiprocessing.")
# The major number of /dev/null, /dev/zero and /dev/urandom (Linux): they have no place to share.
_MEMORY_DEVICES = 1


@dataclass(frozen=True)
class Before:
    """What this process held before the program's first line: descriptors, and memory that it shares with others."""

    descriptors: frozenset[int]
    shared: frozenset[str]

    @classmethod
    def now(cls) -> Before:
        """What this process has open and shares at this moment: only what the program adds speaks against a fork."""
        return cls(open_files.opened(), _shared_memory())


def why_anew(before: Before, temporary: Path) -> AnewKind | None:
    """What stands against forks of this process as it is; None where nothing does.

    `temporary` is where the program's temporary files lie: a fork would find what others have made of them.
    """
    if not can_own_pages():
        return "no-fork"
    if _has_threads():
        return "executor" if _uses_executor() else "thread"
    if _shared_memory() - before.shared:
        return "shared-memory"
    if any(not processes.is_gone(pid) for pid in processes.children(os.getpid())):
        return "process"
    kinds = [_of_descriptor(fd, target) for fd, target in open_files.since(before.descriptors)]
    found: AnewKind | None = next(filter(None, kinds), None)
    return found or ("temporary-files" if _holds_files(temporary) else None)


def has_native_threads() -> bool:
    """Whether there are threads that Python knows nothing of (Linux)."""
    with contextlib.suppress(OSError):
        return len(os.listdir("/proc/self/task")) > len(sys._current_frames())  # noqa: PTH208 - a count is all it takes
    return False


def _has_threads() -> bool:
    """Also where the loop itself stands in another thread than the first, which a fork would make the first."""
    return len(sys._current_frames()) > 1 or threading.current_thread() is not threading.main_thread()


def _uses_executor() -> bool:
    """Whether a thread is that of a pool or an executor which the program keeps open."""
    return any(_whose(each).startswith(_OF_POOLS) for each in threading.enumerate())


def _whose(thread: threading.Thread) -> str:
    """The module of what the thread runs, "" where it does not say."""
    target = getattr(thread, "_target", None)
    return str(getattr(target, "__module__", "")) if target is not None else type(thread).__module__


def _shared_memory() -> frozenset[str]:
    """The lines of what is mapped to be written to and seen by others: arrays in shared memory, semaphores, devices."""
    with contextlib.suppress(OSError):  # a system without /proc forks nothing here
        return frozenset(line for line in _MAPS.read_text(errors="replace").splitlines() if line.split()[1] == "rw-s")
    return frozenset()


def _of_descriptor(fd: int, target: Path) -> AnewKind | None:
    """What it is that forks can't have each for itself."""
    try:
        status = os.fstat(fd)
    except OSError:
        return None
    if stat.S_ISREG(status.st_mode):
        if open_files.is_database(target):
            return "database"
        return None if open_files.is_only_read(fd) else "written-file"
    if stat.S_ISSOCK(status.st_mode):
        return "socket" if open_files.is_connection(fd) else "event-loop"
    if "eventpoll" in target.name:
        return "event-loop"
    is_plain = stat.S_ISCHR(status.st_mode) and os.major(status.st_rdev) == _MEMORY_DEVICES
    return None if is_plain else "device"


def _holds_files(folder: Path) -> bool:
    with contextlib.suppress(OSError):  # it was never made
        return any(folder.iterdir())
    return False
