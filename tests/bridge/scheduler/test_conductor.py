"""Which runs a comparison makes, in which order: over an engine that runs nothing."""

from __future__ import annotations

from collections import Counter

import psutil
import pytest

from parloop_gui.engine.protocol.messages import Probe
from parloop_gui.model.events.events import (
    ComparisonStarted,
    EstimateMade,
    RunAdvanced,
    RunBegan,
    RunFinished,
)
from parloop_gui.model.forecast.played import PROBES
from parloop_gui.model.statistics.thresholds import LEAST_ROUNDS
from tests.helpers.engines.conducting import FAST, compare, end, order
from tests.helpers.engines.mock_engine import THREE, MockEngine, plan


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


def test_that_once_is_one_run_of_everyone_and_the_plain_loop_s_is_first_and_counts() -> None:
    engine = MockEngine(FAST)
    comparison, told = compare(plan(rounds=1, once=True), engine)
    assert Counter(spec.strategy for spec in engine.specs) == dict.fromkeys(("serial", *THREE), 1)
    assert (engine.specs[0].strategy, engine.specs[0].reference) == ("serial", True)
    assert {row.rounds for row in comparison.rows} == {1}
    assert {spec.workers for spec in engine.specs[1:]} != {None}
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
    assert comparison.estimate.rounds == 26


def test_that_a_comparison_that_is_known_stops_as_soon_as_intervals_can_tell() -> None:
    comparison, told = compare(plan(), MockEngine(FAST))
    assert comparison.rounds_finished == LEAST_ROUNDS
    assert end(told).reason == "done"


def test_that_time_left_goes_down_and_keeps_to_the_budget() -> None:
    _, told = compare(plan(), MockEngine(FAST))
    left = [event.left_s for event in told if isinstance(event, RunBegan) and event.left_s is not None]
    assert left == sorted(left, reverse=True)
    assert all(0 <= each <= 20 for each in left)


def test_that_progress_is_told() -> None:
    _, told = compare(plan(rounds=1), MockEngine(FAST))
    runs = Counter(event.run for event in told if isinstance(event, RunAdvanced))
    assert set(runs.values()) == {2}
    assert (30, 60) in {(event.done, event.total) for event in told if isinstance(event, RunAdvanced)}


def test_that_the_time_it_takes_at_most_holds_and_only_goes_down() -> None:
    comparison, told = compare(plan(), MockEngine({**FAST, "serial": 3.0}))
    at_most = [event.at_most_s for event in told if isinstance(event, RunBegan | RunAdvanced)]
    assert at_most == sorted(at_most, key=lambda each: each or 0.0, reverse=True)
    assert at_most[0] is not None and comparison.ended is not None
    assert comparison.ended.elapsed_s <= at_most[0]
    _, told = compare(plan(rounds=2), MockEngine(FAST))
    assert all(event.at_most_s is None for event in told if isinstance(event, RunBegan | RunAdvanced))


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


def test_that_an_unsure_tag_is_measured_again_but_not_for_ever() -> None:
    sure, unsure = MockEngine(FAST, steal=[0.0, 0.5]), MockEngine(FAST, steal=[0.5] * 20)
    compare(plan(rounds=1), sure)
    compare(plan(rounds=1), unsure)
    assert sum(spec.probe for spec in sure.specs) == 2
    assert sum(spec.probe for spec in unsure.specs) == PROBES


def test_that_a_gil_state_that_is_not_known_is_probed_again() -> None:
    unknown = MockEngine(FAST, probe=Probe(100, 0.0015, 0.004, 0.4, 0.35))
    compare(plan(rounds=1), unknown)
    assert sum(spec.probe for spec in unknown.specs) == PROBES


def test_that_probes_of_short_runs_tell_together_what_one_could_not() -> None:
    short = MockEngine(FAST, probe=Probe(2, 0.005, 0.005, 1.0, 1.0))
    comparison, _ = compare(plan(rounds=1), short)
    assert sum(spec.probe for spec in short.specs) == 2
    assert {row.tag.gil for row in comparison.rows if row.tag is not None} == {"held"}


def test_that_the_machine_is_described_without_a_name() -> None:
    _, told = compare(plan(rounds=1), MockEngine(FAST))
    assert isinstance(told[0], ComparisonStarted)
    assert told[0].machine["cores"]
    assert not {"hostname", "node", "user"} & set(told[0].machine)
