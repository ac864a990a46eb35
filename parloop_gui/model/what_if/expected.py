"""What each strategy would take then, with an 80% interval.

    basis + changes ─► the formula with what was measured in it ─► start + work · strain ─► wall time, gain

Strain grows with who works side by side (contention of the Universal Scalability Law): from what two workers cost each
other follows what eight would. So does its interval, which is why what lies far beyond the machine is wide.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from statistics import NormalDist

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.model.forecast.free_cores import others
from parloop_gui.model.forecast.loop_facts import LoopFacts
from parloop_gui.model.forecast.wall import wall_of
from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.statistics.summary import Figure
from parloop_gui.model.statistics.thresholds import (
    BUSY_SPREAD,
    WHAT_IF_FAR,
    WHAT_IF_LEAST_SPREAD,
    WHAT_IF_SPREAD,
)
from parloop_gui.model.what_if.basis import Basis, Fitted, at_once_of, spread_of_median
from parloop_gui.model.what_if.changes import Changes

# Standard deviations to either side that hold 80%.
_80_PERCENT = NormalDist().inv_cdf(0.9)


@dataclass(frozen=True)
class Expected:
    """One strategy's wall time in seconds and gain over the plain loop, as measured and as they would be.

    Intervals of `wall_s` and `gain` hold in 80% of cases. `is_beyond`: nothing on this machine could show it.
    """

    contestant: Contestant
    workers: int | None
    now_s: float
    now_gain: float
    wall_s: Figure
    gain: Figure
    is_beyond: bool = False


def expected(basis: Basis, changes: Changes) -> tuple[Expected, ...]:
    """The plain loop, then everyone who was measured, in their order."""
    facts = changes.facts(basis.facts)
    cores = changes.cores or basis.python.cores
    reach = changes.reach(basis.facts, basis.python.cores)
    is_beyond = cores > basis.python.cores
    plain_s = facts.plain_s
    assert basis.plain.wall_s is not None
    now_s = basis.plain.wall_s.median
    formula = min(1.0, reach / WHAT_IF_FAR) * WHAT_IF_SPREAD / 2
    spread = math.hypot(WHAT_IF_LEAST_SPREAD, spread_of_median(basis.plain), formula, _crowd(basis))
    plain = Expected(
        basis.plain.contestant, None, now_s, 1.0, _figure(plain_s, spread), Figure(1.0, 1.0, 1.0), is_beyond=False
    )
    others = (_one(basis, each, changes, facts, cores, reach, is_beyond) for each in basis.fitted.values())
    return (plain, *others)


def _one(
    basis: Basis, one: Fitted, changes: Changes, facts: LoopFacts, cores: int, reach: float, is_beyond: bool
) -> Expected:
    contestant = one.row.contestant
    wall = wall_of(contestant, facts, basis.setting(one.cost, basis.workers(cores, facts.items), cores))
    freed = changes.no_gil and catalogue.find(contestant.strategy).behaves_like == "threads"
    measured = _freed(basis, one) if freed else one
    at_once = at_once_of(facts, wall, wall.workers, cores)
    work_s = wall.work_s * _strain(measured, at_once)
    whole_s = wall.workers_s + work_s
    own = wall.workers_s / whole_s if whole_s > 0 else 0.0
    spread = _spread(one, own, reach + freed * WHAT_IF_FAR, _stretch(measured, at_once))
    assert one.row.wall_s is not None and basis.plain.wall_s is not None
    now_s = one.row.wall_s.median
    return Expected(
        contestant,
        wall.workers,
        now_s,
        basis.plain.wall_s.median / now_s,
        _figure(whole_s, math.hypot(spread, WHAT_IF_LEAST_SPREAD, _crowd(basis))),
        _figure(facts.plain_s / whole_s, math.hypot(spread, _crowd(basis))),
        is_beyond=is_beyond or (freed and not basis.python.free_threaded),
    )


def _freed(basis: Basis, one: Fitted) -> Fitted:
    """What threads that take turns cost each other tells nothing of threads that don't; processes do, if they ran.

    Threads that wait hardly take turns: theirs holds on, where what processes cost each other is starts and pipes.
    """
    if basis.waits:
        return one
    others = [
        each
        for each in basis.fitted.values()
        if catalogue.find(each.row.contestant.strategy).behaves_like == "processes" and each.at_once > 1
    ]
    nearest = min(others, key=lambda each: each.strain, default=one)
    return replace(nearest, strain=max(1.0, nearest.strain) if others else 1.0)


def _strain(one: Fitted, at_once: float) -> float:
    """What the work takes beside the formula with so many side by side.

    Work that was faster than the formula is not believed to be so farther out: eight cores give no more than eight.
    """
    if one.at_once <= 1:
        return one.strain
    if one.strain <= 1:
        return 1 - (1 - one.strain) / _stretch(one, at_once)
    return 1 + (one.strain - 1) / (one.at_once - 1) * (at_once - 1)


def _stretch(one: Fitted, at_once: float) -> float:
    """How many times farther from one worker it lies than what was measured: by so much errors grow."""
    return max(1.0, (at_once - 1) / (one.at_once - 1)) if one.at_once > 1 else 1.0


def _spread(one: Fitted, own: float, reach: float, stretch: float) -> float:
    """The standard deviation of the logarithm: of what was measured, and of the formula the farther it is applied."""
    far = min(1.0, reach / WHAT_IF_FAR)
    formula = math.hypot((1 - own) * WHAT_IF_SPREAD, own * one.cost.spread)
    return math.hypot(WHAT_IF_LEAST_SPREAD, one.spread * stretch, far * formula)


def _crowd(basis: Basis) -> float:
    """What others add that kept the cores busy: half of it, for what was measured was measured beside them, too."""
    cores = basis.python.cores
    return BUSY_SPREAD / 2 * min(1.0, others(cores, basis.facts) / cores)


def _figure(value: float, spread: float) -> Figure:
    factor = math.exp(_80_PERCENT * spread)
    return Figure(value, value / factor, value * factor)
