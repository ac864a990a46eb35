"""What was measured of a loop under one Python, as the forecast's formulas want it: the loop, what strategies cost.

    plain loop's runs ─► LoopFacts (tasks, items, GIL, what is handed over)
    a strategy's row  ─► what its start and its end took ─► its costs of starting
                      └► work, beside what the formula says ─► strain: what workers cost each other

The machine's own costs, where they are kept, say how a start is shared out between the pool and its workers, and what
handing an item over costs. What was measured with the loop corrects them; a document of another machine has only that.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from statistics import fmean, variance

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.forecast.costs import USUAL_BYTES_PER_S, Cost, Costs, kind_of
from parloop_gui.model.forecast.loop_facts import LoopFacts, beside_of, facts_of_runs
from parloop_gui.model.forecast.wall import Setting, Wall, wall_of
from parloop_gui.model.plan.plan import Contestant, Interpreter, Plan, plain_loop
from parloop_gui.model.statistics.race import USUAL_VARIANCE
from parloop_gui.model.statistics.summary import Row
from parloop_gui.model.statistics.thresholds import COST_SPREAD_LEAST, LEAST_ROUNDS, MOST_FOR_WAITING, MOSTLY_CPU
from parloop_gui.model.statistics.wall_times import scored

# Handing over one item where nobody measured it, in seconds: ProcessPoolExecutor takes some 100 µs by itself, a chunk
# shares that out, threads take a tenth (measured on an idle machine of two cores).
USUAL_ITEM_S = {"processes": 1e-4, "threads": 1e-5}

# Starting a worker for one item, where nobody measured it: a thread, a process by fork.
USUAL_ONE_S = {"processes": 1e-3, "threads": 5e-5}

# Slower than that a pipe is only while others have the cores: measured in such an hour, 3 MB an item were said to take
# five times as long as they did.
SLOWEST_BYTES_PER_S = USUAL_BYTES_PER_S / 4

# Work that takes more times what the formula says tells of something else than of workers that share the cores.
MOST_STRAIN = 4.0

# Standard deviation of the logarithm of costs that a measured start has corrected, at most: they are that loop's own.
MOST_SPREAD = 2 * COST_SPREAD_LEAST

# To a thousandth: figures have three digits.
_HALVINGS = 10


@dataclass(frozen=True)
class Fitted:
    """A strategy as it was measured. `strain` is what its work took beside what the formula says, on `at_once` workers.

    `spread` is the standard deviation of the logarithm of its measured median.
    """

    row: Row
    cost: Cost
    strain: float
    at_once: float
    spread: float


@dataclass(frozen=True)
class Basis:
    """One loop under one Python. `waits`: its tasks wait rather than compute, so pools have a worker for each item."""

    plan: Plan
    python: Interpreter
    facts: LoopFacts
    plain: Row
    waits: bool
    bytes_per_s: float
    fitted: Mapping[Contestant, Fitted] = field(default_factory=dict)

    def setting(self, cost: Cost, workers: int | None, cores: int) -> Setting:
        """In what a strategy runs with such costs, on so many workers (None: Python's own number) and cores."""
        return Setting(self.plan, replace(self.python, cores=cores), workers, cost, self.bytes_per_s)

    def workers(self, cores: int, items: int) -> int | None:
        """How many workers every pool would have."""
        if self.plan.workers == "python":
            return None
        if isinstance(self.plan.workers, int):
            return self.plan.workers
        return max(1, min(items, MOST_FOR_WAITING)) if self.waits else cores


def basis_of(comparison: Comparison, costs: Costs | None = None, python: str | None = None) -> Basis | None:
    """What that comparison holds for it; None where its plain loop was not measured or nobody else was."""
    interpreter = next(
        (each for each in comparison.plan.pythons if python is None or each.id == python), comparison.plan.pythons[0]
    )
    plain = comparison.row(plain_loop(interpreter.id))
    runs = [each for each in comparison.runs if each.contestant == plain_loop(interpreter.id)]
    measured = [each for run in runs if (each := scored(run)) is not None]
    if plain is None or plain.wall_s is None or not measured:
        return None
    tried = next((each.facts for each in comparison.preflight if each.python == interpreter.id), None)
    told = [cores for run in runs if (cores := run.ended.noise.foreign_cores) is not None]
    facts = facts_of_runs(measured, plain.tag, tried, fmean(told) if told else 0.0)
    assert facts is not None
    if tried is None:
        payload = next((each.payload for each in comparison.handed if each.python == interpreter.id), None)
        facts = replace(facts, beside=beside_of(payload.parts) if payload is not None else facts.beside)
    each_s = max(plain.wall_s.median - facts.beside.setup_s, 0.0) / max(facts.all_items, 1)
    facts, known = replace(facts.over(facts.all_items), task_s=each_s), costs or Costs()
    waits = plain.tag.slug == "io-bound" if plain.tag is not None else facts.cpu_s < MOSTLY_CPU * facts.task_s
    bytes_per_s = max(known.bytes_per_s or USUAL_BYTES_PER_S, SLOWEST_BYTES_PER_S)
    empty = Basis(comparison.plan, interpreter, facts, plain, waits, bytes_per_s)
    rows = [
        row
        for row in comparison.rows
        if row.contestant.python == interpreter.id
        and not row.contestant.is_plain
        and row.wall_s is not None
        and row.outcome == "finished"
    ]
    fitted = {row.contestant: _fitted(row, empty, known) for row in rows}
    return replace(empty, fitted=fitted) if fitted else None


def _fitted(row: Row, basis: Basis, known: Costs) -> Fitted:
    """Costs of starting as the row has them; what is left between the formula and its work is strain."""
    assert row.wall_s is not None
    cores, measured_s = basis.python.cores, row.wall_s.median
    own_s = (row.startup_s or 0.0) + (row.winddown_s or 0.0)
    cost = known.by_kind.get(kind_of(row.contestant, basis.plan, basis.python)) or _usual_cost(row, own_s)

    def wall(cost: Cost) -> Wall:
        return wall_of(row.contestant, basis.facts, basis.setting(cost, row.workers, cores))

    if catalogue.find(row.contestant.strategy).width != "items" and wall(cost).workers_s > 0:
        factor = own_s / wall(cost).workers_s
        cost = replace(cost, start_s=cost.start_s * factor, worker_s=cost.worker_s * factor)
    cost = _within(cost, wall, measured_s)
    cost = replace(cost, spread=min(cost.spread, MOST_SPREAD))
    made = wall(cost)
    strain = (measured_s - made.workers_s) / made.work_s if made.work_s > 0 else 1.0
    strain = min(max(strain, 1 / MOST_STRAIN), MOST_STRAIN)
    return Fitted(row, cost, strain, at_once_of(basis.facts, made, row.width or 1, cores), spread_of_median(row))


def _within(cost: Cost, wall: Callable[[Cost], Wall], measured_s: float) -> Cost:
    """The costs, with as much less for each item as is needed for the formula to take no longer than was measured.

    They were kept from another hour: on a busy machine handing an item over took ten times as long as an hour before.
    """
    if wall(cost).whole_s <= measured_s:
        return cost
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        fits = wall(replace(cost, item_s=cost.item_s * middle)).whole_s <= measured_s
        low, high = (middle, high) if fits else (low, middle)
    return replace(cost, item_s=cost.item_s * low)


def _usual_cost(row: Row, own_s: float) -> Cost:
    """By that row alone: half of its start is the pool's, the other half its workers'."""
    strategy = catalogue.find(row.contestant.strategy)
    if strategy.width == "items":
        return Cost(0.0, 0.0, USUAL_ONE_S.get(strategy.behaves_like, 0.0), 2 * COST_SPREAD_LEAST)
    item_s = USUAL_ITEM_S.get(strategy.behaves_like, USUAL_ITEM_S["threads"]) / max(row.chunksize or 1, 1)
    return Cost(own_s / 2, own_s / 2 / max(row.workers or 1, 1), item_s, 2 * COST_SPREAD_LEAST)


def at_once_of(facts: LoopFacts, wall: Wall, width: int, cores: int) -> float:
    """How many tasks go on side by side as far as strain goes: it does not grow with threads that take turns."""
    return 1.0 if wall.held else busy(facts, width, cores)


def busy(facts: LoopFacts, width: int, cores: int) -> float:
    """How many tasks really go on side by side: as many as keep the cores busy, no more than there are workers."""
    computes = min(1.0, facts.cpu_s / facts.task_s) if facts.task_s > 0 else 1.0
    return max(1.0, min(width, cores / computes if computes > 0 else width))


def spread_of_median(row: Row) -> float:
    """Standard deviation of the logarithm of its median; of two rounds and fewer nothing is known of it.

    That of a mean, and a quarter more for a median of values that are spread normally. Few rounds may agree by chance,
    so what rounds usually differ by counts as two more of them, as in a race.
    """
    logs = [math.log(each) for each in row.round_wall_times_s if each > 0]
    rounds = len(logs)
    if rounds < LEAST_ROUNDS:
        return COST_SPREAD_LEAST
    of_one = (2 * USUAL_VARIANCE + (rounds - 1) * variance(logs)) / (rounds + 1)
    return min(1.25 * math.sqrt(of_one / rounds), COST_SPREAD_LEAST)
