"""Drives a comparison: which run comes next, what it counts for, and when it is known.

    a user's loop is tried out; where everyone is to run once, the plain loop's run of round 1 calibrates
      ─► calibration: the plain loop, the width of the pools; too long for rounds? a sample of it, from now on
      ─► a pool of threads, where only a run tells whether they take turns; then everyone's forecast
      ─► warm-up pass (round 0) of the others, where there is time for one
      ─► round 1, 2, … of those who still race, each in a new random order ─► known, most rounds, or budget
      ─► threads that took turns: once more, recorded closely and not counted

It knows no Qt and no processes: `execute` makes a run, `emit` takes what there is to tell, `clock` gives the seconds.
Who is in and what their runs have shown is kept by `roster`, who of them races on is the model's `race`, and what fits
the time is `budget`'s to say. It is long because the stages share one state and one way out: whichever of them is under
way, a cancel, a limit or a used-up budget ends the comparison in the same place (`run`).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from parloop_gui.bridge.host.machine import describe_machine
from parloop_gui.bridge.host.span_store import SpansFiles
from parloop_gui.bridge.processes.leave import Leave
from parloop_gui.bridge.processes.stoppable_runs import Execute
from parloop_gui.bridge.scheduler.behind_last_round import make_behind, to_keep_open, to_record
from parloop_gui.bridge.scheduler.budget import Budget
from parloop_gui.bridge.scheduler.calibration import Calibration
from parloop_gui.bridge.scheduler.contestants import Contestants, executor_calls
from parloop_gui.bridge.scheduler.forecasting import Forecasting
from parloop_gui.bridge.scheduler.limits import EndError, RunLimits, in_time
from parloop_gui.bridge.scheduler.machine_costs import MachineCosts
from parloop_gui.bridge.scheduler.order import mirrored, preference, turns
from parloop_gui.bridge.scheduler.preflight import Preflight
from parloop_gui.bridge.scheduler.remedies import to_remedy
from parloop_gui.bridge.scheduler.roster import Roster, take_up
from parloop_gui.bridge.scheduler.run_maker import CancelledError, RunMaker, Turn
from parloop_gui.bridge.scheduler.width import executor_to_add, workers_of
from parloop_gui.engine.protocol.messages import RunEnded, RunProgress
from parloop_gui.model.comparison.comparison import Comparison, fold
from parloop_gui.model.events.events import (
    ComparisonEnded,
    ComparisonEvent,
    ComparisonStarted,
    ContestantAdded,
    CostsWanted,
    EndReason,
    EstimateMade,
    PreflightMade,
    RoundFinished,
    RunAdvanced,
    RunBegan,
    RunFinished,
    SampleChosen,
    WentOn,
)
from parloop_gui.model.forecast.played import WARM_FROM
from parloop_gui.model.forecast.time_left import TimeLeft
from parloop_gui.model.plan.plan import Choice, Contestant, Interpreter, Plan, gated, round_limits
from parloop_gui.model.preflight.report import Report, why_none, why_out
from parloop_gui.model.preflight.ruling import out_for
from parloop_gui.model.questions.asking import question_of
from parloop_gui.model.statistics.disturbance import Disturbance
from parloop_gui.model.statistics.race import Race
from parloop_gui.model.wording.units import duration

# Said of a comparison whose program may not do again what it does outside itself.
NOT_AGREED = "Nothing was compared: what the program does may not be repeated."
# Takes each event with the comparison that it led to: folded here once, for window, command line and history.
Emit = Callable[[ComparisonEvent, Comparison], object]


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
        costs: MachineCosts | None = None,
        before: Comparison | None = None,
        leave: Leave | None = None,
    ) -> None:
        """`before` is a comparison that is over, and goes on by that plan: its runs count as if it had never ended.

        `leave` is what `preflight` asks.
        """
        self.plan, self._contestants = plan, contestants
        self._preflight, self._before, self._leave = preflight, before, leave
        if leave is not None:
            leave.tell = self._emit
        self.comparison: Comparison | None = before
        self._listener, self._clock = emit, clock
        self._began = self._asked_at = clock()
        self._maker = RunMaker(plan, execute, stop, self._emit, clock, spans)
        self._budget = Budget(plan)
        self._limits = RunLimits(plan, before.digests if before is not None else ())
        self._roster = Roster(plan)
        self._forecasting = Forecasting(costs)
        self._without_reference: set[Contestant] = set()
        self._workers: int | None = None
        self._is_warm = False
        self._calibration: Calibration | None = None
        self._reports: tuple[Report, ...] = before.preflight if before is not None else ()
        self._disturbance = Disturbance()
        self._had_turns: frozenset[tuple[Contestant, int]] = frozenset()
        self._time_left = TimeLeft()
        question = question_of(plan)
        self._weighs = question is not None and question.weighs

    def run(self) -> Comparison:
        """Make the comparison; everything it tells goes through `emit`. Returns it as it ended."""
        self._began = self._asked_at = self._clock()
        if self._before is None:
            self._begin()
        try:
            if self._before is not None:
                self._go_on(self._before)
            else:
                self._try_out()
                self._calibrate()
                self._try_threads()
                self._expect()
                self._warm_up()
            self._make_rounds()
        except CancelledError:
            end = EndError("stopped")
        except EndError as error:
            end = error
            if end.reason == "budget" and self._forecasting.made is None:
                self._expect(is_over=True)  # there was no time to calibrate: by what is known
            is_whole = self.comparison is not None and end.reason in ("done", "budget")
            if self.comparison and is_whole:
                self._forecasting.learn(self.plan, self.comparison.rows, self._beside_s(self.comparison))
            is_asked = self.plan.asked is not None or self.plan.against is not None  # the time is for that
            may_run_more = self._maker.keeps_spans and not self.plan.once and not is_asked
            if self.comparison and is_whole and may_run_more:
                self._make_behind(self.comparison)
        earlier_s = self._before.ended.elapsed_s if self._before is not None and self._before.ended is not None else 0.0
        return self._emit(ComparisonEnded(end.reason, end.message, earlier_s + self._elapsed_s()))

    def _beside_s(self, comparison: Comparison) -> float | None:
        """What a run took beside its time; None where that is the way to this loop above all."""
        goes_there = not self.plan.loop.is_forked or any(run.ended.anew is not None for run in comparison.runs)
        return None if self.plan.loop.is_users and goes_there else self._budget.beside_s()

    def _make_behind(self, comparison: Comparison) -> None:
        """What is wanted beside the answer, once there is one."""
        budget, workers = self._budget, self._workers
        for wanted in (
            to_record(comparison, budget, workers),
            to_keep_open(comparison, budget, workers),
            to_remedy(comparison, workers),
        ):
            make_behind(wanted, budget, self._elapsed_s, self._make_recorded)

    def cancel(self) -> None:
        """End it now, finished rounds kept; from any thread, returns at once."""
        self._maker.cancel()
        self._forecasting.cancel()
        if self._preflight is not None:
            self._preflight.cancel()

    def _begin(self) -> None:
        racing, unavailable = self._contestants
        self._roster.add(racing)
        created = datetime.now(UTC).astimezone().isoformat(timespec="seconds")
        machine, digests = describe_machine(), self._limits.digests
        self._emit(ComparisonStarted(self.plan, racing, unavailable, machine, created, digests))

    def _go_on(self, before: Comparison) -> None:
        """Where it stopped: nothing is tried, sampled or warmed up again; only the plain loops leave their results."""
        self._had_turns = take_up(before, self._roster, self._budget)
        self._maker.go_on_from(before)
        self._emit(WentOn(self.plan))
        self._is_warm = True
        self._workers = Calibration(
            self._budget, self._roster, self._make_run, self._go_on_with, self._elapsed_s
        ).workers()
        for plain in self._roster.plains():
            self._make_run(Turn(plain, 0, None, self._budget.limit_s(self._elapsed_s()), reference=True))

    def _try_out(self) -> None:
        """A user's loop is tried before anything is timed; the time for the comparison begins after it."""
        reports = self._reports = self._preflight.report(self.plan) if self._preflight is not None else ()
        self._maker.end_if_cancelled()
        if self._leave is not None:
            self._asked_at += self._leave.waited_s
            if self._leave.is_refused:
                raise EndError("stopped", NOT_AGREED)
        if reports:
            self._emit(PreflightMade(reports))
            self._maker.learn(reports)
            self._limits.end_if_used_up(self._in_all_s())
            self._roster.keep_only(lambda each: why_out(each, reports) is None)
            if why := why_none(reports):
                raise EndError("failed", why)
        if wanted := self._forecasting.costs_wanted(self.plan, self._roster.remaining):
            self._emit(CostsWanted(wanted))
        self._forecasting.find_costs(self.plan, self._roster.remaining, self._maker.end_if_cancelled)
        self._began = self._clock()
        told = next((each.estimate for each in reports if each.estimate is not None), None)
        if told is not None:
            self._time_left = self._time_left.learnt(told.total_s, 0.0)

    def _calibrate(self) -> None:
        calibration = self._calibration = Calibration(
            self._budget, self._roster, self._make_run, self._go_on_with, self._elapsed_s
        )
        if self.plan.once:
            self._workers = calibration.run_once()
            self._had_turns = frozenset((each, 1) for each in self._roster.remaining if each.is_plain)
        else:
            self._workers = calibration.run()

    def _try_threads(self) -> None:
        """Where the favourite depends on it, a pool of threads has its warm-up run before anything is forecast."""
        assert self._calibration is not None
        self._forecasting.know(self.plan, self._roster, self._calibration, self._reports, self._workers)
        if self.plan.once or self.plan.asked is not None:
            return  # nothing runs twice; or each point has its own race, and its own first run
        for contestant in self._forecasting.to_try(self.plan, self._roster):
            plain, remaining = contestant.plain, self._roster.remaining
            if plain in self._budget.costs and self._budget.fits_before_a_pass(plain, remaining, self._elapsed_s()):
                self._turn(contestant, 0)

    def _expect(self, *, is_over: bool = False) -> None:
        """Tell what everyone is expected to take, where that much is known; and the comparison, unless it is over."""
        if self._calibration is None:
            return
        if not self._forecasting.knows:
            self._forecasting.know(self.plan, self._roster, self._calibration, self._reports, self._workers)
        made = self._forecasting.expect(self.plan, self._roster)
        if made is not None:
            self._emit(made if is_over else replace(made, left_s=self._expected_left_s()))

    def _expected_left_s(self) -> float | None:
        overhead_s = max(map(self._budget.overhead_s, self._roster.plains()), default=0.0)
        takes_s, elapsed_s = self._forecasting.takes_s(self.plan, overhead_s), self._elapsed_s()
        if takes_s is not None:
            self._time_left = self._time_left.learnt(max(0.0, takes_s - elapsed_s), elapsed_s)
        return self._left_s()

    def _go_on_with(self, chosen: SampleChosen) -> None:
        """From now on only so many of the items; what the whole took is no guide to what they take."""
        self.plan = replace(self.plan, loop=replace(self.plan.loop, sample=chosen.sample))
        self._maker.plan = self._budget.plan = self.plan
        self._budget.begin_anew()
        self._roster.begin_anew()
        self._emit(chosen)

    def _warm_up(self) -> None:
        """Everyone once, not counted; not where there is no time for it: then the first round counts at once."""
        pass_s = self._budget.pass_s(self._roster.remaining)
        self._is_warm = not self._budget.is_bound or self._elapsed_s() + WARM_FROM * pass_s <= self._budget.budget_s
        if self._is_warm and not self.plan.once:
            cold = [each for each in self._roster.others() if each not in self._budget.costs]
            for contestant in self._forecasting.in_order(turns(cold, self.plan.seed, 0)):
                self._turn(contestant, 0)
            self._add_executors()
        budget, remaining = self._budget, self._roster.remaining
        rounds = budget.rounds_meant(remaining, self._elapsed_s())
        self._emit(EstimateMade(budget.round_s(remaining), rounds, budget.budget_s))
        if self.plan.rounds is not None:
            self._learn_time_left(rounds)

    def _make_rounds(self) -> None:
        first = 1 + (self._before.rounds_finished if self._before is not None else 0)
        number = first - 1
        while True:
            number += 1
            if self._is_without_a_side():
                raise EndError("done")
            if number > first and not self._budget.fits_another(self._racing(), self._elapsed_s()):
                raise self._budget_used_up()
            self._make_round(number)
            if number >= round_limits(self.plan)[1] or (self._budget.is_bound and self._race().known):
                raise EndError("done")
            self._add_executors()

    def _race(self) -> Race:
        assert self.comparison is not None
        return self.comparison.race

    def _racing(self) -> list[Contestant]:
        """Those in the next round: all that are in, less those that dropped out of the race or rest.

        Of a strategy in two versions both alone: the plain loops were there for the results.
        """
        race = self._race()
        if self.plan.against is not None:
            both = gated(self.plan)
            return [each for each in self._roster.remaining if each in both]
        # By who is out, not by who is known to race: one that is in again (its results can't be checked) is neither.
        return [
            each
            for each in self._roster.remaining
            if not self.plan.races or (each not in race.out_after and each not in race.resting)
        ]

    def _is_without_a_side(self) -> bool:
        """Whether one of two versions is out, so that nothing is told by running the other."""
        against = self.plan.against
        return against is not None and len(self._racing()) < (1 if against.loop is None else 2)

    def _make_round(self, number: int) -> None:
        in_turn = turns if self.plan.against is None else mirrored
        order = in_turn(self._racing(), self.plan.seed, number)
        if not self._is_warm and number == 1:
            order.sort(key=preference)  # there may be time for a part of it: the plain loop, then one of each family
            order = self._forecasting.in_order(order)
            order.sort(key=lambda each: not each.is_plain)
        for contestant in order:
            if self._budget.is_used_up(self._elapsed_s()):
                raise self._budget_used_up()
            if contestant in self._roster and (contestant, number) not in self._had_turns:
                self._turn(contestant, number)
        self._emit(RoundFinished(number, self._left_s()))
        # How many rounds are left, only the race knows, and that only now that this one is folded.
        most, guessed = round_limits(self.plan)[1] - number, self._race().rounds_left
        if self.plan.rounds is not None or (guessed is not None and self.plan.races):
            self._learn_time_left(most if self.plan.rounds is not None else min(most, guessed or 0))

    def _learn_time_left(self, rounds: int) -> None:
        """So many more rounds seem to be left."""
        elapsed_s = self._elapsed_s()
        self._time_left = self._time_left.learnt(self._budget.left_s(self._racing(), rounds, elapsed_s), elapsed_s)

    def _left_s(self) -> float | None:
        return self._time_left.left_s(self._elapsed_s())

    def _turn(self, contestant: Contestant, number: int) -> None:
        workers = workers_of(contestant, self._workers)
        overtaken_s, fastest = self._budget.overtaken(contestant) or (None, None)
        timeout_s = self._budget.limit_s(self._elapsed_s())
        if overtaken_s is not None:  # what a run costs before its clock runs is not held against it
            timeout_s = min(timeout_s, overtaken_s + self._budget.overhead_s(contestant.plain))
        reference = contestant in self._without_reference
        weighed = self._weighs and number == 0  # it may be felt, so never where it would count
        turn = Turn(contestant, number, workers, timeout_s, reference=reference, weighed=weighed)
        self._make_run(replace(turn, overtaken_s=overtaken_s, fastest=fastest))

    def _add_executors(self) -> None:
        """Where Thread or Process is ahead by width alone, let the executor run at that width: from the next round."""
        is_open = self.plan.asked is None and self.plan.against is None  # a question's widths are its own
        for python in self.plan.pythons if is_open else ():
            tag = self._roster.tag(python.id)
            if tag is not None and tag.slug == "cpu-bound":
                continue  # width helps nobody there: who seems to be ahead by it is so by chance
            added = executor_to_add(self._roster.measured(), python.id, self._executors(python))
            if added is not None and added[0] not in self._budget.costs:
                self._roster.add([added[0]])
                self._emit(ContestantAdded(*added))
                self._turn(added[0], 0)

    def _executors(self, python: Interpreter) -> dict[str, str]:
        """The executors that could be added, those left out that the preflight rules out."""
        problems = [each for report in self._reports if report.python == python.id for each in report.facts.problems]
        calls = executor_calls(self.plan, python)
        return {
            slug: call for slug, call in calls.items() if not out_for(problems, Choice(slug, call), self.plan, python)
        }

    def _budget_used_up(self) -> EndError:
        return EndError("budget", f"The budget of {duration(self._budget.budget_s)} is used up.")

    def _make_run(self, turn: Turn) -> None:
        """Make one run, tell how it ended and take it into account; raises when that is the comparison's end."""
        watch = partial(self._watch, turn)
        made = self._limits.make(turn, lambda fitted: self._maker.make(fitted, watch), self._in_all_s)
        self._began += made.way_s  # the budget runs from the moment on at which the loop can first be run
        ended = in_time(turn, self._roster.judged(turn.contestant, made.ended), self.plan.timeout_s)
        disturbed = self._is_disturbed(turn, ended, made.took_s)
        self._emit(finished := replace(self._maker.finished(turn, made, ended), disturbed=disturbed))
        self._maker.end_if_cancelled()
        self._limits.end_if_broken()
        if (
            ended.outcome == "stopped"
            and self._calibration is not None
            and self._calibration.is_stopped_trial(turn, ended.cut_cpu_s)
        ):
            return
        if ended.outcome == "stopped":
            raise self._budget_used_up()
        if made.afresh:  # the plain loops' results are gone: each leaves them again at its next turn
            self._without_reference.update(self._roster.plains())
        if turn.reference:
            self._without_reference.discard(turn.contestant)
        self._budget.note(turn.contestant, made.took_s, ended.measurement)
        if disturbed:
            limit_s = min(turn.timeout_s, self._budget.limit_s(self._elapsed_s()))
            self._make_run(replace(turn, again=True, timeout_s=limit_s))
            return
        self._roster.take_in(finished)
        if not self._roster.remaining:
            reason: EndReason = "cut-short" if self._roster.is_scored else "failed"
            raise EndError(reason, f"The plain loop did not finish: {ended.message}")

    def _is_disturbed(self, turn: Turn, ended: RunEnded, took_s: float) -> bool:
        """Whether it is made again: not where a number of rounds was asked for, and only where there is time."""
        if turn.round < 1 or turn.again or not self._budget.is_bound:
            return False
        fits = self._elapsed_s() + took_s <= self._budget.budget_s
        return fits and self._disturbance.met(ended, took_s, self._budget.budget_s)

    def _make_recorded(self, turn: Turn) -> RunFinished:
        """Make a run that counts for nothing, and tell of it."""
        made = self._limits.make(turn, lambda fitted: self._maker.make(fitted, lambda *_: None), self._in_all_s)
        finished = self._maker.finished(turn, made, in_time(turn, made.ended, self.plan.timeout_s))
        self._emit(finished)
        return finished

    def _watch(self, turn: Turn, took_s: float, progress: RunProgress) -> None:
        if self._calibration is not None and self._calibration.is_long(turn, took_s, progress):
            self._maker.stop_run()

    def _emit(self, event: ComparisonEvent) -> Comparison:
        if isinstance(event, RunBegan | RunAdvanced):
            at_most_s = self._budget.at_most_s(self._elapsed_s())
            event = replace(event, at_most_s=at_most_s, left_s=self._left_s())
        self.comparison = fold(self.comparison, event)
        self._listener(event, self.comparison)
        return self.comparison

    def _in_all_s(self) -> float:
        """With the time that trying the loop took: the limit for the whole comparison is for that, too."""
        return self._clock() - self._asked_at

    def _elapsed_s(self) -> float:
        return self._clock() - self._began
