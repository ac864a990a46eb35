"""The runner's end of the private pipe: out of the way of user code and of the processes it forks."""

from __future__ import annotations

import os

from .runner_messages import Message, encode_message

# Descriptors from here on: above what user code opens or closes by number, below the usual limit of 1,024.
_HIGH = 700


class EventPipe:
    """Writes messages to a descriptor that user code will hardly meet and forked workers do not keep open."""

    def __init__(self, fd: int) -> None:
        self._fd = moved_high(fd)
        self._identity = _identity(self._fd)
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._close)

    def send(self, message: Message) -> None:
        """Write one message."""
        self.write(encode_message(message))

    def write(self, data: bytes) -> None:
        """Write a line; if user code closed or replaced the descriptor, write nothing: the exit status is enough."""
        if self._fd < 0 or _identity(self._fd) != self._identity:
            return
        while data:
            data = data[os.write(self._fd, data) :]

    def let_go(self) -> int:
        """The descriptor by itself, for another process to write to; from this one nothing is written any more."""
        fd = os.dup(self._fd)
        self._close()
        return fd

    def _close(self) -> None:
        if self._fd >= 0 and _identity(self._fd) == self._identity:
            os.close(self._fd)
        self._fd = -1


def moved_high(fd: int) -> int:
    """Another number for the descriptor, which user code will hardly meet."""
    try:
        import fcntl

        high = fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, _HIGH)
    except (ImportError, OSError):
        os.set_inheritable(fd, False)
        return fd
    os.close(fd)
    return high


def _identity(fd: int) -> tuple[int, int] | None:
    try:
        status = os.fstat(fd)
    except OSError:
        return None
    return status.st_dev, status.st_ino
