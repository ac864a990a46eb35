"""Starts runners for the supervisor: forked from an interpreter's zygote where that is sound, else from scratch.

It is sound where a forked process can own its memory again before the clock starts (`copy_on_write.py`); the bench
`fresh` compares the two.
"""

from __future__ import annotations

import contextlib
import os
import select
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path

from ..host.copy_on_write import can_own_pages
from ..protocol.exit_status import how_it_ended
from ..protocol.messages import ProtocolError, launch_command
from ..protocol.presence import working_folder
from ..protocol.runner_messages import Assignment, Born, decode_message

BIRTH_S = 20.0
"""How long an interpreter may take to start: 10–30 ms (measured), but seconds from a cold disk or a network drive."""


@dataclass(frozen=True)
class Runner:
    """A runner that has begun: its process, its private pipe, what it prints."""

    pid: int
    pipe_fd: int
    output_fd: int


@dataclass(frozen=True)
class _Zygote:
    process: subprocess.Popen[bytes]
    control: socket.socket


class Launcher:
    """Starts runners under any interpreter; keeps a zygote for each. `close` ends them.

    `until_closed` is a descriptor whose other end the app holds open.
    """

    def __init__(self, engine: Path, until_closed: int, *, from_scratch: bool = False) -> None:
        self._engine = engine
        self._until_closed = until_closed
        self._forks = not from_scratch and can_own_pages()
        self._zygotes: dict[str, _Zygote] = {}

    def start(self, assignment: Assignment) -> Runner:
        """A runner in a session of its own; raises OSError, with a sentence, where there will be none."""
        pipe_read, pipe_write = os.pipe()
        output_read, output_write = os.pipe()
        try:
            if self._forks:
                watched = self._fork(assignment, [pipe_write, output_write])
            else:
                watched = self._start_from_scratch(assignment, pipe_write, output_write)
        except OSError:
            os.close(pipe_read)
            os.close(output_read)
            raise
        finally:
            os.close(pipe_write)
            os.close(output_write)
        try:
            pid = _await_birth(pipe_read, self._until_closed)
        except (ProtocolError, OSError):
            self._forget(assignment.run.python)
            os.close(pipe_read)
            os.close(output_read)
            raise OSError(_not_started(assignment.run.python, watched)) from None
        for fd in (pipe_read, output_read):
            os.set_blocking(fd, False)
        return Runner(pid, pipe_read, output_read)

    def prepare(self, python: str) -> None:
        """Start that Python's zygote already, so that its imports lie behind it when the first run comes.

        Where it can't be started the first run says so.
        """
        if self._forks and python not in self._zygotes:
            with contextlib.suppress(OSError):
                self._zygotes[python] = self._start_zygote(python)

    def pids(self) -> set[int]:
        """The zygotes' processes."""
        return {zygote.process.pid for zygote in self._zygotes.values()}

    def close(self) -> None:
        """End the zygotes."""
        for python in list(self._zygotes):
            self._forget(python)

    def _fork(self, assignment: Assignment, fds: list[int]) -> subprocess.Popen[bytes]:
        run = assignment.run
        zygote = self._zygotes.get(run.python)
        if zygote is None or zygote.process.poll() is not None:
            zygote = self._zygotes[run.python] = self._start_zygote(run.python)
        loop = run.loop.name if run.loop.kind == "builtin" else ""
        request = "\0".join((assignment.folder, _directory(assignment), loop))
        try:
            socket.send_fds(zygote.control, [os.fsencode(request)], fds)
        except OSError:
            self._forget(run.python)
            raise OSError(_not_started(run.python, zygote.process)) from None
        return zygote.process

    def _start_zygote(self, python: str) -> _Zygote:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            command = launch_command(python, str(self._engine), "supervisor.zygote", str(theirs.fileno()))
            try:
                process = _start(command, (theirs.fileno(),), subprocess.DEVNULL, None)
            except OSError:
                ours.close()
                raise
        return _Zygote(process, ours)

    def _start_from_scratch(self, assignment: Assignment, pipe: int, output: int) -> subprocess.Popen[bytes]:
        python, folder = assignment.run.python, assignment.folder
        command = launch_command(python, str(self._engine), "runner.main", folder, str(pipe))
        return _start(command, (pipe,), output, _directory(assignment))

    def _forget(self, python: str) -> None:
        zygote = self._zygotes.pop(python, None)
        if zygote is not None:
            zygote.control.close()
            zygote.process.kill()
            zygote.process.wait()


def _start(command: list[str], fds: tuple[int, ...], output: int, directory: str | None) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        pass_fds=fds,
        start_new_session=True,
        env={**os.environ, "PYTHONHASHSEED": "0"},
        cwd=directory,
    )


def _directory(assignment: Assignment) -> str:
    return str(working_folder()) if assignment.run.loop.is_users else assignment.work


def _await_birth(pipe: int, until_closed: int) -> int:
    """The runner's process id, which is its first message; raises ProtocolError if it never does.

    Nobody waits for it any more once the other end of `until_closed` is closed.
    """
    line = b""
    waiting = select.poll()
    waiting.register(pipe, select.POLLIN)
    waiting.register(until_closed, 0)
    while not line.endswith(b"\n"):
        ready = dict(waiting.poll(BIRTH_S * 1000))
        data = os.read(pipe, 1) if pipe in ready else b""
        if not data:
            raise ProtocolError("The runner sent nothing.")
        line += data
    born = decode_message(line)
    if not isinstance(born, Born):
        raise ProtocolError("The runner's first message is another one.")
    return born.pid


def _not_started(python: str, process: subprocess.Popen[bytes]) -> str:
    status = process.poll()
    how = "" if status is None else f": it {how_it_ended(status)}"
    return f"{python} did not start as a Python interpreter{how}."
