"""Makes single runs of a comparison and tells how they go; the place where a comparison is cancelled."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from parloop_gui.bridge.host.machine import free_memory_bytes
from parloop_gui.bridge.host.span_store import SpansFiles
from parloop_gui.bridge.processes.stoppable_runs import Execute, StoppableRuns
from parloop_gui.engine.protocol.kinds import AnewKind, RemedyKind
from parloop_gui.engine.protocol.loop_spec import LoopSpec
from parloop_gui.engine.protocol.messages import RunEnded, RunProgress, RunSpec, RunStarted, SupervisorReady
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.events.events import ComparisonEvent, RunAdvanced, RunBegan, RunFinished
from parloop_gui.model.plan.plan import Arrangement, Contestant, Plan
from parloop_gui.model.preflight.report import Report

# How much a run may take of the memory that is free beforehand; past that the system would end what it likes.
MEMORY_SHARE = 0.9

# Of more tasks than this a contestant's spans are written once, not in every round.
MANY_TASKS = 200_000


# The Python and the version of the code, "" as it stands: each goes to its loop in its own way.
_Whose = tuple[str, str]


def _whose(contestant: Contestant) -> _Whose:
    return contestant.python, contestant.arrangement.source or ""


class CancelledError(Exception):
    """The user stopped the comparison."""


@dataclass(frozen=True)
class Turn:
    """One contestant's turn in a round (0: not scored), with what its run is given.

    `recorded` is the turn to look closely, after the last round, `kept_open` the one to do the loop twice in a pool,
    one with a `remedy` to see what that would save, one that is `weighed` to see what its processes hold; `again` the
    one after a run that others disturbed.
    """

    contestant: Contestant
    round: int
    workers: int | None
    timeout_s: float
    reference: bool = False
    probe: bool = False
    again: bool = False
    recorded: bool = False
    kept_open: bool = False
    weighed: bool = False
    remedy: RemedyKind | None = None
    chunksize: int | None = None
    """In place of the contestant's own, where that is the remedy."""
    overtaken_s: float | None = None
    """The wall time from which on its run can't matter any more, beside that of `fastest`."""
    fastest: Contestant | None = None


@dataclass(frozen=True)
class Made:
    """A run that was made: how it ended and what it took in all, starting the interpreter included.

    The way to the user's loop is left out of it where the later runs are spared it.
    `afresh` where a new supervisor made it, which has nothing of what former runs left.
    """

    spec: RunSpec
    ended: RunEnded
    took_s: float
    afresh: bool


def memory_limit_bytes(plan: Plan) -> int:
    """What a run's processes may hold together from now on: what was asked for, and never more than nearly all."""
    free = int(free_memory_bytes() * MEMORY_SHARE)
    return min(free, plan.memory_limit_bytes or free)


