"""A runner as the supervisor holds it: its process, its messages over the private pipe, what user code prints."""

from __future__ import annotations

import contextlib
import os
import select

from ..host import processes
from ..protocol.json_text import MOST_BYTES
from ..protocol.messages import ProtocolError
from ..protocol.runner_messages import Message, decode_message
from .launcher import Runner

# Of what user code prints the beginning is kept: enough to read, and a loop that prints for ever fills no memory.
MOST_OUTPUT_BYTES = 64 * 1024
# What a pipe holds on Linux: all of it at once.
_READ_BYTES = 64 * 1024


class RunnerProcess:
    """A runner that was started. `status` is how it ended, None until it has; only `await_end` waits."""

    def __init__(self, runner: Runner) -> None:
        self.pid, self.pipe_fd, self.output_fd = runner.pid, runner.pipe_fd, runner.output_fd
        self.pidfd = os.pidfd_open(runner.pid) if hasattr(os, "pidfd_open") else None
        self.output = bytearray()
        self.status: int | None = None
        self.cpu_s = 0.0
        self.core_wait_s: float | None = None
        self._buffer = bytearray()
        self._former_pidfds: list[int] = []

    def go_on_as(self, pid: int) -> None:
        """From now on that process, which was forked from the former one, is the runner."""
        if self.pidfd is not None:
            self._former_pidfds.append(self.pidfd)  # closed with the rest: who waits for it knows it by its number
            with contextlib.suppress(OSError):
                self.pidfd = os.pidfd_open(pid)
        self.pid = pid

    def read_pipe(self) -> tuple[list[Message], bool]:
        """Its messages since the last time, and whether more may come."""
        data = _read(self.pipe_fd)
        self._buffer += data or b""
        *lines, rest = self._buffer.split(b"\n")
        self._buffer = bytearray(rest[:MOST_BYTES])  # a line without end is no message: user code may write here
        messages: list[Message] = []
        for line in lines:
            with contextlib.suppress(ProtocolError):  # user code may have written into the pipe
                messages.append(decode_message(bytes(line)))
        return messages, data != b""

    def read_output(self) -> bool:
        """Take in what user code prints, keeping the beginning; False at the end."""
        data = _read(self.output_fd)
        self.output += (data or b"")[: MOST_OUTPUT_BYTES - len(self.output)]
        return data != b""

    def collect(self) -> bool:
        """Take its exit status and CPU time if it ended; True once it has."""
        if self.status is None:
            with contextlib.suppress(ChildProcessError):  # its parent, between it and the zygote, ends just now
                pid, status, usage = os.wait4(self.pid, os.WNOHANG)
                if pid:
                    self.status = os.waitstatus_to_exitcode(status)
                    self.cpu_s = usage.ru_utime + usage.ru_stime
        return self.status is not None

    def await_end(self, most_s: float) -> None:
        """Let it end by itself, for so long at most: once it has told all it takes a millisecond or two."""
        if self.pidfd is not None:
            waiting = select.poll()
            waiting.register(self.pidfd, select.POLLIN)
            waiting.poll(most_s * 1000)
        self.collect()

    def read_cpu(self) -> None:
        """Take its CPU time so far where it is still there: once it is ended from outside nobody can tell."""
        if self.status is None:
            self.cpu_s = processes.cpu_s(self.pid)
            self.core_wait_s = processes.core_wait_s(self.pid)

    def descriptors(self) -> list[int]:
        """What is open of it: pipe, output, and a descriptor that is ready once it has ended."""
        fds = (self.pipe_fd, self.output_fd, self.pidfd)
        return [*(fd for fd in fds if fd is not None), *self._former_pidfds]

    def close(self) -> None:
        """Give back the descriptors."""
        for fd in self.descriptors():
            os.close(fd)


def _read(fd: int) -> bytes | None:
    """What is there now: b"" at the end, None if nothing yet."""
    try:
        return os.read(fd, _READ_BYTES)
    except BlockingIOError:
        return None
