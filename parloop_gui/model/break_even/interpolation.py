"""The model between the cells that were measured: the forecast's formula, corrected by how far off it is around there.

    formula with the machine's costs ─► wall of each side at any place
    cells ─► measured ÷ formula, as logarithms ─► their mean, the nearer the more ─► added

The formula knows how a pool's start, its handing over and the cores add up; what it leaves out (caches, memory, how a
pipe likes large items) differs little from one place to the next.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Mapping
from functools import lru_cache

from parloop_gui.model.break_even.cells import SIDES, STRATEGY_OF, Map, Side, Spot, loop_of, winner_of
from parloop_gui.model.forecast.costs import USUAL_BYTES_PER_S, Cost
from parloop_gui.model.forecast.loop_facts import Beside, LoopFacts
from parloop_gui.model.forecast.wall import Setting, wall_of
from parloop_gui.model.plan.plan import Choice, Contestant, Interpreter, Plan
from parloop_gui.model.statistics.thresholds import COST_SPREAD_LEAST, MOST_FOR_WAITING

# Where nobody measured them: an idle machine of two cores, Python 3.11 by fork.
USUAL_COSTS: dict[Side, Cost] = {
    "threads": Cost(3e-4, 1e-4, 1.5e-5, COST_SPREAD_LEAST),
    "processes": Cost(8e-3, 3e-3, 1.2e-4, COST_SPREAD_LEAST),
}

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
        self._off = {
            side: [cell.log_wall(side) - self._formula(side, cell.spot) for cell in of.cells] for side in SIDES
        }
        self.logs = lru_cache(maxsize=_KEPT)(self._logs)

    def _logs(self, spot: Spot) -> Mapping[Side, float]:
        """The logarithm of each side's wall time there: the formula's, and how far off it is by the cells around.

        These count by their inverse distances (Shepard 1968).
        """
        weights = [1 / (_NEAR + spot.apart(cell.spot)) ** 3 for cell in self._map.cells]
        whole = sum(weights) or 1.0
        return {
            side: self._formula(side, spot) + sum(map(operator.mul, weights, self._off[side])) / whole for side in SIDES
        }

    def winner(self, spot: Spot) -> Side:
        """Who wins there."""
        return winner_of(self.logs(spot))

    def wall_s(self, side: Side, spot: Spot) -> float:
        """What that side takes there."""
        return math.exp(self.logs(spot)[side])

    def _formula(self, side: Side, spot: Spot) -> float:
        if side == "baseline":
            return math.log(self._map.items * spot.task_s)
        cost = self._map.costs.get(side, USUAL_COSTS[side])
        rate = self._map.bytes_per_s or USUAL_BYTES_PER_S
        return _formula(self._map.python, self._map.cpu_share, self._map.items, side, spot, cost, rate)


# A map is looked at anew after each place that is measured, always on the same lattice.
_KEPT = 4096


@lru_cache(maxsize=_KEPT)
def _formula(
    python: Interpreter, cpu_share: int, items: int, side: Side, spot: Spot, cost: Cost, bytes_per_s: float
) -> float:
    """The logarithm of a wall time by the forecast's formula alone."""
    facts = LoopFacts(
        items=items,
        all_items=items,
        task_s=spot.task_s,
        longest_s=spot.task_s,
        cpu_s=spot.task_s * cpu_share / 100,
        gil="free-threaded" if python.free_threaded and not python.gil else "held",
        beside=Beside(item_bytes=float(spot.item_bytes)),
    )
    setting = Setting(plan_of(python, cpu_share), python, workers_of(python, cpu_share), cost, bytes_per_s)
    return math.log(max(wall_of(Contestant(*STRATEGY_OF[side], python.id), facts, setting).whole_s, 1e-9))
