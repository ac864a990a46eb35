"""When the plain loop is known: what everyone else is expected to take, in what order to find out, and at the end too.

before the budget   this machine's costs, kept or measured ──┐
calibration         the plain loop's runs, or a part of one ─┼─► ForecastMade ─► order of the first pass, answer
trying it out       sizes, imports, set-up ──────────────────┤                    where there is no time for runs
a pool of threads   where all depends on whether they help ──┘

That tasks release the GIL does not say that threads help: they may still wait for it before and after (NumPy's small
matrices took longer in two threads than one after the other, where the forecast without a run named threads).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from parloop_gui.bridge.scheduler.calibration import Calibration
from parloop_gui.bridge.scheduler.machine_costs import MachineCosts
from parloop_gui.bridge.scheduler.roster import Roster
from parloop_gui.bridge.scheduler.width import common_workers
from parloop_gui.engine.protocol.kinds import GilState
from parloop_gui.engine.protocol.messages import PreflightFacts
from parloop_gui.model.events.events import ForecastMade
from parloop_gui.model.forecast.costs import Costs
from parloop_gui.model.forecast.forecast import Known, favourite, forecasts, soonest
from parloop_gui.model.forecast.free_cores import others
from parloop_gui.model.forecast.learning import learned
from parloop_gui.model.forecast.loop_facts import LoopFacts, facts_of_part, facts_of_runs, together
from parloop_gui.model.forecast.played import played
from parloop_gui.model.plan.plan import Contestant, Interpreter, Plan
from parloop_gui.model.preflight.report import Report
from parloop_gui.model.statistics.summary import Row
from parloop_gui.model.statistics.thresholds import IDLE_CROWD, MOSTLY_CPU
from parloop_gui.model.statistics.wall_times import rules_of


class Forecasting:
    """The forecasts of one comparison; without `costs` there are none."""

    def __init__(self, costs: MachineCosts | None) -> None:
        self._measure = costs
        self._costs: dict[str, Costs] = {}
        self._known: list[Known] = []
        self._tried: dict[str, Contestant] = {}
        self.made: ForecastMade | None = None

    def cancel(self) -> None:
        """End what is measured for it; from any thread, once no further run is to follow."""
        if self._measure is not None:
            self._measure.cancel()

    def costs_wanted(self, plan: Plan, contestants: Sequence[Contestant]) -> tuple[str, ...]:
        """The Pythons whose costs on this machine have to be measured first."""
        if self._measure is None:
            return ()
        own = {python.id: [each for each in contestants if each.python == python.id] for python in plan.pythons}
        return tuple(python.id for python in plan.pythons if self._measure.lacks(plan, python, own[python.id]))

    def find_costs(self, plan: Plan, contestants: Sequence[Contestant], check: Callable[[], None]) -> None:
        """What the machine costs each of these; measured where it is not known. `check` may raise between runs."""
        if self._measure is None:
            return
        for python in plan.pythons:
            own = [each for each in contestants if each.python == python.id]
            self._costs[python.id] = self._measure.of(plan, python, own, check)

    def know(
        self,
        plan: Plan,
        roster: Roster,
        calibration: Calibration,
        reports: Iterable[Report],
        workers: int | None,
    ) -> None:
        """What forecasts rest on: take it from what calibration found, for each Python of which that is enough.

        `workers` is the width of every pool, where calibration came so far.
        """
        tried = {report.python: report.facts for report in reports}
        found = {
            python.id: facts
            for python in plan.pythons
            if (facts := _facts(python, roster, calibration, tried.get(python.id))) is not None
        }
        self._known = [
            Known(python, facts, self._costs[python.id], workers or _workers(plan, python, facts))
            for python in plan.pythons
            if (facts := found.get(python.id)) is not None and python.id in self._costs
        ]

    @property
    def knows(self) -> bool:
        """Whether there is something for forecasts to rest on."""
        return bool(self._known)

    def to_try(self, plan: Plan, roster: Roster) -> list[Contestant]:
        """Pools of threads to run first: where the favourite depends on whether tasks take turns for the GIL.

        One for each Python at most, and none where the probe saw that they do.
        """
        found = {known.python.id: _to_try(plan, roster.remaining, known) for known in self._known}
        self._tried = {python: contestant for python, contestant in found.items() if contestant is not None}
        return list(self._tried.values())

    def expect(self, plan: Plan, roster: Roster) -> ForecastMade | None:
        """The forecast of all that are in; None where nothing is known."""
        self._known = [self._with_threads_seen(each, roster) for each in self._known]
        made = forecasts(plan, roster.remaining, self._known)
        if len(made) <= len(plan.pythons):
            return None  # plain loops alone
        cut = [each.facts.task_s for each in self._known if each.facts.cut]
        self.made = ForecastMade(made, max(cut, default=None))
        return self.made

    def takes_s(self, plan: Plan, overhead_s: float) -> float | None:
        """How long the whole comparison takes by what is expected, `overhead_s` beside each run; None: nothing is.

        A user’s loop was told as much by its trial, which a built-in loop has none of; and this is by whole plain runs.
        """
        if self.made is None:
            return None
        # As where a loop is tried: a few others are Parloop's own.
        crowd = max(others(each.python.cores, each.facts) / each.python.cores for each in self._known)
        beside_s = {each.contestant: overhead_s for each in self.made.forecasts}
        return played(plan, self.made.forecasts, beside_s, crowd if crowd > IDLE_CROWD else 0.0).took_s

    def _with_threads_seen(self, known: Known, roster: Roster) -> Known:
        """The same with what the pool of threads came to that was run first."""
        contestant = self._tried.get(known.python.id)
        runs = roster.measured().get(contestant, []) if contestant is not None else []
        return replace(known, facts=replace(known.facts, together=together(known.facts, runs[0]))) if runs else known

    def learn(self, plan: Plan, rows: Sequence[Row], beside_s: float | None) -> None:
        """Keep what these rows teach about the costs, and `beside_s` about runs: the next forecast rests on it."""
        if self._measure is None or plan.loop.sample is not None:
            return
        for known in self._known:
            self._measure.correct(known.python, learned(plan, known, rows, beside_s))

    def in_order(self, contestants: Iterable[Contestant]) -> list[Contestant]:
        """These, the fastest by forecast first: then a run that can't matter any more is known sooner."""
        return sorted(contestants, key=soonest(self.made.forecasts if self.made is not None else ()))


