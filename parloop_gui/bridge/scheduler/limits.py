"""What ends a comparison from outside: its own time limit, or that what it compares is no longer what it was.

a run ─► is the user's file as it was? ─► the interpreter? ─► time left? ─► the next run
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from parloop_gui.bridge.scheduler.run_maker import Made, Turn
from parloop_gui.engine.protocol.messages import LoopSpec, RunEnded
from parloop_gui.engine.protocol.presence import is_there
from parloop_gui.engine.protocol.regular_file import open_regular
from parloop_gui.model.events.events import EndReason
from parloop_gui.model.plan.plan import Plan
from parloop_gui.model.statistics.thresholds import OVERTAKEN
from parloop_gui.model.wording.titles import name
from parloop_gui.model.wording.units import duration

# What is left for a run that begins just before the end.
LEAST_S = 0.1
# A user's file of more is known by its size and its time: to read it after each run would take longer than the run, and
# a sparse one has no end.
MOST_DIGESTED_BYTES = 64 * 2**20


class EndError(Exception):
    """The comparison ends here."""

    def __init__(self, reason: EndReason, message: str = "") -> None:
        super().__init__(reason)
        self.reason: EndReason = reason
        self.message = message


class RunLimits:
    """The bounds of one comparison; made when it begins, for what its files are like then."""

    def __init__(self, plan: Plan, digests: Iterable[tuple[str, str]] = ()) -> None:
        """`digests` are those of the user's files where the comparison was begun before: what `digests` gave then."""
        self._plan = plan
        self._files = {file: _digest(file) for loop in _loops(plan) for file in _files(loop)}
        self._files.update((Path(name), digest) for name, digest in digests)
        self._broken: EndError | None = None
        self._pythons = {python.path: _identity(python.path) for python in plan.pythons}

    @property
    def digests(self) -> tuple[tuple[str, str], ...]:
        """The user's files, each with what it was like at the start."""
        return tuple((str(file), digest) for file, digest in self._files.items())

    def make(self, turn: Turn, make: Callable[[Turn], Made], elapsed_s: Callable[[], float]) -> Made:
        """Make the run within the time that is left; one that broke a bound has stopped, and doesn't count.

        Raises EndError where the comparison has had its time already.
        """
        fitted, total_s = turn, self._plan.total_timeout_s
        if total_s is not None:
            left_s = total_s - elapsed_s()
            self.end_if_used_up(elapsed_s())
            fitted = replace(turn, timeout_s=min(turn.timeout_s, max(LEAST_S, left_s)))
        made = make(fitted)
        self._broken = self._look(made, fitted.timeout_s < turn.timeout_s)
        if self._broken is None:
            return made
        return replace(made, ended=RunEnded(made.spec.id, "stopped", self._broken.message))

    def end_if_used_up(self, elapsed_s: float) -> None:
        """Raise EndError where the comparison has had its time."""
        total_s = self._plan.total_timeout_s
        if total_s is not None and elapsed_s >= total_s:
            raise self._used_up(total_s)

    def end_if_broken(self) -> None:
        """Raise EndError where the latest run broke a bound."""
        if self._broken is not None:
            raise self._broken

    def _look(self, made: Made, is_shortened: bool) -> EndError | None:
        changed = self._changed()
        if changed:
            return EndError("cut-short", changed)
        total_s = self._plan.total_timeout_s
        if total_s is not None and is_shortened and made.ended.outcome == "timed-out":
            return self._used_up(total_s)
        return None

    def _used_up(self, total_s: float) -> EndError:
        return EndError("budget", f"The limit of {total_s:g} s for the whole comparison was reached.")

    def _changed(self) -> str:
        """A sentence where the user's file or a Python is no longer what it was at the start, else ""."""
        for file, digest in self._files.items():
            if _digest(file) != digest:
                what = "was changed" if is_there(file) else "was removed"
                return f"{file.name} {what} while it was being compared; what was measured before is kept."
        for path, identity in self._pythons.items():
            if identity is not None and _identity(path) != identity:  # an update during a comparison mixes two Pythons
                what = "was replaced by another" if is_there(path) else "is no longer there"
                return f"The Python at {path} {what}; what was measured before is kept."
        return ""


def in_time(turn: Turn, ended: RunEnded, asked_s: float) -> RunEnded:
    """The ending as it counts where the run had less time than the user gave it (`asked_s`).

    One that could not matter any more was overtaken; one that the end of the budget found under way was stopped. A
    task's own limit and what the user asked for stay what they are.
    """
    if ended.limit != "run" or turn.timeout_s >= asked_s:
        return ended
    if turn.overtaken_s is None or turn.timeout_s < turn.overtaken_s:
        return replace(ended, outcome="stopped", message="The time for the comparison was over.")
    than = "the plain loop" if turn.fastest is None or turn.fastest.is_plain else name(turn.fastest)
    message = f"Over {OVERTAKEN:g} times slower than {than}: ended after {duration(turn.overtaken_s)}."
    return replace(ended, outcome="overtaken", message=message)


def _loops(plan: Plan) -> list[LoopSpec]:
    before = plan.against.loop if plan.against is not None else None
    return [plan.loop] if before is None else [plan.loop, before]


def _files(loop: LoopSpec) -> list[Path]:
    """The user's files that every run reads anew."""
    if not loop.is_users:
        return []
    own = [loop.path] if loop.path and loop.code is None else []
    own += [loop.program.main] if loop.program is not None and loop.program.main is not None else []
    return [Path(name) for name in (*own, *([str(loop.items)] if loop.items_kind == "file" else []))]


def _digest(path: Path) -> str:
    try:
        with open_regular(path) as file:
            about = os.fstat(file.fileno())
            if about.st_size > MOST_DIGESTED_BYTES:
                return f"{about.st_ino} {about.st_size} {about.st_mtime_ns}"
            return hashlib.sha256(file.read(MOST_DIGESTED_BYTES)).hexdigest()
    except (OSError, ValueError):
        return ""


def _identity(path: str) -> tuple[int, int, int] | None:
    """What is another as soon as a file is replaced; None where there is none."""
    try:
        about = Path(path).stat()
    except OSError:
        return None
    return about.st_ino, about.st_size, about.st_mtime_ns
