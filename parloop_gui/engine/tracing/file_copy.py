"""What stands in a file that another process has mapped, copied into memory of this process's own.

The user's code may cut such a file off at any time, and who then reads beyond its end in a mapping is ended by SIGBUS.
Reading it anew ten times a second costs some 20 µs a worker: what is full is not read again.
"""

from __future__ import annotations

import contextlib
import os
import stat

# Twice the largest file that a recorder makes: what is larger was put there by the user's code.
MOST_BYTES = 4 * 1024 * 1024
# Files held open at once, whatever is done to their names; of a thousand descriptors others are needed elsewhere.
MOST_OPEN = 200
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)

_open: set[int] = set()


class EmptyFileError(OSError):
    """There is nothing in the file: it is being made just now, or was cut off."""


class FileCopy:
    """A copy of the file; raises OSError where it is none that a recorder made, EmptyFileError where it is empty.

    `words` are its 64-bit words. `is_cut`: it was cut off, or is gone, before all of it was read.
    """

    def __init__(self, path: str) -> None:
        self._path, self._fd = path, os.open(path, _FLAGS)
        _open.add(self._fd)
        about = os.fstat(self._fd)
        if not stat.S_ISREG(about.st_mode) or not 0 < about.st_size <= MOST_BYTES or about.st_size % 8:
            self.close()
            error = OSError if about.st_size else EmptyFileError
            raise error(f"{path} is no file of records")
        self._inode = about.st_ino
        self._bytes = memoryview(bytearray(about.st_size))
        self.words = self._bytes.cast("q")
        self.is_cut = False
        if len(_open) > MOST_OPEN:
            self.close()

    def read_from(self, word: int) -> None:
        """Read all behind the first `word` words once more."""
        at = 8 * word
        while at < len(self._bytes) and not self.is_cut:
            count = self._read(at)
            self.is_cut = count == 0
            at += count

    def close(self) -> None:
        """Give back the descriptor; what is read later is read by the file's name."""
        if self._fd >= 0:
            os.close(self._fd)
            _open.discard(self._fd)
            self._fd = -1

    def _read(self, at: int) -> int:
        with contextlib.suppress(OSError):  # it is gone: nothing more is read, and it counts as cut
            if self._fd >= 0:
                return _read_into(self._bytes[at:], self._fd, at)
            fd = os.open(self._path, _FLAGS)
            try:
                same = os.fstat(fd).st_ino == self._inode
                return _read_into(self._bytes[at:], fd, at) if same else 0
            finally:
                os.close(fd)
        return 0


def _read_into(room: memoryview, fd: int, at: int) -> int:
    if hasattr(os, "preadv"):
        return os.preadv(fd, [room], at)
    os.lseek(fd, at, os.SEEK_SET)
    data = os.read(fd, len(room))
    room[: len(data)] = data
    return len(data)
