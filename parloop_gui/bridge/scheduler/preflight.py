"""Tries a user's loop under an interpreter before anything is timed, in processes that are thrown away.

    first process: everything ─► facts ─┬─► second process, fresh: the same tasks, do their results agree? ─► facts
                                        └─ it took long, something stands in the way already, or the program writes
                                           or reaches out on its way or in its loop: no second one

A process that takes longer than the limit, or dies, is told with the stage that it was in. Nothing of it is left.
"""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import tempfile
import threading
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from parloop_gui.bridge.host.kept_costs import KeptCosts
from parloop_gui.bridge.host.machine import Crowd
from parloop_gui.bridge.processes.engine_folder import engine_folder
from parloop_gui.bridge.processes.leave import Leave
from parloop_gui.bridge.processes.watched import Watched
from parloop_gui.bridge.scheduler.expected_walls import expected_walls
from parloop_gui.bridge.scheduler.run_maker import memory_limit_bytes
from parloop_gui.engine.protocol.exit_status import how_it_ended
from parloop_gui.engine.protocol.json_text import parsed
from parloop_gui.engine.protocol.kinds import ProblemKind, TrialStage
from parloop_gui.engine.protocol.messages import (
    LoopSpec,
    PreflightFacts,
    Problem,
    ProtocolError,
    from_plain,
    launch_command,
)
from parloop_gui.engine.protocol.preflight_facts import PRINTED_FILE
from parloop_gui.engine.protocol.regular_file import open_regular
from parloop_gui.engine.protocol.scratch_files import own_name
from parloop_gui.model.forecast.estimate import RUN_S, estimate
from parloop_gui.model.plan.plan import BEFORE, Interpreter, Plan
from parloop_gui.model.preflight.report import Report, judged
from parloop_gui.model.wording.units import duration

# How long trying the loop may take in all, whatever the budget: a program has to come to its loop first.
LIMIT_S = 60.0
# For a trial that begins just before the end: what it was at is told then.
LEAST_S = 0.1
# A first trial that took longer than this is not repeated.
_AGAIN_S = 15.0
# Of what a program printed, in a sentence: as much as one reads.
_MOST_PRINTED = 400
# Of what a trial tells: its last facts are far smaller, however much comes before them.
_MOST_FACTS_BYTES = 1_000_000
# What it was at in each stage before the last: as what was not done, and as what it was doing.
_WORK: dict[TrialStage, tuple[str, str]] = {
    "import": ("importing {file}", "importing {file}"),
    "function": ("importing {file}", "importing {file}"),
    "proof": ("the proof of the loop taken apart", "proving the loop taken apart"),
    "items": ("making the items", "making the items"),
    "set-up": ("the set-up, {setup}(),", "doing {setup}()"),
    "task": ("the first of the tasks", "doing the first of the tasks"),
    "pickling": ("pickling items and results", "pickling items and results"),
    "repeating": ("doing the same tasks again", "doing the same tasks again"),
}


@dataclass(frozen=True)
class Bounds:
    """What a comparison leaves to the trials before it: until when (monotonic clock), and how much memory."""

    until_s: float | None = None
    memory_bytes: int | None = None

    def within_s(self, limit_s: float) -> float:
        """How many seconds a trial has that begins now, of those it may have at most."""
        return limit_s if self.until_s is None else max(LEAST_S, min(limit_s, self.until_s - time.monotonic()))

    def later_by(self, waited_s: float) -> Bounds:
        """The same where so long was only waited for an answer, which is nobody's to hurry."""
        return self if self.until_s is None else replace(self, until_s=self.until_s + waited_s)


NO_BOUNDS = Bounds()


def bounds_of(plan: Plan) -> Bounds:
    """The same limits as hold for the runs, from now on."""
    total_s = plan.total_timeout_s
    return Bounds(None if total_s is None else time.monotonic() + total_s, memory_limit_bytes(plan))


