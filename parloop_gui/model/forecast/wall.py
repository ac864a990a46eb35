"""The wall time of one contestant, by formulas: start-up, then whatever of four things takes longest.

    wall = start + worker · workers + import and set-up of the workers + the longest of
        makespan          tasks side by side, in rounds (`makespan.py`)
        CPU               all tasks' CPU time and what handing over costs at both ends, on the cores there are for it
        handing over      one process hands all items over, one after the other
        starting          one worker per item: they are started one after the other, the last one's task comes behind

Processes have all cores, threads that hold the GIL one between them (with what taking turns costs), coroutines one;
threads that release it, or wait, as many as there are. Where all cores compute, each is slower. The shape is that of
Amdahl (1967, "Validity of the single processor approach") with the machine's own overheads; on recorded loops it was
right to 4% in the median with costs measured beside each run, to 14% with costs measured once.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.protocol.kinds import StartMethod
from parloop_gui.model.forecast.costs import Cost, start_method_of
from parloop_gui.model.forecast.free_cores import share_of_one
from parloop_gui.model.forecast.loop_facts import LoopFacts
from parloop_gui.model.forecast.makespan import makespan_s
from parloop_gui.model.plan.plan import Contestant, Interpreter, Plan
from parloop_gui.model.statistics.thresholds import TURNS_COST
from parloop_gui.model.statistics.wall_times import EVENT_LOOP, Rules, rules_of

# Who hands an item to another process is busy with it, and so is who takes it: an empty loop keeps two cores busy, and
# beside tasks that want them each item costs a pool of two as much as in an empty loop (123 to 150 µs, measured with
# tasks of 0, 46 and 188 µs), not half of it.
BOTH_ENDS = 2


@dataclass(frozen=True)
class Wall:
    """What a run takes, in seconds: for the workers, then for the work, which has the cost of `items_paid` items in it.

    `held`: it was reckoned with threads that take turns. `is_guess` where nobody knows whether they do.
    """

    workers_s: float
    work_s: float
    workers: int
    held: bool = False
    is_guess: bool = False
    items_paid: float = 0.0

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
    side_by_side: float = 1.0
    event_loop_s: float = 0.0


def wall_of(contestant: Contestant, facts: LoopFacts, setting: Setting) -> Wall:
    """What a run of it takes over the facts' items."""
    reckoned = _Reckoning(contestant, facts, setting)
    return reckoned.one_each() if reckoned.is_each else reckoned.pooled()


