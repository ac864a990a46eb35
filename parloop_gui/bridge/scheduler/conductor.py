"""Drives a comparison: which run comes next, what it counts for, and when it is known.

    a user's loop is tried out ─► calibration: the plain loop, then once more with the probe ─► width of the pools
      ─► warm-up pass (round 0)
      ─► does it fit the budget? ─► round 1, 2, … each in a new random order ─► known, most rounds, or budget
      ─► threads that took turns: once more, recorded closely and not counted

It knows no Qt and no processes: `execute` makes a run, `emit` takes what there is to tell, `clock` gives the seconds.
Who is in and what their runs have told is kept by `roster`; what fits the time is `budget`'s to say.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from parloop_gui.bridge.host.machine import describe_machine
from parloop_gui.bridge.scheduler.budget import Budget, too_long_sentence
from parloop_gui.bridge.scheduler.contestants import Contestants, executor_calls
from parloop_gui.bridge.scheduler.limits import EndError, RunLimits
from parloop_gui.bridge.scheduler.order import turns
from parloop_gui.bridge.scheduler.preflight import Preflight
from parloop_gui.bridge.scheduler.roster import Roster
from parloop_gui.bridge.scheduler.run_maker import CancelledError, Execute, Made, RunMaker, Turn
from parloop_gui.bridge.scheduler.span_store import SpansFiles
from parloop_gui.bridge.scheduler.traced_round import record
from parloop_gui.bridge.scheduler.width import common_workers, executor_to_add
from parloop_gui.engine.protocol.messages import RunEnded, RunProgress
from parloop_gui.model.comparison.comparison import Comparison, fold
from parloop_gui.model.events.events import (
    ComparisonEnded,
    ComparisonEvent,
    ComparisonStarted,
    ContestantAdded,
    EndReason,
    EstimateMade,
    PreflightMade,
    RoundFinished,
    RunFinished,
)
from parloop_gui.model.plan.plan import Choice, Contestant, Interpreter, Plan, plain_loop
from parloop_gui.model.preflight.report import Report, why_none, why_out
from parloop_gui.model.preflight.ruling import out_for
from parloop_gui.model.statistics.stopping_rule import enough
from parloop_gui.model.wording.units import duration

CALIBRATIONS = 3
"""How often a loop is tagged at most while the machine is too disturbed to tell."""


Emit = Callable[[ComparisonEvent, Comparison], object]
"""Takes each event with the comparison that it led to: folded here once, for window, command line and history."""


class Conductor:
    """One comparison of these contestants. `run` makes it, in whichever thread; `cancel` ends it from any other.

    `execute(spec)` gives the events of a run, its RunEnded last; `stop(run id)` makes a run that is under way end
    within a second (both are `Engine`'s). `emit` is called in `run`'s thread.
    """

    def __init__(
        self,
        plan: Plan,
        contestants: Contestants,
        execute: Execute,
        emit: Emit,
        *,
        stop: Callable[[str], None] = lambda run: None,
        clock: Callable[[], float] = time.monotonic,
        spans: SpansFiles | None = None,
        preflight: Preflight | None = None,
    ) -> None:
        self.plan, self._contestants = plan, contestants
        self._preflight = preflight
        self.comparison: Comparison | None = None
        self._listener, self._clock = emit, clock
        self._began = clock()
        self._maker = RunMaker(plan, execute, stop, self._emit, clock, spans)
        self._budget = Budget(plan)
        self._limits = RunLimits(plan)
        self._roster = Roster(plan)
        self._without_reference: set[str] = set()
        self._workers: int | None = None
        self._projected_s: float | None = None
        self._seen_items = 1
        self._reports: tuple[Report, ...] = ()

    def run(self) -> Comparison:
        """Make the comparison; everything it tells goes through `emit`. Returns it as it ended."""
        self._began = self._clock()
        racing, unavailable = self._contestants
        self._roster.add(racing)
        created = datetime.now(UTC).astimezone().isoformat(timespec="seconds")
        self._emit(ComparisonStarted(self.plan, racing, unavailable, describe_machine(), created))
        try:
            self._try_out()
            self._calibrate()
            self._warm_up()
            self._make_rounds()
        except CancelledError:
            end = EndError("stopped")
        except EndError as error:
            end = error
            if self.comparison and self._maker.keeps_spans and end.reason in ("done", "budget"):
                record(self.comparison, self._budget, self._workers, self._make_recorded)
        return self._emit(ComparisonEnded(end.reason, end.message, self._elapsed_s(), end.too_long))

    def cancel(self) -> None:
        """End it now, finished rounds kept; from any thread, returns at once."""
        self._maker.cancel()
        if self._preflight is not None:
            self._preflight.cancel()

    def _try_out(self) -> None:
        """A user's loop is tried before anything is timed; the time for the comparison begins after it."""
        reports = self._reports = self._preflight.report(self.plan) if self._preflight is not None else ()
        self._maker.end_if_cancelled()
        if reports:
            self._emit(PreflightMade(reports))
            self._roster.keep_only(lambda each: why_out(each, reports) is None)
            if why := why_none(reports):
                raise EndError("failed", why)
            refusal = reports[0].estimate and reports[0].estimate.too_long
            if refusal:
                raise EndError("too-long", too_long_sentence(refusal), refusal)
        self._began = self._clock()

    def _calibrate(self) -> None:
        """The plain loop under each Python, first for the reference and its length, then beside the probe."""
        for python in self.plan.pythons:
            if plain_loop(python.id) in self._roster:
                self._plain_run(python, reference=True)
        self._refuse_if_too_long()
        for python in self.plan.pythons:
            self._probe(python)
        self._settle_width()

    def _probe(self, python: Interpreter) -> None:
        for _ in range(CALIBRATIONS):
            if plain_loop(python.id) not in self._roster:
                return
            self._plain_run(python, probe=True)
            tag = self._roster.tag(python.id)
            is_told = tag is None or not (tag.unsure or tag.gil == "unknown")
            if is_told or not self._budget.is_cheap(plain_loop(python.id)):
                return

    def _plain_run(self, python: Interpreter, *, reference: bool = False, probe: bool = False) -> None:
        timeout_s = self._budget.plain_limit_s()
        self._make_run(Turn(plain_loop(python.id), 0, None, timeout_s, reference=reference, probe=probe))

    def _settle_width(self) -> None:
        tag = next(filter(None, (self._roster.tag(python.id) for python in self.plan.pythons)), None)
        waits = tag is not None and tag.slug == "io-bound"
        self._workers = common_workers(self.plan, waits, self._roster.items(self._seen_items), self._cores())

    def _warm_up(self) -> None:
        for contestant in turns(self._roster.others(), self.plan.seed, 0):
            self._turn(contestant, 0)
            self._refuse_if_too_long()
        self._add_executors()
        budget, remaining = self._budget, self._roster.remaining
        rounds = budget.rounds_meant(remaining, self._elapsed_s())
        self._emit(EstimateMade(budget.round_s(remaining), rounds, budget.budget_s))

    def _make_rounds(self) -> None:
        number = 0
        while True:
            number += 1
            if number > 1 and not self._budget.fits_another(self._roster.remaining, self._elapsed_s()):
                raise self._budget_used_up()
            self._make_round(number)
            if self._is_known():
                raise EndError("done")
            self._add_executors()

    def _is_known(self) -> bool:
        so_far = self.comparison
        return so_far is not None and enough(self.plan, so_far.rounds_finished, so_far.rows, so_far.ranking)

    def _make_round(self, number: int) -> None:
        for contestant in turns(self._roster.remaining, self.plan.seed, number):
            if contestant in self._roster:
                self._turn(contestant, number)
            if number > 1 and self._budget.is_used_up(self._elapsed_s()):
                raise self._budget_used_up()
        self._emit(RoundFinished(number, self._budget.left_s(self._roster.remaining, number, self._elapsed_s())))

    def _turn(self, contestant: Contestant, number: int) -> None:
        own = contestant.arrangement.workers
        workers = self._workers if own is None else own
        timeout_s = self._budget.plain_limit_s() if contestant.is_plain else self._budget.limit_s()
        reference = contestant.is_plain and contestant.python in self._without_reference
        self._make_run(Turn(contestant, number, workers, timeout_s, reference=reference))

    def _add_executors(self) -> None:
        """Where Thread or Process is ahead by width alone, let the executor run at that width: from the next round."""
        for python in self.plan.pythons:
            added = executor_to_add(self._roster.measured(), python.id, self._executors(python))
            if added is not None and added[0] not in self._budget.costs:
                self._roster.add([added[0]])
                self._emit(ContestantAdded(*added))
                self._turn(added[0], 0)
                self._refuse_if_too_long()

    def _executors(self, python: Interpreter) -> dict[str, str]:
        """The executors that could be added, those left out that the preflight rules out."""
        problems = [each for report in self._reports if report.python == python.id for each in report.facts.problems]
        calls = executor_calls(self.plan, python)
        return {
            slug: call for slug, call in calls.items() if not out_for(problems, Choice(slug, call), self.plan, python)
        }

    def _refuse_if_too_long(self) -> None:
        """End before the first scored round if the least number of rounds can't fit the budget."""
        if not self._roster.is_scored and self._budget.is_too_long(self._roster.remaining, self._elapsed_s()):
            only_plain = len(self._budget.costs) <= len(self.plan.pythons)
            self._refuse(self._forecast_s(self._budget.seen_s(self._roster.remaining)) if only_plain else None)

    def _refuse(self, round_s: float | None) -> None:
        refusal = self._budget.too_long(self._roster.remaining, self._roster.items(self._seen_items), round_s)
        raise EndError("too-long", too_long_sentence(refusal), refusal)

    def _budget_used_up(self) -> EndError:
        return EndError("budget", f"The budget of {duration(self._budget.budget_s)} is used up.")

    def _forecast_s(self, plain_s: float) -> float:
        """A round's length by that of the plain loops alone: the others share the work among the cores at best."""
        return plain_s * (1 + len(self._roster.others()) / len(self.plan.pythons) / self._cores())

    def _make_run(self, turn: Turn) -> None:
        """Make one run, tell how it ended and take it into account; raises when that is the comparison's end."""
        watch = partial(self._watch, turn)
        made = self._limits.make(turn, lambda fitted: self._maker.make(fitted, watch), self._elapsed_s)
        ended = self._with_limit(turn.contestant, self._roster.judged(turn.contestant, made.ended))
        self._emit(finished := self._maker.finished(turn, made, ended))
        self._maker.end_if_cancelled()
        self._limits.end_if_broken()
        self._end_if_hopeless(turn, made)
        if made.afresh:  # the plain loops' results are gone: each leaves them again at its next turn
            self._without_reference.update(python.id for python in self.plan.pythons)
        if turn.reference:
            self._without_reference.discard(turn.contestant.python)
        self._budget.note(turn.contestant, made.took_s, ended.measurement)
        self._roster.take_in(finished)
        if not self._roster.remaining:
            reason: EndReason = "cut-short" if self._roster.is_scored else "failed"
            raise EndError(reason, f"The plain loop did not finish: {ended.message}")

    def _with_limit(self, contestant: Contestant, ended: RunEnded) -> RunEnded:
        """A run that was not done in time ended so by a limit that the plain loop's length may have set."""
        if ended.limit == "run" and not contestant.is_plain:
            return replace(ended, message=f"{ended.message} {self._budget.limit_words()}".rstrip())
        return ended

    def _make_recorded(self, turn: Turn) -> RunFinished:
        """Make a run that counts for nothing, and tell of it."""
        made = self._limits.make(turn, lambda fitted: self._maker.make(fitted, lambda *_: None), self._elapsed_s)
        finished = self._maker.finished(turn, made, made.ended)
        self._emit(finished)
        return finished

    def _watch(self, turn: Turn, took_s: float, progress: RunProgress) -> None:
        """Stop the first plain loop once it is sure that the least rounds can't fit, and note how long it takes."""
        if not self._may_be_hopeless(turn) or not 0 < progress.done < progress.total:
            return
        if took_s > self._budget.longest_run_s:
            self._projected_s, self._seen_items = took_s * progress.total / progress.done, progress.total
            self._maker.stop_run()

    def _may_be_hopeless(self, turn: Turn) -> bool:
        return turn.reference and turn.round == 0 and self._budget.may_refuse

    def _end_if_hopeless(self, turn: Turn, made: Made) -> None:
        if not self._may_be_hopeless(turn):
            return
        is_cut = made.ended.outcome == "timed-out" and turn.timeout_s < self.plan.timeout_s
        if is_cut or (made.ended.outcome == "stopped" and self._projected_s is not None):
            self._refuse(self._forecast_s(self._projected_s or turn.timeout_s))

    def _cores(self) -> int:
        return max(1, min(python.cores for python in self.plan.pythons))

    def _emit(self, event: ComparisonEvent) -> Comparison:
        self.comparison = fold(self.comparison, event)
        self._listener(event, self.comparison)
        return self.comparison

    def _elapsed_s(self) -> float:
        return self._clock() - self._began
