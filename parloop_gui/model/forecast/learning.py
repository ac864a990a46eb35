"""What a comparison's own runs teach about what strategies cost here: a forecast is compared with what came of it.

Costs are measured once for each Python, in whatever state the machine is just then. Kept from a busy hour, they were
two to four times too high on an idle machine (three of seven intervals held); so each comparison corrects them a
little, and how far off they were is how sure the next forecast is.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import astuple
from statistics import fmean

from parloop_gui.model.forecast.costs import Cost, Costs, kind_of
from parloop_gui.model.forecast.forecast import Known, setting_of
from parloop_gui.model.forecast.free_cores import others
from parloop_gui.model.forecast.wall import Wall, wall_of
from parloop_gui.model.plan.plan import Plan
from parloop_gui.model.statistics.summary import Row
from parloop_gui.model.statistics.thresholds import COST_SPREAD_LEAST, FOREIGN_CORES

# How far towards what one comparison found the costs go: two such in a row bring them to within a quarter of it.
STEP = 0.5

# By more than this no comparison counts as off: something else was the matter.
MOST = 4.0

# Of a run, from which on it tells of costs: where the tasks take most of it, they tell of the tasks.
LEAST_SHARE = 0.5

# Items of so much take milliseconds by themselves to be there in each run (100 MB of them: 34).
LARGE_BYTES = 5e6

# With one alone, one slow moment would be kept.
LEAST_ROUNDS = 2


def learned(plan: Plan, known: Known, rows: Iterable[Row], beside_s: float | None) -> Costs:
    """What these rows correct: the costs of the kinds of run of which they tell something, what a run takes beside.

    `beside_s` is what runs took beside their wall time, in the median; None where that tells nothing of others.
    """
    return Costs(_by_kind(plan, known, rows), beside_s=_beside_s(known, beside_s))


def _beside_s(known: Known, measured_s: float | None) -> float | None:
    """A step towards what was measured; nothing by a machine that others kept busy, or by a run that holds much."""
    kept_s, facts = known.costs.beside_s, known.facts
    is_large = facts.beside.item_bytes * facts.all_items > LARGE_BYTES
    if measured_s is None or measured_s <= 0 or is_large or others(known.python.cores, known.facts) > FOREIGN_CORES:
        return None
    return measured_s if kept_s is None else kept_s * (measured_s / kept_s) ** STEP


def _by_kind(plan: Plan, known: Known, rows: Iterable[Row]) -> dict[str, Cost]:
    """The costs as these rows have them: the mean of those of a kind."""
    found: dict[str, list[Cost]] = {}
    foreign = others(known.python.cores, known.facts)
    for row in rows:
        setting = setting_of(plan, row.contestant, known)
        measured_s = _measured_s(row)
        if setting is None or measured_s is None or row.contestant.python != known.python.id:
            continue
        wall = wall_of(row.contestant, known.facts, setting)
        kind = kind_of(row.contestant, plan, known.python)
        costs_s = wall.workers_s + wall.items_paid * setting.cost.item_s
        if costs_s > 0 and costs_s >= LEAST_SHARE * wall.whole_s:
            off_s = min(max(measured_s - (wall.whole_s - costs_s), costs_s / MOST), costs_s * MOST) - costs_s
            found.setdefault(kind, []).append(_corrected(setting.cost, wall, off_s, foreign))
    return {kind: Cost(*map(fmean, zip(*map(astuple, costs), strict=True))) for kind, costs in found.items()}


def _measured_s(row: Row) -> float | None:
    """The median of its rounds; None of the plain loop, of few rounds, and of a sample, whose figure is the whole's."""
    if row.contestant.is_plain or row.outcome != "finished" or row.wall_s is None or row.rounds < LEAST_ROUNDS:
        return None
    return row.wall_s.median


def _corrected(cost: Cost, wall: Wall, off_s: float, foreign: float) -> Cost:
    """A step towards what was found, each part by how much of it may be its fault.

    What an item costs was told by two runs that hardly differed, so it may be off by a multiple where starting the
    workers is not: a run over many items then says nothing of the start.
    """
    costs_s = wall.workers_s + wall.items_paid * cost.item_s
    # What was kept may hold a spread of nothing at all, and then nothing would be anybody's fault.
    workers_off, items_off = (
        (max(cost.spread, COST_SPREAD_LEAST) * wall.workers_s) ** 2,
        (wall.items_paid * cost.item_off_s) ** 2,
    )
    of_workers = workers_off / (workers_off + items_off)
    off = math.log((costs_s + off_s) / costs_s)
    workers = math.exp(STEP * off * of_workers)
    item_s = cost.item_s
    if wall.items_paid:
        item_s = max(0.0, item_s + STEP * off_s * (1 - of_workers) / wall.items_paid)
    spread = max(COST_SPREAD_LEAST, math.sqrt((1 - STEP) * cost.spread**2 + STEP * off**2))
    return Cost(cost.start_s * workers, cost.worker_s * workers, item_s, spread, foreign)