def _to_try(plan: Plan, racing: Sequence[Contestant], known: Known) -> Contestant | None:
    """The pool of threads that would be the favourite if threads took no turns, and is not if they do."""
    if not known.facts.computes or known.facts.gil not in ("released", "unknown"):
        return None
    own = [each for each in racing if each.python == known.python.id]
    held = favourite(forecasts(plan, own, [_if_gil_is(known, "held")]))
    free = favourite(forecasts(plan, own, [_if_gil_is(known, "released")]))
    if free is None or held is None or free.contestant == held.contestant or rules_of(free.contestant) != "threads":
        return None
    return free.contestant


def _if_gil_is(known: Known, gil: GilState) -> Known:
    return replace(known, facts=replace(known.facts, gil=gil))


def _workers(plan: Plan, python: Interpreter, facts: LoopFacts) -> int | None:
    """The width of every pool where calibration did not come so far."""
    return common_workers(plan, facts.cpu_s < MOSTLY_CPU * facts.task_s, facts.items, python.cores)


def _facts(
    python: Interpreter, roster: Roster, calibration: Calibration, tried: PreflightFacts | None
) -> LoopFacts | None:
    """By whole plain runs there; else by a part of one, under whichever Python; else by what trying it out told."""
    runs, tag = roster.plain_measurements(python.id), roster.tag(python.id)
    facts = facts_of_runs(runs, tag, tried, roster.foreign_cores(python.id))
    part = calibration.part
    if facts is not None or part is None:
        return facts
    return facts_of_part(part.items, part.plain_s, part.cpu_share, tried, cut=part.done == 0)
