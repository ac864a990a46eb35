"""The compare chart's one paint routine: two charts, wall time and throughput, that share their rows.

Screen, pictures and vectors all come from `draw_compare`. It paints back to front: row backgrounds, grid, bars,
the plain loop's dashed line, whiskers and dots, words.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from parloop_gui.ui.charts import compare_geometry as geometry
from parloop_gui.ui.charts.compare_marks import (
    Chart,
    Place,
    charts_of,
    draw_bar,
    draw_figure,
    draw_grid,
    draw_plain_line,
)
from parloop_gui.ui.charts.compare_rows import ChartData, ChartRow
from parloop_gui.ui.charts.painting import (
    CENTRE,
    LEFT,
    RIGHT,
    draw_dot,
    draw_pill,
    draw_text,
    draw_warning,
    pen,
    text_width,
)
from parloop_gui.ui.theme import Theme, font


def draw_compare(painter: QPainter, theme: Theme, data: ChartData, width: float, exposed: QRectF | None = None) -> None:
    """Paint the whole card's inside, `width` wide; what lies outside `exposed` is left out."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    exposed = exposed if exposed is not None else QRectF(0, 0, width, 1e6)
    charts = charts_of(data, width) if exposed.right() > geometry.CHARTS_LEFT else ()
    places = _places(theme, data, width)
    shown = [pair for pair in zip(data.rows, places, strict=True) if pair[1].box.intersects(exposed)]
    _draw_backgrounds(painter, shown, theme)
    for chart in charts:
        draw_grid(painter, theme, chart, len(data.rows), data.dimmed)
    for row, place in shown:
        _draw_columns(painter, theme, row, place, data.dimmed)
        for chart in charts:
            draw_bar(painter, theme, chart, row, place, data.dimmed)
    for chart in charts:
        draw_plain_line(painter, theme, chart, data)
    for row, place in shown:
        for chart in charts:
            draw_figure(painter, theme, chart, row, place)
    if exposed.top() < geometry.HEAD:
        _draw_head(painter, theme, charts)
    if exposed.bottom() > geometry.HEAD + len(data.rows) * geometry.row_height(len(data.rows)):
        _draw_foot(painter, theme, charts, data)
        _draw_failed(painter, theme, data, width)


def row_box(data: ChartData, index: int, width: float) -> QRectF:
    """The rectangle of a row, failed rows counted on after the others."""
    height = geometry.row_height(len(data.rows))
    if index < len(data.rows):
        return QRectF(8, geometry.HEAD + index * height, width - 16, height)
    top = geometry.HEAD + len(data.rows) * height + geometry.FOOT
    return QRectF(8, top + (index - len(data.rows)) * geometry.FAILED_ROW, width - 16, geometry.FAILED_ROW)


def row_at(data: ChartData, y: float) -> ChartRow | None:
    """The row under a height, failed rows included."""
    rows = (*data.rows, *data.failed)
    return next((row for index, row in enumerate(rows) if row_box(data, index, 100).contains(50, y)), None)


def _places(theme: Theme, data: ChartData, width: float) -> list[Place]:
    bar = geometry.bar_height(len(data.rows))
    places = []
    for index, row in enumerate(data.rows):
        box = row_box(data, index, width)
        ground = theme.hover if row.contestant == data.selected else theme.surface
        places.append(Place(box, box.center().y(), bar, ground))
    return places


def _draw_backgrounds(painter: QPainter, shown: Sequence[tuple[ChartRow, Place]], theme: Theme) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    for _, place in shown:
        if place.ground != theme.surface:
            painter.setBrush(QColor(place.ground))
            painter.drawRoundedRect(place.box.adjusted(0, 1, 0, -1), 6, 6)


