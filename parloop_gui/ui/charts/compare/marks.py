"""The compare chart's two plots: grid, bars, whiskers, round dots and the words beside the bars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from parloop_gui.ui.charts.compare import geometry
from parloop_gui.ui.charts.compare.layout import Span
from parloop_gui.ui.charts.compare.plot import Chart, Place, draw_beside, draw_whisker, faded, split_at_end
from parloop_gui.ui.charts.compare.rows import ChartData, ChartRow
from parloop_gui.ui.charts.compare.unmeasured import draw_expectation, draw_expected
from parloop_gui.ui.charts.compare.values import Axis, throughput_axis, wall_axis
from parloop_gui.ui.style.painting import (
    crisp,
    draw_best,
    draw_dots,
    pen,
    pill_width,
    snap,
    snap_line,
    text_width,
)
from parloop_gui.ui.style.theme import Theme, font

if TYPE_CHECKING:
    from parloop_gui.model.statistics.summary import Figure


# So many times the longest bar an interval may make the axis long: of three rounds on a busy machine it may be without
# end, and the bars must still be told apart.
_MOST_REACH = 2.0


def charts_of(data: ChartData, width: float, columns: geometry.Columns) -> tuple[Chart, ...]:
    """Wall time, and throughput where it is wanted, each with the scale at which all its rows fit."""
    axes = (wall_axis(data.rows), *((throughput_axis(data.rows),) if data.view.throughput else ()))
    panels = geometry.panels(width, columns, len(axes))
    return tuple(
        Chart(panel, axis, _scale(axis, data.rows, panel.width, data.view.log))
        for panel, axis in zip(panels, axes, strict=True)
    )


def _scale(axis: Axis, rows: Sequence[ChartRow], width: float, log: bool) -> geometry.Scale | None:
    bold = font(12, 600)
    extents = []
    most = _MOST_REACH * max((figure.median for row in rows if (figure := axis.figure(row)) is not None), default=0.0)
    for row in rows:
        figure, forecast = axis.figure(row), axis.forecast(row)
        if figure is None:
            extents += [geometry.Sample(forecast.high, 8, forecast.low)] if forecast is not None else []
            continue
        words = 12 + text_width(axis.text(figure.median), bold) + 8
        if axis.names_best and (row.best or row.level):
            words += 8 + (pill_width("best", font(11, 600)) if row.best else text_width("≈ best", font(11)))
        kept_open = axis.kept_open(row)
        least = min(figure.low, figure.median, *axis.rounds(row), kept_open or figure.median)
        reach = figure.high if figure.high <= most else figure.median
        extents.append(geometry.Sample(max(reach, figure.median, kept_open or 0.0), words, least))
    return geometry.fit_log(extents, width) if log else geometry.fit(extents, width)


def _outruns(chart: Chart, figure: Figure) -> bool:
    """Whether an interval goes on beyond the axis: an axis that held all of it would leave nothing of the bars."""
    return chart.scale is not None and chart.scale.to_x(figure.high) > chart.panel.width


def draw_grid(painter: QPainter, theme: Theme, chart: Chart, span: Span, dimmed: bool) -> None:
    """Thin lines at the ticks, the zero line a little stronger."""
    top, bottom = span.first, span.bottom
    ticks = chart.scale.ticks if chart.scale is not None and not dimmed else ()
    offsets = {0.0, *(chart.scale.to_x(tick) for tick in ticks if chart.scale is not None)}
    for offset in sorted(offsets, reverse=True):
        x = snap_line(painter, chart.panel.left + offset)
        painter.setPen(pen(theme.border2 if offset == 0 else theme.grid, crisp(painter)))
        painter.drawLine(QPointF(x, top), QPointF(x, bottom))


def draw_bar(painter: QPainter, theme: Theme, chart: Chart, row: ChartRow, place: Place, dimmed: bool) -> None:
    """The bar of the median; an empty track before there is one and nothing was compared yet."""
    figure = chart.axis.figure(row)
    left, top = snap(painter, chart.panel.left) + crisp(painter), snap(painter, place.middle - place.bar / 2, down=True)
    height = snap(painter, place.middle + place.bar / 2, down=True) - top
    painter.setPen(Qt.PenStyle.NoPen)
    if figure is None and dimmed:
        painter.setBrush(QColor(theme.sunken))
        painter.drawRoundedRect(QRectF(left, top, chart.panel.width - 2, height), 2, 2)
    if figure is None or chart.scale is None:
        draw_expected(painter, theme, chart, row, QRectF(left, top, 1, height))
        return
    width = max(1.0, snap(painter, chart.panel.left + chart.scale.to_x(figure.median)) - left)
    with faded(painter, row):
        painter.setBrush(QColor(theme.family(row.family).mark))
        painter.drawRect(QRectF(left, top, width, height))


def draw_plain_line(painter: QPainter, theme: Theme, chart: Chart, span: Span) -> None:
    """The plain loop's median, dashed through all rows of its interpreter."""
    plain = span.plain()
    figure = (chart.axis.figure(plain) or chart.axis.forecast(plain)) if plain is not None else None
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
        draw_expectation(painter, theme, chart, row, place)
        return
    with faded(painter, row):
        _draw_spread(painter, theme, chart, row, place, figure)
    _draw_words(painter, theme, chart, row, place, figure)


