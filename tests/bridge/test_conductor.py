"""Which runs a comparison makes, in which order, and how it ends: over an engine that runs nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import psutil
import pytest

from parloop_gui.bridge.conductor import CALIBRATIONS, Conductor
from parloop_gui.engine.protocol import Event, Probe, RunProgress, RunSpec
from parloop_gui.model.comparison import Comparison
from parloop_gui.model.events import (
    ComparisonEnded,
    ComparisonEvent,
    ComparisonStarted,
    ContestantAdded,
    EstimateMade,
    RoundFinished,
    RunAdvanced,
    RunBegan,
    RunFinished,
)
from parloop_gui.model.plan import Choice, Contestant, Plan
from parloop_gui.model.summary import CANNOT_BE_CHECKED
from tests.helpers.mock_engine import OTHER_PYTHON, PYTHON, THREE, Endings, MockEngine, plan

FAST = {"serial": 0.1, "thread-pool-executor": 0.1, "process-pool": 0.06, "process-pool-executor": 0.05}


def compare(made: Plan, engine: MockEngine) -> tuple[Comparison, list[ComparisonEvent]]:
    """The comparison as it ended, and all it told."""
    told: list[ComparisonEvent] = []
    conductor = Conductor(made, engine.execute, told.append, stop=engine.stop, clock=engine.clock)
    return conductor.run(), told


def order(told: list[ComparisonEvent], number: int) -> list[str]:
    """The strategies in the order in which they ran in that round."""
    return [event.contestant.strategy for event in told if isinstance(event, RunBegan) and event.round == number]


def finished(told: list[ComparisonEvent], strategy: str) -> list[RunFinished]:
    """The ended runs of that strategy."""
    return [event for event in told if isinstance(event, RunFinished) and event.contestant.strategy == strategy]


def end(told: list[ComparisonEvent]) -> ComparisonEnded:
    """The last event: always a ComparisonEnded, and the only one."""
    ends = [event for event in told if isinstance(event, ComparisonEnded)]
    assert told[-1:] == ends
    return ends[0]


def test_that_the_plain_loop_runs_first_for_reference_then_beside_the_probe() -> None:
    engine = MockEngine(FAST)
    compare(plan(rounds=2), engine)
    first, second, *others = engine.specs
    assert (first.strategy, first.reference, first.probe) == ("serial", True, False)
    assert (second.strategy, second.reference, second.probe) == ("serial", False, True)
    assert not any(spec.reference or spec.probe for spec in others)


def test_that_each_round_gives_everyone_one_turn() -> None:
    _, told = compare(plan(rounds=3), MockEngine(FAST))
    for number in (1, 2, 3):
        assert sorted(order(told, number)) == sorted(["serial", *THREE])
    assert order(told, 4) == []
    assert end(told).reason == "done"


def test_that_the_order_changes_from_round_to_round_and_depends_on_the_seed_alone() -> None:
    def orders(seed: int) -> list[list[str]]:
        _, told = compare(plan(rounds=5, seed=seed), MockEngine(FAST))
        return [order(told, number) for number in range(1, 6)]

    assert orders(1) == orders(1) != orders(2)
    assert len({tuple(each) for each in orders(1)}) > 1


def test_that_the_warm_up_pass_is_not_counted_and_comes_before_the_estimate() -> None:
    comparison, told = compare(plan(rounds=2), MockEngine(FAST))
    estimate = next(number for number, event in enumerate(told) if isinstance(event, EstimateMade))
    before = [event.contestant.strategy for event in told[:estimate] if isinstance(event, RunFinished)]
    assert Counter(before) == {"serial": 2, **dict.fromkeys(THREE, 1)}
    assert {row.rounds for row in comparison.rows} == {2}


def test_that_the_estimate_tells_what_a_round_takes() -> None:
    comparison, _ = compare(plan(), MockEngine(FAST, overhead_s=0.1))
    assert comparison.estimate is not None
    assert comparison.estimate.round_s == pytest.approx(sum(FAST.values()) + 0.4)
    assert comparison.estimate.budget_s == 20.0
    assert comparison.estimate.rounds == 15


def test_that_a_comparison_that_is_known_stops_at_the_least_rounds() -> None:
    comparison, told = compare(plan(), MockEngine(FAST))
    assert comparison.rounds_finished == 10
    assert end(told).reason == "done"


def test_that_time_left_goes_down_and_keeps_to_the_budget() -> None:
    _, told = compare(plan(), MockEngine(FAST))
    left = [event.left_s for event in told if isinstance(event, RoundFinished)]
    assert left == sorted(left, reverse=True)
    assert all(0 <= each <= 20 for each in left)


def test_that_progress_is_told() -> None:
    _, told = compare(plan(rounds=1), MockEngine(FAST))
    runs = Counter(event.run for event in told if isinstance(event, RunAdvanced))
    assert set(runs.values()) == {2}
    assert RunAdvanced(next(iter(runs)), 30, 60) in told


@pytest.mark.parametrize(
    ("workers", "share", "expected"),
    [("auto", 1.0, 2), ("auto", 0.6, 2), ("auto", 0.4, 32), ("auto", 0.0, 32), ("python", 1.0, None), (5, 0.0, 5)],
)
def test_that_every_pool_gets_one_fair_number_of_workers(workers: object, share: float, expected: int | None) -> None:
    engine = MockEngine(FAST, share=share)
    compare(plan(rounds=1, workers=workers), engine)
    assert {spec.workers for spec in engine.specs if spec.strategy != "serial"} == {expected}
    assert {spec.workers for spec in engine.specs if spec.strategy == "serial"} == {None}


def test_that_a_waiting_loop_gets_no_more_workers_than_items() -> None:
    engine = MockEngine(FAST, share=0.0)
    compare(plan(rounds=1, items=8), engine)
    assert engine.specs[-1].workers == 8 or engine.specs[-2].workers == 8


def test_that_what_was_planned_reaches_every_run() -> None:
    engine = MockEngine(FAST)
    compare(plan(rounds=1, chunksize=3, start_method="spawn", timeout_s=9.0, many=True), engine)
    assert {(spec.chunksize, spec.start_method, spec.timeout_s, spec.many) for spec in engine.specs} == {
        (3, "spawn", 9.0, True)
    }
    limits = {spec.memory_limit_bytes for spec in engine.specs}
    assert all(limit is not None and 0 < limit < psutil.virtual_memory().total for limit in limits)
    assert len({spec.id for spec in engine.specs}) == len(engine.specs)
    assert len({spec.comparison for spec in engine.specs}) == 1


@pytest.mark.parametrize("outcome", ["failed", "crashed", "timed-out", "unavailable", "wrong-result"])
def test_that_a_strategy_that_ended_badly_is_not_run_again(outcome: str) -> None:
    _, told = compare(plan(rounds=3), MockEngine(FAST, endings={"process-pool": outcome}))
    (only,) = finished(told, "process-pool")
    assert (only.round, only.ended.outcome) == (0, outcome)
    assert len(finished(told, "process-pool-executor")) == 4
    assert end(told).reason == "done"


def test_that_a_strategy_that_fails_later_keeps_its_rounds() -> None:
    runs = iter(["finished"] * 3 + ["crashed"])
    comparison, _ = compare(plan(rounds=4), MockEngine(FAST, endings={"process-pool": lambda spec: next(runs)}))
    row = next(row for row in comparison.rows if row.contestant.strategy == "process-pool")
    assert (row.outcome, row.rounds) == ("crashed", 2)


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
    plain = iter(["finished"] * 3 + ["differs"] * 9)
    endings: Endings = {"serial": lambda spec: next(plain), "process-pool": "wrong-result"}
    _, told = compare(plan(rounds=4), MockEngine(FAST, endings=endings))
    assert [run.round for run in finished(told, "process-pool")] == [0, 3, 4]


def test_that_an_unsure_tag_is_measured_again_but_not_for_ever() -> None:
    sure, unsure = MockEngine(FAST, steal=[0.0, 0.5]), MockEngine(FAST, steal=[0.5] * 20)
    compare(plan(rounds=1), sure)
    compare(plan(rounds=1), unsure)
    assert sum(spec.probe for spec in sure.specs) == 2
    assert sum(spec.probe for spec in unsure.specs) == CALIBRATIONS


def test_that_a_gil_state_that_is_not_known_is_probed_again() -> None:
    unknown = MockEngine(FAST, probe=Probe(100, 0.0015, 0.004, 0.4, 0.35))
    compare(plan(rounds=1), unknown)
    assert sum(spec.probe for spec in unknown.specs) == CALIBRATIONS


def test_that_the_budget_is_kept() -> None:
    engine = MockEngine({name: wall * 4 for name, wall in FAST.items()})
    engine.at = lambda number: setattr(engine, "now", engine.now + (0.5 if number > 30 else 0.0))
    comparison, told = compare(plan(), engine)
    assert end(told).reason == "budget"
    assert engine.now <= 20.0
    assert 1 < comparison.rounds_finished < 10
    assert end(told).elapsed_s == engine.now


def test_that_a_round_that_breaks_the_budget_is_given_up() -> None:
    engine = MockEngine({name: wall * 4 for name, wall in FAST.items()})
    engine.at = lambda number: setattr(engine, "now", engine.now + (30 if number == 20 else 0))
    _, told = compare(plan(), engine)
    assert end(told).reason == "budget"
    assert len(engine.specs) == 20


def test_that_a_loop_too_long_for_the_budget_is_refused_before_a_round_is_scored() -> None:
    engine = MockEngine({name: wall * 10 for name, wall in FAST.items()}, overhead_s=0.05)
    _, told = compare(plan(items=100), engine)
    refusal = end(told).too_long
    assert end(told).reason == "too-long"
    assert refusal is not None
    assert not any(isinstance(event, RunFinished) and event.round for event in told)
    assert (refusal.least_rounds, refusal.budget_s) == (10, 20.0)
    assert f"--rounds {refusal.rounds_that_fit}" in end(told).message
    assert f"--sample {refusal.sample_suggestion}" in end(told).message
    assert engine.now < 20.0


def test_that_what_a_refusal_suggests_would_fit() -> None:
    def engine(scale: float) -> MockEngine:
        return MockEngine({name: wall * 10 * scale for name, wall in FAST.items()}, overhead_s=0.05)

    _, told = compare(plan(items=100), engine(1.0))
    refusal = end(told).too_long
    assert refusal is not None
    assert refusal.sample_suggestion is not None
    sampled, _ = compare(plan(items=100, sample=refusal.sample_suggestion), engine(refusal.sample_suggestion / 100))
    assert sampled.rounds_finished >= 10
    fewer = engine(1.0)
    assert compare(plan(items=100, rounds=refusal.rounds_that_fit), fewer)[0].rounds_finished == refusal.rounds_that_fit
    assert fewer.now <= 20.0


def test_that_a_hopelessly_long_plain_loop_is_not_waited_for() -> None:
    engine = MockEngine({"serial": 12.0})
    _, told = compare(plan(items=100), engine)
    assert end(told).reason == "too-long"
    assert engine.now == pytest.approx(6.0)
    refusal = end(told).too_long
    assert refusal is not None
    assert refusal.round_s == pytest.approx(12.0 * (1 + 3 / 2))


def test_that_a_plain_loop_longer_than_the_budget_without_any_progress_is_refused() -> None:
    engine = MockEngine(FAST, endings={"serial": "timed-out"})
    _, told = compare(plan(), engine)
    assert engine.specs[0].timeout_s == 20.0
    assert end(told).reason == "too-long"


@pytest.mark.parametrize("accepted", [{"rounds": 1}, {"sample": 50}])
def test_that_a_long_loop_runs_when_rounds_or_a_sample_were_asked_for(accepted: dict[str, int]) -> None:
    comparison, told = compare(plan(items=100, **accepted), MockEngine({"serial": 12.0}))
    assert comparison.rounds_finished == 1
    assert end(told).reason in ("done", "budget")


def test_that_a_strategy_that_takes_a_quarter_of_the_budget_is_cut_and_told_so() -> None:
    engine = MockEngine(FAST, endings={"process-pool": "timed-out"})
    _, told = compare(plan(), engine)
    (cut,) = finished(told, "process-pool")
    assert next(spec for spec in engine.specs if spec.strategy == "process-pool").timeout_s == 5.0
    assert cut.ended.message.startswith("Not done after 5.00 s")
    assert end(told).reason == "done"


@pytest.mark.parametrize("number", range(1, 15))
def test_that_it_can_be_cancelled_in_any_run(number: int) -> None:
    engine = MockEngine(FAST)
    told: list[ComparisonEvent] = []
    conductor = Conductor(plan(), engine.execute, told.append, stop=engine.stop, clock=engine.clock)
    engine.at = lambda running: conductor.cancel() if running == number else None
    comparison = conductor.run()
    assert end(told).reason == "stopped"
    assert len(engine.specs) == number
    assert comparison.ended == end(told)
    assert next(event for event in reversed(told) if isinstance(event, RunFinished)).ended.outcome == "stopped"


def test_that_one_cancelled_before_it_began_makes_no_run() -> None:
    engine = MockEngine(FAST)
    told: list[ComparisonEvent] = []
    conductor = Conductor(plan(), engine.execute, told.append, clock=engine.clock)
    conductor.cancel()
    conductor.run()
    assert [type(event) for event in told] == [ComparisonStarted, ComparisonEnded]
    assert engine.specs == []


def test_that_cancelling_between_two_runs_makes_no_other() -> None:
    engine = MockEngine(FAST)
    told: list[ComparisonEvent] = []

    def emit(event: ComparisonEvent) -> None:
        told.append(event)
        if isinstance(event, RoundFinished):
            conductor.cancel()

    conductor = Conductor(plan(), engine.execute, emit, stop=engine.stop, clock=engine.clock)
    comparison = conductor.run()
    assert comparison.rounds_finished == 1
    assert end(told).reason == "stopped"


WAITING = {"serial": 0.6, "thread": 0.02, "thread-pool-executor": 0.05, "process": 0.2, "process-pool": 0.06}


def test_that_the_executor_is_added_at_the_width_by_which_thread_is_ahead() -> None:
    engine = MockEngine(WAITING, share=0.0)
    comparison, told = compare(plan("thread", "thread-pool-executor", "process-pool"), engine)
    (added,) = [event for event in told if isinstance(event, ContestantAdded)]
    assert added.contestant == Contestant("thread-pool-executor", "map", "3.11", workers=60)
    assert added.reason == "Thread is ahead with 60 at once, so ThreadPoolExecutor runs with 60 workers too."
    row = next(row for row in comparison.rows if row.contestant == added.contestant)
    assert row.rounds == comparison.rounds_finished >= 10
    assert {spec.workers for spec in engine.specs if spec.strategy == "process-pool"} == {32}


def test_that_the_process_executor_is_added_where_process_is_ahead() -> None:
    walls = {**WAITING, "process": 0.01}
    _, told = compare(plan("thread", "process", "process-pool", rounds=2), MockEngine(walls, share=0.0))
    (added,) = [event.contestant for event in told if isinstance(event, ContestantAdded)]
    assert (added.strategy, added.workers) == ("process-pool-executor", 60)


@pytest.mark.parametrize(
    ("strategies", "walls", "items"),
    [
        (("thread", "process-pool"), {"thread": 0.1, "process-pool": 0.1}, 60),
        (("thread", "process"), {"thread": 0.01, "process": 0.1}, 60),
        (("thread", "process-pool"), {"thread": 0.01, "process-pool": 0.1}, 8),
        (("process-pool", "thread-pool-executor"), {}, 60),
    ],
)
def test_that_no_executor_is_added_without_a_reason(
    strategies: tuple[str, ...], walls: dict[str, float], items: int
) -> None:
    _, told = compare(plan(*strategies, items=items, rounds=3), MockEngine(walls, share=0.0))
    assert not any(isinstance(event, ContestantAdded) for event in told)


def test_that_an_executor_that_fails_at_that_width_is_not_added_again() -> None:
    def ending(spec: RunSpec) -> str:
        return "crashed" if spec.workers == 60 else "finished"

    engine = MockEngine(WAITING, share=0.0, endings={"thread-pool-executor": ending})
    _, told = compare(plan("thread", "process-pool", rounds=3), engine)
    assert sum(isinstance(event, ContestantAdded) for event in told) == 1
    assert sum(spec.workers == 60 for spec in engine.specs if spec.strategy == "thread-pool-executor") == 1


def test_that_several_pythons_each_have_their_own_plain_loop_and_reference() -> None:
    engine = MockEngine(FAST)
    comparison, told = compare(plan(rounds=2, pythons=(PYTHON, OTHER_PYTHON)), engine)
    assert [(spec.python, spec.reference) for spec in engine.specs if spec.reference] == [
        ("/py/3.11", True),
        ("/py/3.13t", True),
    ]
    assert len(order(told, 1)) == 8
    assert len({spec.comparison for spec in engine.specs}) == 2
    assert {row.rounds for row in comparison.rows} == {2}


def test_that_a_python_whose_plain_loop_fails_is_left_out_and_the_other_goes_on() -> None:
    engine = MockEngine(FAST, endings={"serial": lambda spec: "failed" if "13t" in spec.python else "finished"})
    _, told = compare(plan(rounds=2, pythons=(PYTHON, OTHER_PYTHON)), engine)
    assert len(order(told, 1)) == 4
    assert end(told).reason == "done"


def test_that_those_that_cannot_run_are_told_and_left_out() -> None:
    made = plan("thread", "process-pool", rounds=1, items=3_000)
    made = replace(made, choices=(*made.choices, Choice("bogus", "map"), Choice("process-pool", "hurl")))
    engine = MockEngine(FAST)
    _, told = compare(made, engine)
    started = told[0]
    assert isinstance(started, ComparisonStarted)
    assert [contestant.strategy for contestant, _ in started.unavailable] == ["thread", "bogus", "process-pool"]
    assert "3,000 threads" in started.unavailable[0][1]
    assert {spec.strategy for spec in engine.specs} == {"serial", "process-pool"}


def test_that_calls_that_do_not_suit_the_loop_are_left_out() -> None:
    made = plan("process-pool", rounds=1)
    made = replace(made, loop=replace(made.loop, name="errands"))
    _, told = compare(made, MockEngine(FAST))
    assert isinstance(told[0], ComparisonStarted)
    assert [contestant.strategy for contestant, _ in told[0].unavailable] == ["process-pool"]


def test_that_nobody_takes_part_twice() -> None:
    _, told = compare(plan("process-pool", "process-pool", "serial", rounds=1), MockEngine(FAST))
    assert isinstance(told[0], ComparisonStarted)
    assert [each.strategy for each in told[0].contestants] == ["serial", "process-pool"]


def test_that_a_run_without_an_end_counts_as_crashed() -> None:
    def execute(spec: RunSpec) -> list[Event]:
        return [RunProgress(spec.id, 1, 2)]

    told: list[ComparisonEvent] = []
    Conductor(plan(), execute, told.append).run()
    assert end(told).message == "The plain loop did not finish: The run ended without a result."


def test_that_the_machine_is_described_without_a_name() -> None:
    _, told = compare(plan(rounds=1), MockEngine(FAST))
    assert isinstance(told[0], ComparisonStarted)
    assert told[0].machine["cores"]
    assert not {"hostname", "node", "user"} & set(told[0].machine)