def _draw_columns(painter: QPainter, theme: Theme, row: ChartRow, place: Place, dimmed: bool) -> None:
    box, middle = place.box, place.middle
    draw_dot(painter, QPointF(20, middle), 8, theme.family(row.family).mark)
    name_box = QRectF(geometry.NAME_LEFT, box.top(), geometry.NAME_RIGHT - geometry.NAME_LEFT, box.height())
    if row.remark:
        draw_text(painter, name_box.translated(0, 8), row.remark, font(11), theme.t3)
        name_box.translate(0, -6)
    draw_text(painter, name_box, row.name, font(13, 600 if row.best else 400), theme.t2 if dimmed else theme.t1)
    if row.progress is not None:
        _draw_progress(painter, theme, row.progress, middle)
    if row.pill is not None:
        draw_pill(painter, theme, geometry.TAG_LEFT, middle, *row.pill)
    else:
        _column(painter, theme.t3, place, geometry.TAG_LEFT, 20, "–" if dimmed else "", LEFT)
    once = geometry.AT_ONCE_RIGHT
    _column(painter, theme.t3, place, once - 40, 40, row.at_once or ("–" if dimmed else ""), RIGHT, 11)
    colour = theme.accent_text if row.best else theme.t3 if row.plain or dimmed else theme.t1
    speedup = row.speedup or ("–" if dimmed else "")
    _column(painter, colour, place, geometry.SPEEDUP_RIGHT - 56, 56, speedup, RIGHT, 13, 600 if row.best else 400)


def _column(
    painter: QPainter,
    colour: str,
    place: Place,
    left: float,
    width: float,
    text: str,
    align: Qt.AlignmentFlag,
    pixels: int = 12,
    weight: int = 400,
) -> None:
    if text:
        box = QRectF(left, place.box.top(), width, place.box.height())
        draw_text(painter, box, text, font(pixels, weight), colour, align)


def _draw_progress(painter: QPainter, theme: Theme, share: float, middle: float) -> None:
    track = QRectF(geometry.NAME_LEFT, middle + 12, geometry.NAME_RIGHT - geometry.NAME_LEFT - 4, 2)
    painter.fillRect(track, QColor(theme.border))
    track.setWidth(track.width() * min(1.0, max(0.0, share)))
    painter.fillRect(track, QColor(theme.accent))


def _draw_head(painter: QPainter, theme: Theme, charts: Sequence[Chart]) -> None:
    small = font(11)
    for left, right, text, align in (
        (geometry.MARGIN, 100.0, "Strategy", LEFT),
        (geometry.TAG_LEFT, 230.0, "Per task", LEFT),
        (geometry.AT_ONCE_RIGHT - 60, geometry.AT_ONCE_RIGHT, "At once", RIGHT),
        (geometry.SPEEDUP_RIGHT - 60, geometry.SPEEDUP_RIGHT, "Speed-up", RIGHT),
    ):
        draw_text(painter, QRectF(left, 8, right - left, 24), text, small, theme.t3, align)
    for chart in charts:
        title = font(12, 600)
        box = QRectF(chart.panel.left, 8, chart.panel.width, 24)
        draw_text(painter, box, chart.axis.title, title, theme.t1)
        box.setLeft(box.left() + text_width(chart.axis.title, title) + 8)
        draw_text(painter, box, chart.axis.caption, small, theme.t3)


def _draw_foot(painter: QPainter, theme: Theme, charts: Sequence[Chart], data: ChartData) -> None:
    top = geometry.HEAD + len(data.rows) * geometry.row_height(len(data.rows))
    small = font(11)
    note = QRectF(geometry.MARGIN, top + 4, geometry.CHARTS_LEFT - geometry.MARGIN - 20, 20)
    draw_text(painter, note, data.footnote, small, theme.t3)
    for chart in charts:
        if chart.scale is None or data.dimmed:
            continue
        for tick in chart.scale.ticks:
            x = chart.panel.left + chart.scale.to_x(tick)
            draw_text(painter, QRectF(x - 30, top + 4, 60, 20), chart.axis.tick_text(tick), small, theme.t3, CENTRE)


def _draw_failed(painter: QPainter, theme: Theme, data: ChartData, width: float) -> None:
    for index, row in enumerate(data.failed):
        box = row_box(data, len(data.rows) + index, width)
        if index == 0:
            painter.setPen(pen(theme.border))
            painter.drawLine(QPointF(geometry.MARGIN, box.top()), QPointF(width - geometry.MARGIN, box.top()))
        middle = box.center().y()
        draw_dot(painter, QPointF(20, middle), 8, theme.family(row.family).mark, 0.5)
        name = QRectF(geometry.NAME_LEFT, box.top(), geometry.NAME_RIGHT - geometry.NAME_LEFT, box.height())
        draw_text(painter, name, row.name, font(13), theme.t3)
        draw_warning(painter, theme, geometry.TAG_LEFT, middle)
        sentence = QRectF(geometry.TAG_LEFT + 20, box.top(), width - geometry.TAG_LEFT - 36, box.height())
        draw_text(painter, sentence, row.failure, font(12), theme.fail)
