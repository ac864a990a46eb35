"""What a way of running a loop costs beside its tasks on this machine: fitted to runs of a loop that does nothing.

    wall of a run over `items` on `workers` = start + worker · workers + item · items

An empty loop is nothing but these costs, so three runs tell them apart: few items, few items on more workers, many
items. The bridge makes the runs, once for each Python, and keeps what they came to.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, field, replace
from statistics import fmean, median

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.protocol.kinds import StartMethod
from parloop_gui.model.plan.plan import Contestant, Interpreter, Plan
from parloop_gui.model.statistics.thresholds import COST_SPREAD_LEAST

# Where the runs are made: pools start as many workers as there are tasks at most, so few items are as many as the
# workers; 400 by themselves take ProcessPoolExecutor some 60 ms: long beside how much its start varies, short for who
# waits.
FEW_ITEMS, MANY_ITEMS = 16, 400
FEW_WORKERS, MORE_WORKERS = 2, 16

# Processes of one run of Process, which makes one per item: they take about 60 ms.
ONE_EACH_ITEMS = 40

# Event loops of one plain run: each computes 0.1 to 0.4 ms, and of a single one no clock is sure.
LOOPED_ITEMS = 50

# Tasks that are slower by more beside each other are so by the moment, not by the machine: two threads of one core are
# each about half as slow again.
MOST_SLOWER = 1.6

# Bytes a second through pickle and a pipe, where nobody measured them.
USUAL_BYTES_PER_S = 1e9


@dataclass(frozen=True)
class Trial:
    """A run of the empty loop: over how many items, on how many workers (None: one per item, or Python's own)."""

    items: int
    workers: int | None = None


@dataclass(frozen=True)
class Cost:
    """Seconds: once, for each worker, for each item; `spread` is the standard deviation of the logarithm of their sum.

    The item's part is what handing it over and taking its result back costs.
    """

    start_s: float
    worker_s: float
    item_s: float
    spread: float
    foreign: float = 0.0
    """Cores that other programs kept busy while it was measured."""

    def times(self, factor: float) -> Cost:
        """So many times as much of everything."""
        parts = self.start_s * factor, self.worker_s * factor, self.item_s * factor
        return replace(self, start_s=parts[0], worker_s=parts[1], item_s=parts[2])

    @property
    def item_off_s(self) -> float:
        """By how much an item's part may be off: it is a share of how much two runs differ, many items apart."""
        return self.spread * max(self.item_s, self.start_s / (MANY_ITEMS - FEW_ITEMS))


# Beyond these is no machine: a day for a worker to start, runs of which one in six takes 20,000 times as long as usual,
# more cores than any has.
MOST = Cost(start_s=86_400.0, worker_s=86_400.0, item_s=86_400.0, spread=10.0, foreign=100_000)


def are_possible(costs: Iterable[Cost], bytes_per_s: float | None) -> bool:
    """Whether a machine can have these, which a file told: JSON holds infinities, and what is no number, too."""
    figures = (each for cost in costs for each in zip(astuple(cost), astuple(MOST), strict=True))
    return (bytes_per_s is None or 1 <= bytes_per_s < math.inf) and all(0 <= figure <= most for figure, most in figures)


@dataclass(frozen=True)
class Costs:
    """The costs by kind of run (`kind_of`), and how many bytes a second go through pickle and a pool's pipes.

    `beside_s` is what a run of any kind takes beside its wall time, where comparisons have told: its process, its
    records, its results. `side_by_side` is how many times as long tasks take while all cores compute: those of a
    virtual machine share more than their names tell. `event_loop_s` is what an event loop of its own computes for each
    coroutine that waits in the plain loop: those that share one pay it once for all.
    """

    by_kind: Mapping[str, Cost] = field(default_factory=dict)
    bytes_per_s: float | None = None
    beside_s: float | None = None
    side_by_side: float | None = None
    event_loop_s: float | None = None


def kind_of(contestant: Contestant, plan: Plan, python: Interpreter) -> str:
    """What its costs go by: strategy, call, start method, chunk size, and whether tasks are coroutines.

    In threads and processes each of those has an event loop of its own, which costs more than all of handing it over.
    """
    own = contestant.arrangement
    chunksize = own.chunksize or plan.chunksize
    parts = [contestant.strategy, contestant.call, start_method_of(contestant, plan, python) or "", chunksize or ""]
    parts += ["async"] if plan.loop.is_async else []
    return ":".join(map(str, parts))


def start_method_of(contestant: Contestant, plan: Plan, python: Interpreter) -> StartMethod | None:
    """By which its processes start; None where there are none."""
    if not catalogue.find(contestant.strategy).uses_start_method:
        return None
    return contestant.arrangement.start_method or plan.start_method or python.start_method


def trials_of(contestant: Contestant) -> tuple[Trial, ...]:
    """The runs of the empty loop that tell its costs."""
    strategy = catalogue.find(contestant.strategy)
    if strategy.width == "items":
        return Trial(FEW_WORKERS), Trial(ONE_EACH_ITEMS)
    if strategy.find_call(contestant.call).awaits:
        return Trial(FEW_ITEMS), Trial(MANY_ITEMS)
    return Trial(FEW_ITEMS, FEW_WORKERS), Trial(FEW_ITEMS, MORE_WORKERS), Trial(MANY_ITEMS, FEW_WORKERS)


def cost_from(passes: Sequence[Mapping[Trial, float]], foreign: float = 0.0) -> Cost | None:
    """The costs by the wall times of those runs, pass by pass; None where no pass is whole.

    Slopes are differences of the least: others only ever add to a run, and in a busy hour differences within a pass
    once came to an eighth of what an item costs a ProcessPoolExecutor. What a run comes to is the median.
    """
    if not passes or not passes[0]:
        return None
    trials = list(passes[0])
    few, many = min(trials, key=_size), max(trials, key=_size)
    wider = max(trials, key=lambda each: each.workers or 0)
    least = {trial: min(each[trial] for each in passes) for trial in trials}
    item_s = max(0.0, least[many] - least[few]) / max(many.items - few.items, 1)
    worker_s = 0.0
    if few.workers is not None and wider.workers is not None and wider.workers > few.workers:
        worker_s = max(0.0, least[wider] - least[few]) / (wider.workers - few.workers)
    few_s = median([each[few] for each in passes])
    start_s = max(0.0, few_s - item_s * few.items - worker_s * (few.workers or 0))
    spread = _spread([[each[trial] for each in passes] for trial in trials])
    return Cost(start_s, worker_s, item_s, spread, foreign)


def _size(trial: Trial) -> tuple[int, int]:
    return trial.items, trial.workers or 0


def _spread(walls_s: Sequence[Sequence[float]]) -> float:
    """The standard deviation of a single run's logarithm, by how repetitions differ; never below what is usual."""
    squares, freedom = 0.0, 0
    for walls in walls_s:
        logs = [math.log(wall) for wall in walls]
        mean = fmean(logs)
        squares += sum((log - mean) ** 2 for log in logs)
        freedom += len(logs) - 1
    return max(COST_SPREAD_LEAST, math.sqrt(squares / freedom) if freedom else 0.0)
