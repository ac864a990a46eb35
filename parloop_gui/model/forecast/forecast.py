"""What each contestant is expected to take, with an 80% interval, and whom one would name by that alone."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.model.events.forecast import Forecast
from parloop_gui.model.forecast.costs import Cost, Costs, kind_of
from parloop_gui.model.forecast.free_cores import others, slower
from parloop_gui.model.forecast.loop_facts import LoopFacts
from parloop_gui.model.forecast.wall import Setting, Wall, wall_of
from parloop_gui.model.plan.plan import Contestant, Interpreter, Plan
from parloop_gui.model.statistics.race import handicap
from parloop_gui.model.statistics.thresholds import AHEAD, BUSY_SPREAD, FORMULA_SPREAD

# Standard deviations to either side that hold 80%.
_80_PERCENT = NormalDist().inv_cdf(0.9)


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
    setting = setting_of(plan, contestant, known)
    if setting is None:
        return None
    wall = wall_of(contestant, facts, setting)
    whole = wall_of(contestant, facts.over(facts.all_items), setting)
    spread = _spread(wall, setting.cost, facts, known.python.cores)
    low, high = _ends(math.hypot(spread, facts.spread))
    gain_low, gain_high = _ends(spread)
    if wall.is_guess:  # if they don't take turns after all, the cores are theirs
        side_by_side = max(1, min(known.python.cores, facts.items))
        low *= (wall.workers_s + wall.work_s / side_by_side) / wall.whole_s
        gain_high *= side_by_side
    gain = facts.over(facts.all_items).plain_s / whole.whole_s
    return Forecast(
        contestant,
        wall.whole_s,
        wall.whole_s * low,
        None if facts.cut else wall.whole_s * high,
        gain,
        gain * gain_low,
        gain * gain_high,
        workers=wall.workers,
        whole_s=None if facts.items == facts.all_items else whole.whole_s,
    )


def setting_of(plan: Plan, contestant: Contestant, known: Known) -> Setting | None:
    """In what it runs, with what it costs beside those who want the cores now; None where its costs are not known."""
    cost = known.costs.by_kind.get(kind_of(contestant, plan, known.python))
    if cost is None:
        return None
    cores, costs = known.python.cores, known.costs
    cost = cost.times(slower(cores, others(cores, known.facts), cost.foreign))
    setting = Setting(plan, known.python, known.workers, cost, costs.bytes_per_s, costs.side_by_side or 1.0)
    return replace(setting, event_loop_s=costs.event_loop_s or 0.0)


def _spread(wall: Wall, cost: Cost, facts: LoopFacts, cores: int) -> float:
    """The standard deviation of the logarithm of what a formula gives: of its two parts, by how much each is of it.

    And what changes while others are at work.
    """
    workers = wall.workers_s / wall.whole_s if wall.whole_s > 0 else 0.0
    busy = BUSY_SPREAD * _busy(facts, cores, workers)
    return math.hypot((1 - workers) * FORMULA_SPREAD, workers * cost.spread, busy)


def _ends(spread: float) -> tuple[float, float]:
    """By what to multiply for the ends of the interval."""
    return math.exp(-_80_PERCENT * spread), math.exp(_80_PERCENT * spread)


def _plain(contestant: Contestant, facts: LoopFacts, cores: int) -> Forecast:
    low, high = _ends(math.hypot(facts.spread, BUSY_SPREAD * _busy(facts, cores, 0.0) / 2))
    low_s, high_s = (facts.plain_s, None) if facts.cut else (facts.plain_s * low, facts.plain_s * high)
    whole_s = None if facts.items == facts.all_items else facts.over(facts.all_items).plain_s
    return Forecast(contestant, facts.plain_s, low_s, high_s, whole_s=whole_s)


def _busy(facts: LoopFacts, cores: int, workers: float) -> float:
    """How much others may disturb a run: what of it computes, starting `workers` (a share of it) included.

    In cores' worth of others; where they are more than the cores their number varies by its root.
    """
    computes = min(1.0, facts.cpu_s / facts.task_s) if facts.task_s > 0 else 1.0
    crowd = others(cores, facts) / cores
    return min(crowd, math.sqrt(crowd)) * (workers + (1 - workers) * computes)


def favourite(made: Iterable[Forecast]) -> Forecast | None:
    """Whom to name by forecast alone: the first by preference that nobody is ahead of by anything worth a change.

    One per item has to be ahead by what it must be ahead by in a race; of several Pythons the fastest counts.
    """
    every = [each for each in made if each.wall_s > 0]
    if not every:
        return None
    counted = {each.contestant: math.log(each.counted_s) + _handicap(each) for each in every}
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
    return handicap(one.contestant, one.counted_s)


def soonest(made: Iterable[Forecast]) -> Callable[[Contestant], float]:
    """What to sort contestants by so that the fastest by forecast runs first; those without one come last."""
    walls = {each.contestant: each.wall_s for each in made}
    return lambda contestant: walls.get(contestant, math.inf)
