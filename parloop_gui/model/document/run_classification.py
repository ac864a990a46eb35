"""What each single run's tasks did with their time: the same definitions as for a whole contestant."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.events.events import RunFinished
from parloop_gui.model.statistics.classification import Tag, TaskTimes, contestant_tag, task_times
from parloop_gui.model.statistics.wall_times import rules_of

PLAIN = "serial"


@dataclass(frozen=True)
class _Plain:
    tag: Tag
    times: TaskTimes


def run_tagger(comparison: Comparison) -> Callable[[RunFinished], Tag | None]:
    """A function that tags a run of this comparison; None where nothing was measured, or no plain loop."""
    plain = {python.id: _plain(comparison, python.id) for python in comparison.plan.pythons}

    def tag(run: RunFinished) -> Tag | None:
        beside = plain.get(run.contestant.python)
        times = task_times([run.ended.measurement] if run.ended.measurement else [])
        if beside is None or times is None:
            return None
        return contestant_tag(times, rules_of(run.contestant), beside.tag, beside.times, [run.ended.noise])

    return tag


def _plain(comparison: Comparison, python: str) -> _Plain | None:
    rows = (row for row in comparison.rows if (row.contestant.strategy, row.contestant.python) == (PLAIN, python))
    tag = next((row.tag for row in rows), None)
    measured = [
        run.ended.measurement
        for run in comparison.runs
        if run.round > 0
        and (run.contestant.strategy, run.contestant.python) == (PLAIN, python)
        and run.ended.measurement is not None
    ]
    times = task_times(measured)
    return _Plain(tag, times) if tag and times else None
