"""The forecast in a comparison: it is there first, orders who runs, and answers where there is no time for runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from parloop_gui.bridge.scheduler.calibration import CUT_SHARE
from parloop_gui.engine.protocol.messages import Probe
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.document.read import decode
from parloop_gui.model.document.write import encode, to_document
from parloop_gui.model.events.events import ComparisonEvent, ForecastMade, RunBegan
from parloop_gui.model.events.forecast import Forecast
from parloop_gui.model.export.script import render
from parloop_gui.model.forecast.forecast import favourite
from parloop_gui.model.plan.plan import EFFORTS, Plan
from parloop_gui.model.statistics.thresholds import TIME_LEFT_KNOWN_TO
from tests.helpers.engines.conducting import compare, end, known_costs
from tests.helpers.engines.mock_engine import PYTHON, MockEngine, plan

WAITING = Probe(100, 0.0001, 0.0002, 0.0, 0.0)
BUDGET_S = EFFORTS["quick"].budget_s


def expecting(made: Plan, engine: MockEngine, folder: Path) -> tuple[Comparison, list[ComparisonEvent]]:
    """A comparison on a machine whose costs are known."""
    return compare(made, engine, costs=known_costs(made, folder))


def by_strategy(comparison: Comparison) -> dict[str, Forecast]:
    assert comparison.forecast is not None
    return {each.contestant.strategy: each for each in comparison.forecast.forecasts}


def test_that_everyone_is_forecast_before_any_but_the_plain_loop_runs(tmp_path: Path) -> None:
    comparison, told = expecting(plan(), MockEngine(), tmp_path)
    (at,) = (at for at, event in enumerate(told) if isinstance(event, ForecastMade))
    before = {event.contestant.strategy for event in told[:at] if isinstance(event, RunBegan)}
    assert before == {"serial"}
    made = by_strategy(comparison)
    assert set(made) == {"serial", "thread-pool-executor", "process-pool", "process-pool-executor"}
    assert all(each.high_s is not None and each.low_s < each.wall_s < each.high_s for each in made.values())
    assert made["process-pool"].wall_s < 0.6 * made["serial"].wall_s < 0.6 * made["thread-pool-executor"].wall_s


def test_that_a_built_in_loop_which_nobody_tried_is_told_its_time_with_the_forecast(tmp_path: Path) -> None:
    comparison, told = expecting(plan(), MockEngine(), tmp_path)
    assert not comparison.preflight
    (at,) = (at for at, event in enumerate(told) if isinstance(event, ForecastMade))
    made, following = told[at], next(event for event in told[at:] if isinstance(event, RunBegan))
    assert isinstance(made, ForecastMade) and made.left_s is not None and following.at_most_s is not None
    left_s = end(told).elapsed_s - (BUDGET_S - following.at_most_s)
    assert 1 / TIME_LEFT_KNOWN_TO <= made.left_s / left_s <= TIME_LEFT_KNOWN_TO
    assert following.left_s == pytest.approx(made.left_s)
    assert comparison.forecast is not None and comparison.forecast.left_s is None  # over by now


@pytest.mark.parametrize(("wall_s", "best"), [(0.65, "thread-pool-executor"), (1.6, "process-pool-executor")])
def test_that_threads_that_may_take_turns_run_before_the_forecast(wall_s: float, best: str, tmp_path: Path) -> None:
    free = MockEngine({"serial": 1.2, "thread-pool-executor": wall_s}, probe=WAITING)
    comparison, told = expecting(plan(), free, tmp_path)
    (at,) = (at for at, event in enumerate(told) if isinstance(event, ForecastMade))
    before = [event.contestant.strategy for event in told[:at] if isinstance(event, RunBegan)]
    assert before.count("thread-pool-executor") == 1
    warm = [event.contestant.strategy for event in told if isinstance(event, RunBegan) and event.round == 0]
    assert warm.count("thread-pool-executor") == 1
    assert comparison.forecast is not None
    chosen = favourite(comparison.forecast.forecasts)
    assert chosen is not None and chosen.contestant.strategy == best


def test_that_the_first_pass_is_in_the_order_of_the_forecast(tmp_path: Path) -> None:
    _, told = expecting(plan(), MockEngine(), tmp_path)
    first = [event.contestant.strategy for event in told if isinstance(event, RunBegan) and event.round == 0]
    assert first[-1] == "thread-pool-executor"
    assert set(first[-3:-1]) == {"process-pool", "process-pool-executor"}


def test_that_without_costs_there_is_no_forecast() -> None:
    comparison, told = compare(plan(), MockEngine())
    assert comparison.forecast is None
    assert not any(isinstance(event, ForecastMade) for event in told)


@pytest.mark.parametrize(
    ("share", "probe", "named"),
    [(1.0, None, "process-pool-executor"), (0.0, WAITING, "thread-pool-executor")],
)
def test_that_a_task_of_more_than_half_the_budget_is_cut_and_the_forecast_answers(
    share: float, probe: Probe | None, named: str, tmp_path: Path
) -> None:
    engine = MockEngine({"serial": 240.0}, steps=400, share=share)
    comparison, told = expecting(plan(items=8), engine, tmp_path)
    verdict, made = comparison.verdict, comparison.forecast
    assert made is not None and verdict is not None and verdict.gain is not None
    assert made.cut_s == pytest.approx(CUT_SHARE * BUDGET_S, abs=1.0)
    assert engine.now <= BUDGET_S
    assert end(told).reason == "budget"
    assert (verdict.kind, verdict.strategy, verdict.sure) == ("likely", named, "likely")
    assert verdict.gain.rounds == 0
    assert verdict.gain.speedup.low < verdict.gain.speedup.median < verdict.gain.speedup.high
    assert verdict.loss_high is not None
    assert "forecast" in verdict.because and "cut after 10" in verdict.because
    assert {row.forecast_high_s for row in comparison.rows} == {None}
    assert decode(encode(to_document(comparison))).comparison.verdict == verdict
    assert b"PoolExecutor(" in render(comparison)


def test_that_a_sample_whose_plain_loop_alone_fills_the_time_is_not_begun(tmp_path: Path) -> None:
    engine = MockEngine({"serial": 8 * 7.0}, steps=560)  # 7 s each, and 20 s in all
    comparison, _ = expecting(plan(items=8), engine, tmp_path)
    assert [spec.loop.sample for spec in engine.specs] == [None]
    assert engine.now < 8.0
    assert comparison.forecast is not None and comparison.forecast.cut_s is None
    assert comparison.verdict is not None and comparison.verdict.strategy == "process-pool-executor"
    assert comparison.verdict.headline.startswith("Probably ")


@pytest.mark.parametrize("budget_s", [1.0, 3.0, 8.0])
def test_that_a_budget_that_not_even_one_run_fits_is_answered_by_forecast(budget_s: float, tmp_path: Path) -> None:
    engine = MockEngine(dict.fromkeys(("serial", "thread-pool-executor"), 600.0), steps=6_000)
    comparison, _ = expecting(plan(items=60, budget_s=budget_s), engine, tmp_path)
    verdict = comparison.verdict
    assert verdict is not None and verdict.gain is not None
    assert (verdict.kind, verdict.strategy) == ("likely", "process-pool-executor")
    assert engine.now <= budget_s + 2.0


def test_that_a_single_long_item_keeps_the_plain_loop(tmp_path: Path) -> None:
    engine = MockEngine({"serial": 240.0}, steps=400)
    comparison, _ = expecting(plan(items=1), engine, tmp_path)
    assert comparison.verdict is not None and comparison.verdict.strategy == "serial"
    assert comparison.verdict.headline == "Probably the plain loop"


def test_that_one_that_failed_is_not_named_by_forecast(tmp_path: Path) -> None:
    made = plan("process-pool-executor", budget_s=2.5)
    engine = MockEngine({"serial": 0.5}, endings={"process-pool-executor": "failed"})
    comparison, _ = expecting(made, engine, tmp_path)
    assert comparison.forecast is not None
    assert comparison.verdict is not None and comparison.verdict.strategy == "serial"


def test_that_few_rounds_are_said_with_what_was_expected_instead_of_an_interval(tmp_path: Path) -> None:
    engine = MockEngine(
        {"serial": 4.0, "process-pool-executor": 2.0, "process-pool": 2.1, "thread-pool-executor": 4.0}, steps=80
    )
    comparison, _ = expecting(plan(items=2), engine, tmp_path)
    verdict = comparison.verdict
    assert verdict is not None and verdict.gain is not None and comparison.rounds_finished < 3
    assert verdict.strategy == "process-pool-executor"
    assert "in the time; forecast " in verdict.figure and "CI" not in verdict.figure
    assert "100%" not in verdict.because


def test_that_costs_are_measured_under_each_python_once(tmp_path: Path) -> None:
    made = plan()
    costs = known_costs(made, tmp_path)
    assert costs.of(made, PYTHON, (), lambda: None).bytes_per_s == 1e9