class RunMaker:
    """Runs of one comparison, one at a time. `cancel` may be called from any thread, the rest from one.

    `execute(spec)` gives the events of a run, its RunEnded last; `stop(run id)` makes that end soon.
    """

    def __init__(
        self,
        plan: Plan,
        execute: Execute,
        stop: Callable[[str], None],
        emit: Callable[[ComparisonEvent], object],
        clock: Callable[[], float],
        spans: SpansFiles | None = None,
    ) -> None:
        self.plan, self._runs, self._emit, self._clock = plan, StoppableRuns(execute, stop), emit, clock
        self.stop_run = self._runs.stop_run  # the run under way alone: others follow
        self._pythons = {python.id: (number, python) for number, python in enumerate(plan.pythons)}
        self._spans = spans
        self._id = uuid.uuid4().hex[:12]
        self._anew: dict[_Whose, AnewKind] = {}
        self._once_s: dict[_Whose, float] = {}
        self._memory_limit_bytes = memory_limit_bytes(plan)
        self._made = 0
        self._loops: dict[Arrangement, int] = {}
        self._items = 0
        self._afresh = False
        self._cancelled = threading.Event()

    def learn(self, reports: Iterable[Report]) -> None:
        """Runs go to the user's loop as the trial has shown they must; only the first of forks pays the way."""
        for report in reports:
            facts, whose = report.facts, (report.python, report.version)
            if facts.arrival is not None and facts.arrival.anew is not None:
                self._anew[whose] = facts.arrival.anew
            elif facts.arrival is not None and self.plan.loop.is_forked:
                self._once_s[whose] = (facts.import_s or 0.0) + (facts.items_s or 0.0)

    def go_on_from(self, before: Comparison) -> None:
        """Runs go to the user's loop as those of a comparison did that goes on: its loop is not tried again."""
        self._anew = {_whose(run.contestant): run.ended.anew for run in before.runs if run.ended.anew is not None}

    @property
    def keeps_spans(self) -> bool:
        """Whether there is a place for spans."""
        return self._spans is not None

    def cancel(self) -> None:
        """Stop the run under way and make no other; returns at once."""
        self._cancelled.set()
        self.stop_run()

    def end_if_cancelled(self) -> None:
        """Raise CancelledError once `cancel` was called."""
        if self._cancelled.is_set():
            raise CancelledError

    def make(self, turn: Turn, watch: Callable[[float, RunProgress], None]) -> Made:
        """Make a run. `watch` is given the seconds since its tasks began, and how far they are."""
        self._made += 1
        spec = self._spec(turn, f"{self._id}-{self._made:05d}")
        with self._runs.under_way(spec.id, self.end_if_cancelled):
            behind = turn.recorded, turn.kept_open
            self._emit(RunBegan(spec.id, turn.contestant, turn.round, *behind, remedy=turn.remedy))
            began = self._clock()
            self._afresh = False
            ended = self._to_its_end(spec, watch)
            took_s = self._clock() - began - self._once_s.pop(_whose(turn.contestant), 0.0)
            wall_s = ended.measurement.wall_s if ended.measurement is not None else 0.0
            return Made(spec, ended, max(wall_s, took_s), self._afresh)

    def finished(self, turn: Turn, made: Made, ended: RunEnded) -> RunFinished:
        """What to tell of a run that ended so; its spans are kept from now on, the contestant's older ones are not."""
        if ended.spans_file is not None and self._spans is not None:
            whole = ended.measurement is not None
            self._spans.keep(turn.contestant, ended.spans_file, recorded=turn.recorded, whole=whole)
        spec = made.spec
        return RunFinished(
            spec.id,
            turn.contestant,
            turn.round,
            ended,
            spec.workers,
            ended.spans_file,
            recorded=turn.recorded,
            kept_open=turn.kept_open,
            remedy=turn.remedy,
            censored_s=turn.overtaken_s if ended.outcome == "overtaken" else None,
        )

    def _wants_spans(self, turn: Turn) -> bool:
        """Those of every scored run; writing very many takes longer than running them, so once will do then."""
        if self._spans is None or (turn.round == 0 and not turn.recorded):
            return False
        return turn.recorded or self._items <= MANY_TASKS or not self._spans.has(turn.contestant)

    def _to_its_end(self, spec: RunSpec, watch: Callable[[float, RunProgress], None]) -> RunEnded:
        began = self._clock()
        for event in self._runs.events(spec):
            if isinstance(event, RunStarted):
                began = self._clock()
                self._items = event.items
                self._emit(RunAdvanced(spec.id, 0, event.items))
            elif isinstance(event, RunProgress):
                self._emit(RunAdvanced(spec.id, event.done, event.total))
                watch(self._clock() - began, event)
            elif isinstance(event, SupervisorReady):
                self._afresh = True
            elif isinstance(event, RunEnded):
                return event
        return RunEnded(spec.id, "crashed", "The run ended without a result.")

    def _number_of(self, loop: Arrangement) -> int:
        """Which of the comparison's loops it is: each has a plain loop whose results are its own."""
        return self._loops.setdefault(loop, len(self._loops))

    def _spec(self, turn: Turn, run: str) -> RunSpec:
        plan, contestant = self.plan, turn.contestant
        own = contestant.arrangement
        number, python = self._pythons[contestant.python]
        return RunSpec(
            id=run,
            comparison=f"{self._id}-{number}-{self._number_of(own.of_loop)}",
            python=python.path,
            loop=_loop_of(plan, own),
            strategy=contestant.strategy,
            call=contestant.call,
            workers=None if contestant.is_plain else turn.workers,
            chunksize=turn.chunksize or (plan.chunksize if own.chunksize is None else own.chunksize),
            start_method=plan.start_method if own.start_method is None else own.start_method,
            timeout_s=turn.timeout_s,
            task_timeout_s=plan.task_timeout_s,
            memory_limit_bytes=self._memory_limit_bytes,
            reference=turn.reference,
            probe=turn.probe,
            many=plan.many,
            spans_file=self._spans.path(run) if self._spans is not None and self._wants_spans(turn) else None,
            sampled=turn.recorded,
            kept_open=turn.kept_open,
            anew=self._anew.get(_whose(contestant)),
            once=turn.remedy == "initializer",
            weighed=turn.weighed,
        )


def _loop_of(plan: Plan, own: Arrangement) -> LoopSpec:
    """The loop as that arrangement has it. A built-in one makes no more items than it goes over."""
    if own.source is not None and plan.against is not None and plan.against.loop is not None:
        return plan.against.loop
    loop = replace(plan.loop, params={**plan.loop.params, **dict(own.params)}) if own.params else plan.loop
    if own.sample is None:
        return loop
    is_builtin = loop.kind == "builtin"
    return replace(loop, items=own.sample, sample=None) if is_builtin else replace(loop, sample=own.sample)