def _draw_spread(painter: QPainter, theme: Theme, chart: Chart, row: ChartRow, place: Place, figure: Figure) -> None:
    draw_whisker(painter, theme.t1, (chart.x(figure.low), chart.x(figure.high)), place)
    if _outruns(chart, figure):
        _draw_beyond_end(painter, theme.t1, QPointF(chart.panel.left + chart.panel.width + 1, place.middle))
    y = place.middle + place.bar / 2 + 5
    shown, beyond = split_at_end(chart, chart.axis.rounds(row))
    mark = theme.family(row.family).mark
    draw_dots(painter, [QPointF(chart.x(value), y) for value in shown], 4, mark, 0.8)
    if beyond:
        _draw_beyond_end(painter, mark, QPointF(chart.panel.left + chart.panel.width, y))
    kept_open = chart.axis.kept_open(row)
    if kept_open is not None:
        _draw_ring(painter, theme, row, QPointF(chart.x(kept_open), place.middle), place)


def _draw_words(painter: QPainter, theme: Theme, chart: Chart, row: ChartRow, place: Place, figure: Figure) -> None:
    """The value beside the bar, and whether the row is best or level with it."""
    assert chart.scale is not None
    reach = figure.median if _outruns(chart, figure) else max(figure.median, figure.high)
    end = chart.panel.left + chart.scale.to_x(max(reach, chart.axis.kept_open(row) or 0.0)) + 9
    weight, colour = 600 if row.best else 500, theme.t3 if row.faded else theme.t1
    end = draw_beside(painter, place, end, chart.axis.text(figure.median), font(12, weight), colour)
    if chart.axis.names_best and row.best:
        draw_best(painter, theme, end + 7, place.middle)
    elif chart.axis.names_best and row.level:
        draw_beside(painter, place, end + 7, "≈ best", font(11), theme.t3)


def _draw_beyond_end(painter: QPainter, colour: str, tip: QPointF) -> None:
    """A triangle that points out, 5 high, for rounds beyond the axis: a dot on its edge would be a round there."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawPolygon([tip, tip + QPointF(-5, -2.5), tip + QPointF(-5, 2.5)])


def _draw_ring(painter: QPainter, theme: Theme, row: ChartRow, centre: QPointF, place: Place) -> None:
    """A hollow mark: what it stands for takes no part in the comparison."""
    painter.setBrush(QColor(place.ground))
    painter.setPen(pen(theme.family(row.family).mark, 1.6))
    painter.drawEllipse(centre, 3.0, 3.0)
