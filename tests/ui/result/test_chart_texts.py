"""A comparison as the chart shows it, in words."""

from __future__ import annotations

from parloop_gui.model.comparison.comparison import fold
from parloop_gui.model.events.events import ComparisonEnded
from parloop_gui.ui.result.chart_texts import chart_data
from tests.helpers.comparisons.scenes import STATES


def test_that_a_chart_without_rows_says_that_nothing_could_be_measured() -> None:
    shown = chart_data(STATES["failed"](), None)
    assert not shown.rows
    assert shown.footnote == "Nothing could be measured."


def test_that_who_is_out_is_faded_and_keeps_its_figures() -> None:
    shown = chart_data(STATES["racing"](), None)
    out = [row for row in shown.rows if row.faded]
    assert {row.name for row in out} >= {"Thread", "ThreadPool", "ThreadPoolExecutor"}
    assert all(row.wall_s is not None and row.standing == "out after 3 rounds" for row in out[:3])
    assert all(row.standing in row.hint for row in out)
    assert not any(row.faded or row.standing for row in shown.rows if row.plain or row.best)


def test_that_a_run_that_was_ended_stays_among_the_rows_with_what_it_took_at_least() -> None:
    shown = chart_data(STATES["cut"](), None)
    (row,) = [row for row in shown.rows if row.beyond is not None]
    assert (row.name, row.failure, row.wall_s) == ("Process", "", None)
    assert row.beyond is not None
    assert (row.beyond.words, row.beyond.speedup) == ("over 3.3×", "under 0.30×")
    assert row.beyond.throughput_per_s == 200 / 1.3


def test_that_rows_are_forecasts_until_they_ran() -> None:
    shown = chart_data(STATES["forecast"](), None)
    assert all(row.wall_s is None and row.forecast_wall_s is not None for row in shown.rows)
    assert "80% interval" in shown.footnote
    assert "expected to take" in shown.rows[1].hint
    measured = chart_data(STATES["racing"](), None)
    assert all(row.forecast_wall_s is None for row in measured.rows)


def test_that_what_never_ran_is_below_the_axes_without_blame() -> None:
    begun = STATES["forecast"]()
    shown = chart_data(fold(begun, ComparisonEnded("stopped", "", 1.0)), None)
    assert all(row.excused for row in shown.failed)
    assert not any(row.excused for row in chart_data(STATES["done-io-one-failed"](), None).failed)


def test_that_a_pool_kept_open_is_a_mark_beside_the_figure_that_counts() -> None:
    shown = chart_data(STATES["kept-open"](), None)
    rings = {row.name: row.kept_open for row in shown.rows if row.kept_open is not None}
    assert rings == {"Pool": (0.195, 200 / 0.195), "ProcessPoolExecutor": (0.181, 200 / 0.181)}
    assert "ring: pool kept open" in shown.footnote
    assert "kept open, its second loop takes 0.18 s" in shown.rows[-1].hint
    assert "ring" not in chart_data(STATES["dropped"](), None).footnote
