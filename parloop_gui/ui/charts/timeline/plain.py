"""The plain loop's end, dashed through its Python's groups, and arrows that say how much sooner others were done."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from parloop_gui.ui.charts.timeline.geometry import GroupPlace, Layout
from parloop_gui.ui.charts.timeline.rows import TimelineData, TimelineGroup
from parloop_gui.ui.style.painting import CENTRE, crisp, draw_text, pen, snap_line, text_width
from parloop_gui.ui.style.theme import Theme, font

_HEAD = 5.0
_SHAFT = 14.0


def draw_plain_end(painter: QPainter, theme: Theme, data: TimelineData, layout: Layout) -> None:
    """The dashed lines, where they are in view: one where all have the same plain loop."""
    width = crisp(painter, 1.25)
    dashes = pen(theme.family("baseline").text, width)
    dashes.setDashPattern([4 / width, 3 / width])
    painter.setPen(dashes)
    for end_s, top, bottom in _lines(data, layout):
        if data.part.from_s <= end_s <= data.part.to_s:
            x = snap_line(painter, layout.x_of(data.part, end_s), 1.25)
            painter.drawLine(QPointF(x, top), QPointF(x, bottom))


def _lines(data: TimelineData, layout: Layout) -> list[tuple[float, float, float]]:
    """When each Python's plain loop was over, and from which height to which its neighbours stand."""
    pairs = list(zip(data.groups, layout.groups, strict=True))
    stretches = [list(some) for _, some in groupby(pairs, lambda pair: pair[0].plain_end_s)]
    found = []
    for number, some in enumerate(stretches):
        (group, first), (_, last) = some[0], some[-1]
        if group.plain_end_s is not None:
            top = layout.top if number == 0 or first.head is None else first.head.top()
            bottom = layout.bottom if number == len(stretches) - 1 else (last.busy or last.lanes).bottom()
            found.append((group.plain_end_s, top, bottom))
    return found


def draw_saving(
    painter: QPainter, theme: Theme, group: TimelineGroup, data: TimelineData, place: GroupPlace, layout: Layout
) -> None:
    """The arrow from a run's end to the plain loop's, with words in its middle; nothing where there is no room."""
    if group.saving is None or group.plain_end_s is None:
        return
    left, right = layout.x_of(data.part, group.whole_s) + 4, layout.x_of(data.part, group.plain_end_s) - 4
    bold, small = font(13, 600), font(11)
    words = max(text_width(group.saving[0], bold), text_width(group.saving[1], small)) + 12
    height = place.shown * place.lane
    if left < layout.left or right > layout.right or right - left < words + 2 * _SHAFT or height < 36:
        return
    middle, y = (left + right) / 2, place.lanes.top() + height / 2
    painter.fillRect(QRectF(middle - words / 2, y - 18, words, 36), QColor(theme.surface))
    draw_text(painter, QRectF(middle - words / 2, y - 18, words, 19), group.saving[0], bold, theme.accent_text, CENTRE)
    draw_text(painter, QRectF(middle - words / 2, y + 1, words, 16), group.saving[1], small, theme.t2, CENTRE)
    painter.setPen(pen(theme.t3, crisp(painter)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for tip, end, way in ((left, middle - words / 2 - 4, 1), (right, middle + words / 2 + 4, -1)):
        line = snap_line(painter, y, down=True)
        painter.drawLine(QPointF(tip, line), QPointF(end, line))
        for up in (-1, 1):
            painter.drawLine(QPointF(tip, line), QPointF(tip + way * _HEAD, line + up * _HEAD * 0.7))
