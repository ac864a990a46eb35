"""What is done when a supervisor could not tidy up itself: its processes are ended, its folders removed.

Everything below a supervisor inherits `PARLOOP_MARK=<app's pid>-<random>` and keeps its files in folders named
`parloop-<supervisor's pid>-<four digits>`. What differs between systems stands here: only Linux lets a program read the
environment of others; elsewhere the supervisor's process group is all that can be reached.
"""

from __future__ import annotations

import contextlib
import os
import re
import select
import shutil
import signal
import sys
import tempfile
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path

from parloop_gui.engine.protocol.messages import MARK

_SUPERVISOR = b"parloop_engine.supervisor.main"
_PASSES = 50
_OWNED = re.compile(r"(?:sem\.)?parloop-(\d+)-(?:engine-\w+|[0-9a-f]{4}(?:-\w+)?)")
"""Names as supervisors and the engine's copy give them, to the letter: a user's own files may begin alike."""


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
        if app.isdigit() and not _is_alive(int(app)) and not any(map(_is_supervisor, pids)):
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
    """Wait until a killed process is dead, where the system can tell; a second at most."""
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


def scratch_roots() -> list[Path]:
    """Where supervisors keep their folders."""
    return [root for root in (Path(tempfile.gettempdir()), Path("/dev/shm")) if root.is_dir()]


def owned_by(pid: int, roots: Iterable[Path] | None = None) -> list[Path]:
    """The folders and semaphores of the supervisor with that pid."""
    return [path for path, owner in _owned(roots) if owner == pid]


def remove_folders_of(pid: int, roots: Iterable[Path] | None = None) -> None:
    """Remove what the supervisor with that pid left."""
    for path in owned_by(pid, roots):
        _remove(path)


def remove_stale_folders(roots: Iterable[Path] | None = None) -> None:
    """Remove what supervisors left that are no more: this user's own, and nothing that a live process owns."""
    for path, owner in _owned(roots):
        if not _is_alive(owner):
            _remove(path)


def _owned(roots: Iterable[Path] | None) -> list[tuple[Path, int]]:
    found = []
    for root in scratch_roots() if roots is None else roots:
        for path in root.glob("*parloop-*"):
            match = _OWNED.fullmatch(path.name)
            if match and _is_this_users(path):
                found.append((path, int(match[1])))
    return found


def _is_this_users(path: Path) -> bool:
    with contextlib.suppress(OSError):
        return not hasattr(os, "getuid") or path.lstat().st_uid == os.getuid()
    return False


def _is_alive(pid: int) -> bool:
    if sys.platform == "win32":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with contextlib.suppress(OSError):
            path.unlink()
