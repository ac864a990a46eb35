"""The compare chart's paint routine, on pictures: every state, light and dark, and nothing lost while painting."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from parloop_gui.ui.charts.axis import ticks
from parloop_gui.ui.charts.compare import geometry
from parloop_gui.ui.charts.compare.chart import draw_compare, row_at, row_box
from parloop_gui.ui.charts.compare.columns import screen_columns
from parloop_gui.ui.charts.compare.layout import captions
from parloop_gui.ui.charts.compare.rows import ChartData
from parloop_gui.ui.charts.compare.speedup_strip import draw_strip
from parloop_gui.ui.drawing.colours import DARK, LIGHT, Theme
from parloop_gui.ui.drawing.shapes import Rect
from parloop_gui.ui.result.chart_texts import chart_data, empty_data
from parloop_gui.ui.result.verdict_texts import strip_data
from parloop_gui.ui.style.qt_painter import QtPainter
from tests.helpers.comparisons.scenes import CPU, STATES

WIDTH = 830


def painted(data: ChartData, theme: Theme, exposed: Rect | None = None, scale: float = 1.0) -> QImage:
    """The chart as a picture."""
    height = geometry.chart_height(len(data.rows), len(data.failed), captions(data))
    image = QImage(round(WIDTH * scale), round(height * scale), QImage.Format.Format_ARGB32)
    image.setDevicePixelRatio(scale)
    image.fill(QColor(theme.surface))
    painter = QPainter(image)
    draw_compare(QtPainter(painter), theme, data, WIDTH, exposed)
    painter.end()
    return image


def has_colour(image: QImage, colour: str, top: float, bottom: float) -> bool:
    """Whether some pixel between two heights has that colour."""
    wanted = QColor(colour).rgb()
    rows = range(max(0, round(top)), min(image.height(), round(bottom)))
    return any(image.pixel(x, y) == wanted for y in rows for x in range(image.width()))


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("state", STATES)
def test_that_every_row_is_painted_in_its_familys_colour(state: str, theme: Theme) -> None:
    data = chart_data(STATES[state](), None)
    image = painted(data, theme)
    for index, row in enumerate(data.rows):
        box = row_box(data, index, WIDTH)
        assert has_colour(image, theme.family(row.family).mark, box.top, box.bottom)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_that_a_forecast_is_pale_and_who_is_out_is_paler_than_who_races(theme: Theme) -> None:
    expected, racing = (chart_data(STATES[state](), None) for state in ("forecast", "racing"))
    pictures = {data: painted(data, theme) for data in (expected, racing)}
    left = round(geometry.panels(WIDTH, screen_columns(racing))[0].left) + 8

    def bar(data: ChartData, index: int) -> str:
        """The colour inside a bar, above its whisker."""
        return pictures[data].pixelColor(left, round(row_box(data, index, WIDTH).middle) - 4).name().upper()

    for index, row in enumerate(racing.rows):
        family = theme.family(row.family)
        assert bar(expected, index) == family.pale
        assert (bar(racing, index) == family.mark) is not row.faded


@pytest.mark.usefixtures("qapp")
def test_that_a_run_that_was_ended_reaches_the_axis_end_with_an_arrow() -> None:
    data = chart_data(STATES["cut"](), None)
    image = painted(data, LIGHT)
    (index,) = [number for number, row in enumerate(data.rows) if row.beyond is not None]
    panel, _ = geometry.panels(WIDTH, screen_columns(data))
    mark, y = QColor(LIGHT.families["processes"].mark).rgb(), round(row_box(data, index, WIDTH).middle) - 5
    solid = [x for x in range(round(panel.left) + 2, round(panel.left + panel.width)) if image.pixel(x, y) == mark]
    assert solid[0] == round(panel.left) + 2
    assert panel.width - 20 < solid[-1] - panel.left < panel.width


@pytest.mark.usefixtures("qapp")
def test_that_bars_are_as_long_as_what_they_show() -> None:
    data = chart_data(STATES["done-cpu"](), None)
    data = data._replace(rows=tuple(row._replace(faded=False) for row in data.rows))
    image = painted(data, LIGHT)
    left = round(geometry.panels(WIDTH, screen_columns(data))[0].left) + 2
    lengths = []
    for index, row in enumerate(data.rows):
        middle = int(row_box(data, index, WIDTH).middle) + 6
        mark = QColor(LIGHT.family(row.family).mark).rgb()
        lengths.append(max(x for x in range(left, left + 220) if image.pixel(x, middle) == mark) - left + 3)
    wall_times = [row.wall_s.median for row in data.rows if row.wall_s is not None]
    for length, wall_s in zip(lengths, wall_times, strict=True):
        assert length / lengths[0] == pytest.approx(wall_s / wall_times[0], abs=0.02)


@pytest.mark.usefixtures("qapp")
def test_that_rows_outside_what_is_exposed_are_left_out() -> None:
    data = chart_data(STATES["done-cpu"](), None)
    only = row_box(data, 0, WIDTH).adjusted(0, 4, 0, -4)
    image = painted(data, LIGHT, only)
    assert has_colour(image, LIGHT.family("baseline").mark, only.top, only.bottom)
    below = row_box(data, 2, WIDTH)
    assert not has_colour(image, LIGHT.family("threads").mark, below.top, below.bottom)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_that_it_paints_at_every_scale_and_before_anything_was_measured(scale: float) -> None:
    data = empty_data(CPU.contestants())
    assert has_colour(painted(data, LIGHT, scale=scale), LIGHT.sunken, 40 * scale, 80 * scale)


@pytest.mark.usefixtures("qapp")
def test_that_failed_rows_stand_below_the_axes_in_the_fail_colour() -> None:
    data = chart_data(STATES["done-io-one-failed"](), None)
    box = row_box(data, len(data.rows), WIDTH)
    assert has_colour(painted(data, LIGHT), LIGHT.fail, box.top, box.bottom)
    assert row_at(data, box.middle) == data.failed[0]


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("state", STATES)
def test_that_the_strip_of_speedups_paints_every_state(state: str) -> None:
    data = strip_data(STATES[state]())
    image = QImage(270, 108, QImage.Format.Format_ARGB32)
    image.fill(QColor(LIGHT.surface))
    painter = QPainter(image)
    draw_strip(QtPainter(painter), LIGHT, data, Rect(0, 0, 270, 108))
    painter.end()
    for line in data.lines:
        family = LIGHT.family(line.dots[0].family)
        assert has_colour(image, family.pale if line.dots[0].expected else family.mark, 0, 108)


def test_that_the_strip_has_a_line_for_each_python_with_a_plain_loop_of_its_own() -> None:
    comparison = STATES["two-pythons"]()
    data = strip_data(comparison)
    assert [line.name for line in data.lines] == ["3.13", "3.13t"]
    for line in data.lines:
        own = [row for row in comparison.rows if row.contestant.python == line.name and row.speedup is not None]
        assert [dot.speedup for dot in line.dots] == [
            row.speedup.median for row in own if row.speedup and not row.contestant.is_plain
        ]
    assert data.words().startswith("Speed-up, each over its own plain loop: 3.13: threads 0.9")
    assert [line.name for line in strip_data(STATES["done-cpu"]()).lines] == [""]


def test_that_the_strip_shows_what_is_expected_until_there_are_figures() -> None:
    comparison = STATES["forecast"]()
    assert comparison.forecast is not None
    (line,) = strip_data(comparison).lines
    expected = {each.contestant: each for each in comparison.forecast.forecasts if not each.contestant.is_plain}
    assert [dot.speedup for dot in line.dots] == [each.gain for each in expected.values()]
    assert all(dot.expected for dot in line.dots)
    (leader,) = (dot for dot in line.dots if dot.best)
    best = next(each for each in expected.values() if each.gain == leader.speedup)
    assert leader.reach == (best.gain_low, best.gain_high)
    assert line.ideal == comparison.machine["cores"]
    assert "processes about 2.03×" in strip_data(comparison).words()


def test_that_the_strip_draws_the_interval_of_the_one_to_use_alone() -> None:
    comparison = STATES["done-cpu"]()
    assert comparison.verdict is not None
    best = next(row for row in comparison.rows if row.contestant == comparison.verdict.contestant)
    assert best.speedup is not None
    dots = strip_data(comparison).lines[0].dots
    assert [dot.reach for dot in dots if dot.best] == [(best.speedup.low, best.speedup.high)]
    assert not any(dot.reach or dot.expected for dot in dots if not dot.best)


def test_that_painting_takes_no_reference_to_none(qapp: QApplication) -> None:
    data = chart_data(STATES["done-cpu"](), None)
    painted(data, LIGHT)
    before = sys.getrefcount(None)
    for _ in range(25):  # each makes well over 40 calls that return nothing
        painted(data, LIGHT)
    assert sys.getrefcount(None) > before - 100


@pytest.mark.parametrize(("high", "room"), [(0.402, 0.5), (8.06, 9.0), (1000.0, 1150.0), (3e-5, 4e-5), (1e7, 1.1e7)])
def test_that_there_are_about_five_round_ticks_and_none_beyond_the_room(high: float, room: float) -> None:
    found = ticks(high, room)
    assert 3 <= len(found) <= 7
    assert found[0] == 0
    assert found[-1] <= room


def test_that_every_bar_and_its_words_fit() -> None:
    extents = [geometry.Sample(10.0, 80.0), geometry.Sample(2.0, 150.0)]
    scale = geometry.fit(extents, 230.0)
    assert scale is not None
    assert all(scale.to_x(one.high) + one.words <= 230.001 for one in extents)
