"""Processes that stand at the user's loop, as the supervisor holds them: one a comparison for each Python, and version.

    first run ─► begin: on its way ─┬─► arrived: kept, and each further run’s process is forked from it
                                    ├─► can't be forked: why is kept, and each further run goes there by itself
                                    └─► never came there: forgotten, the next run tries anew

Runs of another comparison or program end those of the one before. Where two versions of the code take turns, each has a
moment of its own, else every run would be the first.
"""

from __future__ import annotations

import socket
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from ..host import process_trees, processes
from ..host.scratch import comparison_of
from ..protocol.kinds import AnewKind
from ..protocol.loop_spec import LoopSpec
from ..protocol.messages import RunSpec
from ..protocol.runner_messages import Assignment
from ..protocol.scratch_files import remove

# The process at the loop, the run, and who waits for the next one: each holds the memory of the first.
_WITH_A_SPARE = 3


@dataclass
class ForkPoint:
    """A process that runs a program up to its loop, or imports a function's file, and stays there.

    `pid` is 0 until it is born.
    """

    control: socket.socket
    folder: str
    """For the temporary files of the user's code."""
    pid: int = 0
    has_arrived: bool = False

    def leaves_room(self, limit_bytes: int | None) -> bool:
        """Whether beside it and a run there may be a third process of its size: one that waits for the next run."""
        return limit_bytes is None or _WITH_A_SPARE * processes.memory_bytes([self.pid]) <= limit_bytes


def whose(run: RunSpec) -> str:
    """Whose runs begin where this one does: those of its Python, and of its version of the code."""
    return run.python if run.loop.version is None else f"{run.python}\0{run.loop.version.title}"


class ForkPoints:
    """Those of one comparison. `end_all` ends them, with all that their programs have started."""

    def __init__(self) -> None:
        self._comparison = ""
        self._loops: dict[str, LoopSpec] = {}
        self._points: dict[str, ForkPoint] = {}
        self._anew: dict[str, AnewKind] = {}

    def pids(self) -> set[int]:
        """Those that have come to the loop."""
        return {point.pid for point in self._points.values() if point.has_arrived}

    def why_anew(self, assignment: Assignment) -> AnewKind | None:
        """Why the run goes to its loop by itself, as its spec says or as an earlier run has found; None: it needn't."""
        return assignment.run.anew or self._anew.get(whose(assignment.run))

    def keep_those_of(self, assignment: Assignment) -> None:
        """End those of other comparisons, and of other loops: of items made once each run takes its own sample."""
        run = assignment.run
        comparison, version = comparison_of(run.comparison), run.loop.version
        title, loop = version.title if version is not None else "", replace(run.loop, sample=None)
        if comparison != self._comparison or self._loops.get(title, loop) != loop:
            self.end_all()
            self._comparison = comparison
        self._loops[title] = loop

    def holds(self, source: object) -> bool:
        """Whether it is one of them, and not ended."""
        return any(point is source for point in self._points.values())

    def standing(self, assignment: Assignment) -> ForkPoint | None:
        """The one that stands where the run begins; None where none does, or the run goes to its loop by itself."""
        point = self._points.get(whose(assignment.run))
        if point is None or self.why_anew(assignment) is not None:
            return None
        if not processes.is_gone(point.pid):
            return point
        self.forget(assignment)
        return None

    def begin(self, assignment: Assignment) -> tuple[str, list[socket.socket]]:
        """The folder and the socket of one that is to be; neither where the run goes to its loop by itself."""
        if not assignment.run.loop.is_forked or self.why_anew(assignment) is not None:
            return "", []
        folder = tempfile.mkdtemp(prefix="point-", dir=assignment.comparison)
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._points[whose(assignment.run)] = ForkPoint(ours, folder)
        return folder, [theirs]

    def is_born(self, assignment: Assignment, pid: int) -> None:
        """The process of that run is there: where the run is to make a fork point, it is the one."""
        point = self._points.get(whose(assignment.run))
        if point is not None and not point.has_arrived:
            point.pid = pid

    def settle(self, assignment: Assignment, *, is_forked: bool, why: AnewKind | None) -> None:
        """That run is over: it went on in a fork of the process it began in, or said why it could not, or neither."""
        if why is not None:
            self._anew[whose(assignment.run)] = why
        point = self._points.get(whose(assignment.run))
        if point is not None and is_forked:
            point.has_arrived = True
        elif point is not None and not point.has_arrived:
            self.forget(assignment)

    def forget(self, assignment: Assignment) -> bool:
        """End the one that stands where the run begins; whether it had come there."""
        point = self._points.pop(whose(assignment.run), None)
        if point is None:
            return False
        _end(point)
        return point.has_arrived

    def end_all(self) -> None:
        """End every one, and forget what is known of programs."""
        for point in self._points.values():
            _end(point)
        self._points.clear()
        self._anew.clear()
        self._loops.clear()


def _end(point: ForkPoint) -> None:
    point.control.close()
    if point.has_arrived:
        process_trees.end_child(point.pid)
    remove(Path(point.folder))
