"""A file is written whole or not at all: beside its place first and, once it is on the disk, into it."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Write the file; an old one stays whole until the new one is there, through a crash of the machine too.

    Where `path` is a link, the file that it leads to is replaced; whose it is and who may read it stays. Raises
    OSError, also where a pipe or a device is there, and ValueError for what is no name.
    """
    target, old = _target(path)
    part = _beside(target)
    try:
        with part.open("xb") as file:
            if old is not None:
                _take_after(old, file.fileno())
            file.write(data)
            file.flush()
            os.fsync(file.fileno())  # else the new name may come to the disk before what it names
        part.replace(target)
    finally:
        with contextlib.suppress(OSError):  # renamed already, as a rule
            part.unlink(missing_ok=True)
    _sync_folder(target.parent)


def check_writable(path: Path) -> None:
    """Raise what `write_whole` would raise of that place, without touching what is there."""
    target, _ = _target(path)
    trial = _beside(target)
    with trial.open("xb"):
        trial.unlink()


def _target(path: Path) -> tuple[Path, os.stat_result | None]:
    """Where a link leads, for the file is replaced and not the link, and what is known of it; raises OSError.

    As root a device would be replaced, too, by a file, and be gone for every program of the machine.
    """
    target = Path(os.path.realpath(path))
    try:
        old = target.stat()
    except FileNotFoundError:
        return target, None
    if stat.S_ISDIR(old.st_mode):
        raise IsADirectoryError(errno.EISDIR, "Is a directory")
    if not stat.S_ISREG(old.st_mode):
        raise OSError(errno.EINVAL, "It is not a file")
    return target, old


def _take_after(old: os.stat_result, handle: int) -> None:
    """The new file is the old one's owner's and group's as far as this user may give files away: root may."""
    if hasattr(os, "fchown"):
        for owner, group in ((-1, old.st_gid), (old.st_uid, -1)):  # a group of one's own may be given without root
            with contextlib.suppress(OSError):
                os.fchown(handle, owner, group)
    if hasattr(os, "fchmod"):  # Windows has it from Python 3.13 on, without the other
        os.fchmod(handle, _rights(old, is_of_group=os.fstat(handle).st_gid == old.st_gid))


def _rights(old: os.stat_result, *, is_of_group: bool) -> int:
    """The old file's rights; another group may do what both the old one and everybody else might.

    What may run as its owner may no more, as where the system sees a file written over.
    """
    rights = old.st_mode & 0o777
    return rights if is_of_group else rights & (0o707 | (rights & 0o007) << 3)


def _beside(target: Path) -> Path:
    # Not by `secrets`, which loads OpenSSL: 16 ms before the window is there.
    return target.with_name(f"{target.name}.{os.urandom(4).hex()}.part")


def _sync_folder(folder: Path) -> None:
    """Bring the new name itself to the disk; where a folder can't be opened or synced, the system does in its time."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
