"""Starts runners for the supervisor: forked from an interpreter's zygote where that is sound, else from scratch.

It is sound where a forked process can own its memory again before the clock starts (`copy_on_write.py`); the bench
`fresh` compares the two. Runs of users' code are forked from where it stands at the loop (`fork_points.py`), once it
has come there. The next runs' processes are forked while a former one's records are read (`waiting_runner.py`): two
wait, so that one is there at once while the other still copies its memory. A clock starts once all are at rest.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from ..host.copy_on_write import can_own_pages
from ..protocol.exit_status import how_it_ended
from ..protocol.kinds import AnewKind
from ..protocol.messages import ProtocolError, launch_command
from ..protocol.presence import working_folder
from ..protocol.runner_messages import Assignment, waits_for_clock
from .fork_points import ForkPoint, ForkPoints, whose
from .waiting_runner import WaitingRunner, await_birth

T = TypeVar("T")
# The folder and the socket of a fork point that is to be made.
_Point = tuple[str, list[socket.socket]]

# How long an interpreter may take to start: 10–30 ms (measured), but seconds from a cold disk or a network drive.
BIRTH_S = 20.0
# How long a fork of where a loop stands is waited for that was asked for beforehand: some 3 ms (measured). One that is
# slower is ended.
SPARE_BIRTH_S = 1.0
# How many wait for runs of a zygote. To fork one and copy its memory takes some 15 ms (measured), longer than all else
# between two runs: with one alone the next run waited for it. Each holds some 13 MB.
WAITING = 2


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
        self._spares: dict[str, list[WaitingRunner]] = {}
        self._ready: WaitingRunner | None = None

    def start(self, assignment: Assignment, look: Callable[[], T]) -> tuple[Runner, T | None]:
        """A runner in a session of its own; raises OSError, with a sentence, where there will be none.

        Beside it what `look` returns, called when nothing is left to be done but the run itself: what is computed from
        then on is the run's. None: it makes itself ready, and its clock waits for `begin`.
        """
        seen: T | None
        self._points.keep_those_of(assignment)
        if not self._forks:
            seen = look()
            return self._start_from_scratch(assignment), seen
        self._close_spares_of_ended_points()
        source = self._source(assignment)
        point: _Point = ("", []) if isinstance(source, ForkPoint) else self._points.begin(assignment)
        try:
            runner = self._spare(assignment, source) or self._forked(assignment, source)
            seen = self._send_on_its_way(runner, assignment, point, look)
        except (ProtocolError, OSError):
            if self._points.forget(assignment):  # it died as it stood at the loop: the way there is open
                return self.start(assignment, look)
            watched = self._forget(assignment.run.python)
            raise OSError(_not_started(assignment.run.python, watched)) from None
        finally:
            for each in point[1]:
                each.close()
        self._points.is_born(assignment, runner.pid)
        return Runner(runner.pid, runner.pipe_fd, runner.output_fd), seen

    def get_next_ready(self, assignment: Assignment) -> None:
        """Have a process forked for the run that may follow this one, whose clock has stopped; returns at once.

        Where there is none, or it is of another source, the next run has its own forked as it begins.
        """
        if not self._forks:
            return
        run = assignment.run
        waiting = self._spares.setdefault(whose(run), [])
        with contextlib.suppress(OSError):  # the next run says so
            source = self._source(assignment)
            wanted = WAITING
            if isinstance(source, ForkPoint):
                wanted = int(source.leaves_room(run.memory_limit_bytes))
            for _ in range(wanted - sum(spare.source is source for spare in waiting)):
                waiting.append(_asked_for(assignment, source))

    def begin(self, look: Callable[[], T]) -> T:
        """Let the clock start of the run that has made itself ready; what `look` returned just before.

        Where that run is gone, whoever watches it will see.
        """
        self._await_rest()
        seen = look()
        ready, self._ready = self._ready, None
        if ready is not None:
            with contextlib.suppress(OSError):
                ready.start_clock()
        return seen

    def prepare(self, python: str) -> None:
        """Start that Python's zygote already, so that its imports lie behind it when the first run comes, and a fork.

        Where it can't be started the first run says so.
        """
        if self._forks and python not in self._zygotes:
            with contextlib.suppress(OSError):  # the first run starts it anew, and says why it can't
                zygote = self._zygotes[python] = self._start_zygote(python)
                self._spares[python] = [WaitingRunner(zygote, zygote.control, b"\0")]

    def why_anew(self, assignment: Assignment) -> AnewKind | None:
        """Why that run goes to the user's loop by itself; None where it needn't, or has no such way."""
        if not assignment.run.loop.is_forked:
            return None
        return self._points.why_anew(assignment) if self._forks else "no-fork"

    def settle(self, assignment: Assignment, *, is_forked: bool, why: AnewKind | None) -> None:
        """That run is over; whether it went on in a fork of the process it was begun in, or why it could not."""
        self._points.settle(assignment, is_forked=is_forked, why=why)
        if self._ready is not None:  # it never came so far as to be ready
            self._ready.let_go()
            self._ready = None

    def is_at_rest(self) -> bool:
        """Whether nobody copies its memory who waits for a run; returns at once."""
        try:
            for spare in self._all_spares():
                spare.await_birth(self._until_closed, 0.0)
                spare.await_rest(self._until_closed, 0.0)
        except ProtocolError:
            return False
        return True

    def pids(self) -> set[int]:
        """The processes that outlive a run: zygotes, those that stand at a loop, and who waits for the next run."""
        self._keep_spares(self._is_born)
        spares = {spare.pid for spare in self._all_spares()}
        return {zygote.process.pid for zygote in self._zygotes.values()} | self._points.pids() | spares

    def close(self) -> None:
        """End them."""
        for spare in self._all_spares():
            spare.close()
        self._spares.clear()
        self._points.end_all()
        for python in list(self._zygotes):
            self._forget(python)

    def _source(self, assignment: Assignment) -> ForkPoint | _Zygote:
        """Whom the run's process is forked from; raises OSError where no interpreter can be started."""
        return self._points.standing(assignment) or self._zygote(assignment.run.python)

    def _spare(self, assignment: Assignment, source: ForkPoint | _Zygote) -> WaitingRunner | None:
        """The process that waits for this run, where there is one and it was forked from where the run begins."""
        key = whose(assignment.run)
        waiting = self._spares.pop(key, [])
        fitting = self._spares[key] = []
        for spare in waiting:
            if not self._is_born(spare):
                continue
            if spare.source is source and not spare.is_gone:
                fitting.append(spare)
            else:
                spare.close()
        return fitting.pop(0) if fitting else None

    def _all_spares(self) -> list[WaitingRunner]:
        return [spare for waiting in self._spares.values() for spare in waiting]

    def _keep_spares(self, stays: Callable[[WaitingRunner], bool]) -> None:
        """Those of which `stays` says so; it closes the others."""
        self._spares = {key: list(filter(stays, waiting)) for key, waiting in self._spares.items()}

    def _close_spares_of_ended_points(self) -> None:
        self._keep_spares(self._has_its_source)

    def _has_its_source(self, spare: WaitingRunner) -> bool:
        stands = not isinstance(spare.source, ForkPoint) or self._points.holds(spare.source)
        if not stands:
            spare.close()
        return stands

    def _is_born(self, spare: WaitingRunner) -> bool:
        try:
            spare.await_birth(self._until_closed, _patience_s(spare))
        except (ProtocolError, OSError):
            spare.close()
            return False
        return True

    def _await_rest(self) -> None:
        """Wait until nobody computes who waits for another run: this one is about to be measured."""
        self._keep_spares(self._comes_to_rest)

    def _comes_to_rest(self, spare: WaitingRunner) -> bool:
        try:
            spare.await_birth(self._until_closed, _patience_s(spare))
            spare.await_rest(self._until_closed, _patience_s(spare))
        except (ProtocolError, OSError):
            spare.close()
            return False
        return True

    def _forked(self, assignment: Assignment, source: ForkPoint | _Zygote) -> WaitingRunner:
        runner = _asked_for(assignment, source)
        try:
            runner.await_birth(self._until_closed, BIRTH_S)
        except (ProtocolError, OSError):
            runner.close()
            raise
        return runner

    def _send_on_its_way(
        self, runner: WaitingRunner, assignment: Assignment, point: _Point, look: Callable[[], T]
    ) -> T | None:
        temporary, sockets = point
        request = "\0".join((assignment.folder, _directory(assignment), temporary))
        try:
            runner.await_rest(self._until_closed, BIRTH_S)
            if waits_for_clock(assignment.run.loop):
                runner.go(request, [])
                self._ready = runner
                return None
            self._await_rest()
            seen = look()
            runner.go(request, [each.fileno() for each in sockets])
            runner.let_go()
        except (ProtocolError, OSError):
            runner.close()
            raise
        return seen

    def _zygote(self, python: str) -> _Zygote:
        zygote = self._zygotes.get(python)
        if zygote is None or zygote.process.poll() is not None:
            zygote = self._zygotes[python] = self._start_zygote(python)
        return zygote

    def _start_zygote(self, python: str) -> _Zygote:
        # Packets, as each request comes with descriptors of its own; and a zygote that is gone is seen as an end.
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            command = launch_command(python, str(self._engine), "supervisor.zygote", str(theirs.fileno()))
            try:
                process = _start(command, (theirs.fileno(),), subprocess.DEVNULL, None)
            except OSError:
                ours.close()
                raise
        return _Zygote(process, ours)

    def _start_from_scratch(self, assignment: Assignment) -> Runner:
        python, folder = assignment.run.python, assignment.folder
        (pipe_read, pipe), (output_read, output) = os.pipe(), os.pipe()
        command = launch_command(python, str(self._engine), "runner.main", folder, str(pipe))
        process = None
        try:
            try:
                process = _start(command, (pipe,), output, _directory(assignment))
            finally:
                os.close(pipe)
                os.close(output)
            pid = await_birth(pipe_read, self._until_closed, BIRTH_S)
        except (ProtocolError, OSError) as error:
            os.close(pipe_read)
            os.close(output_read)
            if process is None:
                raise
            raise OSError(_not_started(python, process)) from error
        for fd in (pipe_read, output_read):
            os.set_blocking(fd, False)
        return Runner(pid, pipe_read, output_read)

    def _forget(self, python: str) -> subprocess.Popen[bytes] | None:
        """End that Python's zygote; the process that was it, to be asked what became of it."""
        zygote = self._zygotes.pop(python, None)
        if zygote is None:
            return None
        zygote.control.close()
        zygote.process.kill()
        zygote.process.wait()
        return zygote.process


def _asked_for(assignment: Assignment, source: ForkPoint | _Zygote) -> WaitingRunner:
    loop = assignment.run.loop.name if assignment.run.loop.kind == "builtin" else ""
    return WaitingRunner(source, source.control, os.fsencode(f"{loop}\0"))


def _patience_s(spare: WaitingRunner) -> float:
    """How long it is waited for: a zygote may be starting itself."""
    return SPARE_BIRTH_S if isinstance(spare.source, ForkPoint) else BIRTH_S


def _start(command: list[str], fds: tuple[int, ...], output: int, directory: str | None) -> subprocess.Popen[bytes]:
    # A session of its own: a task that signals its process group meets nobody but its own run. A fixed hash seed, so
    # that lists made from sets come out alike in every run and can be compared.
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


def _not_started(python: str, process: subprocess.Popen[bytes] | None) -> str:
    status = process.poll() if process is not None else None
    how = "" if status is None else f": it {how_it_ended(status)}"
    return f"{python} did not start as a Python interpreter{how}."
