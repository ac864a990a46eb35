"""Open files in a fork: both share where they stand, and what one writes the other's file holds.

In a forked process each regular file is opened anew at the same place; one that is written to is a copy from then on,
so that a proof writes nothing of the user's. What is no file (a socket) can't be shared out; nor can a database.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import stat
from pathlib import Path

# Where Linux tells what a process has open; elsewhere nobody knows what a fork would share.
OWN = Path("/proc/self/fd")
# What a database file begins with: its connection keeps locks and a journal beside it.
_SQLITE = b"SQLite format 3\0"


def opened() -> frozenset[int]:
    """The descriptors that this process has open."""
    return frozenset(fd for fd, _ in _descriptors())


def since(before: frozenset[int]) -> list[tuple[int, Path]]:
    """The descriptors that this process has opened since it had those, and what each is of."""
    return [(fd, target) for fd, target in _descriptors() if fd not in before]


def shares_a_connection(before: frozenset[int]) -> bool:
    """Whether this process has opened a socket or a database since, which a fork would share with it."""
    return any(is_connection(fd) or is_database(target) for fd, target in since(before))


def has_pipe(before: frozenset[int]) -> bool:
    """Whether this process has opened a pipe since that it can write to."""
    return any(_is_pipe(fd) and not is_only_read(fd) for fd, _ in since(before))


def is_only_read(fd: int) -> bool:
    """Whether nothing can be written by that descriptor."""
    return _flags(fd) & os.O_ACCMODE == os.O_RDONLY


def read_anew(before: frozenset[int]) -> None:
    """Give this process, which was forked, places of its own in the files that were opened since to be read."""
    for fd, _ in since(before):
        with contextlib.suppress(OSError):  # closed meanwhile, or not to be opened by this user
            if stat.S_ISREG(os.fstat(fd).st_mode) and is_only_read(fd):
                _open_anew(fd, OWN / str(fd))  # by its name there may be another file by now, or none


def own_places(folder: Path, name: str) -> dict[str, Path]:
    """Open this process's regular files anew at their places; the copies of those written to, by the files' names."""
    copies: dict[str, Path] = {}
    for fd, target in _descriptors():
        with contextlib.suppress(OSError):
            # What lies deeper than the trial's own files are the program's, the temporary ones that it has made.
            if not stat.S_ISREG(os.fstat(fd).st_mode) or folder == target.parent:
                continue
            if is_only_read(fd):
                _open_anew(fd, target)
            else:
                copy = folder / f"{name}-{fd}"
                shutil.copyfile(target, copy)
                _open_anew(fd, copy)
                copies[target.name] = copy
    return copies


def digest_of(path: Path) -> str:
    """The digest of a file's content."""
    made = hashlib.blake2b(digest_size=16)
    with contextlib.suppress(OSError), path.open("rb") as file:  # gone, or not for this user: as an empty one
        while data := file.read(1 << 20):
            made.update(data)
    return made.hexdigest()


def _open_anew(fd: int, target: Path) -> None:
    place = os.lseek(fd, 0, os.SEEK_CUR)
    flags = _flags(fd) & (os.O_ACCMODE | os.O_APPEND)
    new = os.open(target, flags)
    try:
        os.lseek(new, place, os.SEEK_SET)
        os.dup2(new, fd, inheritable=os.get_inheritable(fd))
    finally:
        os.close(new)


def _is_pipe(fd: int) -> bool:
    with contextlib.suppress(OSError):  # closed by now
        return stat.S_ISFIFO(os.fstat(fd).st_mode)
    return False


def _flags(fd: int) -> int:
    import fcntl

    return fcntl.fcntl(fd, fcntl.F_GETFL)


def _descriptors() -> list[tuple[int, Path]]:
    """Beyond the standard three, and what each is of."""
    found = []
    with contextlib.suppress(OSError):  # a system without /proc
        for entry in list(OWN.iterdir()):
            with contextlib.suppress(OSError):  # the one by which the folder itself was listed
                if int(entry.name) > 2:
                    found.append((int(entry.name), entry.readlink()))
    return found


def is_connection(fd: int) -> bool:
    """Whether it is a socket, but for the pair by which an event loop wakes itself: that one has no names."""
    import socket

    with contextlib.suppress(OSError):  # closed by now, or not connected
        if not stat.S_ISSOCK(os.fstat(fd).st_mode):
            return False
        with socket.socket(fileno=os.dup(fd)) as found:
            return found.family != socket.AF_UNIX or bool(found.getsockname() or found.getpeername())
    return False


def is_database(path: Path) -> bool:
    """Whether the file is one of SQLite's that holds something."""
    with contextlib.suppress(OSError), path.open("rb") as file:  # gone, or a device
        return file.read(len(_SQLITE)) == _SQLITE
    return False
