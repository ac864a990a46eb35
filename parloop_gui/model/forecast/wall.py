"""The wall time of one contestant, by formulas: start-up, then whatever of four things takes longest.

    wall = start + worker · workers + import and set-up of the workers + the longest of
        makespan          tasks side by side, in rounds (`makespan.py`)
        CPU               all tasks' CPU time and what handing over costs, on the cores there are for it
        handing over      one process hands all items over, one after the other
        starting          one worker per item: they are started one after the other, the last one's task comes behind

Processes have all cores, threads that hold the GIL one between them (with what taking turns costs), coroutines one;
threads that release it, or wait, as many as there are. The shape is that of Amdahl (1967, "Validity of the single
processor approach") with the machine's own overheads; on recorded loops it was right to 4% in the median with costs
measured beside each run, to 14% with costs measured once.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.model.forecast.costs import Cost, start_method_of
from parloop_gui.model.forecast.free_cores import share_of_one
from parloop_gui.model.forecast.loop_facts import LoopFacts
from parloop_gui.model.forecast.makespan import makespan_s
from parloop_gui.model.plan.plan import Contestant, Interpreter, Plan
from parloop_gui.model.statistics.thresholds import MIXED_FROM, TURNS_COST
from parloop_gui.model.statistics.wall_times import EVENT_LOOP, Rules, rules_of


@dataclass(frozen=True)
class Wall:
    """What a run takes, in seconds: for the workers, then for the work.

    `held`: it was reckoned with threads that take turns. `is_guess` where nobody knows whether they do.
    """

    workers_s: float
    work_s: float
    workers: int
    held: bool = False
    is_guess: bool = False

    @property
    def whole_s(self) -> float:
        """All of it."""
        return self.workers_s + self.work_s


@dataclass(frozen=True)
class Setting:
    """In what a contestant runs: its plan and Python, the workers of every pool, what it costs there."""

    plan: Plan
    python: Interpreter
    workers: int | None
    cost: Cost
    bytes_per_s: float | None = None


def wall_of(contestant: Contestant, facts: LoopFacts, setting: Setting) -> Wall:
    """What a run of it takes over the facts' items."""
    strategy = catalogue.find(contestant.strategy)
    own, plan = contestant.arrangement, setting.plan
    call, python = strategy.find_call(contestant.call), setting.python
    effective = strategy.effective(
        call,
        facts.items,
        setting.workers if own.workers is None else own.workers,
        plan.chunksize if own.chunksize is None else own.chunksize,
        python.cores,
        python.version_info,
    )
    rules = rules_of(contestant)
    is_each = strategy.width == "items"
    started = facts.items if is_each else min(effective.workers, facts.items)
    hand_over_s = facts.items * setting.cost.item_s + _data_s(contestant, facts, setting, is_each=is_each)
    held, is_guess = _takes_turns(rules, facts)
    at_once = 1 if held else max(1, effective.width)
    share = share_of_one(at_once, python.cores, facts)
    cores = share * at_once
    cpu_s = (facts.items * facts.cpu_s * (TURNS_COST if held and rules != EVENT_LOOP else 1.0) + hand_over_s) / cores
    own_s = setting.cost.start_s + _own_s(contestant, rules, facts, setting, started)
    if is_each:  # handing an item over is to start its worker
        work_s = max(hand_over_s + facts.longest_s, cpu_s)
        workers_s = min(hand_over_s, work_s)
        return Wall(own_s + workers_s, work_s - workers_s, effective.workers, held=held, is_guess=is_guess)
    # Each task takes longer by what it gets less of a core than in the plain loop; more tasks than cores share them.
    is_alone = at_once <= python.cores
    more_s = facts.cpu_s * max(0.0, 1 / share - 1 / facts.core_share) if is_alone else 0.0
    task_s, longest_s = facts.task_s + more_s, facts.longest_s + more_s
    spread_s = makespan_s(facts.items, effective.width, effective.chunksize, task_s, longest_s)
    work_s = max(spread_s, cpu_s, hand_over_s)
    workers_s = own_s + setting.cost.worker_s * effective.workers
    return Wall(workers_s, work_s, effective.workers, held=held, is_guess=is_guess)


def _takes_turns(rules: Rules, facts: LoopFacts) -> tuple[bool, bool]:
    """Whether one core is all there is for the tasks, and whether that is a guess: most Python code holds the GIL."""
    if rules == EVENT_LOOP:
        return True, False
    if rules != "threads" or facts.gil in ("released", "free-threaded"):
        return False, False
    computes = facts.cpu_s > MIXED_FROM * facts.task_s
    return True, facts.gil == "unknown" and computes


def _data_s(contestant: Contestant, facts: LoopFacts, setting: Setting, *, is_each: bool) -> float:
    """What items and results cost on their way to processes and back; a forked process has its item already."""
    if not setting.bytes_per_s or rules_of(contestant) != "processes":
        return 0.0
    inherits = is_each and start_method_of(contestant, setting.plan, setting.python) == "fork"
    size = facts.beside.result_bytes + (0.0 if inherits else facts.beside.item_bytes)
    return facts.items * size / setting.bytes_per_s


def _own_s(contestant: Contestant, rules: Rules, facts: LoopFacts, setting: Setting, workers: int) -> float:
    """What workers do before their first task: the set-up each, and the import where they start without it."""
    afresh = start_method_of(contestant, setting.plan, setting.python) in ("spawn", "forkserver")
    each_s = facts.beside.setup_s + (facts.beside.import_s if afresh else 0.0)
    at_once = setting.python.cores if rules == "processes" or facts.gil in ("released", "free-threaded") else 1
    return each_s * math.ceil(workers / max(at_once, 1))
