"""When a comparison keeps to its budget, is refused for it or cuts a strategy: over an engine that runs nothing."""

from __future__ import annotations

import pytest

from parloop_gui.bridge.scheduler.budget import ITS_SHARE
from parloop_gui.model.events.events import RunFinished
from tests.helpers.engines.conducting import FAST, compare, end, finished
from tests.helpers.engines.mock_engine import MockEngine, plan


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
    assert cut.ended.message == f"Not done after 5 s. {ITS_SHARE}"
    assert end(told).reason == "done"
