"""Forecasts beside what was measured: a row each, until it has figures of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from parloop_gui.model.events.forecast import Forecast
from parloop_gui.model.statistics.summary import Row


def with_forecasts(rows: Iterable[Row], forecasts: Iterable[Forecast]) -> tuple[Row, ...]:
    """The rows with what was expected of each; one that still races without a counted run is a forecast alone."""
    by_contestant = {each.contestant: each for each in forecasts}
    return tuple(_expected(row, by_contestant.get(row.contestant)) for row in rows)


def _expected(row: Row, forecast: Forecast | None) -> Row:
    if forecast is None:
        return row
    is_all = row.state == "racing" and row.wall_s is None and row.outcome == "finished"
    return replace(
        row,
        state="forecast" if is_all else row.state,
        forecast_s=forecast.wall_s,
        forecast_low_s=forecast.low_s,
        forecast_high_s=forecast.high_s,
    )
