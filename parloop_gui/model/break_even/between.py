"""The model between the cells that were measured: the forecast's formula, corrected by how far off it is around there.

    formula with the machine's costs ─► wall of each side at any place
    cells ─► measured ÷ formula, as logarithms ─► their mean, the nearer the more ─► added

The formula knows how a pool's start, its handing over and the cores add up; what it leaves out (caches, memory, how a
pipe likes large items) differs little from one place to the next.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache

from parloop_gui.model.break_even.cells import SIDES, STRATEGY_OF, Map, Side, Spot, loop_of, winner_of
from parloop_gui.model.forecast.costs import Cost
from parloop_gui.model.forecast.loop_facts import Beside, LoopFacts
from parloop_gui.model.forecast.wall import Setting, wall_of
from parloop_gui.model.plan.plan import Choice, Contestant, Interpreter, Plan
from parloop_gui.model.statistics.thresholds import COST_SPREAD_LEAST, MOST_FOR_WAITING

# Where nobody measured them: an idle machine of two cores, Python 3.11 by fork.
USUAL_COSTS: dict[Side, Cost] = {
    "threads": Cost(3e-4, 1e-4, 1.5e-5, COST_SPREAD_LEAST),
    "processes": Cost(8e-3, 3e-3, 1.2e-4, COST_SPREAD_LEAST),
}
USUAL_BYTES_PER_S = 1e9

# In decades: cells nearer than that say the same, and the weight of the others falls with the cube of how far they are.
_NEAR = 0.15


def workers_of(python: Interpreter, cpu_share: int) -> int:
    """As many as keep the cores busy (Goetz's number), no more than Python's own executor takes at most."""
    wanted = python.cores * 100 / cpu_share if cpu_share > 0 else math.inf
    return max(1, math.ceil(min(wanted, MOST_FOR_WAITING)))


def plan_of(python: Interpreter, cpu_share: int) -> Plan:
    """The plan of one place, as costs are asked for by: every place has the same."""
    return Plan(loop_of(Spot(1e-3, 100), cpu_share), tuple(Choice(*each) for each in STRATEGY_OF.values()), (python,))


class Between:
    """The wall time of each side at any place of a map."""

    def __init__(self, of: Map) -> None:
        self._map = of
        plan, rate = plan_of(of.python, of.cpu_share), of.bytes_per_s or USUAL_BYTES_PER_S
        workers = workers_of(of.python, of.cpu_share)
        self._settings = {
            side: Setting(plan, of.python, workers, of.costs.get(side, USUAL_COSTS[side]), rate)
            for side in SIDES
            if side != "baseline"
        }
        self._off = {
            side: [(cell.spot, cell.log_wall(side) - self._formula(side, cell.spot)) for cell in of.cells]
            for side in SIDES
        }
        self.logs = lru_cache(maxsize=4096)(self._logs)

    def _logs(self, spot: Spot) -> Mapping[Side, float]:
        """The logarithm of each side's wall time there."""
        return {side: self._formula(side, spot) + _weighted(self._off[side], spot) for side in SIDES}

    def winner(self, spot: Spot) -> Side:
        """Who wins there."""
        return winner_of(self.logs(spot))

    def wall_s(self, side: Side, spot: Spot) -> float:
        """What that side takes there."""
        return math.exp(self.logs(spot)[side])

    def _formula(self, side: Side, spot: Spot) -> float:
        if side == "baseline":
            return math.log(self._map.items * spot.task_s)
        share = self._map.cpu_share / 100
        facts = LoopFacts(
            items=self._map.items,
            all_items=self._map.items,
            task_s=spot.task_s,
            longest_s=spot.task_s,
            cpu_s=spot.task_s * share,
            gil="free-threaded" if self._map.python.free_threaded and not self._map.python.gil else "held",
            beside=Beside(item_bytes=float(spot.item_bytes)),
        )
        contestant = Contestant(*STRATEGY_OF[side], self._map.python.id)
        return math.log(max(wall_of(contestant, facts, self._settings[side]).whole_s, 1e-9))


def _weighted(off: Sequence[tuple[Spot, float]], spot: Spot) -> float:
    """How far off the formula is there, by the cells around: inverse distances (Shepard 1968)."""
    weights = [1 / (_NEAR + spot.apart(cell)) ** 3 for cell, _ in off]
    return sum(weight * each for weight, (_, each) in zip(weights, off, strict=True)) / sum(weights) if off else 0.0
