"""A watcher above the process that works: whatever outlives that one falls to the watcher, which ends it.

    app ── pipe ─┬─► watcher ── forks ─► worker: the supervisor, or the guard of a program ─► all that it starts
                 └─────── the same pipe ────►┘
                      worker ends ─► the watcher ends what is left, removes its files, and ends as it did
                    watcher dies ─► the worker's pipe from it closes, and it leaves as if the app had closed its own
               the app goes away ─► both notice; a worker that was stopped is continued, one that stays is killed

Both adopt orphans: as long as one of the two lives nothing leaves unseen, be it in a session of its own and without an
environment. A control group, where one may be made, holds what neither can be asked for any more. The watcher waits on
pipes alone, and takes nothing from what is measured.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
import time
from types import FrameType
from typing import NoReturn

from ..host import process_trees
from ..host.own_group import OwnGroup, make_group
from ..protocol.messages import MARK
from ..protocol.scratch_files import remove_owned_by

if sys.platform != "win32":
    import resource

# How long the worker may take to leave once the app is gone: within two seconds nothing of it may be there. Measured:
# 0.05 s, or 0.55 s where a resource tracker takes all its time.
LEAVING_S = 1.0

# How long the worker may stand stopped while somebody waits for it. What a task stops is continued in the end; a
# machine that was held for a moment is noticed by the supervisor itself, within `suspend.LATE_S`.
STOPPED_S = 4.0


def work_below_a_watcher() -> int | None:
    """Return in a child of this process, which stays as the child's watcher and ends as it does.

    Standard input is the pipe that closes with the app. What is returned is a descriptor that closes with the watcher;
    None where a process can't be forked: there is no watcher then.
    """
    if not hasattr(os, "fork"):
        return None
    app = os.getppid()
    process_trees.wake_with_parent()
    process_trees.adopt_orphans()
    group = make_group(os.environ.get(MARK) or str(os.getpid()))
    closes_with_us, held = os.pipe()
    worker = os.fork()
    if worker > 0:
        os.close(closes_with_us)
        _let_go_of_output()
        status = _Watcher(worker).wait()
        _end_what_is_left(worker, group)
        remove_what_the_app_left(app)
        _end_as(status)
    os.close(held)
    process_trees.wake_with_parent()
    process_trees.adopt_orphans()
    if group is not None:
        group.enter()
    return closes_with_us


def _let_go_of_output() -> None:
    """Who reads what the worker says sees its end when the worker closes it."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.close(nothing)


def remove_what_the_app_left(parent: int) -> None:
    """Remove the app's files where `parent`, which started this process, was the app and is gone."""
    app = os.environ.get(MARK, "").partition("-")[0]
    if app.isdigit() and int(app) == parent != os.getppid():
        remove_owned_by(parent)


class _Watcher:
    """Waits for the worker to end, and sees to it that it does."""

    def __init__(self, worker: int) -> None:
        self._worker = worker
        self._is_asked = False
        self._leaves_by: float | None = None
        self._goes_on_at: float | None = None
        self._woken, wakes = os.pipe()
        for fd in (self._woken, wakes):
            os.set_blocking(fd, False)
        signal.signal(signal.SIGCHLD, self._take_note)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._end_now)
        signal.set_wakeup_fd(wakes, warn_on_full_buffer=False)

    def wait(self) -> int:
        """The worker's status as waitpid gives it, once it has ended."""
        waiting = select.poll()
        waiting.register(self._woken, select.POLLIN)
        waiting.register(0, 0)
        while (status := self._status()) is None:
            if self._is_asked or _is_past(self._leaves_by):
                _send(self._worker, signal.SIGKILL)
                self._leaves_by = None
            if _is_past(self._goes_on_at):
                _send(self._worker, signal.SIGCONT)
                self._goes_on_at = None
            if 0 in dict(waiting.poll(_until(self._leaves_by, self._goes_on_at))):
                waiting.unregister(0)
                self._leaves_by = time.monotonic() + LEAVING_S
                self._goes_on_at = time.monotonic()
            self._forget_wakings()
        return status

    def _status(self) -> int | None:
        """How it ended; None where it goes on, or was only stopped."""
        try:
            pid, status = os.waitpid(self._worker, os.WNOHANG | os.WUNTRACED)
        except ChildProcessError:
            return 0
        if pid and os.WIFSTOPPED(status):
            self._goes_on_at = time.monotonic() + (STOPPED_S if self._leaves_by is None else 0.0)
            return None
        return status if pid else None

    def _forget_wakings(self) -> None:
        with contextlib.suppress(BlockingIOError):  # all of them are read
            os.read(self._woken, 4096)

    def _take_note(self, number: int, frame: FrameType | None) -> None:
        """The pipe is written to by Python itself, and only where a signal has a function."""

    def _end_now(self, number: int, frame: FrameType | None) -> None:
        self._is_asked = True


def _is_past(moment: float | None) -> bool:
    return moment is not None and time.monotonic() >= moment


def _until(*moments: float | None) -> float | None:
    """Milliseconds until the first of these; None where there is none."""
    known = [moment for moment in moments if moment is not None]
    return max(0.0, min(known) - time.monotonic()) * 1000 if known else None


def _end_what_is_left(worker: int, group: OwnGroup | None) -> None:
    process_trees.end_all(spared=set())
    if group is not None:
        process_trees.end_members(group)
    remove_owned_by(worker)


def _end_as(status: int) -> NoReturn:
    """End as the worker did: the app tells how."""
    code = os.waitstatus_to_exitcode(status)
    if code < 0:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # the worker has left one if there is to be one
        with contextlib.suppress(OSError, ValueError):  # of SIGKILL there is no handler to take away
            signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    os._exit(code)  # to take Python down costs 10 ms, and there is nothing to be saved


def _send(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):  # it is gone, or runs as another user
        os.kill(pid, number)
