"""Rows without figures of their own: what is expected of them, and runs that were ended before their end."""

from __future__ import annotations

from parloop_gui.ui.charts.compare.plot import Chart, PlotPlace, draw_beside, draw_whisker
from parloop_gui.ui.charts.compare.rows import Beyond, ChartRow
from parloop_gui.ui.drawing.colours import Theme
from parloop_gui.ui.drawing.painter import Painter, Pen
from parloop_gui.ui.drawing.shapes import Point, Rect
from parloop_gui.ui.drawing.text import Font, text_width

# How far the open arrow head reaches beyond the bar.
_ARROW = 9.0


def draw_expected(painter: Painter, theme: Theme, chart: Chart, row: ChartRow, bar: Rect) -> None:
    """The bar of a row that has no figures: pale where it is expected, to the axis's end where a run was ended."""
    forecast = chart.axis.forecast(row)
    if row.beyond is not None:
        _draw_beyond(painter, theme, chart, row, row.beyond, bar)
    elif forecast is not None and chart.scale is not None:
        bar = bar.ended_at(max(bar.left + 1, chart.x(forecast.median)))
        family = theme.family(row.family)
        edge = Pen(family.text, painter.crisp(), (3, 2))
        painter.rect(bar.adjusted(0.5, 0.5, -0.5, -0.5), family.pale, edge, radius=2)


def draw_expectation(painter: Painter, theme: Theme, chart: Chart, row: ChartRow, place: PlotPlace) -> None:
    """What stands over such a bar: the forecast's interval, or how long the run had taken by then."""
    forecast = chart.axis.forecast(row)
    if row.beyond is not None:
        _write_beyond(painter, theme, chart, row, row.beyond, place)
    elif forecast is not None and chart.scale is not None:
        draw_whisker(painter, theme.t2, (chart.x(forecast.low), chart.x(forecast.high)), place)


def _draw_beyond(painter: Painter, theme: Theme, chart: Chart, row: ChartRow, beyond: Beyond, bar: Rect) -> None:
    most = chart.axis.most(beyond)
    mark = theme.family(row.family).mark
    if most is not None:  # it did at most so much: the bar ends there
        painter.rect(bar.ended_at(max(bar.left + 1, chart.x(most))), mark)
        return
    bar = bar.ended_at(chart.panel.left + chart.panel.width - _ARROW - 4)
    painter.rect(bar, mark)
    left, tip = bar.right + 2, bar.right + 1 + _ARROW
    arrow = (Point(left, bar.top - 2), Point(tip, bar.middle), Point(left, bar.bottom + 2))
    painter.polyline(arrow, Pen(mark, 1.8))


def _write_beyond(
    painter: Painter, theme: Theme, chart: Chart, row: ChartRow, beyond: Beyond, place: PlotPlace
) -> None:
    """Beside the short bar, or at the end of the long one, in it: there is no room behind that."""
    most, small = chart.axis.most(beyond), Font(11, 600)
    if most is not None:
        draw_beside(painter, place, chart.x(most) + 9, f"under {chart.axis.text(most)}", Font(12), theme.t2)
        return
    width = text_width(beyond.words, small)
    right = chart.panel.left + chart.panel.width - _ARROW - 10
    box = Rect(right - width, place.middle - 8, width + 1, 16)
    painter.text(box, beyond.words, small, theme.family(row.family).on_mark)
