"""Lines, whiskers and dots of the curves. A line is solid as far as was measured, and dashed beyond."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from parloop_gui.model.statistics.summary import Figure
from parloop_gui.model.wording.units import times
from parloop_gui.ui.charts.curves.data import CurveData, CurvePoint, Line
from parloop_gui.ui.charts.curves.frame import Frame
from parloop_gui.ui.charts.curves.ticks import place_ticks, times_ticks
from parloop_gui.ui.style.painting import CENTRE, crisp, draw_text, pen, snap_line, text_width
from parloop_gui.ui.style.theme import Theme, font

DOT, RING = 6.0, 11.0
_BAR = 26.0
_WIDTH, _WHISKER, _HALO, _CAP = 2.0, 1.1, 2.8, 3.5
# On and off, in widths of the line.
_BEYOND, _DOTTED, _PLAIN = (3.0, 2.5), (1.0, 2.5), (4.0, 3.0)


def draw_grid(painter: QPainter, theme: Theme, data: CurveData, frame: Frame) -> None:
    """Hairlines at the ticks, the axes a little darker, and the plain loop's speed as a dashed line."""
    box = frame.box
    painter.setPen(pen(theme.grid, crisp(painter)))
    for value, _ in times_ticks(frame.extent, box.height()):
        _across(painter, box, frame.y(value))
    if data.axis.spread != "named":
        for place, _ in place_ticks(data.axis, frame.extent, box.width()):
            x = snap_line(painter, frame.x(place))
            painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))
    painter.setPen(pen(theme.border2, crisp(painter)))
    _across(painter, box, box.bottom())
    if frame.extent.low <= 1 <= frame.extent.high:
        painter.setPen(_broken(theme.family("baseline").mark, 1.25, _PLAIN))
        _across(painter, box, frame.y(1.0))


def draw_dotted(painter: QPainter, theme: Theme, data: CurveData, frame: Frame) -> None:
    """What theory allows at most."""
    painter.setPen(_broken(theme.t3, 1.25, _DOTTED))
    for each in data.dotted:
        _polyline(painter, (frame.at(*step) for step in each.course))


def draw_line(painter: QPainter, theme: Theme, line: Line, frame: Frame) -> None:
    """A strategy's line: the model's where there is one, else straight from point to point."""
    colour = theme.family(line.family).mark
    if not line.fitted:
        if frame.axis.spread != "named":  # else nothing lies between its places
            painter.setPen(pen(colour, _WIDTH))
            _polyline(painter, (frame.at(point.place, point.times.median) for point in line.along))
        return
    painter.setPen(pen(colour, _WIDTH))
    _polyline(painter, (frame.at(*step) for step in line.fitted if step[0] <= line.last_place))
    painter.setPen(_broken(colour, _WIDTH, _BEYOND))
    _polyline(painter, (frame.at(*step) for step in line.fitted if step[0] >= line.last_place))


def draw_points(painter: QPainter, theme: Theme, line: Line, frame: Frame, aside: float) -> None:
    """Whiskers under dots. `aside` moves them, where several lines share places that have names."""
    for point in line.points:
        at = frame.at(point.place, point.times.median) + QPointF(aside, 0)
        if point.is_most:
            _draw_arrow(painter, theme, line, at)
            continue
        _draw_whisker(painter, theme, theme.family(line.family).text, point.times, frame, at.x())
        _draw_dot(painter, theme, line, point, at)


