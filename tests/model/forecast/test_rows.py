"""Rows before there are figures: what is expected stands there, and gives way to what was measured."""

from __future__ import annotations

from dataclasses import replace

from parloop_gui.engine.protocol.messages import RunEnded
from parloop_gui.model.comparison.comparison import Comparison, fold
from parloop_gui.model.document.read import decode
from parloop_gui.model.document.write import encode, to_document
from parloop_gui.model.events.events import (
    ComparisonEnded,
    ComparisonStarted,
    ForecastMade,
    RoundFinished,
    RunFinished,
)
from parloop_gui.model.events.forecast import Forecast
from parloop_gui.model.plan.plan import Contestant
from tests.helpers.comparisons.races import PLAIN, PROCESSES, measured, plan_for

POOL, EXECUTOR = PROCESSES[1], PROCESSES[2]
EXPECTED = ForecastMade(
    (Forecast(PLAIN, 1.0, 0.9, 1.1), Forecast(POOL, 0.55, 0.5, 0.6, 1.8, 1.6, 2.0), Forecast(EXECUTOR, 0.7, 0.6, None))
)


def _expecting() -> Comparison:
    plan = plan_for("quick", (PLAIN, POOL, EXECUTOR))
    started = ComparisonStarted(plan, (PLAIN, POOL, EXECUTOR), (), {}, "2026-01-02")
    return fold(fold(None, started), EXPECTED)


def _run(contestant: Contestant, wall_s: float) -> RunFinished:
    return RunFinished("r", contestant, 1, RunEnded("r", "finished", measurement=measured(contestant, wall_s)))


def test_that_rows_are_forecasts_until_they_have_run() -> None:
    expecting = _expecting()
    assert [(row.state, row.forecast_s) for row in expecting.rows] == [
        ("forecast", 1.0),
        ("forecast", 0.55),
        ("forecast", 0.7),
    ]
    assert (expecting.rows[1].forecast_low_s, expecting.rows[1].forecast_high_s) == (0.5, 0.6)
    after = fold(fold(fold(expecting, _run(PLAIN, 1.0)), _run(POOL, 0.5)), RoundFinished(1, 1.0))
    assert [row.state for row in after.rows] == ["racing", "racing", "forecast"]
    assert after.rows[1].forecast_s == 0.55


def test_that_one_that_never_ran_keeps_what_was_expected_of_it() -> None:
    over = fold(_expecting(), ComparisonEnded("stopped", "", 1.0))
    assert [row.state for row in over.rows] == ["not-run"] * 3
    assert over.rows[2].forecast_s == 0.7 and over.rows[2].forecast_high_s is None


def test_that_a_document_keeps_the_forecast_and_one_of_before_has_none() -> None:
    expecting = _expecting()
    sampled = replace(EXPECTED, forecasts=(*EXPECTED.forecasts[:2], replace(EXPECTED.forecasts[2], whole_s=70.0)))
    for made in (EXPECTED, sampled):
        document = to_document(replace(expecting, forecast=made))
        assert decode(encode(document)).comparison.forecast == made
    older = to_document(replace(expecting, forecast=None))
    assert "forecast" not in older
    assert decode(encode(older)).comparison.forecast is None
