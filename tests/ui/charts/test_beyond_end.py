"""Rounds beyond the axis: a triangle at its end, never a dot on the edge."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from parloop_gui.ui.charts.compare.chart import draw_compare, row_box
from parloop_gui.ui.charts.compare.columns import screen_columns
from parloop_gui.ui.charts.compare.geometry import MARGIN
from parloop_gui.ui.charts.compare.marks import charts_of
from parloop_gui.ui.charts.compare.plot import split_at_end
from parloop_gui.ui.charts.compare.rows import ChartData
from parloop_gui.ui.drawing.colours import LIGHT
from parloop_gui.ui.result.chart_texts import chart_data
from parloop_gui.ui.style.qt_painter import QtPainter
from tests.helpers.comparisons.scenes import CPU
from tests.ui.style.overlaps import painted_texts

WIDTH = 830


def with_outlier(times: float) -> ChartData:
    """A chart whose first row had one round that took so many times as long."""
    data = chart_data(CPU.comparison(15), None)
    first = data.rows[0]
    assert first.wall_s is not None
    outlier = first._replace(round_wall_times_s=(*first.round_wall_times_s, first.wall_s.median * times))
    return data._replace(rows=(outlier, *data.rows[1:]))


def is_marked_at_the_end(data: ChartData) -> bool:
    """Whether something of the row's colour stands at the axis's end, under the bar."""
    image = QImage(WIDTH, 400, QImage.Format.Format_ARGB32)
    image.fill(QColor(LIGHT.surface))
    painter = QPainter(image)
    draw_compare(QtPainter(painter), LIGHT, data, WIDTH)
    painter.end()
    wall = charts_of(data, WIDTH, screen_columns(data))[0]
    x, y = round(wall.panel.left + wall.panel.width) - 4, round(row_box(data, 0, WIDTH).middle + 11.5)
    return QColor(LIGHT.family("baseline").mark).rgb() in [image.pixel(x + dx, y) for dx in (-1, 0, 1)]


@pytest.mark.usefixtures("qapp")
def test_that_a_round_beyond_the_axis_is_a_triangle_at_its_end() -> None:
    assert is_marked_at_the_end(with_outlier(3.0))
    assert not is_marked_at_the_end(with_outlier(1.0))


@pytest.mark.usefixtures("qapp")
def test_that_it_is_no_dot_on_the_edge() -> None:
    data = with_outlier(3.0)
    wall = charts_of(data, WIDTH, screen_columns(data))[0]
    shown, beyond = split_at_end(wall, wall.axis.rounds(data.rows[0]))
    assert (len(shown), beyond) == (15, 1)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("times", [1.5, 300.0, math.inf])
def test_that_an_interval_without_end_leaves_the_bars_their_room(times: float) -> None:
    data = chart_data(CPU.comparison(15), None)
    first = data.rows[0]
    assert first.wall_s is not None
    unsure = first._replace(wall_s=replace(first.wall_s, high=first.wall_s.median * times))
    wall = charts_of(data._replace(rows=(unsure, *data.rows[1:])), WIDTH, screen_columns(data))[0]
    assert wall.scale is not None
    assert wall.scale.to_x(first.wall_s.median) > 0.4 * wall.panel.width
    ends_here = wall.scale.to_x(first.wall_s.median * times) <= wall.panel.width
    assert ends_here is (times < 2)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("times", [1.8, 2.05, 2.2, 2.4, 2.6])
def test_that_words_behind_a_whisker_of_any_length_stay_on_the_card(times: float) -> None:
    data = chart_data(CPU.comparison(15), None)
    last = data.rows[-1]
    assert last.throughput_per_s is not None
    unsure = last._replace(throughput_per_s=replace(last.throughput_per_s, high=last.throughput_per_s.median * times))
    image = QImage(WIDTH, 400, QImage.Format.Format_ARGB32)
    with painted_texts() as painted:
        painter = QPainter(image)
        draw_compare(QtPainter(painter), LIGHT, data._replace(rows=(*data.rows[:-1], unsure)), WIDTH)
        painter.end()
    assert painted
    assert max(each.box.right() for each in painted) <= WIDTH - MARGIN + 1
