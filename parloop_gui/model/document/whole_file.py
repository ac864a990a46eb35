"""A file is written whole or not at all: beside its place first and, once it is on the disk, into it."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from parloop_gui.engine.protocol.presence import is_folder


def write_whole(path: Path, data: bytes) -> None:
    """Write the file; an old one stays whole until the new one is there, through a crash of the machine too.

    Where `path` is a link, the file that it leads to is replaced. Raises OSError, and ValueError for what is no name.
    """
    target = _real(path)
    part = _beside(target)
    try:
        with part.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())  # else the new name may come to the disk before what it names
        part.replace(target)
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
    _sync_folder(target.parent)


def check_writable(path: Path) -> None:
    """Raise what `write_whole` would raise of that place, without touching what is there."""
    target = _real(path)
    if is_folder(target):
        raise IsADirectoryError(0, "Is a directory")
    trial = _beside(target)
    with trial.open("xb"):
        trial.unlink()


def _real(path: Path) -> Path:
    """Where a link leads: the file is replaced, not the link."""
    return Path(os.path.realpath(path))


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
