"""Reads a file that somebody named: never a pipe or a device, which may block for ever, and never more than asked."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from typing import BinaryIO

_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOCTTY", 0)
# The file may become a pipe between the look and the opening, which would wait for a writer.
_AT_ONCE = getattr(os, "O_NONBLOCK", 0)


@contextlib.contextmanager
def open_regular(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """A regular file, open for reading; raises OSError, or ValueError for what is no name.

    Our own temporary files are opened by it, too: user code that runs beside them may put a pipe in their place, and
    who opened that would wait for ever.
    """
    _check(os.stat(path), path)  # noqa: PTH116 - a text or a path
    fd = os.open(path, _FLAGS | _AT_ONCE)
    try:
        _check(os.fstat(fd), path)
        with open(fd, "rb", closefd=False) as file:
            yield file
    finally:
        os.close(fd)


def read_regular(path: str | os.PathLike[str], most_bytes: int) -> bytes:
    """The first bytes of a regular file, at most `most_bytes`; raises as `open_regular` does."""
    with open_regular(path) as file:
        return file.read(most_bytes)


def _check(about: os.stat_result, path: str | os.PathLike[str]) -> None:
    if not stat.S_ISREG(about.st_mode):
        raise OSError(errno.EINVAL, "It is not a file", os.fspath(path))
