"""The compare chart's two plots: grid, bars, whiskers, round dots and the words beside the bars."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter

from parloop_gui.ui.charts.compare import geometry
from parloop_gui.ui.charts.compare.layout import Span
from parloop_gui.ui.charts.compare.rows import ChartData, ChartRow
from parloop_gui.ui.charts.compare.values import Axis, throughput_axis, wall_axis
from parloop_gui.ui.style.painting import (
    crisp,
    draw_best,
    draw_dots,
    draw_text,
    pen,
    pill_width,
    snap,
    snap_line,
    text_width,
)
from parloop_gui.ui.style.theme import Theme, font

if TYPE_CHECKING:
    from parloop_gui.model.statistics.summary import Figure


class Chart(NamedTuple):
    """One of the two: where it stands, what it shows of each row, and its scale."""

    panel: geometry.Panel
    axis: Axis
    scale: geometry.Scale | None

    def x(self, value: float) -> float:
        """Where a value stands, in pixels of the card; never beyond the panel."""
        offset = self.scale.to_x(value) if self.scale is not None else 0.0
        return self.panel.left + max(0.0, min(offset, self.panel.width))


class Place(NamedTuple):
    """A row's rectangle, its middle, its bar's height and the colour behind it."""

    box: QRectF
    middle: float
    bar: float
    ground: str


def charts_of(data: ChartData, width: float, columns: geometry.Columns) -> tuple[Chart, Chart]:
    """Wall time and throughput, each with the scale at which all its rows fit."""
    left, right = geometry.panels(width, columns)
    wall, throughput = wall_axis(data.rows), throughput_axis(data.rows)
    return (
        Chart(left, wall, _scale(wall, data.rows, left.width, pills=True)),
        Chart(right, throughput, _scale(throughput, data.rows, right.width, pills=False)),
    )


def _scale(axis: Axis, rows: Sequence[ChartRow], width: float, pills: bool) -> geometry.Scale | None:
    bold = font(12, 600)
    extents = []
    for row in rows:
        figure = axis.figure(row)
        if figure is None:
            continue
        words = 12 + text_width(axis.text(figure.median), bold) + 8
        if pills and (row.best or row.level):
            words += 8 + (pill_width("best", font(11, 600)) if row.best else text_width("≈ best", font(11)))
        extents.append(geometry.Sample(_reach(figure), words))
    return geometry.fit(extents, width)


def _reach(figure: Figure) -> float:
    """The highest value that a row needs room for: an interval that nothing bounds ends at the panel's edge."""
    return max(figure.median, figure.high) if math.isfinite(figure.high) else figure.median


def draw_grid(painter: QPainter, theme: Theme, chart: Chart, span: Span, dimmed: bool) -> None:
    """Thin lines at the ticks, the zero line a little stronger."""
    top, bottom = span.first, span.bottom
    ticks = chart.scale.ticks if chart.scale is not None and not dimmed else (0.0,)
    for tick in ticks:
        offset = chart.scale.to_x(tick) if chart.scale is not None else 0.0
        x = snap_line(painter, chart.panel.left + offset)
        painter.setPen(pen(theme.border2 if tick == 0 else theme.grid, crisp(painter)))
        painter.drawLine(QPointF(x, top), QPointF(x, bottom))


def draw_bar(painter: QPainter, theme: Theme, chart: Chart, row: ChartRow, place: Place, dimmed: bool) -> None:
    """The bar of the median; an empty track before there is one and nothing was compared yet."""
    figure = chart.axis.figure(row)
    left, top = snap(painter, chart.panel.left) + crisp(painter), snap(painter, place.middle - place.bar / 2, down=True)
    height = snap(painter, place.middle + place.bar / 2, down=True) - top
    painter.setPen(Qt.PenStyle.NoPen)
    if figure is None or chart.scale is None:
        if dimmed:
            painter.setBrush(QColor(theme.sunken))
            painter.drawRoundedRect(QRectF(left, top, chart.panel.width - 2, height), 2, 2)
        return
    width = max(1.0, snap(painter, chart.panel.left + chart.scale.to_x(figure.median)) - left)
    painter.setBrush(QColor(theme.family(row.family).mark))
    painter.drawRect(QRectF(left, top, width, height))


def draw_plain_line(painter: QPainter, theme: Theme, chart: Chart, span: Span) -> None:
    """The plain loop's median, dashed through all rows of its interpreter."""
    plain = span.plain()
    figure = chart.axis.figure(plain) if plain is not None else None
    if figure is None or chart.scale is None:
        return
    width = crisp(painter, 1.25)
    x = snap_line(painter, chart.panel.left + chart.scale.to_x(figure.median), 1.25)
    dashes = pen(theme.family("baseline").mark, width)
    dashes.setDashPattern([4 / width, 3 / width])
    painter.setPen(dashes)
    painter.drawLine(QPointF(x, span.first), QPointF(x, span.bottom))


def draw_figure(painter: QPainter, theme: Theme, chart: Chart, row: ChartRow, place: Place) -> None:
    """Whisker, round dots, value, and whether the row is best or level with it."""
    figure = chart.axis.figure(row)
    if figure is None or chart.scale is None:
        return
    origin = chart.panel.left
    _draw_whisker(painter, theme, figure, chart, place)
    y = place.middle + place.bar / 2 + 5
    rounds = [QPointF(chart.x(value), y) for value in chart.axis.rounds(row)]
    draw_dots(painter, rounds, 4, theme.family(row.family).mark, 0.8)
    end = origin + chart.scale.to_x(_reach(figure)) + 9
    weight = 600 if row.best else 500
    end = _knocked_out(painter, place, end, chart.axis.text(figure.median), font(12, weight), theme.t1)
    if chart.axis.names_best and row.best:
        draw_best(painter, theme, end + 7, place.middle)
    elif chart.axis.names_best and row.level:
        _knocked_out(painter, place, end + 7, "≈ best", font(11), theme.t3)


def _knocked_out(painter: QPainter, place: Place, left: float, text: str, with_font: QFont, colour: str) -> float:
    width = text_width(text, with_font)
    box = QRectF(left, place.middle - 9, width + 2, 18)
    painter.fillRect(box.adjusted(-2, 2, 0, -2), QColor(place.ground))
    draw_text(painter, box, text, with_font, colour)
    return left + width


def _draw_whisker(painter: QPainter, theme: Theme, figure: Figure, chart: Chart, place: Place) -> None:
    low, high = chart.x(figure.low), chart.x(figure.high)
    lines = [
        (QPointF(low, place.middle), QPointF(high, place.middle)),
        (QPointF(low, place.middle - 3.5), QPointF(low, place.middle + 3.5)),
        (QPointF(high, place.middle - 3.5), QPointF(high, place.middle + 3.5)),
    ]
    for colour, width in ((place.ground, 2.8), (theme.t1, 1.1)):
        stroke = pen(colour, width)
        stroke.setCapStyle(Qt.PenCapStyle.SquareCap if width > 2 else Qt.PenCapStyle.FlatCap)
        painter.setPen(stroke)
        for start, stop in lines:
            painter.drawLine(start, stop)
