"""What a run's workers did with the cores, from the lanes of its spans: finer than what the rounds' sums tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.explain.behaviour import Behaviour, behaviour_of_row
from parloop_gui.model.statistics.summary import Row
from parloop_gui.model.timeline.busy import (
    core_wait_share,
    lane_times,
    mean_apart_s,
    mean_at_once,
    mean_busy,
    mean_start_s,
)
from parloop_gui.model.timeline.shown import ShownRun

# The plain loop's run of each Python, by its id, as far as there is one.
Plains = Mapping[str, ShownRun]


def behaviour_of(comparison: Comparison, run: ShownRun, plains: Plains) -> Behaviour:
    """What the run's workers did, as seen in its lanes; waits for the GIL and for each other are the rounds'."""
    contestant, spans = run.contestant, run.spans
    plain, row = comparison.plain_row(contestant), comparison.row(contestant)
    tag = plain.tag if plain is not None else None
    python = next((each for each in comparison.plan.pythons if each.id == contestant.python), None)
    of_rounds = behaviour_of_row(
        row or Row(contestant, 0), tag, python.cores if python is not None else 1, comparison.contestants
    )
    times = lane_times(run.lanes)
    return replace(
        of_rounds,
        own_share=of_rounds.own_share if tag is not None else times.cpu_share,
        tasks=spans.tasks,
        workers=len(run.lanes),
        busy=mean_busy(run.lanes),
        at_once=mean_at_once(run.lanes),
        cpu_share=times.cpu_share,
        idle_share=times.between_s / times.total_s if times.total_s > 0 else 0.0,
        core_wait_share=min(core_wait_share(spans) or 0.0, 1 - times.cpu_share),
        wall_s=spans.wall_s,
        startup_s=spans.startup_s,
        winddown_s=max(spans.wall_s - spans.startup_s - spans.work_s, 0.0),
        task_s=float((spans.end_s - spans.start_s).mean()) if spans.tasks else None,
        start_s=mean_start_s(run.lanes, spans),
        apart_s=mean_apart_s(spans),
        speedup=own_speedup(run, plains) or of_rounds.speedup,
    )


def behaviours_of(comparison: Comparison, runs: Sequence[ShownRun], plains: Plains) -> list[Behaviour]:
    """What the workers did of those runs that have all of their tasks: nothing is said of the others."""
    return [behaviour_of(comparison, run, plains) for run in runs if run.whole]


def own_speedup(run: ShownRun, plains: Plains) -> float | None:
    """How many times as fast this run was as the plain loop's that is drawn; None where there is none to compare."""
    plain = plains.get(run.contestant.python)
    is_whole = plain is not None and plain.whole and run.whole
    if plain is None or not is_whole or run.contestant.is_plain or run.spans.wall_s <= 0:
        return None
    return plain.spans.wall_s / run.spans.wall_s
