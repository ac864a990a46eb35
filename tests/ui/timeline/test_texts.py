"""What a timeline says beside its lanes: which runs they are, what was saved, and what a task did."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.timeline.behaviour import behaviour_of
from parloop_gui.model.timeline.shown import ShownRun, shown_run
from parloop_gui.ui.charts.timeline.rows import Spot
from parloop_gui.ui.timeline.texts import runs_note, takeaway, task_details, timeline_data
from tests.helpers.comparisons.recorded import with_spans
from tests.helpers.comparisons.scenes import CPU


@pytest.fixture
def cpu(tmp_path: Path) -> Comparison:
    """A computing loop, compared, with spans."""
    return with_spans(CPU.comparison(4), CPU, tmp_path)


def run_of(comparison: Comparison, slug: str) -> ShownRun:
    run = shown_run(comparison, next(each for each in comparison.contestants if each.strategy == slug))
    assert run is not None
    return run


def test_that_the_note_says_turns_were_seen_only_where_they_were(cpu: Comparison) -> None:
    seen, timed = run_of(cpu, "thread-pool"), run_of(cpu, "process-pool")
    unseen = replace(seen, lanes=tuple(replace(lane, on_core=None) for lane in seen.lanes))
    assert runs_note(cpu, [seen, timed]).startswith("Turns were recorded in a separate round")
    assert runs_note(cpu, [unseen, timed]) == (
        "ThreadPool: from a separate round, not counted; turns could not be seen. "
        "The others are from round 4, counted as usual."
    )


def test_that_what_was_saved_is_said_only_where_all_rounds_bear_it_out(cpu: Comparison) -> None:
    plain, pool = run_of(cpu, "serial"), run_of(cpu, "process-pool")

    def saving(comparison: Comparison, run: ShownRun, beside: ShownRun) -> tuple[str, str] | None:
        return timeline_data(comparison, [run], {beside.contestant.python: beside}).groups[0].saving

    assert saving(cpu, pool, plain) is not None
    assert saving(cpu, replace(pool, outcome="stopped"), plain) is None
    assert saving(cpu, pool, replace(plain, outcome="stopped")) is None
    assert saving(cpu, pool, replace(plain, contestant=replace(plain.contestant, python="3.13t"))) is None
    unsure = tuple(replace(row, speedup=row.speedup and replace(row.speedup, low=0.9)) for row in cpu.rows)
    assert saving(replace(cpu, rows=unsure), pool, plain) is None


def test_that_a_run_that_was_cut_short_says_so_and_nothing_of_its_speed(cpu: Comparison) -> None:
    stopped = replace(run_of(cpu, "process-pool"), outcome="stopped")
    data = timeline_data(cpu, [stopped], {"3.13": replace(run_of(cpu, "serial"), outcome="timed-out")})
    assert data.groups[0].words.endswith("s · stopped")
    assert data.groups[0].plain_end_s is None


def test_that_the_takeaway_tells_why_there_is_none(cpu: Comparison) -> None:
    run = run_of(cpu, "process-pool")
    assert takeaway([], []) == "So many tasks are drawn once the comparison is over"
    assert takeaway([], [run]) == "Cut short before the last task"
    assert takeaway([behaviour_of(cpu, run, {})], [run]) == "Processes ran side by side."


@pytest.mark.parametrize(("share", "said"), [(0.99, "Lost its turn"), (0.5, "Off its core")])
def test_that_a_task_that_waits_by_itself_is_not_said_to_lose_its_turn(
    cpu: Comparison, share: float, said: str
) -> None:
    rows = tuple(replace(row, tag=row.tag and replace(row.tag, corrected_share=share)) for row in cpu.rows)
    details = task_details(replace(cpu, rows=rows), run_of(cpu, "thread-pool"), Spot(0, 0, 3))
    assert said in [fact.name for fact in details.facts]
