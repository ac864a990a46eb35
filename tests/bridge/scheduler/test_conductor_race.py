"""Who has a turn in which round: over an engine that runs nothing."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from parloop_gui.bridge.scheduler.conductor import Conductor
from parloop_gui.bridge.scheduler.contestants import contestants_of
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.document.read import from_document
from parloop_gui.model.document.write import encode, to_document
from parloop_gui.model.events.events import ComparisonEvent, RoundFinished, RunBegan, RunFinished
from parloop_gui.model.report.conditions import noise_note
from parloop_gui.model.statistics.wall_times import scored
from tests.helpers.engines.conducting import FAST, compare, end, order
from tests.helpers.engines.mock_engine import MockEngine, plan

CLOSE = {"serial": 0.1, "thread-pool-executor": 0.2, "process-pool": 0.053, "process-pool-executor": 0.05}


class Unsteady(MockEngine):
    """Whose runs take now more and now less, each strategy in a way of its own."""

    spread = 0.3

    def wobble(self, number: int) -> None:
        """Take another time from this run on."""
        usual = {**CLOSE}
        for at, name in enumerate(usual):
            usual[name] *= 1 + self.spread * (((number * 7 + at * 11) % 13) / 6 - 1)
        self.wall_s = usual


def unsteady() -> Unsteady:
    engine = Unsteady(CLOSE)
    engine.at = engine.wobble
    return engine


def rounds_of(told: list[ComparisonEvent]) -> Counter[str]:
    """How many scored runs each strategy had."""
    return Counter(event.contestant.strategy for event in told if isinstance(event, RunFinished) and event.round)


def test_that_the_beaten_do_not_run_on() -> None:
    comparison, told = compare(plan(effort="standard"), unsteady())
    row = next(row for row in comparison.rows if row.contestant.strategy == "thread-pool-executor")
    assert (row.state, row.rounds) == ("out", row.out_after)
    assert row.out_after is not None
    assert comparison.rounds_finished > row.out_after
    assert "thread-pool-executor" not in order(told, row.out_after + 1)
    assert row.speedup is not None and row.speedup.has_interval


def test_that_nobody_drops_out_before_the_third_round() -> None:
    _, told = compare(plan(effort="standard"), unsteady())
    for number in (1, 2, 3):
        assert len(order(told, number)) == 4


@pytest.mark.parametrize("asked", [{"rounds": 12}, {"even": True, "effort": "standard"}])
def test_that_everyone_runs_in_every_round_where_that_was_asked_for(asked: dict[str, Any]) -> None:
    comparison, told = compare(plan(**asked), unsteady())
    assert set(rounds_of(told).values()) == {comparison.rounds_finished}
    assert {row.state for row in comparison.rows} == {"racing"}
    assert {row.out_after for row in comparison.rows} == {None}
    assert comparison.verdict is not None and comparison.verdict.family == "processes"


def test_that_rounds_asked_for_are_made_though_it_is_known_before() -> None:
    comparison, told = compare(plan(rounds=12), MockEngine(FAST))
    assert comparison.rounds_finished == 12
    assert set(rounds_of(told).values()) == {12}


def test_that_one_that_rests_runs_again_when_the_one_aimed_at_changes() -> None:
    walls = {"serial": 0.1, "thread-pool-executor": 0.05, "process-pool-executor": 0.052}
    engine = MockEngine(dict(walls))

    # Threads lead and processes rest; then threads are slow, and nobody is sure of them any more.
    def at(number: int) -> None:
        drift = 1 + 0.35 * ((number * 5) % 7) / 7
        engine.wall_s = {**walls, "serial": 0.1 * drift}
        if number > 25:
            engine.wall_s["thread-pool-executor"] = 0.09

    engine.at = at
    states: list[Comparison] = []
    made = plan("thread-pool-executor", "process-pool-executor", effort="thorough")

    def emit(event: ComparisonEvent, comparison: Comparison) -> None:
        if isinstance(event, RoundFinished):
            states.append(comparison)

    Conductor(made, contestants_of(made), engine.execute, emit, clock=engine.clock).run()
    processes = [
        next(row.state for row in state.rows if row.contestant.strategy == "process-pool-executor") for state in states
    ]
    assert "resting" in processes
    rested = processes.index("resting")
    assert "racing" in processes[rested:]


def test_that_the_time_left_counts_those_who_race_alone() -> None:
    comparison, told = compare(plan(effort="standard"), unsteady())
    left = [event.left_s for event in told if isinstance(event, RunBegan)]
    assert all(0 <= each <= 90 for each in left if each is not None)
    assert None in left[:10]  # nobody knows before there were some rounds
    assert left[-1] is not None
    assert comparison.rounds_finished == sum(isinstance(event, RoundFinished) for event in told)
    assert end(told).reason == "done"


DISTURBED_WALLS = {"serial": 0.6, "thread-pool": 0.6, "process-pool": 0.4}


def disturbed(told: list[object]) -> list[RunFinished]:
    return [event for event in told if isinstance(event, RunFinished) and event.disturbed]


def test_that_it_is_made_again_at_once_in_the_same_round() -> None:
    comparison, told = compare(replace(plan(), rounds=None), MockEngine(DISTURBED_WALLS, foreign={12: 1.9}))
    (run,) = disturbed([*told])
    same = [each for each in comparison.runs if (each.contestant, each.round) == (run.contestant, run.round)]
    assert [each.disturbed for each in same] == [True, False]
    assert [scored(each) is not None for each in same] == [False, True]
    assert noise_note(comparison).endswith("1 disturbed run made again")


def test_that_where_rounds_were_asked_for_no_other_run_is_made() -> None:
    _, told = compare(replace(plan(), rounds=4), MockEngine(DISTURBED_WALLS, foreign={12: 1.9}))
    assert disturbed([*told]) == []


def test_that_a_document_keeps_which_runs_were_disturbed() -> None:
    comparison, _ = compare(replace(plan(), rounds=None), MockEngine(DISTURBED_WALLS, foreign={12: 1.9}))
    again = from_document(json.loads(encode(to_document(comparison)))).comparison
    assert [run.disturbed for run in again.runs] == [run.disturbed for run in comparison.runs]
    assert [row.rounds for row in again.rows] == [row.rounds for row in comparison.rows]