def draw_ring(painter: QPainter, theme: Theme, at: QPointF) -> None:
    """Around the point that is read."""
    painter.setPen(pen(theme.t1, 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(at, RING / 2 + 1, RING / 2 + 1)


def asides(data: CurveData, frame: Frame) -> Sequence[float]:
    """How far each line's points stand beside their places: names have room for all, numbers stand where they are."""
    shared = [place for line in data.lines for place in {point.place for point in line.points}]
    if data.axis.spread != "named" or len(set(shared)) == len(shared):
        return [0.0] * len(data.lines)
    step = min(_BAR + 14, abs(frame.x(1.0) - frame.x(0.0)) / (len(data.lines) + 1))
    return [(number - (len(data.lines) - 1) / 2) * step for number in range(len(data.lines))]


def spots(data: CurveData, frame: Frame) -> Iterator[tuple[tuple[int, int], QPointF]]:
    """Where every point stands, by its numbers."""
    moved = asides(data, frame)
    for number, at in data.points:
        point = data.point((number, at))
        yield (number, at), frame.at(point.place, point.times.median) + QPointF(moved[number], 0)


def _draw_whisker(painter: QPainter, theme: Theme, ink: str, figure: Figure, frame: Frame, x: float) -> None:
    """The 95% interval with a halo, so that it shows on lines too."""
    if not figure.has_interval:
        return
    low = frame.y(figure.low if math.isfinite(figure.low) else 0.0)
    high = frame.y(figure.high) if math.isfinite(figure.high) else frame.box.top() - 1
    for colour, width in ((theme.surface, _HALO), (ink, _WHISKER)):
        painter.setPen(pen(colour, width))
        painter.drawLine(QPointF(x, low), QPointF(x, high))
        for end in (low, high):
            painter.drawLine(QPointF(x - _CAP, end), QPointF(x + _CAP, end))


def _draw_dot(painter: QPainter, theme: Theme, line: Line, point: CurvePoint, at: QPointF) -> None:
    """Filled; hollow where it is as Python does it by itself."""
    mark = theme.family(line.family).mark
    if point.is_own:
        draw_shape(painter, at, line.shape, theme.surface, mark, DOT + 2)
    else:
        draw_shape(painter, at, line.shape, mark, theme.surface)


def draw_shape(painter: QPainter, at: QPointF, shape: int, colour: str, edge: str, size: float = DOT + 1) -> None:
    """A point of a line: a circle, for a further line of its family a square or a diamond."""
    painter.setPen(pen(edge, 1.5 if size > DOT + 1 else 1.0))
    painter.setBrush(QColor(colour))
    half = size / 2
    if not shape:
        painter.drawEllipse(at, half, half)
    elif shape % 2:
        painter.drawRect(QRectF(at.x() - half, at.y() - half, size, size))
    else:
        steps = ((0.0, -half - 1), (half + 1, 0.0), (0.0, half + 1), (-half - 1, 0.0))
        painter.drawPolygon(QPolygonF([at + QPointF(*step) for step in steps]))


def draw_bars(painter: QPainter, theme: Theme, line: Line, frame: Frame, aside: float) -> None:
    """Where places have names nothing lies between them: a bar for each, its figure above it."""
    family = theme.family(line.family)
    for point in line.points:
        top = frame.at(point.place, point.times.median) + QPointF(aside, 0)
        if point.is_own:
            _draw_dot(painter, theme, line, point, top + QPointF(_BAR, 0))
            continue
        painter.setPen(pen(family.text))
        painter.setBrush(QColor(family.mark))
        painter.drawRect(QRectF(top.x() - _BAR / 2, top.y(), _BAR, frame.y(0.0) - top.y()))
        _draw_whisker(painter, theme, theme.t1, point.times, frame, top.x())
        high = frame.y(min(point.times.high, frame.extent.high))
        words = ("under " if point.is_most else "") + times(point.times.median, 2)
        half, written = text_width(words, font(12, 500)) / 2 + 2, font(12, 500)
        place = QRectF(top.x() - half, high - 20, 2 * half, 16)
        painter.fillRect(place, QColor(theme.surface))  # the plain loop's line may be behind it
        draw_text(painter, place, words, written, theme.t1, CENTRE)


def _draw_arrow(painter: QPainter, theme: Theme, line: Line, at: QPointF) -> None:
    """A run that was ended: it is this fast at most, and points down to where it may be."""
    painter.setPen(pen(theme.family(line.family).mark, 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawLine(at, at + QPointF(0, 12))
    painter.drawPolyline(QPolygonF([at + QPointF(-4, 8), at + QPointF(0, 12), at + QPointF(4, 8)]))
    painter.drawLine(at + QPointF(-4, 0), at + QPointF(4, 0))


def _polyline(painter: QPainter, points: Iterable[QPointF]) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(list(points)))


def _across(painter: QPainter, box: QRectF, y: float) -> None:
    crisp_y = snap_line(painter, y, down=True)
    painter.drawLine(QPointF(box.left(), crisp_y), QPointF(box.right(), crisp_y))


def _broken(colour: str, width: float, pattern: tuple[float, float]) -> QPen:
    made = pen(colour, width)
    made.setDashPattern([each / width for each in pattern] if width < 2 else list(pattern))
    return made
