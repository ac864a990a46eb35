"""Parloop's temporary folders and named semaphores: what they are called, whose they are, how they are removed.

    parloop-PID-…1f0a            a supervisor's, in memory and on disk        sem.parloop-PID-…1f0a-…   its semaphores
    parloop-PID-…1f0a-PURPOSE    the app's: spans, a preflight, a copy of the engine

The number and the letters behind it tell the process that made it (`owner.py`); once that is gone, whoever notices
removes what it left. A process knows of those alone that count as it does: 7 is another's in another container.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from .owner import SIGNATURE, Owner, own_signature, owner_in, place
from .presence import is_folder, is_own_folder, is_there, matching

MEMORY = Path("/dev/shm")
# The names to the letter: a user's own files may begin alike.
_OWNED = re.compile(rf"(?:sem\.)?parloop-{SIGNATURE}(?:engine-\w+|[0-9a-f]{{4}}(?:-\w+)?)")


def own_name(purpose: str = "") -> str:
    """A name for a folder of this process, or the beginning of one where `purpose` ends in "_"."""
    return f"parloop-{own_signature()}{os.urandom(2).hex()}{'-' * bool(purpose)}{purpose}"


def made_own(folder: Path) -> Path:
    """The folder, made for this user alone if it is not there; raises OSError.

    In a place that all users share another may have made it before, for names can be guessed: what lay in it would be
    unpickled, and what is written would go wherever their links lead.
    """
    folder.mkdir(mode=0o700, exist_ok=True)
    if not is_own_folder(folder):
        raise PermissionError(errno.EACCES, "The folder is another user's", str(folder))
    return folder


def owned(roots: Iterable[Path] | None = None) -> list[tuple[Path, Owner]]:
    """Every folder and semaphore of this user's Parloops, with the process that made it, wherever that is."""
    places = [root for root in (Path(tempfile.gettempdir()), MEMORY) if is_folder(root)] if roots is None else roots
    found = []
    for root in places:
        for path in matching(root, "*parloop-*"):
            match = _OWNED.fullmatch(path.name)
            if match and _is_this_users(path):
                found.append((path, owner_in(match)))
    return found


def owned_by(pid: int, roots: Iterable[Path] | None = None) -> list[Path]:
    """What the process with that id made, among those that count as this one does."""
    here = ("", place())
    return [path for path, owner in owned(roots) if owner.pid == pid and owner.place in here]


def remove_owned_by(pid: int, roots: Iterable[Path] | None = None) -> None:
    """Remove what a process that is no more left."""
    for path in owned_by(pid, roots):
        remove(path)


def remove(path: Path) -> None:
    """Remove a folder, even one whose user took the rights to it away, or a file; of a link the link alone."""
    if path.is_symlink() or not is_folder(path):
        with contextlib.suppress(OSError):  # gone meanwhile, or not this user's to remove
            path.unlink()
        return
    shutil.rmtree(path, ignore_errors=True)
    if is_there(path):
        _open_up(path)
        shutil.rmtree(path, ignore_errors=True)


def _open_up(path: Path) -> None:
    """Give the rights back from above: what is in a folder can be seen only once that may be entered."""
    folders = [str(path)]
    while folders:
        folder = folders.pop()
        with contextlib.suppress(OSError):
            os.chmod(folder, 0o700)  # noqa: PTH101 - of texts, there may be many
            with os.scandir(folder) as entries:
                folders += [each.path for each in entries if each.is_dir(follow_symlinks=False)]


def _is_this_users(path: Path) -> bool:
    with contextlib.suppress(OSError):  # gone meanwhile
        return not hasattr(os, "getuid") or path.lstat().st_uid == os.getuid()
    return False
