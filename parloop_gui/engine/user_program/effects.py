"""What user code does to the world outside its process: noted, and kept from happening where nobody has agreed to it.

    on the way to the loop      it is the user's own program, run as they run it: noted
    in a way of the proof       noted in a file, and the way is ended at once, with all that it has started
    in the trial's own tasks    `ask` returns once it may be done, and then for good; a process that a task has started
                                waits for that: its note lies there, and SIGURG tells the trial to ask; the same where
                                a function's file is imported and its items are made

Audit hooks can't be taken out, and cost time at every event: only processes that try a loop have one, none that is
timed. Forked processes inherit it, workers started afresh get one of their own. What a C library opens by itself raises
no event (`held_open.py` looks for it), nor does one here what another program does: nothing found says that code is
harmless beyond doubt.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from types import FrameType
from typing import Any

from ..protocol.checked import ProtocolError, from_plain
from ..protocol.kinds import EffectKind
from ..protocol.pipe import moved_high
from ..protocol.preflight_facts import Effect
from ..protocol.presence import is_file
from .audit_events import effect_of, is_within

# Somebody reads them, and a program may write a file for each of a million rows.
MOST_NAMED = 20
# In the trial's folder: what others than its own process did, a line each; the process group that is to do nothing.
_NOTES, _STOPPED = "effects", "stopped"
# There, too: the number of the trial's process, and a pipe in which a byte lies but while something is stopped.
_TRIAL, _LEAVE = "trial", "leave"
# A signal that comes just before a thread begins to wait for a lock does not wake it: it is sent again until it does.
_AGAIN_S = 0.25


class Effects:
    """Made once in a process, since the hook stays to its end. `ask` may end the process instead of returning.

    `folder` is that of the trial itself, in which the code's temporary files lie, too: what is done there is no effect.
    `file` is the user's. `is_worker`: this process was started afresh by what is being tried.
    """

    def __init__(
        self,
        folder: Path,
        file: str,
        ask: Callable[[Sequence[Effect]], object] = lambda effects: None,
        *,
        is_worker: bool = False,
    ) -> None:
        self._folder, self._own, self._file, self._ask = folder, f"{folder}{os.sep}", file, ask
        self._pid, self._is_of_way = _trial_of(folder) if is_worker else os.getpid(), is_worker
        self._kinds: set[EffectKind] = set()
        self._named: dict[Effect, None] = {}
        self._watches = False
        self._asking, self._is_asking = threading.RLock(), False
        self._stops, self._leave = is_worker, -1
        (folder / _NOTES).touch()
        if not is_worker:
            (folder / _TRIAL).write_text(str(os.getpid()), encoding="ascii")
            if hasattr(signal, "SIGURG"):  # not on Windows, where all that a task starts runs by itself
                signal.signal(signal.SIGURG, self._on_waiting)
                self._leave = _opened(folder / _LEAVE)
        sys.addaudithook(self._note)

    @property
    def stops(self) -> bool:
        """Whether what somebody has to agree to is kept from happening; the trial's own process alone says so."""
        return self._stops

    @stops.setter
    def stops(self, stops: bool) -> None:
        if self._leave >= 0 and stops and not self._stops:
            os.read(self._leave, 1)
        elif self._leave >= 0 and self._stops and not stops:
            os.write(self._leave, b"+")
        self._stops = stops

    def begin(self) -> None:
        """Note what is done outside from now on, and nothing of before."""
        self._kinds, self._named, self._watches = set(), {}, True

    def end(self) -> tuple[Effect, ...]:
        """What was done since it began, by this process and those it has forked: at most so many. It is forgotten."""
        self._watches, found = False, self.named()
        self._kinds, self._named = set(), {}
        return found

    def named(self) -> tuple[Effect, ...]:
        """What was done so far, likewise."""
        return tuple(dict.fromkeys((*self._named, *self.of_others())))[:MOST_NAMED]

    @contextmanager
    def noting(self) -> Iterator[None]:
        """For as long as the block takes, on top of what was found so far."""
        before, self._watches = self._watches, True
        try:
            yield
        finally:
            self._watches = before

    @property
    def kinds(self) -> tuple[EffectKind, ...]:
        """The kinds of effects so far, those within the trial's folder too."""
        return tuple(sorted(self._kinds))

    def begin_way(self) -> None:
        """This process is a way of the proof, and leads a process group; the trial asks for its effects when it ends.

        Where it is to do nothing, whoever of the group tries to ends them all.
        """
        self.begin()
        self._is_of_way = True
        if self.stops:
            (self._folder / _STOPPED).write_text(str(os.getpid()), encoding="ascii")

    def of_others(self) -> tuple[Effect, ...]:
        """What other processes have noted since this was asked last; no way is under way."""
        with contextlib.suppress(OSError):  # the program may have removed the folder
            (self._folder / _STOPPED).unlink(missing_ok=True)
        found = self._notes()
        with contextlib.suppress(OSError):  # nothing was noted
            os.truncate(self._folder / _NOTES, 0)
        return found

    def _notes(self) -> tuple[Effect, ...]:
        found: dict[Effect, None] = {}
        with contextlib.suppress(OSError):  # nothing was noted
            for line in (self._folder / _NOTES).read_text(encoding="utf-8", errors="replace").splitlines():
                with contextlib.suppress(ValueError, ProtocolError):  # a process was ended as it wrote
                    effect: Effect = from_plain(Effect, json.loads(line))
                    found[effect] = None
        return tuple(found)[:MOST_NAMED]

    def _note(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self._watches:
            return
        with contextlib.suppress(Exception):  # the arguments may be anything
            effect = effect_of(event, arguments, self._file)
            if effect is not None:
                self._take(effect)

    def _take(self, effect: Effect) -> None:
        self._kinds.add(effect.kind)
        if is_within(effect, self._own):
            return
        is_other = self._is_of_way or os.getpid() != self._pid
        is_new = effect not in self._named and len(self._named) < MOST_NAMED
        if is_new:
            self._named[effect] = None
        waits = effect.asks and self._stops
        if is_other and is_new:
            self._leave_note(effect)
        if waits and self._is_of_way:
            self._end_the_stopped()
        if waits and is_other:
            self._await_leave(effect)
        elif waits:
            self._ask_first([effect])

    def _leave_note(self, effect: Effect) -> None:
        fd = os.open(self._folder / _NOTES, os.O_WRONLY | os.O_APPEND)
        os.write(fd, json.dumps(asdict(effect)).encode() + b"\n")
        os.close(fd)

    def _end_the_stopped(self) -> None:
        """End the way that is under way, if it is to do nothing; this process, which may be in another group, last."""
        with contextlib.suppress(OSError):  # no way is under way
            way = int((self._folder / _STOPPED).read_text(encoding="ascii"))
            os.killpg(way, signal.SIGKILL)
            os._exit(1)

    def _ask_first(self, effects: Sequence[Effect]) -> None:
        """Another thread that is about to do something waits for the same answer."""
        with self._asking:
            if self._stops and not self._is_asking:
                self._is_asking = True
                try:
                    self._ask(effects)
                    self.stops = False
                finally:
                    self._is_asking = False

    def _on_waiting(self, number: int, frame: FrameType | None) -> None:
        """Another process waits for leave; a task waits for it in turn, so that nobody else can ask.

        Where this process is asking already, that answer is for both: a signal comes in between.
        """
        if os.getpid() == self._pid and (found := [effect for effect in self._notes() if effect.asks]):
            self._ask_first(found)

    def _await_leave(self, effect: Effect) -> None:
        """In another process than the trial's: return once leave is given; where it is not, the trial ends them all.

        It goes for good, but in a worker that was started afresh: that may have begun before anything was stopped.

        A task that waits for a process which was ended instead, a pool's, would wait for ever.
        """
        try:
            leave = os.open(self._folder / _LEAVE, os.O_RDONLY | os.O_NONBLOCK)
            poller = select.poll()
            poller.register(leave, select.POLLIN)
            wait_s = 0.0
            while not (happened := poller.poll(wait_s * 1000)):
                self._leave_note(effect)  # whatever was read of the notes meanwhile
                os.kill(self._pid, signal.SIGURG)
                wait_s = _AGAIN_S
        except OSError:  # the trial is gone
            os._exit(1)
        if happened[0][1] & select.POLLHUP:  # it went just now: a pipe that nobody holds can be read, too
            os._exit(1)
        os.close(leave)
        self._stops = self._is_of_way


def _opened(path: Path) -> int:
    """A pipe of its own at that path, with a byte in it; who waits for that only looks, so that it is there for all."""
    path.unlink(missing_ok=True)
    os.mkfifo(path, 0o600)
    fd = moved_high(os.open(path, os.O_RDWR))
    os.write(fd, b"+")
    return fd


def _trial_of(folder: Path) -> int:
    return int((folder / _TRIAL).read_text(encoding="ascii"))


def watch_worker(folder: Path, file: str) -> None:
    """In a worker that was started afresh: note and stop what it does, where it is a trial's."""
    if is_file(folder / _NOTES):
        Effects(folder, file, is_worker=True).begin()
