"""Scenes whose runs left spans files: what the timeline of a made-up comparison shows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.events.events import RunFinished
from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.timeline.shown import takes_turns
from parloop_gui.model.timeline.spans import RunSpans
from tests.helpers.comparisons.scenes import FREE, Scene
from tests.helpers.comparisons.spans import one_each, pool, turns, write_spans

_BIRTH_S = 0.006


def with_spans(comparison: Comparison, scene: Scene, folder: Path) -> Comparison:
    """The comparison with spans of all latest rounds, and of a recorded round where threads took turns."""
    latest: dict[Contestant, RunFinished] = {
        run.contestant: run for run in comparison.runs if run.round and run.ended.outcome == "finished"
    }
    files = {
        run.run: str(write_spans(spans_of(scene, each), folder / f"{run.run}.spans")) for each, run in latest.items()
    }
    runs = tuple(replace(run, spans_file=files.get(run.run)) for run in comparison.runs)
    recorded = tuple(_recorded(latest[row.contestant], scene, folder) for row in comparison.rows if takes_turns(row))
    return replace(comparison, runs=runs, recorded=recorded)


def spans_of(scene: Scene, contestant: Contestant) -> RunSpans:
    """Spans as that strategy's run would leave them, by its pace."""
    paces = scene.free if scene.free and contestant.python == FREE.id else scene.paces
    info, pace = catalogue.strategy(contestant.strategy), paces[contestant.strategy]
    work_s, plain = pace.wall_s - _BIRTH_S, paces["serial"]
    cpu_s = plain.wall_s * plain.cpu_share / scene.items  # of a task: no strategy makes it compute more
    task_s = work_s * pace.width / scene.items
    if info.width == "items":
        computes = pace.cpu_share > 0.5
        apart_s = work_s / scene.items if computes else 0.0002
        task_s = cpu_s / pace.cpu_share if computes else min(task_s, work_s * 0.8)
        return one_each(scene.items, task_s, min(cpu_s / task_s, 1.0), apart_s, born_before_s=0.001)
    born_s = 0.002 if info.family == "processes" else None
    start_s = _BIRTH_S if info.family != "baseline" else 0.0
    share = min(pace.cpu_share, cpu_s / task_s)
    return pool(scene.items, pace.width, task_s * 0.99, share, start_s=start_s, started_s=born_s)


def _recorded(run: RunFinished, scene: Scene, folder: Path) -> RunFinished:
    pace = scene.paces[run.contestant.strategy]
    width = min(pace.width, 8)
    spans = turns(scene.items, width, pace.wall_s / scene.items * 0.99)
    name = f"recorded-{run.contestant.strategy}-{run.contestant.python}"
    path = write_spans(spans, folder / f"{name}.spans")
    return replace(run, run=name, round=0, spans_file=str(path), recorded=True)
