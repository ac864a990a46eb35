"""Starts runners for the supervisor: forked from an interpreter's zygote where that is sound, else from scratch.

It is sound where a forked process can own its memory again before the clock starts (`copy_on_write.py`); the bench
`fresh` compares the two. Runs of users' code are forked from where it stands at the loop (`fork_points.py`), once it
has come there.
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
from ..protocol.kinds import AnewKind
from ..protocol.messages import ProtocolError, launch_command
from ..protocol.presence import working_folder
from ..protocol.runner_messages import Assignment, Born, decode_message
from .fork_points import ForkPoints

# How long an interpreter may take to start: 10–30 ms (measured), but seconds from a cold disk or a network drive.
BIRTH_S = 20.0


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
        self._points = ForkPoints()

    def start(self, assignment: Assignment) -> Runner:
        """A runner in a session of its own; raises OSError, with a sentence, where there will be none."""
        self._points.keep_those_of(assignment)
        pipe_read, pipe_write = os.pipe()
        output_read, output_write = os.pipe()
        try:
            watched = self._begin(assignment, pipe_write, output_write)
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
            os.close(pipe_read)
            os.close(output_read)
            if self._points.forget(assignment):  # it died as it stood at the loop: the way there is open
                return self.start(assignment)
            self._forget(assignment.run.python)
            raise OSError(_not_started(assignment.run.python, watched)) from None
        self._points.is_born(assignment, pid)
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

    def why_anew(self, assignment: Assignment) -> AnewKind | None:
        """Why that run goes to the user's loop by itself; None where it needn't, or has no such way."""
        if not assignment.run.loop.is_forked:
            return None
        return self._points.why_anew(assignment) if self._forks else "no-fork"

    def settle(self, assignment: Assignment, *, is_forked: bool, why: AnewKind | None) -> None:
        """That run is over; whether it went on in a fork of the process it was begun in, or why it could not."""
        self._points.settle(assignment, is_forked=is_forked, why=why)

    def pids(self) -> set[int]:
        """The processes that outlive a run: zygotes, and those that stand at a loop."""
        return {zygote.process.pid for zygote in self._zygotes.values()} | self._points.pids()

    def close(self) -> None:
        """End them."""
        self._points.end_all()
        for python in list(self._zygotes):
            self._forget(python)

    def _begin(self, assignment: Assignment, pipe: int, output: int) -> subprocess.Popen[bytes] | None:
        """Have somebody start the runner; the process to ask what became of it, if there is one."""
        if not self._forks:
            return self._start_from_scratch(assignment, pipe, output)
        if self._points.ask(assignment, [pipe, output]):
            return None
        zygote = self._zygote(assignment.run.python)
        loop = assignment.run.loop.name if assignment.run.loop.kind == "builtin" else ""
        temporary, sockets = self._points.begin(assignment)
        request = "\0".join((assignment.folder, _directory(assignment), loop, temporary))
        try:
            socket.send_fds(
                zygote.control, [os.fsencode(request)], [pipe, output, *(each.fileno() for each in sockets)]
            )
        except OSError:
            self._points.forget(assignment)
            self._forget(assignment.run.python)
            raise OSError(_not_started(assignment.run.python, zygote.process)) from None
        finally:
            for each in sockets:
                each.close()
        return zygote.process

    def _zygote(self, python: str) -> _Zygote:
        zygote = self._zygotes.get(python)
        if zygote is None or zygote.process.poll() is not None:
            zygote = self._zygotes[python] = self._start_zygote(python)
        return zygote

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


def _not_started(python: str, process: subprocess.Popen[bytes] | None) -> str:
    status = process.poll() if process is not None else None
    how = "" if status is None else f": it {how_it_ended(status)}"
    return f"{python} did not start as a Python interpreter{how}."