class _Reckoning:
    """One contestant's time, part by part."""

    def __init__(self, contestant: Contestant, facts: LoopFacts, setting: Setting) -> None:
        self.contestant, self.setting = contestant, setting
        self.strategy, self.rules = catalogue.find(contestant.strategy), rules_of(contestant)
        # Its coroutines share one event loop, whose costs are in its own; the plain loop makes one for each.
        self.facts = facts.in_one_loop(setting.event_loop_s) if self.rules == EVENT_LOOP else facts
        self.is_each = self.strategy.width == "items"
        self.effective = self._effective()
        self.held, self.is_guess = _takes_turns(self.rules, facts)
        self.at_once = 1 if self.held else max(1, self.effective.width)
        self.share = share_of_one(self.at_once, setting.python.cores, facts)
        self.ends = BOTH_ENDS if self.rules == "processes" and not self.is_each else 1
        self.hand_over_s = facts.items * setting.cost.item_s + self._data_s()

    def one_each(self) -> Wall:
        """One worker per item: to hand an item over is to start its worker."""
        work_s = max(self.hand_over_s + self.facts.longest_s, self._cpu_s())
        if self.rules == "threads" and self.facts.together is not None:
            work_s = max(work_s, self.facts.items * self.facts.task_s / self.facts.together)
        workers_s = min(self.hand_over_s, work_s)
        return self._wall(self._own_s(self.facts.items) + workers_s, work_s - workers_s)

    def pooled(self) -> Wall:
        """A number of workers, and the tasks side by side on them."""
        more_s, width = self._longer_s(), self.effective.width
        more_s += self.facts.cpu_s * (self._slower() - 1)
        task_s, longest_s = self.facts.task_s + more_s, self.facts.longest_s + more_s
        side_by_side_s = makespan_s(self.facts.items, width, self.effective.chunksize, task_s, longest_s)
        workers = self.effective.workers
        workers_s = self._own_s(min(workers, self.facts.items)) + self.setting.cost.worker_s * workers
        work_s = max(side_by_side_s, self._cpu_s(), self.hand_over_s)
        if self.rules == "threads" and self.facts.together is not None:
            work_s = self.facts.items * self.facts.task_s / self.facts.together  # as it was seen, all of that in it
        return self._wall(workers_s, work_s, self._items_paid(work_s))

    def _wall(self, workers_s: float, work_s: float, items_paid: float = 0.0) -> Wall:
        workers = self.effective.workers
        return Wall(workers_s, work_s, workers, held=self.held, is_guess=self.is_guess, items_paid=items_paid)

    def _items_paid(self, work_s: float) -> float:
        """Whose cost is in the work: all items', those of one core, or nobody's beside long tasks."""
        if work_s == self.hand_over_s:
            return self.facts.items
        return self.ends * self.facts.items / (self.share * self.at_once) if work_s == self._cpu_s() else 0.0

    def _effective(self) -> catalogue.Effective:
        own, plan, python = self.contestant.arrangement, self.setting.plan, self.setting.python
        return self.strategy.effective(
            self.strategy.find_call(self.contestant.call),
            self.facts.items,
            self.setting.workers if own.workers is None else own.workers,
            plan.chunksize if own.chunksize is None else own.chunksize,
            python.cores,
            python.version_info,
        )

    def _cpu_s(self) -> float:
        """All tasks' CPU time and what handing over costs, on the cores that there are for it."""
        turns = TURNS_COST if self.held and self.rules != EVENT_LOOP else 1.0
        work_s = self.facts.items * self.facts.cpu_s * turns * self._slower()
        other_end_s = (self.ends - 1) * self.facts.items * self.setting.cost.item_s
        return (work_s + self.hand_over_s + other_end_s) / (self.share * self.at_once)

    def _slower(self) -> float:
        """How many times as long a task takes beside others: fully so where all cores compute."""
        cores = self.setting.python.cores
        others = min(self.at_once, cores) - 1
        return 1 + (self.setting.side_by_side - 1) * others / (cores - 1) if cores > 1 else 1.0

    def _longer_s(self) -> float:
        """What each task takes longer by getting less of a core than in the plain loop.

        Where there are more workers than cores, not all want one at once: then the CPU time bounds them alone.
        """
        if self.at_once > self.setting.python.cores:
            return 0.0
        return self.facts.cpu_s * max(0.0, 1 / self.share - 1 / self.facts.core_share)

    def _data_s(self) -> float:
        """What items and results cost on their way to processes and back; a forked process has its item already."""
        if not self.setting.bytes_per_s or self.rules != "processes":
            return 0.0
        inherits = self.is_each and self._start_method() == "fork"
        beside = self.facts.beside
        sent = beside.item_bytes + beside.shared_bytes / (self.effective.chunksize or 1)
        size = beside.result_bytes + (0.0 if inherits else sent)
        return self.facts.items * size / self.setting.bytes_per_s

    def _own_s(self, workers: int) -> float:
        """The start, and what workers do before their first task: set up, and import where they start without it."""
        facts, cores = self.facts, self.setting.python.cores
        afresh = self._start_method() in ("spawn", "forkserver")
        each_s = facts.beside.setup_s + (facts.beside.import_s if afresh else 0.0)
        at_once = cores if self.rules == "processes" or facts.gil in ("released", "free-threaded") else 1
        return self.setting.cost.start_s + each_s * math.ceil(workers / max(at_once, 1))

    def _start_method(self) -> StartMethod | None:
        return start_method_of(self.contestant, self.setting.plan, self.setting.python)


def _takes_turns(rules: Rules, facts: LoopFacts) -> tuple[bool, bool]:
    """Whether one core is all there is for the tasks, and whether that is a guess: most Python code holds the GIL."""
    if rules == EVENT_LOOP:
        return True, False
    if rules != "threads" or facts.gil in ("released", "free-threaded"):
        return False, False
    return True, facts.gil == "unknown" and facts.computes and facts.together is None
