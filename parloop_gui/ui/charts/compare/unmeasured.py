"""Rows without figures of their own: what is expected of them, and runs that were ended before their end."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath

from parloop_gui.ui.charts.compare.plot import Chart, Place, draw_beside, draw_whisker
from parloop_gui.ui.charts.compare.rows import Beyond, ChartRow
from parloop_gui.ui.style.painting import crisp, draw_text, pen, text_width
from parloop_gui.ui.style.theme import Theme, font

# How far the open arrow head reaches beyond the bar.
_ARROW = 9.0

# Lightness (HSL) of a mark from which on it bears dark words: of the marks only the light theme's blue is below.
_BRIGHT = 0.42


def draw_expected(painter: QPainter, theme: Theme, chart: Chart, row: ChartRow, bar: QRectF) -> None:
    """The bar of a row that has no figures: pale where it is expected, to the axis's end where a run was ended."""
    forecast = chart.axis.forecast(row)
    if row.beyond is not None:
        _draw_beyond(painter, theme, chart, row, row.beyond, bar)
    elif forecast is not None and chart.scale is not None:
        bar.setRight(max(bar.left() + 1, chart.x(forecast.median)))
        edge = pen(theme.family(row.family).text, crisp(painter))
        edge.setDashPattern([3, 2])
        painter.setPen(edge)
        painter.setBrush(QColor(theme.family(row.family).pale))
        painter.drawRoundedRect(bar.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)


def draw_expectation(painter: QPainter, theme: Theme, chart: Chart, row: ChartRow, place: Place) -> None:
    """What stands over such a bar: the forecast's interval, or how long the run had taken by then."""
    forecast = chart.axis.forecast(row)
    if row.beyond is not None:
        _write_beyond(painter, theme, chart, row, row.beyond, place)
    elif forecast is not None and chart.scale is not None:
        draw_whisker(painter, theme.t2, (chart.x(forecast.low), chart.x(forecast.high)), place)


def _draw_beyond(painter: QPainter, theme: Theme, chart: Chart, row: ChartRow, beyond: Beyond, bar: QRectF) -> None:
    most = chart.axis.most(beyond)
    mark = QColor(theme.family(row.family).mark)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(mark)
    if most is not None:  # it did at most so much: the bar ends there
        bar.setRight(max(bar.left() + 1, chart.x(most)))
        painter.drawRect(bar)
        return
    bar.setRight(chart.panel.left + chart.panel.width - _ARROW - 4)
    painter.drawRect(bar)
    tip = QPainterPath(QPointF(bar.right() + 2, bar.top() - 2))
    tip.lineTo(bar.right() + 2 + _ARROW - 1, bar.center().y())
    tip.lineTo(bar.right() + 2, bar.bottom() + 2)
    painter.setPen(pen(theme.family(row.family).mark, 1.8))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(tip)


def _write_beyond(painter: QPainter, theme: Theme, chart: Chart, row: ChartRow, beyond: Beyond, place: Place) -> None:
    """Beside the short bar, or at the end of the long one, in it: there is no room behind that."""
    most, small = chart.axis.most(beyond), font(11, 600)
    if most is not None:
        draw_beside(painter, place, chart.x(most) + 9, f"under {chart.axis.text(most)}", font(12), theme.t2)
        return
    width = text_width(beyond.words, small)
    right = chart.panel.left + chart.panel.width - _ARROW - 10
    box = QRectF(right - width, place.middle - 8, width + 1, 16)
    is_bright = QColor(theme.family(row.family).mark).lightnessF() > _BRIGHT
    draw_text(painter, box, beyond.words, small, theme.t1 if is_bright is not theme.dark else theme.surface)
