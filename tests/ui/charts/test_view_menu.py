"""How the compare chart is looked at: with throughput or without, sorted by speed, on a log scale."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest

from parloop_gui.ui.charts.axis import log_low, log_ticks
from parloop_gui.ui.charts.compare.columns import screen_columns
from parloop_gui.ui.charts.compare.geometry import Sample, fit_log
from parloop_gui.ui.charts.compare.marks import charts_of
from parloop_gui.ui.charts.compare.rows import ChartView
from parloop_gui.ui.charts.compare.view_menu import Choice, arranged
from parloop_gui.ui.result.chart_texts import chart_data
from tests.helpers.comparisons.scenes import CPU, LEVEL, TWO_PYTHONS, Pace
from tests.ui.conftest import close
from tests.ui.pages import WindowPage

WIDE = replace(LEVEL, paces={**LEVEL.paces, "serial": Pace(2.4, 1, 0.03, 0.004)})
WIDTH = 830.0


def switch(page: WindowPage, choice: Choice) -> None:
    """Choose an entry of the chart's menu."""
    page.window.view.chart.view_menu.choices[choice].trigger()


def test_that_throughput_is_switched_off_and_on_and_that_is_remembered(
    page: WindowPage, open_window: Callable[[], WindowPage]
) -> None:
    page.window.presenter.show_comparison(CPU.comparison(15))
    columns = screen_columns(page.chart)
    assert len(charts_of(page.chart, WIDTH, columns)) == 2
    switch(page, "throughput")
    (wall,) = charts_of(page.chart, WIDTH, columns)
    assert wall.panel.width > WIDTH - columns.charts_left - 20
    close(page.window)
    again = open_window()
    assert not again.window.view.chart.view_menu.choices["throughput"].isChecked()
    switch(again, "throughput")
    assert again.chart.view == ChartView()


def test_that_rows_are_sorted_by_speed_only_once_nothing_runs(page: WindowPage) -> None:
    page.press_compare()
    switch(page, "by_speed")
    page.emit_events(CPU.events(6, None), over=False)
    assert [row.contestant for row in page.chart.rows] == list(CPU.contestants())
    page.emit_events([*CPU.events(15)], over=True)
    walls_s = [row.wall_s.median for row in page.chart.rows if row.wall_s is not None]
    assert walls_s == sorted(walls_s)
    assert page.chart.rows[0].best


@pytest.mark.usefixtures("qapp")
def test_that_each_interpreters_rows_stay_together() -> None:
    data = arranged(chart_data(TWO_PYTHONS.comparison(15), None), ChartView(by_speed=True))
    groups = [row.group for row in data.rows]
    assert groups == sorted(groups, key=groups.index)
    assert len(data.rows) == 14


@pytest.mark.usefixtures("qapp")
def test_that_a_log_scale_is_there_where_bars_differ_by_20_times_and_the_axis_says_so() -> None:
    wide = arranged(chart_data(WIDE.comparison(12), None), ChartView(log=True))
    wall, _ = charts_of(wide, 1400, screen_columns(wide))
    assert wall.caption == "s · lower is better · log scale"
    assert wall.scale is not None
    steps = [wall.scale.to_x(value) for value in (0.1, 1.0, 10.0)]
    assert steps[1] - steps[0] == pytest.approx(steps[2] - steps[1])
    near = arranged(chart_data(CPU.comparison(15), None), ChartView(log=True))
    assert charts_of(near, 1400, screen_columns(near))[0].caption == "s · lower is better"


def test_that_the_menu_offers_it_only_there(page: WindowPage) -> None:
    log = page.window.view.chart.view_menu.choices["log"]
    page.window.presenter.show_comparison(CPU.comparison(15))
    assert not log.isEnabled()
    page.window.presenter.show_comparison(WIDE.comparison(12))
    assert log.isEnabled()


@pytest.mark.parametrize("least", [3e-6, 0.02, 0.0201, 0.9, 7.0, 12_345.0])
def test_that_a_log_axis_begins_below_the_least_value_at_a_round_one(least: float) -> None:
    low = log_low(least)
    assert low < least <= low * 6
    assert str(f"{low:e}")[0] in "125"


@pytest.mark.parametrize("per_e", [10.0, 40.0, 80.0])
def test_that_ticks_of_a_log_axis_can_be_read_side_by_side(per_e: float) -> None:
    made = log_ticks(0.02, 30.0, per_e)
    assert len(made) >= 2
    assert all(later > earlier for earlier, later in pairwise(made))
    if per_e > 16:  # one a decade is the fewest there can be
        assert min(math.log(b / a) * per_e for a, b in pairwise(made)) >= 36


def test_that_a_log_scale_without_values_is_none() -> None:
    assert fit_log([Sample(0.0, 10.0)], 300.0) is None


def test_that_asyncio_is_tried_as_well_from_the_chart(page: WindowPage) -> None:
    page.press_compare()
    page.emit_events(CPU.events(15), over=True)
    also = page.window.view.chart.view_menu.also
    assert also.text() == "Also try asyncio"
    also.trigger()
    assert not also.isVisible()
    page.click(page.window.view.verdict.again)
    assert "asyncio" in [choice.strategy for choice in page.bridge.plans[-1].choices]
