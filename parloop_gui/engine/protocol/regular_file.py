"""Reads a file that somebody named: never a pipe or a device, which may block for ever, and never more than asked."""

from __future__ import annotations

import errno
import os
import stat

# The file may become a pipe between the look and the opening, which would wait for a writer.
_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOCTTY", 0)
_AT_ONCE = getattr(os, "O_NONBLOCK", 0)


def read_regular(path: str | os.PathLike[str], most_bytes: int) -> bytes:
    """The first bytes of a regular file, at most `most_bytes`; raises OSError, or ValueError for what is no name."""
    _check(os.stat(path), path)  # noqa: PTH116 - a text or a path
    fd = os.open(path, _FLAGS | _AT_ONCE)
    try:
        _check(os.fstat(fd), path)
        with open(fd, "rb", closefd=False) as file:
            return file.read(most_bytes)
    finally:
        os.close(fd)


def _check(about: os.stat_result, path: str | os.PathLike[str]) -> None:
    if not stat.S_ISREG(about.st_mode):
        raise OSError(errno.EINVAL, "It is not a file", os.fspath(path))
