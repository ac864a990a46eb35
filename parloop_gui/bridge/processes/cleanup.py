"""What is done when a supervisor could not tidy up itself: its processes are ended, its folders removed.

Everything below a supervisor inherits `PARLOOP_MARK=<app's pid>-<letters>`, is in a control group of that name where
one could be made, and keeps its files in folders named `parloop-<supervisor's pid>-<letters>`; the letters tell whose
number is meant (`owner.py`). What differs between systems stands here: only Linux lets a program read the environment
and the group of others; elsewhere the supervisor's process group is all that can be reached.
"""

from __future__ import annotations

import contextlib
import os
import re
import select
import signal
import sys
import tempfile
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path

from parloop_gui.bridge.host.running import is_at_work
from parloop_gui.engine.host.own_group import groups_here, marks_of_groups
from parloop_gui.engine.protocol.messages import MARK
from parloop_gui.engine.protocol.owner import SIGNATURE, own_signature, owner_in
from parloop_gui.engine.protocol.scratch_files import owned, remove

# A supervisor and a guard, each with its watcher: whichever of the two is left ends what is below it.
_THEY_TIDY_UP = (b"parloop_engine.supervisor.main", b"parloop_engine.supervisor.watchdog")
# A look takes a millisecond, and two will do; what starts others faster than it is stopped must not hold the app.
_PASSES = 50
_A_MARK = re.compile(rf"{SIGNATURE}[0-9a-f]{{32}}")
# What another container made is for the Parloops there to remove. Where nothing was put into it for so long, it is
# taken for that of a container that is no more, or of before the machine was started anew.
FORSAKEN_S = 24 * 3600.0


def end_marked(mark: str, group: int) -> int:
    """End every process that carries the mark, and the process group `group`; how many were found by the mark.

    Whoever tidies up by itself is let finish: it alone knows what carries no mark. The others are stopped before they
    are killed, so that none starts another meanwhile; it is looked again until none is left. Returns when they are
    dead.
    """
    for pid in filter(_tidies_up, marked(mark)):
        _send(pid, "SIGCONT")
        _await_end(pid)
    if sys.platform != "win32":
        with contextlib.suppress(ProcessLookupError, PermissionError):  # all of it is gone
            os.killpg(group, signal.SIGKILL)
    ended: set[int] = set()
    for _ in range(_PASSES):
        found = marked(mark)
        if not found:
            break
        _kill(found)
        ended.update(found)
    for own, its in groups_here():
        if its == mark:
            own.remove()
    return len(ended)


def new_mark() -> str:
    """A mark for a supervisor of this app."""
    return own_signature() + uuid.uuid4().hex


def end_strays() -> None:
    """End what is left of apps that are no more where nobody else will: their supervisors were killed too.

    It is looked again until none is left: one may start another before it is stopped.
    """
    for pid, mark in _marks():
        if _app_is_gone(mark) and _tidies_up(pid):
            _send(pid, "SIGCONT")  # one that was stopped at its very birth is continued by nobody else
    for _ in range(_PASSES):
        found = _strays()
        if not found:
            break
        _kill(found)
    for own, mark in groups_here():
        if _app_is_gone(mark):
            own.remove()


def _strays() -> list[int]:
    left: dict[str, list[int]] = {}
    for pid, mark in _marks():
        left.setdefault(mark, []).append(pid)
    found: list[int] = []
    for mark, pids in left.items():
        if _app_is_gone(mark) and not any(map(_tidies_up, pids)):
            found += pids
    return found


def _app_is_gone(mark: str) -> bool:
    match = _A_MARK.fullmatch(mark)
    return match is not None and is_at_work(owner_in(match)) is False


def _tidies_up(pid: int) -> bool:
    with contextlib.suppress(OSError):  # gone meanwhile, or no /proc
        line = Path(f"/proc/{pid}/cmdline").read_bytes()
        return any(word in line for word in _THEY_TIDY_UP)
    return False


def _kill(pids: list[int]) -> None:
    for what in ("SIGSTOP", "SIGKILL"):
        for pid in pids:
            _send(pid, what)
    for pid in pids:
        _await_end(pid)


def _send(pid: int, what: str) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):  # gone, or it has become another user's
        os.kill(pid, getattr(signal, what))


def _await_end(pid: int) -> None:
    """Wait until a killed process is dead, where the system can tell; a second at most: a disk that hangs holds it."""
    if not hasattr(os, "pidfd_open"):
        return
    with contextlib.suppress(OSError):  # gone already
        handle = os.pidfd_open(pid)
        try:
            select.select([handle], [], [], 1.0)
        finally:
            os.close(handle)


def marked(mark: str) -> list[int]:
    """The processes that carry the mark, this one apart; none where the system can't tell."""
    return [pid for pid, its in _marks() if its == mark]


def _marks() -> Iterator[tuple[int, str]]:
    """Every process of this user that carries a mark or is in a group of that name, this one apart, with its mark."""
    begin = f"{MARK}=".encode()
    for folder in Path("/proc").glob("[0-9]*"):
        pid = int(folder.name)
        if pid == os.getpid():
            continue
        with contextlib.suppress(OSError):  # gone meanwhile, or another user's
            words = (folder / "environ").read_bytes().split(b"\0")
            carried = {word[len(begin) :].decode(errors="replace") for word in words if word.startswith(begin)}
            for mark in carried | marks_of_groups(pid):
                yield pid, mark


def remove_stale_folders(roots: Iterable[Path] | None = None) -> None:
    """Remove what supervisors and apps left that are no more: nothing that a live process owns, here or elsewhere."""
    for path, owner in owned(roots):
        is_there = is_at_work(owner)
        if is_there is False or (is_there is None and _is_forsaken(path)):
            remove(path)


def _is_forsaken(path: Path) -> bool:
    """Whether nothing was put into it for long, by the clock of whoever keeps its file system."""
    # A folder that nothing may be put into: nobody can tell.
    with contextlib.suppress(OSError), tempfile.TemporaryFile(dir=path.parent) as made_now:
        return os.fstat(made_now.fileno()).st_mtime - path.lstat().st_mtime > FORSAKEN_S
    return False
