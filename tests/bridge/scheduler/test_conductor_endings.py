"""What a run that ends badly, or is cancelled, does to the comparison: over an engine that runs nothing."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

import pytest

from parloop_gui.bridge.scheduler.conductor import Conductor
from parloop_gui.bridge.scheduler.contestants import contestants_of
from parloop_gui.engine.protocol.kinds import Limit, Outcome
from parloop_gui.engine.protocol.messages import Event, RunEnded, RunProgress, RunSpec
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.events.events import (
    ComparisonEnded,
    ComparisonEvent,
    ComparisonStarted,
    RoundFinished,
    RunFinished,
)
from parloop_gui.model.report.progress import end_parts
from parloop_gui.model.statistics.summary import CANNOT_BE_CHECKED
from tests.helpers.engines.conducting import FAST, compare, conducting, end, finished
from tests.helpers.engines.mock_engine import Endings, MockEnding, MockEngine, plan


@pytest.mark.parametrize("outcome", ["failed", "crashed", "timed-out", "unavailable", "wrong-result"])
def test_that_a_strategy_that_ended_badly_is_not_run_again(outcome: Outcome) -> None:
    _, told = compare(plan(rounds=3), MockEngine(FAST, endings={"process-pool": outcome}))
    (only,) = finished(told, "process-pool")
    assert (only.round, only.ended.outcome) == (0, outcome)
    assert len(finished(told, "process-pool-executor")) == 4
    assert end(told).reason == "done"


def test_that_a_strategy_that_fails_later_keeps_its_rounds() -> None:
    runs: Iterator[Outcome] = iter(["finished", "finished", "finished", "crashed"])
    comparison, _ = compare(plan(rounds=4), MockEngine(FAST, endings={"process-pool": lambda spec: next(runs)}))
    row = next(row for row in comparison.rows if row.contestant.strategy == "process-pool")
    assert (row.outcome, row.rounds) == ("crashed", 2)


@pytest.mark.parametrize(
    ("limit", "message", "outcome"),
    [
        ("run", "Not done after 0.55 s: 3 of 60 tasks had ended.", "overtaken"),
        ("task", "items[3] (pid 7) took more than 2 s, a task's limit; 3 of 60 tasks had ended.", "timed-out"),
    ],
)
def test_that_a_run_that_could_not_matter_was_overtaken_and_a_task_over_its_own_limit_timed_out(
    limit: Limit, message: str, outcome: Outcome
) -> None:
    engine, told = MockEngine(FAST, endings={"process-pool": "timed-out"}), list[ComparisonEvent]()

    def execute(spec: RunSpec) -> Iterator[Event]:
        for event in engine.execute(spec):
            late = isinstance(event, RunEnded) and event.outcome == "timed-out"
            yield replace(event, message=message, limit=limit) if isinstance(event, RunEnded) and late else event

    Conductor(plan(), contestants_of(plan()), execute, lambda event, _: told.append(event), clock=engine.clock).run()
    (only,) = finished(told, "process-pool")
    assert only.ended.outcome == outcome
    assert (only.ended.message == message) is (limit == "task")


def test_that_the_plain_loop_leaves_its_results_again_for_a_new_supervisor() -> None:
    engine = MockEngine(FAST, afresh=(1, 4))
    compare(plan(rounds=3), engine)
    plain = [spec.reference for spec in engine.specs if spec.strategy == "serial"]
    assert plain == [True, False, True, False, False]


def test_that_a_plain_loop_that_fails_ends_the_comparison() -> None:
    engine = MockEngine(FAST, endings={"serial": "failed"})
    _, told = compare(plan(), engine)
    assert (end(told).reason, end(told).message) == ("failed", "The plain loop did not finish: It failed.")
    assert len(engine.specs) == 1


def test_that_what_never_ran_for_the_plain_loop_is_not_run_and_told_what_to_mend() -> None:
    states: list[Comparison] = []
    made, engine = plan(), MockEngine(FAST, endings={"serial": "failed"})
    Conductor(made, contestants_of(made), engine.execute, lambda _, now: states.append(now), clock=engine.clock).run()
    assert {row.outcome for row in states[1].rows} == {"finished"}  # while it runs: they may have their turn yet
    plain, *others = states[-1].rows
    assert plain.outcome == "failed"
    assert {(row.outcome, row.state, row.rounds) for row in others} == {("not-run", "not-run", 0)}
    assert {row.message for row in others} == {"Not run: the plain loop has to work first. It failed."}
    assert end_parts(states[-1])[1:3] == ("0 rounds", "0 of 4 strategies")


def test_that_what_had_no_turn_before_the_end_is_not_run() -> None:
    engine = MockEngine(FAST)
    conductor, _ = conducting(plan(), engine)
    engine.at = lambda running: conductor.cancel() if running == 2 else None
    plain, *others = conductor.run().rows
    assert plain.outcome == "finished"
    assert {row.outcome for row in others} == {"not-run"}
    assert {row.message for row in others} == {"Not run: the comparison ended before its turn."}


def test_that_results_are_not_held_against_a_strategy_where_the_plain_loops_differ() -> None:
    endings: Endings = {
        "serial": lambda spec: "finished" if spec.reference else "differs",
        "process-pool": "wrong-result",
    }
    _, told = compare(plan(rounds=2), MockEngine(FAST, endings=endings))
    runs = finished(told, "process-pool")
    assert [run.ended.outcome for run in runs] == ["finished"] * 3
    measurements = [run.ended.measurement for run in runs]
    assert {each and (each.results_match, each.match_message) for each in measurements} == {(None, CANNOT_BE_CHECKED)}
    assert len(finished(told, "serial")) == 4


def test_that_a_strategy_out_for_its_results_is_in_again_when_the_plain_loop_differs_later() -> None:
    plain: Iterator[MockEnding] = itertools.chain(["finished"] * 3, itertools.repeat("differs"))
    endings: Endings = {"serial": lambda spec: next(plain), "process-pool": "wrong-result"}
    _, told = compare(plan(rounds=4), MockEngine(FAST, endings=endings))
    assert [run.round for run in finished(told, "process-pool")] == [0, 3, 4]


@pytest.mark.parametrize("number", range(1, 15))
def test_that_it_can_be_cancelled_in_any_run(number: int) -> None:
    engine = MockEngine(FAST)
    conductor, told = conducting(plan(), engine)
    engine.at = lambda running: conductor.cancel() if running == number else None
    comparison = conductor.run()
    assert end(told).reason == "stopped"
    assert len(engine.specs) == number
    assert comparison.ended == end(told)
    assert next(event for event in reversed(told) if isinstance(event, RunFinished)).ended.outcome == "stopped"


def test_that_one_cancelled_before_it_began_makes_no_run() -> None:
    engine = MockEngine(FAST)
    conductor, told = conducting(plan(), engine)
    conductor.cancel()
    conductor.run()
    assert [type(event) for event in told] == [ComparisonStarted, ComparisonEnded]
    assert engine.specs == []


def test_that_cancelling_between_two_runs_makes_no_other() -> None:
    engine = MockEngine(FAST)
    told: list[ComparisonEvent] = []

    def emit(event: ComparisonEvent, _: Comparison) -> None:
        told.append(event)
        if isinstance(event, RoundFinished):
            conductor.cancel()

    conductor = Conductor(plan(), contestants_of(plan()), engine.execute, emit, stop=engine.stop, clock=engine.clock)
    comparison = conductor.run()
    assert comparison.rounds_finished == 1
    assert end(told).reason == "stopped"


def test_that_a_run_without_an_end_counts_as_crashed() -> None:
    def execute(spec: RunSpec) -> list[Event]:
        return [RunProgress(spec.id, 1, 2)]

    told: list[ComparisonEvent] = []
    Conductor(plan(), contestants_of(plan()), execute, lambda event, _: told.append(event)).run()
    assert end(told).message == "The plain loop did not finish: The run ended without a result."