class Preflight:
    """Tries loops, one at a time. `cancel` may be called from any thread, and for good; the rest is for one."""

    def __init__(self, limit_s: float = LIMIT_S, leave: Leave | None = None) -> None:
        """`leave` is asked before anything is done again outside the program; None: it may be."""
        self._limit_s, self.leave = limit_s, leave
        self._lock = threading.Lock()
        self._process: Watched | None = None
        self._cancelled = False

    def cancel(self) -> None:
        """End what is under way and try nothing more; returns at once."""
        with self._lock:
            self._cancelled = True
            if self.leave is not None:
                self.leave.answer(may=False)
            if self._process is not None:
                self._process.end()

    def try_out(self, loop: LoopSpec, python: Interpreter, bounds: Bounds = NO_BOUNDS) -> PreflightFacts:
        """What trying the loop under that interpreter tells; takes up to twice the limit, and no more than `bounds`."""
        prefix = own_name("preflight_")
        # The guard alone removes the folder where this process can't any more.
        with Watched(), tempfile.TemporaryDirectory(prefix=prefix) as folder:
            began_at = time.monotonic()
            facts = self._trial(loop, python, Path(folder), bounds, again=False)
            short = time.monotonic() - began_at < min(_AGAIN_S, self._limit_s)
            once = facts.arrival is not None and bool(facts.arrival.asked_for)
            if facts.stage != "done" or facts.tried == 0 or not short or once or self._is_over():
                return facts
            again = self._trial(loop, python, Path(folder), bounds, again=True)
            differing = tuple(each for each in again.problems if each.what == "chance")
            return replace(facts, problems=(*facts.problems, *differing))

    def report(self, plan: Plan) -> tuple[Report, ...]:
        """What trying the plan's loop under each of its Pythons came to; nothing to report of a built-in loop."""
        if not plan.loop.is_users:
            return ()
        bounds, crowd = bounds_of(plan), Crowd()
        pythons = (python for python in plan.pythons if not self._is_over())
        facts = tuple((python, self.try_out(plan.loop, python, bounds)) for python in pythons)
        kept = KeptCosts()
        beside_s = max((kept.of(python).beside_s or RUN_S for python in plan.pythons), default=RUN_S)
        made = estimate(plan, facts, expected_walls(plan, facts, kept), crowd.each_core(), beside_s)
        runs = made.runs // len(facts) if made is not None else 0
        if plan.against is not None:  # that is an estimate of a race between strategies
            reports = tuple(judged(plan, python, each) for python, each in facts)
            return reports + self._of_before(plan, bounds)
        return tuple(judged(plan, python, each, runs).with_estimate(made) for python, each in facts)

    def _of_before(self, plan: Plan, bounds: Bounds) -> tuple[Report, ...]:
        """What trying the earlier version came to, where the loop is compared with one."""
        before = plan.against.loop if plan.against is not None else None
        if before is None or self._is_over():
            return ()
        of_before = replace(plan, loop=before)
        tried = ((python, self.try_out(before, python, bounds)) for python in plan.pythons)
        return tuple(replace(judged(of_before, python, each), version=BEFORE) for python, each in tried)

    def _trial(
        self, loop: LoopSpec, python: Interpreter, folder: Path, bounds: Bounds, *, again: bool
    ) -> PreflightFacts:
        limit_s = bounds.later_by(self.leave.waited_s if self.leave is not None else 0.0).within_s(self._limit_s)
        request = {"loop": asdict(loop), "again": again}
        (folder / "request.json").write_text(json.dumps(request), encoding="utf-8")  # the disk may be full
        reading, writing = os.pipe()
        answers, answering = os.pipe()
        arguments = (str(folder), str(writing), str(answers if self.leave is not None else -1))
        command = launch_command(python.path, engine_folder(), "preflight.main", *arguments)
        try:
            with self._start(command, (writing, answers), bounds.memory_bytes) as process:
                told, ended = self._read(reading, answering, python, limit_s)
                status = process.status() if ended else None
                over = process.over_memory
        except OSError as error:
            sentence = f"Python {python.id} can't be started: {(error.strerror or str(error)).lower()}."
            return PreflightFacts(problems=(Problem("import", sentence),))
        finally:
            os.close(reading)
            os.close(answering)
        how = how_it_ended(status) if status is not None else ""
        if over:
            how = f"used more than {(bounds.memory_bytes or 0) / 1e6:,.0f} MB of memory and was ended"
        return self._judged(told, how, loop, limit_s, _printed(folder))

    def _start(self, command: list[str], fds: tuple[int, ...], memory_bytes: int | None) -> Watched:
        with self._lock:
            try:
                self._process = Watched(
                    command,
                    pass_fds=fds,
                    environment={"PYTHONHASHSEED": "0"},
                    memory_limit_bytes=memory_bytes,
                )
            finally:
                for fd in fds:
                    os.close(fd)
            if self._cancelled:
                self._process.end()
            return self._process

    def _read(self, pipe: int, answering: int, python: Interpreter, limit_s: float) -> tuple[bytes, bool]:
        """What the process writes until it and its guard end, and whether that was in time; it is answered meanwhile.

        Whoever answers may take as long as they like.
        """
        told, deadline = b"", time.monotonic() + limit_s
        with selectors.DefaultSelector() as selector:
            selector.register(pipe, selectors.EVENT_READ)
            while selector.select(max(0.0, deadline - time.monotonic())):
                data = os.read(pipe, 65536)
                told = (told + data)[-_MOST_FACTS_BYTES:]
                if not data:
                    return told, True
                asked_at = time.monotonic()
                if data.endswith(b"\n") and not self._may_go_on(_last_facts(told), answering, python):
                    break
                deadline += time.monotonic() - asked_at
        return told, False

    def _may_go_on(self, facts: PreflightFacts, answering: int, python: Interpreter) -> bool:
        """Where it waits for leave, ask whoever gives it; False where it is not given."""
        if self.leave is None or not facts.wants_leave or facts.arrival is None:
            return True
        if not self.leave.ask(python.id, facts.arrival):
            return False
        with contextlib.suppress(BrokenPipeError):  # it has died meanwhile
            os.write(answering, b"+")
        return True

    def _is_over(self) -> bool:
        return self._cancelled or (self.leave is not None and self.leave.is_refused)

    def _judged(self, told: bytes, how: str, loop: LoopSpec, limit_s: float, printed: str) -> PreflightFacts:
        """The last facts that were told, with how the process ended if that was not as it should; "": it had to be."""
        facts = _last_facts(told)
        if facts.stage == "done" or self._is_over():
            return facts
        file = Path(loop.path or "the pasted code").name
        words = _WORK[facts.stage]
        if facts.stage == "import" and loop.program is not None:
            words = (f"running {loop.program_name} up to {loop.place}",) * 2
        work, doing = (each.format(file=file, setup=loop.setup) for each in words)
        if not how:
            sentence = f"{work[:1].upper()}{work[1:]} was not done after {duration(limit_s)}."
        else:
            sentence = f"The process {how} while it was {doing}."
        if printed and facts.stage == "import":
            sentence += f" Before that it printed: {printed}"
        problem = Problem(_ended_in(facts.stage, is_late=not how), sentence)
        return replace(facts, problems=(*facts.problems, problem))


def _ended_in(stage: TrialStage, *, is_late: bool) -> ProblemKind:
    """What stands in the way where the process ended in that stage, or was ended because it took too long."""
    match stage:
        case "task" | "pickling" | "repeating" if is_late:
            return "slow-task"
        case "pickling":
            return "pickle-item"  # threads pickle nothing; what process strategies pickle is tried here
        case "repeating" | "done":
            return "state"  # the same tasks went well before
        case _:
            return stage


def _printed(folder: Path) -> str:
    """The end of what a program printed on its way, on one line: how far it came; "" for nothing."""
    with contextlib.suppress(OSError), open_regular(folder / PRINTED_FILE) as file:  # nothing was printed
        file.seek(-min(_MOST_PRINTED, file.seek(0, os.SEEK_END)), os.SEEK_END)
        return " ".join(file.read(_MOST_PRINTED).decode(errors="replace").split())
    return ""


def _last_facts(told: bytes) -> PreflightFacts:
    for line in reversed(told.splitlines()):
        try:
            facts: PreflightFacts = from_plain(PreflightFacts, parsed(line))
        except (ValueError, ProtocolError):  # printed in between by the user's code
            continue
        return facts
    return PreflightFacts()
