"""What a comparison's own runs teach about what strategies cost here: a forecast is compared with what came of it.

Costs are measured once for each Python, in whatever state the machine is just then. Kept from a busy hour, they were
two to four times too high on an idle machine (three of seven intervals held); so each comparison corrects them a
little, and how far off they were is how sure the next forecast is.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from statistics import fmean

from parloop_gui.model.forecast.costs import Cost, Costs, kind_of
from parloop_gui.model.forecast.forecast import Known, setting_of
from parloop_gui.model.forecast.free_cores import others
from parloop_gui.model.forecast.wall import wall_of
from parloop_gui.model.plan.plan import Plan
from parloop_gui.model.statistics.summary import Row
from parloop_gui.model.statistics.thresholds import COST_SPREAD_LEAST, FOREIGN_CORES

# How far towards what one comparison found the costs go: two such in a row bring them to within a quarter of it.
STEP = 0.5

# By more than this no comparison counts as off: something else was the matter.
MOST = 4.0

# Of a run, from which on it tells of costs: where the tasks take most of it, they tell of the tasks.
LEAST_SHARE = 0.5

# With one alone, one slow moment would be kept.
LEAST_ROUNDS = 2


def learned(plan: Plan, known: Known, rows: Iterable[Row], beside_s: float | None) -> Costs:
    """What these rows correct: the costs of the kinds of run of which they tell something, what a run takes beside.

    `beside_s` is what runs took beside their wall time, in the median; None where that tells nothing of others.
    """
    return Costs(_by_kind(plan, known, rows), beside_s=_beside_s(known, beside_s))


def _beside_s(known: Known, measured_s: float | None) -> float | None:
    """A step towards what was measured; nothing by a machine that others kept busy."""
    kept_s = known.costs.beside_s
    if measured_s is None or measured_s <= 0 or others(known.python.cores, known.facts) > FOREIGN_CORES:
        return None
    return measured_s if kept_s is None else kept_s * (measured_s / kept_s) ** STEP


def _by_kind(plan: Plan, known: Known, rows: Iterable[Row]) -> dict[str, Cost]:
    off: dict[str, list[float]] = {}
    used: dict[str, Cost] = {}
    for row in rows:
        setting = setting_of(plan, row.contestant, known)
        measured_s = _measured_s(row)
        if setting is None or measured_s is None or row.contestant.python != known.python.id:
            continue
        wall = wall_of(row.contestant, known.facts, setting)
        if wall.workers_s <= 0 or wall.workers_s < LEAST_SHARE * wall.whole_s:
            continue
        factor = max(measured_s - wall.work_s, wall.workers_s / MOST) / wall.workers_s
        kind = kind_of(row.contestant, plan, known.python)
        off.setdefault(kind, []).append(math.log(min(factor, MOST)))
        used[kind] = setting.cost
    foreign = others(known.python.cores, known.facts)
    return {kind: _corrected(used[kind], fmean(logs), foreign) for kind, logs in off.items()}


def _measured_s(row: Row) -> float | None:
    """The median of its rounds; None of the plain loop, of few rounds, and of a sample, whose figure is the whole's."""
    if row.contestant.is_plain or row.outcome != "finished" or row.wall_s is None or row.rounds < LEAST_ROUNDS:
        return None
    return row.wall_s.median


def _corrected(cost: Cost, off: float, foreign: float) -> Cost:
    spread = math.sqrt((1 - STEP) * cost.spread**2 + STEP * off**2)
    return replace(cost.times(math.exp(STEP * off)), spread=max(COST_SPREAD_LEAST, spread), foreign=foreign)
