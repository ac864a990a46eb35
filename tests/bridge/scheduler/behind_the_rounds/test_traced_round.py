"""Spans are kept of the latest run of each; threads that take turns run once more, which counts for nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from parloop_gui.bridge.host.span_store import SpansFiles, spans_folder
from parloop_gui.bridge.scheduler import run_maker
from parloop_gui.bridge.scheduler.behind_last_round import TRIES
from parloop_gui.bridge.scheduler.preflight import Preflight
from parloop_gui.engine.protocol.messages import LoopSpec, PreflightFacts, RunEnded, RunSpec
from parloop_gui.engine.protocol.preflight_facts import Arrival, Effect
from parloop_gui.model.comparison.comparison import Comparison, fold
from parloop_gui.model.document.write import to_document
from parloop_gui.model.events.events import ComparisonEvent, RunBegan, RunFinished
from parloop_gui.model.plan.plan import Contestant, Plan
from parloop_gui.model.timeline.shown import shown_run
from tests.bridge.scheduler.test_conductor_preflight import FINE, MadeUp
from tests.helpers.comparisons.spans import turns, write_spans
from tests.helpers.engines.conducting import conducting
from tests.helpers.engines.mock_engine import MockEngine, plan

TURNS = {"serial": 0.1, "thread-pool": 0.1, "thread-pool-executor": 0.1, "process-pool": 0.05}
CHOSEN = ("thread-pool", "thread-pool-executor", "process-pool")


class Machine(MockEngine):
    """Its threads take turns: with two workers each task takes twice as long and computes half of it."""

    def ended(self, spec: RunSpec, wall_s: float, items: int) -> RunEnded:
        """It depends on the strategy how much of the time is on a core."""
        self.share = 0.5 if "thread" in spec.strategy else 1.0
        return super().ended(spec, wall_s, items)


class Blinking(Machine):
    """Whose sampler sees only half of the first runs that it is to look at."""

    blinks = 0

    def ended(self, spec: RunSpec, wall_s: float, items: int) -> RunEnded:
        """It leaves spans, of the first runs with half of what a sampler saw."""
        if spec.sampled:
            spans = turns(20, 2, 0.005)
            if sum(each.sampled for each in self.specs) <= self.blinks:
                spans = replace(spans, on_core=tuple(each[: len(each) // 2] for each in spans.on_core or ()))
            write_spans(spans, Path(spec.spans_file or ""))
        return super().ended(spec, wall_s, items)


def compare(made: Plan, engine: MockEngine, folder: Path) -> tuple[Comparison, list[ComparisonEvent]]:
    conductor, told = conducting(made, engine, spans=SpansFiles(folder))
    engine.cancel = conductor.cancel  # type: ignore[attr-defined]
    return conductor.run(), told


def recorded(told: list[ComparisonEvent]) -> list[str]:
    return [event.contestant.strategy for event in told if isinstance(event, RunFinished) and event.recorded]


def test_that_threads_that_took_turns_run_once_more_sampled_and_count_for_nothing(tmp_path: Path) -> None:
    engine = Machine(TURNS)
    comparison, told = compare(plan(*CHOSEN, rounds=3), engine, tmp_path)
    assert recorded(told) == ["thread-pool", "thread-pool-executor"]
    assert [spec.strategy for spec in engine.specs if spec.sampled] == recorded(told)
    assert not any(spec.probe or spec.reference for spec in engine.specs if spec.sampled)
    assert all(event.recorded for event in told if isinstance(event, RunBegan) and event.run in ids(comparison))
    assert not {run.run for run in comparison.runs} & ids(comparison)
    assert not {run["id"] for run in to_document(comparison)["runs"]} & ids(comparison)
    assert comparison.rounds_finished == 3
    assert [row.rounds for row in comparison.rows] == [3] * 4


def ids(comparison: Comparison) -> set[str]:
    return {run.run for run in comparison.recorded}


def test_that_only_scored_and_recorded_runs_leave_spans_the_latest_of_each(tmp_path: Path) -> None:
    engine = Machine(TURNS)
    comparison, _ = compare(plan(*CHOSEN, rounds=3), engine, tmp_path)
    latest = {run.contestant: run.spans_file for run in comparison.runs}
    kept = {*latest.values(), *(run.spans_file for run in comparison.recorded)}
    assert None not in kept
    assert {str(path) for path in tmp_path.iterdir()} == kept
    assert not any(spec.spans_file for spec in engine.specs[:5])


def test_that_a_comparison_with_no_turns_to_see_is_not_recorded(tmp_path: Path) -> None:
    _, told = compare(plan(*CHOSEN, rounds=2), MockEngine(TURNS), tmp_path)
    assert recorded(told) == []


@pytest.mark.parametrize(
    ("facts", "runs"),
    [
        (FINE, ["thread-pool", "thread-pool-executor"]),
        (replace(FINE, effects=("network",)), []),
        (replace(FINE, arrival=Arrival(in_loop=(Effect("writes", "a.txt"),))), []),
    ],
)
def test_that_a_loop_that_does_something_outside_is_not_recorded(
    tmp_path: Path, facts: PreflightFacts, runs: list[str]
) -> None:
    loop = LoopSpec("program", "f", 20, path="/nowhere/f.py")
    made = replace(plan(*CHOSEN, rounds=2), loop=loop)
    conductor, told = conducting(
        made, Machine(TURNS), spans=SpansFiles(tmp_path), preflight=cast(Preflight, MadeUp(own=facts))
    )
    conductor.run()
    assert recorded(told) == runs


@pytest.mark.parametrize(
    ("blinks", "runs"),
    [
        (0, ["thread-pool", "thread-pool-executor"]),
        (1, ["thread-pool", "thread-pool-executor", "thread-pool"]),
        (9, ["thread-pool", "thread-pool-executor"] * TRIES),
    ],
)
def test_that_a_run_whose_turns_were_missed_is_made_once_more(tmp_path: Path, blinks: int, runs: list[str]) -> None:
    engine = Blinking(TURNS)
    engine.blinks = blinks
    comparison, told = compare(plan(*CHOSEN, rounds=2), engine, tmp_path)
    assert recorded(told) == runs
    shown = shown_run(comparison, comparison.recorded[0].contestant)
    assert shown is not None
    assert shown.sampled == (blinks < len(runs))


def test_that_long_runs_are_not_recorded(tmp_path: Path) -> None:
    wall_times = {**TURNS, "thread-pool": 11.0}
    _, told = compare(plan(*CHOSEN, rounds=2), Machine(wall_times), tmp_path)
    assert recorded(told) == ["thread-pool-executor"]


def test_that_stopping_the_recorded_round_takes_nothing_away(tmp_path: Path) -> None:
    engine = Machine(TURNS)
    engine.at = lambda number: engine.cancel() if engine.specs[-1].sampled else None  # type: ignore[attr-defined]
    comparison, told = compare(plan(*CHOSEN, rounds=2), engine, tmp_path)
    assert recorded(told) == ["thread-pool"]
    assert comparison.ended is not None
    assert comparison.ended.reason == "done"


def test_that_the_recorded_round_keeps_within_the_limit_for_the_whole_comparison(tmp_path: Path) -> None:
    comparison, told = compare(plan(*CHOSEN, rounds=2, total_timeout_s=1.25), Machine(TURNS), tmp_path)
    assert comparison.rounds_finished == 2
    assert recorded(told) == ["thread-pool"]
    assert comparison.ended is not None
    assert comparison.ended.reason == "done"


def test_that_spans_of_very_many_tasks_are_written_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_maker, "MANY_TASKS", 10)
    engine = MockEngine(TURNS)
    compare(plan(*CHOSEN, rounds=3), engine, tmp_path)
    assert len([spec for spec in engine.specs if spec.spans_file]) == 4


def test_that_a_folder_for_spans_is_this_process_s_own_and_emptied_for_the_next_comparison(tmp_path: Path) -> None:
    assert spans_folder() == spans_folder()
    assert Path(SpansFiles(spans_folder()).path("run-1") or "").parent.stat().st_mode & 0o077 == 0
    (tmp_path / "old.spans").touch()
    (tmp_path / "old.spans.part").touch()
    SpansFiles(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_that_a_recorded_run_that_ended_badly_leaves_the_rows_alone(tmp_path: Path) -> None:
    comparison, _ = compare(plan(*CHOSEN, rounds=2), MockEngine(TURNS), tmp_path)
    bad = RunFinished("x", comparison.contestants[1], 0, RunEnded("x", "crashed", "It crashed."), recorded=True)
    after = fold(comparison, bad)
    assert after.rows == comparison.rows
    assert after.recorded == (bad,)


def test_that_files_kept_are_those_kept_last(tmp_path: Path) -> None:
    files = SpansFiles(tmp_path)
    contestant = Contestant("thread", "slots", "3.11")
    for run in ("1", "2"):
        (path := Path(files.path(run) or "")).touch()
        files.keep(contestant, str(path), recorded=False)
    (path := Path(files.path("3") or "")).touch()
    files.keep(contestant, str(path), recorded=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["2.spans", "3.spans"]


def test_that_a_file_that_is_not_whole_takes_no_other_s_place(tmp_path: Path) -> None:
    files = SpansFiles(tmp_path)
    contestant = Contestant("thread", "slots", "3.11")
    for run, whole in (("1", False), ("2", True), ("3", False)):
        (path := Path(files.path(run) or "")).touch()
        files.keep(contestant, str(path), recorded=False, whole=whole)
    assert [path.name for path in tmp_path.iterdir()] == ["2.spans"]
