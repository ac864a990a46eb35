"""The moment in which the user's code has come to the loop, its items made: each run of a comparison is a fork of it.

    supervisor ─ the first run ─► zygote ─ forks ─► a process that goes up to the loop, and stays there
        │                                                │
        │                                                ├─ it holds what can't be forked: it says so, and is the run
        └─ three descriptors, for each run ─► asleep ─ forks ─► (in between, ends) ─ forks ─► runner: Born, waits

A program is run up to its loop, the file of a function is imported. A runner returns from where the process stands
into the program's own frames, and is the supervisor's child like any other. Its own, and not the moment's, are: pipe
and output, folder and temporary files, places in open files, names of semaphores, and its memory (`copy_on_write.py`).
The moment ends with the comparison, when the supervisor closes the socket; what stands behind the loop is never begun.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import socket
import sys
import warnings
from collections.abc import Callable
from multiprocessing import util
from pathlib import Path
from typing import Any

from ..host import process_trees, processes
from ..host.copy_on_write import own_pages, pages_there
from ..loops.user_module import MOST_BYTES
from ..protocol.kinds import AnewKind
from ..protocol.loop_spec import LoopSpec
from ..protocol.pipe import EventPipe, moved_high
from ..protocol.regular_file import read_regular
from ..protocol.runner_messages import MOST_REQUEST_BYTES, RUN_DESCRIPTORS, Anew
from ..user_program import forkable, open_files, program, worker_main
from . import readiness
from .handshake import await_orders, begun, born
from .one_run import OneRun
from .process_end import flush, leave

# The moment holds the program's memory, and so does each run.
_TWICE = 2


class ForkPoint:
    """Made before the user's code runs; `control` is the supervisor's socket, `temporary` for that code's own files."""

    def __init__(self, control: int, temporary: str) -> None:
        self.temporary = temporary
        self._control = socket.socket(fileno=moved_high(control))
        # What the program starts through a shell would else be the supervisor's child, and end with the first run.
        process_trees.adopt_orphans()
        self._before = forkable.Before.now()

    def run_of(self, first: OneRun) -> OneRun:
        """The run to be made: in a fork of this process the one asked for; the first one, where there can be none."""
        process_trees.leave_orphans()
        why = self._why_anew(first)
        if why is not None:
            self._control.close()
            first.pipe.send(Anew(why))
            return first
        try:
            folder, pipe, counted_s = self._forked(first)
        except BaseException:
            os._exit(1)  # else the program would go on in this process, too
        run = begun(folder, pipe, counted_s)
        self._make_its_own(run)
        return run

    def _forked(self, first: OneRun) -> tuple[str, EventPipe, float]:
        """Return in a fork of this process, once there is a run for it: its folder, its pipe, what counts as computed.

        The first run is who paid the way to the loop.
        """
        flush()
        way_s = first.computed_s()
        state, heeded = random.getstate(), _unheeded_children()
        pages = pages_there()
        pipe_fd, output, orders = self._asked(first)
        self._part(output)
        heeded()
        _settle_chance(first.assignment.run.loop, state)
        pipe = born(pipe_fd)
        own_pages(pages)
        if orders is None:
            return first.assignment.folder, pipe, way_s
        with socket.socket(fileno=orders) as socket_of_orders:
            (folder, *_), _, before_s = await_orders(socket_of_orders, pipe)
        return folder, pipe, -before_s

    def _why_anew(self, first: OneRun) -> AnewKind | None:
        why = forkable.why_anew(self._before, Path(self.temporary))
        limit = first.assignment.run.memory_limit_bytes
        if why is None and limit is not None and _TWICE * processes.memory_bytes([os.getpid()]) > limit:
            return "memory"
        return why

    def _asked(self, first: OneRun) -> tuple[int, int, int | None]:
        """Fork a process for each run that is asked for; in that one, its pipe, output and who tells it which it is.

        The first run is known, and asks for none.
        """
        fds = [first.pipe.let_go(), os.dup(1)]
        nothing = os.open(os.devnull, os.O_WRONLY)
        while not _is_forked():
            for fd in fds:
                os.close(fd)
            for standard in (1, 2):
                os.dup2(nothing, standard)  # what held the first run's output open would keep it from its end
            request, fds, _, _ = socket.recv_fds(self._control, MOST_REQUEST_BYTES, RUN_DESCRIPTORS)
            if not request:
                os._exit(0)
        os.close(nothing)
        pipe, output, *orders = fds
        return pipe, output, orders[0] if orders else None

    def _part(self, output: int) -> None:
        """Nothing by which this process could meddle with others is its own any more."""
        self._control.close()
        os.setsid()
        for standard in (1, 2):
            os.dup2(output, standard)
        os.close(output)
        open_files.read_anew(self._before.descriptors)
        util._run_after_forkers()  # type: ignore[attr-defined]  # what `os.fork` calls is private; nothing public does

    def _make_its_own(self, run: OneRun) -> None:
        """What bears the run’s name from now on."""
        with run.told():
            readiness.belong_to(run.assignment)
            program.put_temporary_files(run.assignment.work)
            if run.assignment.run.loop.program is not None:
                worker_main.lay(run.assignment.folder, run.assignment.run.loop)
            return
        leave()


def _settle_chance(loop: LoopSpec, state: tuple[Any, ...]) -> None:
    """The numbers that a run draws: a program's own as it stands there, a function's other ones each time.

    Else results that rest on chance would be the same in two plain loops, and a strategy's others be called wrong.
    """
    if loop.program is not None or _seeds(Path(loop.path or "")):
        random.setstate(state)  # every fork seeds it anew
    elif (numpy := sys.modules.get("numpy.random")) is not None:
        numpy.seed()


def _seeds(path: Path) -> bool:
    """Whether the file means to get the same numbers each time."""
    with contextlib.suppress(OSError, ValueError):  # a file that can't be read here fails where it is run
        return b"seed(" in read_regular(path, MOST_BYTES)
    return False


def _is_forked() -> bool:
    """Fork a process whose parent is gone; whether this is that process."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # a library's threads, which were tried
        between = os.fork()
        if between == 0:
            if os.fork() != 0:
                os._exit(0)
            return True
    with contextlib.suppress(ChildProcessError):  # where the program wants its children to leave no trace
        os.waitpid(between, 0)
    return False


def _unheeded_children() -> Callable[[], Any]:
    """A handler of the program's would be called for each process in between; what sets it again."""
    handler = signal.getsignal(signal.SIGCHLD)
    if not callable(handler):
        return lambda: None
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    return lambda: signal.signal(signal.SIGCHLD, handler)
