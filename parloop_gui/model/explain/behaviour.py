"""What a run's workers did with their time, in numbers, and what that comes to.

    a Row and its plain loop's tag ─► Behaviour ─ how ─► the verdict's reasons, advice
    the lanes of one run ─ refine ─►     ┘        how ─► the timeline's sentences

Verdict, advice and timeline all speak from here, so that none says of a run what another denies.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.protocol.kinds import Family, GilState
from parloop_gui.model.plan.plan import Contestant, Plan
from parloop_gui.model.statistics.classification import Tag
from parloop_gui.model.statistics.summary import Row
from parloop_gui.model.statistics.thresholds import (
    IN_LINE,
    IN_TURN,
    MIXED_FROM,
    MIXED_TO,
    NEARLY_ALL_WORKERS,
    NOTABLE,
    TOGETHER,
)
from parloop_gui.model.statistics.wall_times import Rules, rules_of
from parloop_gui.model.wording.titles import name

# What tasks do by themselves, with what they wait for each other taken out.
Kind = Literal["computes", "waits", "mixed"]

COMPUTES: Final = "computes"
WAITS: Final = "waits"
MIXED: Final = "mixed"

# What came of it: the plain loop alone; one worker did all; each was over before the next; they computed at once; they
# took turns on the GIL; waited for a core; were long in starting; had no work; waited for something they share; kept
# few cores busy, nobody knows why; waited at once; waited for each other; were over before the last was started; one
# thread ran all coroutines.
How = Literal[
    "alone",
    "one-worker",
    "hardly-overlapped",
    "side-by-side",
    "turns",
    "crowded",
    "starting",
    "fed-slowly",
    "held-up",
    "few-busy",
    "waited-together",
    "in-line",
    "one-by-one",
    "one-loop",
]

HOWS: tuple[How, ...] = get_args(How)


@dataclass(frozen=True)
class Behaviour:
    """Runs of one contestant in numbers. Shares are of 1; `busy` and `at_once` are cores and tasks on average at work.

    `own_share` (on a core, of the tasks' own time) and `gil` are the loop's, by its plain runs; `is_known`: for sure.
    `rules`: how its workers wait. `start_s` is how long a worker took to start on average, `apart_s` how long after one
    began its first task the next one did, None where that is unknown; `one_each`: every task had a worker of its own.
    `each_other_share` is for what they share. `runs_programs`, `native_threads`: tasks compute where their own threads'
    clocks don't see it. `python` is whose run it is, "" where all are under the same one.
    """

    name: str
    family: Family
    rules: Rules
    own_share: float
    gil: GilState
    tasks: int
    workers: int
    cores: int
    busy: float
    at_once: float
    cpu_share: float
    idle_share: float
    gil_wait_share: float
    core_wait_share: float
    wall_s: float
    startup_s: float
    each_other_share: float = 0.0
    winddown_s: float = 0.0
    task_s: float | None = None
    start_s: float | None = None
    apart_s: float | None = None
    speedup: float | None = None
    one_each: bool = False
    is_known: bool = True
    runs_programs: bool = False
    native_threads: bool = False
    python: str = ""

    @property
    def kind(self) -> Kind:
        """What the loop's tasks do by themselves."""
        return COMPUTES if self.own_share > MIXED_TO else WAITS if self.own_share < MIXED_FROM else MIXED

    @property
    def how(self) -> How:
        """What came of it."""
        if self.family == "baseline":
            return "alone"
        if self.workers <= 1:
            return "hardly-overlapped" if self.one_each and self.tasks > 1 else "one-worker"
        if self.rules == "event-loop" and self.kind != WAITS:
            return "one-loop"
        if self.kind == COMPUTES:
            return _how_it_computed(self)
        if self.kind == MIXED and _takes_turns(self):
            return "turns"
        if self.each_other_share >= IN_LINE:
            return "in-line"
        if _was_started_in_turn(self):
            return "one-by-one"
        return "waited-together" if self.at_once >= TOGETHER else _what_is_missing(self, "fed-slowly")

    @property
    def starting_share(self) -> float:
        """How much of the wall time starting and ending the workers took."""
        return (self.startup_s + self.winddown_s) / self.wall_s if self.wall_s > 0 else 0.0

    @property
    def computes_elsewhere(self) -> bool:
        """Whether tasks compute in other programs or in threads of their own."""
        return self.runs_programs or self.native_threads


def behaviour_of_row(row: Row, plain: Tag | None, cores: int, among: Iterable[Contestant] = ()) -> Behaviour:
    """What a contestant's runs came to; `plain` is the tag of its plain loop, `cores` what its Python may use."""
    contestant, tag = row.contestant, row.tag
    strategy = catalogue.find(contestant.strategy)
    width, inside_s = row.width or 1, (row.task_s or 0.0) * (row.items or 0)
    at_once = min(inside_s / row.work_s, float(width)) if row.work_s else 0.0
    cpu_share = tag.cpu_share if tag is not None else 0.0
    among = tuple(among)
    return Behaviour(
        name=name(contestant, among),
        family=strategy.family,
        rules=rules_of(contestant),
        own_share=plain.corrected_share if plain is not None else cpu_share,
        gil=plain.gil if plain is not None else "unknown",
        tasks=row.items or 0,
        workers=width,
        cores=cores,
        busy=at_once * cpu_share,
        at_once=at_once,
        cpu_share=cpu_share,
        idle_share=1 - at_once / width,
        gil_wait_share=tag.gil_wait_share if tag is not None else 0.0,
        core_wait_share=tag.core_wait_share if tag is not None else 0.0,
        each_other_share=tag.each_other_share if tag is not None else 0.0,
        wall_s=row.wall_s.median if row.wall_s is not None else 0.0,
        startup_s=row.startup_s or 0.0,
        winddown_s=row.winddown_s or 0.0,
        task_s=row.task_s,
        apart_s=_apart_s(row) if strategy.width == "items" else None,
        speedup=row.speedup.median if row.speedup is not None and not contestant.is_plain else None,
        one_each=strategy.width == "items",
        is_known=plain is not None and not plain.unsure and not (tag is not None and tag.unsure),
        python=contestant.python if any(each.python != contestant.python for each in among) else "",
    )


def behaviours_of_rows(plan: Plan, rows: Sequence[Row]) -> Mapping[Contestant, Behaviour]:
    """What every contestant did that was measured."""
    cores = {python.id: python.cores for python in plan.pythons}
    tags = {row.contestant: row.tag for row in rows}
    return {
        row.contestant: behaviour_of_row(row, tags.get(row.contestant.plain), cores.get(row.contestant.python, 1), tags)
        for row in rows
        if row.wall_s is not None
    }


def _apart_s(row: Row) -> float | None:
    """By how much the workers of single tasks began one after the other, from when the first began to the last end."""
    if row.work_s is None or row.task_s is None or (row.items or 0) < 2:
        return None
    return max(row.work_s - row.task_s, 0.0) / ((row.items or 0) - 1)


def _was_started_in_turn(run: Behaviour) -> bool:
    work_s, started = run.wall_s - run.startup_s - run.winddown_s, run.tasks if run.one_each else run.workers
    return run.apart_s is not None and run.apart_s * (started - 1) >= IN_TURN * work_s > 0


def _takes_turns(run: Behaviour) -> bool:
    return run.gil == "held" and run.gil_wait_share >= NOTABLE


def _how_it_computed(run: Behaviour) -> How:
    most = min(run.workers, run.cores)
    if most > 1 and run.busy >= 1 + (most - 1) / 2:  # more than half of what further cores could give
        return "side-by-side"
    if _takes_turns(run):
        return "turns"
    held_up: How = "held-up" if run.each_other_share >= NOTABLE else "few-busy"
    return _what_is_missing(run, held_up if most > 1 else "crowded")


def _what_is_missing(run: Behaviour, otherwise: How) -> How:
    if run.core_wait_share >= NOTABLE:
        return "crowded"
    if run.idle_share < NOTABLE or run.at_once > run.workers * NEARLY_ALL_WORKERS:
        return otherwise
    a_task_s = run.at_once * (run.wall_s - run.startup_s) / max(run.tasks, 1)
    if not run.one_each:
        return "fed-slowly"
    return "starting" if (run.start_s or 0.0) > NOTABLE * a_task_s else "hardly-overlapped"
