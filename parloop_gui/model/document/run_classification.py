"""What each single run's tasks did with their time: the same definitions as for a whole contestant."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.events.events import RunFinished
from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.statistics.classification import Tag, TaskTimes, contestant_tag, task_times
from parloop_gui.model.statistics.wall_times import rules_of


@dataclass(frozen=True)
class _Plain:
    tag: Tag
    times: TaskTimes


def run_tagger(comparison: Comparison) -> Callable[[RunFinished], Tag | None]:
    """A function that tags a run of this comparison; None where nothing was measured, or no plain loop."""
    plain = {each: _plain(comparison, each) for each in comparison.contestants if each.is_plain}

    def tag(run: RunFinished) -> Tag | None:
        beside = plain.get(run.contestant.plain)
        times = task_times([run.ended.measurement] if run.ended.measurement else [])
        if beside is None or times is None:
            return None
        return contestant_tag(times, rules_of(run.contestant), beside.tag, beside.times, [run.ended.noise])

    return tag


def _plain(comparison: Comparison, plain: Contestant) -> _Plain | None:
    row = comparison.row(plain)
    measured = [
        run.ended.measurement
        for run in comparison.runs
        if run.round > 0 and run.contestant == plain and run.ended.measurement is not None
    ]
    times = task_times(measured)
    return _Plain(row.tag, times) if row is not None and row.tag is not None and times else None
