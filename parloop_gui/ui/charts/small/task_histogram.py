"""Times per task as a histogram: solid bars in the family's colour, the plain loop as a grey outline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from parloop_gui.model.wording.units import time_unit
from parloop_gui.ui.charts.axis import ticks
from parloop_gui.ui.drawing.colours import Theme
from parloop_gui.ui.style.painting import CENTRE, draw_text, pen, snap, text_width
from parloop_gui.ui.style.theme import font

if TYPE_CHECKING:
    from parloop_gui.model.timeline.task_times import Spread

# For the figures below, of which the narrow panel has room for about three.
AXIS = 18.0
_ABOUT_TICKS = 3


def draw_task_histogram(painter: QPainter, theme: Theme, spread: Spread, family: str, box: QRectF) -> None:
    """Paint it into a box about 256 × 80; the axis starts at zero and stands at the bottom."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    base = snap(painter, box.bottom() - AXIS)
    tallest = max(*spread.own, *spread.plain, 1e-9)
    tops = [base - share / tallest * (base - box.top() - 2) for share in spread.own]
    edges = [snap(painter, box.left() + box.width() * at / len(tops)) for at in range(len(tops) + 1)]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.family(family).mark))
    gap = 1.0 if len(tops) < box.width() / 3 else 0.0
    for at, top in enumerate(tops):
        if top < base:
            painter.drawRect(QRectF(edges[at], min(top, base - 1), edges[at + 1] - edges[at] - gap, base - top))
    if spread.plain:
        _draw_outline(
            painter, theme, [base - share / tallest * (base - box.top() - 2) for share in spread.plain], edges
        )
    painter.setPen(pen(theme.border2))
    painter.drawLine(QPointF(box.left(), base + 0.5), QPointF(box.right(), base + 0.5))
    draw_time_ticks(painter, theme, spread.high_s, box, base)


def _draw_outline(painter: QPainter, theme: Theme, tops: list[float], edges: list[float]) -> None:
    base = max(tops)
    shown = [at for at, top in enumerate(tops) if top < base]
    if not shown:
        return
    first, last = shown[0], shown[-1]
    points = [QPointF(edges[first] + 0.5, base)]
    for at in range(first, last + 1):
        points += [QPointF(edges[at] + 0.5, tops[at] + 0.5), QPointF(edges[at + 1] + 0.5, tops[at] + 0.5)]
    points.append(QPointF(edges[last + 1] + 0.5, base))
    painter.setPen(pen(theme.family("baseline").text, 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(points))


def draw_time_ticks(painter: QPainter, theme: Theme, high_s: float, box: QRectF, base: float) -> None:
    """Round times from zero to `high_s` under a base line; the last one names the unit."""
    factor, unit = time_unit(high_s)
    small = font(11)
    values = ticks(high_s * factor, high_s * factor, _ABOUT_TICKS)
    for value in values:
        text = f"{value:g} {unit}" if value == values[-1] else f"{value:g}"
        width = text_width(text, small) + 2
        middle = box.left() + box.width() * value / (high_s * factor)
        left = min(max(middle - width / 2, box.left()), box.right() - width)
        draw_text(painter, QRectF(left, base + 3, width, 15), text, small, theme.t3, CENTRE)
