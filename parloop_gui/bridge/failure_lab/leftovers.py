"""What is left of runs: processes, zombies among them, and files. After a run there must be nothing."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path

import psutil

from parloop_gui.bridge.host.running import is_running
from parloop_gui.bridge.processes.cleanup import marked
from parloop_gui.engine.protocol.presence import is_folder
from parloop_gui.engine.protocol.scratch_files import owned_by

# What serves more than one run.
_STAY = ("parloop_engine.supervisor.zygote", "parloop_engine.supervisor.main", "parloop_engine.loops.service")
# How long a parent may take to collect a child that has just ended.
COLLECTING_S = 0.5


def processes_left(supervisor: int, mark: str) -> list[str]:
    """A line for each process of that supervisor's that is no part of its own: those below it, and all marked ones."""
    found = {pid: psutil.Process(pid) for pid in marked(mark) if is_running(pid)}
    with contextlib.suppress(psutil.Error, OSError):  # the supervisor itself is gone
        found |= {process.pid: process for process in psutil.Process(supervisor).children(recursive=True)}
    found.pop(os.getpid(), None)
    psutil.wait_procs([process for process in found.values() if _is_zombie(process)], COLLECTING_S)
    return sorted(line for process in found.values() if (line := _line(process)))


def files_left(supervisor: int, roots: Iterable[Path] | None = None) -> list[str]:
    """What lies in that supervisor's folders beside what its comparisons share, and its named semaphores."""
    found: list[Path] = []
    for path in owned_by(supervisor, roots):
        found += [each for each in path.iterdir() if not each.name.startswith("c-")] if is_folder(path) else [path]
    return sorted(map(str, found))


def _is_zombie(process: psutil.Process) -> bool:
    with contextlib.suppress(psutil.Error, OSError):  # gone meanwhile
        return process.status() == psutil.STATUS_ZOMBIE
    return False


def _line(process: psutil.Process) -> str:
    with contextlib.suppress(psutil.Error, OSError):  # gone meanwhile
        words = "zombie" if _is_zombie(process) else " ".join(process.cmdline())
        if not any(stays in words for stays in _STAY):
            return f"{process.pid} {words}"
    return ""
