"""What is done when a supervisor could not tidy up itself: its processes are ended, its folders removed.

Everything below a supervisor inherits `PARLOOP_MARK=<app's pid>-<random>` and keeps its files in folders named
`parloop-<supervisor's pid>-<four digits>`. What differs between systems stands here: only Linux lets a program read the
environment of others; elsewhere the supervisor's process group is all that can be reached.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path

from parloop_gui.bridge.host.running import is_running
from parloop_gui.engine.protocol.messages import MARK
from parloop_gui.engine.protocol.scratch_files import owned, remove

_SUPERVISOR = b"parloop_engine.supervisor.main"
_PASSES = 50
"""A look takes a millisecond, and two will do; what starts others faster than it is stopped must not hold the app."""


def end_marked(mark: str, group: int) -> int:
    """End every process that carries the mark, and the process group `group`; how many were found by the mark.

    They are stopped before they are killed, so that none starts another meanwhile; it is looked again until none is
    left. Returns when they are dead.
    """
    if sys.platform != "win32":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)
    ended: set[int] = set()
    for _ in range(_PASSES):
        found = marked(mark)
        if not found:
            break
        _kill(found)
        ended.update(found)
    return len(ended)


def new_mark() -> str:
    """A mark for a supervisor of this app."""
    return f"{os.getpid()}-{uuid.uuid4().hex}"


def end_strays() -> None:
    """End what is left of apps that are no more where nobody else will: their supervisors were killed too.

    It is looked again until none is left: one may start another before it is stopped.
    """
    for _ in range(_PASSES):
        found = _strays()
        if not found:
            break
        _kill(found)


def _strays() -> list[int]:
    left: dict[str, list[int]] = {}
    for pid, mark in _marks():
        left.setdefault(mark, []).append(pid)
    found: list[int] = []
    for mark, pids in left.items():
        app = mark.partition("-")[0]
        if app.isdigit() and not is_running(int(app)) and not any(map(_is_supervisor, pids)):
            found += pids
    return found


def _is_supervisor(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return _SUPERVISOR in Path(f"/proc/{pid}/cmdline").read_bytes()
    return False


def _kill(pids: list[int]) -> None:
    for what in ("SIGSTOP", "SIGKILL"):
        for pid in pids:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, getattr(signal, what))
    for pid in pids:
        _await_end(pid)


def _await_end(pid: int) -> None:
    """Wait until a killed process is dead, where the system can tell; a second at most: a disk that hangs holds it."""
    if not hasattr(os, "pidfd_open"):
        return
    with contextlib.suppress(OSError):
        handle = os.pidfd_open(pid)
        try:
            select.select([handle], [], [], 1.0)
        finally:
            os.close(handle)


def marked(mark: str) -> list[int]:
    """The processes that carry the mark, this one apart; none where the system can't tell."""
    return [pid for pid, its in _marks() if its == mark]


def _marks() -> Iterator[tuple[int, str]]:
    """Every process of this user that carries a mark, this one apart, with its mark."""
    begin = f"{MARK}=".encode()
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            for line in (folder / "environ").read_bytes().split(b"\0"):
                if line.startswith(begin) and int(folder.name) != os.getpid():
                    yield int(folder.name), line[len(begin) :].decode(errors="replace")


def remove_stale_folders(roots: Iterable[Path] | None = None) -> None:
    """Remove what supervisors and apps left that are no more: nothing that a live process owns."""
    for path, owner in owned(roots):
        if not is_running(owner):
            remove(path)
