"""What each contestant is expected to take, with an 80% interval, and whom one would name by that alone."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import NormalDist

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.model.events.forecast import Forecast
from parloop_gui.model.forecast.costs import Costs, kind_of
from parloop_gui.model.forecast.free_cores import others, slower
from parloop_gui.model.forecast.loop_facts import LoopFacts
from parloop_gui.model.forecast.wall import Setting, wall_of
from parloop_gui.model.plan.plan import Contestant, Interpreter, Plan
from parloop_gui.model.statistics.race import handicap
from parloop_gui.model.statistics.thresholds import AHEAD, BUSY_SPREAD, FORMULA_SPREAD

_80_PERCENT = NormalDist().inv_cdf(0.9)
"""Standard deviations to either side that hold 80%."""


@dataclass(frozen=True)
class Known:
    """What forecasts under one Python rest on. `workers` is the width of every pool (None: Python's own)."""

    python: Interpreter
    facts: LoopFacts
    costs: Costs
    workers: int | None


def forecasts(plan: Plan, contestants: Iterable[Contestant], known: Sequence[Known]) -> tuple[Forecast, ...]:
    """A forecast of each contestant whose costs are known, in their order."""
    by_python = {each.python.id: each for each in known}
    made = (_forecast(plan, each, by_python[each.python]) for each in contestants if each.python in by_python)
    return tuple(each for each in made if each is not None)


def _forecast(plan: Plan, contestant: Contestant, known: Known) -> Forecast | None:
    facts = known.facts
    if contestant.is_plain:
        return _plain(contestant, facts, known.python.cores)
    cost = known.costs.by_kind.get(kind_of(contestant, plan, known.python))
    if cost is None:
        return None
    cores = known.python.cores
    cost = cost.times(slower(cores, others(cores, facts), cost.foreign))
    setting = Setting(plan, known.python, known.workers, cost, known.costs.bytes_per_s)
    wall = wall_of(contestant, facts, setting)
    whole = wall_of(contestant, facts.over(facts.all_items), setting)
    workers = wall.workers_s / wall.whole_s if wall.whole_s > 0 else 0.0
    # Of the two parts' logarithms, by how much each is of the whole; and what changes while others are at work.
    busy = _busy(facts, known.python.cores, workers)
    spread = math.hypot((1 - workers) * FORMULA_SPREAD, workers * cost.spread, BUSY_SPREAD * busy)
    low, high = (math.exp(sign * _80_PERCENT * math.hypot(spread, facts.spread)) for sign in (-1, 1))
    gain = facts.over(facts.all_items).plain_s / whole.whole_s
    gain_low, gain_high = (gain * math.exp(sign * _80_PERCENT * spread) for sign in (-1, 1))
    if wall.is_guess:  # if they don't take turns after all, the cores are theirs
        side_by_side = max(1, min(cores, facts.items))
        low *= (wall.workers_s + wall.work_s / side_by_side) / wall.whole_s
        gain_high *= side_by_side
    high_s = None if facts.cut else wall.whole_s * high
    return Forecast(contestant, wall.whole_s, wall.whole_s * low, high_s, gain, gain_low, gain_high, wall.workers)


def _plain(contestant: Contestant, facts: LoopFacts, cores: int) -> Forecast:
    busy = _busy(facts, cores, 0.0)
    ends = math.exp(_80_PERCENT * math.hypot(facts.spread, BUSY_SPREAD * busy / 2))
    if facts.cut:
        return Forecast(contestant, facts.plain_s, facts.plain_s, None)
    return Forecast(contestant, facts.plain_s, facts.plain_s / ends, facts.plain_s * ends)


def _busy(facts: LoopFacts, cores: int, workers: float) -> float:
    """How much of a run others may disturb: what computes, starting `workers` (a share of it) included."""
    computes = min(1.0, facts.cpu_s / facts.task_s) if facts.task_s > 0 else 1.0
    return min(1.0, others(cores, facts) / cores) * (workers + (1 - workers) * computes)


def favourite(made: Iterable[Forecast]) -> Forecast | None:
    """Whom to name by forecast alone: the first by preference that nobody is ahead of by anything worth a change.

    One per item has to be ahead by what it must be ahead by in a race; of several Pythons the fastest counts.
    """
    every = [each for each in made if each.wall_s > 0]
    if not every:
        return None
    counted = {each.contestant: math.log(each.wall_s) + _handicap(each) for each in every}
    best = min(counted.values())
    near = [each for each in every if counted[each.contestant] <= best + AHEAD]
    return min(near, key=lambda each: preference(each.contestant))


def preference(contestant: Contestant) -> tuple[bool, int]:
    """The plain loop first, then executors, pools and one per item."""
    return not contestant.is_plain, catalogue.find(contestant.strategy).preference


def most_behind(one: Forecast, made: Iterable[Forecast]) -> float:
    """How much slower than the best of the others it may be, as a share, with 90% (the upper end of an 80% interval).

    Gains share the plain loop's uncertainty, so they are compared, each with its own half of the interval. One per item
    counts as in a race: by what it is ahead more than it has to be.
    """

    def behind(other: Forecast) -> float:
        apart = math.log(other.gain / one.gain) + _handicap(one) - _handicap(other)
        return apart + math.hypot(math.log(other.gain_high / other.gain), math.log(one.gain / one.gain_low))

    return max((math.expm1(max(0.0, behind(each))) for each in made if each != one), default=0.0)


def _handicap(one: Forecast) -> float:
    return handicap(one.contestant, one.wall_s)


def soonest(made: Iterable[Forecast]) -> Callable[[Contestant], float]:
    """What to sort contestants by so that the fastest by forecast runs first; those without one come last."""
    walls = {each.contestant: each.wall_s for each in made}
    return lambda contestant: walls.get(contestant, math.inf)
