"""Which run a timeline shows, and what its numbers say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.timeline.behaviour import behaviour_of
from parloop_gui.model.timeline.busy import lane_times
from parloop_gui.model.timeline.reading import read_spans
from parloop_gui.model.timeline.shown import has_spans, misses_turns, shown_run, spans_to_keep
from parloop_gui.model.timeline.stack import default_stack, in_order
from tests.helpers.comparisons.recorded import with_spans
from tests.helpers.comparisons.scenes import CPU, IO
from tests.helpers.comparisons.spans import write_spans


@pytest.fixture
def cpu(tmp_path: Path) -> Comparison:
    """A computing loop whose threads took turns, with spans."""
    return with_spans(CPU.comparison(4), CPU, tmp_path)


def test_that_turns_are_shown_from_the_recorded_round_and_others_from_the_latest(cpu: Comparison) -> None:
    shown = {each.strategy: shown_run(cpu, each) for each in cpu.contestants}
    told = {slug: run.words for slug, run in shown.items() if run is not None}
    assert told["thread-pool"] == "recorded round"
    assert told["process-pool"] == "round 4"
    assert {slug for slug, run in shown.items() if run is not None and run.sampled} == {
        "thread",
        "thread-pool",
        "thread-pool-executor",
    }


@pytest.mark.parametrize(("seen", "why"), [(2.0, "they waited for a core"), (0.9, "nobody looked for a while")])
def test_that_turns_are_not_shown_where_threads_were_not_seen_as_long_as_they_ran(
    cpu: Comparison, seen: float, why: str
) -> None:
    contestant = next(each for each in cpu.contestants if each.strategy == "thread-pool")
    run = next(run for run in cpu.recorded if run.contestant == contestant)
    assert not misses_turns(run)
    spans = read_spans(run.spans_file or "")
    write_spans(replace(spans, cpu_s=spans.cpu_s / seen), Path(run.spans_file or ""))
    shown = shown_run(cpu, contestant)
    assert shown is not None
    assert not shown.sampled, why
    assert misses_turns(run) == (seen < 1), "another look shows no more where they waited for a core"


def test_that_a_run_that_was_not_looked_at_misses_nothing(cpu: Comparison, tmp_path: Path) -> None:
    timed = next(run for run in cpu.runs if run.spans_file)
    assert not misses_turns(timed)
    assert not misses_turns(replace(timed, spans_file=None))
    assert not misses_turns(replace(timed, spans_file=str(tmp_path / "none.spans")))


def test_that_each_strategy_did_what_its_numbers_say(cpu: Comparison) -> None:
    hows = {}
    for contestant in cpu.contestants:
        run = shown_run(cpu, contestant)
        assert run is not None
        hows[contestant.strategy] = behaviour_of(cpu, run, {}).how
    assert hows["serial"] == "alone"
    assert hows["thread-pool"] == "turns"
    assert hows["process-pool"] == "side-by-side"


def test_that_waiting_threads_wait_together(tmp_path: Path) -> None:
    comparison = with_spans(IO.comparison(4), IO, tmp_path)
    for contestant in comparison.contestants:
        run = shown_run(comparison, contestant)
        if run is not None and contestant.strategy != "serial":
            assert behaviour_of(comparison, run, {}).how == "waited-together"


def test_that_lanes_add_up_to_workers_times_work(cpu: Comparison) -> None:
    for contestant in cpu.contestants:
        run = shown_run(cpu, contestant)
        assert run is not None
        assert lane_times(run.lanes).total_s == pytest.approx(len(run.lanes) * run.spans.work_s, rel=0.02)


def test_that_a_run_without_a_file_or_with_a_broken_one_is_not_shown(cpu: Comparison, tmp_path: Path) -> None:
    contestant = next(each for each in cpu.contestants if each.strategy == "process-pool")
    assert has_spans(cpu, contestant)
    for run in cpu.runs:
        if run.contestant == contestant and run.spans_file:
            Path(run.spans_file).write_bytes(b"{}\n")
    assert shown_run(cpu, contestant) is None
    bare = replace(cpu, runs=tuple(replace(run, spans_file=None) for run in cpu.runs), recorded=())
    assert not any(has_spans(bare, each) for each in bare.contestants)


def test_that_the_plain_loop_and_the_best_of_each_family_are_stacked_first(cpu: Comparison) -> None:
    stacked = default_stack(cpu, cpu.contestants)
    assert [each.strategy for each in stacked] == ["serial", "thread-pool", "process-pool-executor"]
    assert in_order(cpu, reversed(stacked)) == stacked
    only = [each for each in cpu.contestants if each.strategy == "process"]
    assert default_stack(cpu, only) == only
    assert default_stack(cpu, []) == []


@pytest.mark.parametrize(("ahead", "stacked"), [(True, ["serial", "asyncio"]), (False, ["serial"])])
def test_that_a_further_strategy_is_stacked_where_it_is_the_fastest(
    cpu: Comparison, ahead: bool, stacked: list[str]
) -> None:
    further = Contestant("asyncio", "gather", cpu.contestants[0].python)
    wall_s = next(row.wall_s for row in cpu.rows if row.contestant.strategy == "serial")
    assert wall_s is not None
    fast = replace(wall_s, median=wall_s.median * (0.5 if ahead else 2.0))
    rows = (*cpu.rows, replace(cpu.rows[0], contestant=further, wall_s=fast))
    found = default_stack(replace(cpu, rows=rows), [cpu.contestants[0], further])
    assert [each.strategy for each in found] == stacked


def test_that_a_run_that_was_cut_short_is_shown_only_where_there_is_no_other(cpu: Comparison) -> None:
    contestant = next(each for each in cpu.contestants if each.strategy == "process-pool")
    last = next(run for run in reversed(cpu.runs) if run.contestant == contestant)
    stopped = replace(last, round=5, ended=replace(last.ended, outcome="stopped", measurement=None))
    shown = shown_run(replace(cpu, runs=(*cpu.runs, stopped)), contestant)
    assert shown is not None
    assert (shown.round, shown.whole) == (4, True)
    alone = replace(cpu, runs=(stopped,))
    shown = shown_run(alone, contestant)
    assert shown is not None
    assert (shown.words, shown.whole) == ("round 5, stopped", False)
    assert not [kept for kept in spans_to_keep(alone) if kept.contestant == contestant]
