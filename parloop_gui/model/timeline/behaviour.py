"""What a run's workers did with the cores, from the numbers: whether they ran side by side, took turns or waited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.statistics.thresholds import (
    IN_LINE,
    MIXED_FROM,
    MIXED_TO,
    NEARLY_ALL_WORKERS,
    NOTABLE,
    TOGETHER,
)
from parloop_gui.model.statistics.wall_times import is_event_loop
from parloop_gui.model.timeline.busy import core_wait_share, lane_times, mean_at_once, mean_busy, mean_start_s
from parloop_gui.model.timeline.shown import ShownRun
from parloop_gui.model.wording.titles import name

COMPUTES, WAITS, MIXED = "computes", "waits", "mixed"
HOWS = (
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
    "one-loop",
)


@dataclass(frozen=True)
class Behaviour:
    """One run in numbers. Shares are of 1; `busy` and `at_once` are cores and tasks on average while there was work.

    `start_s` is how long a worker took to start on average, None where that is unknown; `one_each`: every task had a
    worker of its own; `one_loop`: all are coroutines of one event loop. `each_other_share` is for what they share.

    `kind` is what the loop does by itself: computes, waits, mixed. `how` (one of HOWS) is what came of it here.
    """

    name: str
    family: str
    kind: str
    gil: str
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
    start_s: float | None
    speedup: float | None
    one_each: bool = False
    one_loop: bool = False
    each_other_share: float = 0.0
    how: str = "alone"


def behaviour_of(comparison: Comparison, run: ShownRun) -> Behaviour:
    """What the run's workers did."""
    contestant, spans = run.contestant, run.spans
    strategy = catalogue.find(contestant.strategy)
    plain, row = comparison.row(contestant.plain), comparison.row(contestant)
    tag = plain.tag if plain is not None else None
    times = lane_times(run.lanes)
    own_share = tag.corrected_share if tag is not None else times.cpu_share
    python = next((each for each in comparison.plan.pythons if each.id == contestant.python), None)
    measured = Behaviour(
        name=name(contestant, comparison.contestants),
        family=strategy.family,
        kind=COMPUTES if own_share > MIXED_TO else WAITS if own_share < MIXED_FROM else MIXED,
        gil=tag.gil if tag is not None else "unknown",
        tasks=spans.tasks,
        workers=len(run.lanes),
        cores=python.cores if python is not None else 1,
        busy=mean_busy(run.lanes),
        at_once=mean_at_once(run.lanes),
        cpu_share=times.cpu_share,
        idle_share=times.between_s / times.total_s if times.total_s > 0 else 0.0,
        gil_wait_share=row.tag.gil_wait_share if row is not None and row.tag is not None else 0.0,
        core_wait_share=min(core_wait_share(spans) or 0.0, 1 - times.cpu_share),
        wall_s=spans.wall_s,
        startup_s=spans.startup_s,
        one_each=strategy.width == "items",
        one_loop=is_event_loop(contestant),
        each_other_share=row.tag.each_other_share if row is not None and row.tag is not None else 0.0,
        start_s=mean_start_s(run.lanes, spans),
        speedup=row.speedup.median if row is not None and row.speedup is not None and not contestant.is_plain else None,
    )
    return told(measured)


def behaviours_of(comparison: Comparison, runs: Sequence[ShownRun]) -> list[Behaviour]:
    """What the workers did of those runs that have all of their tasks: nothing is said of the others."""
    return [behaviour_of(comparison, run) for run in runs if run.whole]


def told(measured: Behaviour) -> Behaviour:
    """The same with `how` told from its numbers."""
    return Behaviour(**{**vars(measured), "how": _how(measured)})


def _how(run: Behaviour) -> str:
    if run.family == "baseline":
        return "alone"
    if run.workers <= 1:
        return "hardly-overlapped" if run.one_each and run.tasks > 1 else "one-worker"
    if run.one_loop and run.kind != WAITS:
        return "one-loop"
    if run.kind == COMPUTES:
        return _how_it_computed(run)
    if run.kind == MIXED and run.gil == "held" and run.gil_wait_share >= NOTABLE:
        return "turns"
    if run.each_other_share >= IN_LINE:
        return "in-line"
    return "waited-together" if run.at_once >= TOGETHER else _what_is_missing(run, "fed-slowly")


def _how_it_computed(run: Behaviour) -> str:
    most = min(run.workers, run.cores)
    if most > 1 and run.busy >= 1 + (most - 1) / 2:
        return "side-by-side"
    if run.gil == "held" and run.gil_wait_share >= NOTABLE:
        return "turns"
    held_up = "held-up" if run.each_other_share >= NOTABLE else "few-busy"
    return _what_is_missing(run, held_up if most > 1 else "crowded")


def _what_is_missing(run: Behaviour, else_: str) -> str:
    if run.core_wait_share >= NOTABLE:
        return "crowded"
    if run.idle_share < NOTABLE or run.at_once > run.workers * NEARLY_ALL_WORKERS:
        return else_
    a_task_s = run.at_once * (run.wall_s - run.startup_s) / max(run.tasks, 1)
    if not run.one_each:
        return "fed-slowly"
    return "starting" if (run.start_s or 0.0) > NOTABLE * a_task_s else "hardly-overlapped"
