"""Times per task of several strategies side by side on one axis, each with its median over it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from parloop_gui.model.wording.units import number, time_unit
from parloop_gui.ui.charts.small.spread_rows import TaskSpread
from parloop_gui.ui.charts.small.task_histogram import AXIS, draw_time_ticks
from parloop_gui.ui.drawing.colours import Theme
from parloop_gui.ui.style.painting import CENTRE, draw_text, pen, snap, text_width
from parloop_gui.ui.style.theme import font

_LABEL = 16.0


def draw_task_spreads(
    painter: QPainter, theme: Theme, spreads: Sequence[TaskSpread], high_s: float, box: QRectF
) -> None:
    """Paint them into a box about 256 × 96; the axis starts at zero and ends at `high_s`."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    base = snap(painter, box.bottom() - AXIS, down=True)
    tallest = max((share for spread in spreads for share in spread.shares), default=1.0)
    room = base - box.top() - _LABEL - 4
    painter.setPen(Qt.PenStyle.NoPen)
    for spread in spreads:
        fill = QColor(theme.family(spread.family).mark)
        fill.setAlphaF(0.85)
        painter.setBrush(fill)
        wide = box.width() / len(spread.shares)
        for at, share in enumerate(spread.shares):
            if share > 0:
                height = max(room * share / tallest, 1.0)
                painter.drawRect(QRectF(box.left() + at * wide, base - height, max(wide - 0.5, 0.5), height))
    painter.setPen(pen(theme.border2))
    painter.drawLine(QPointF(box.left(), base + 0.5), QPointF(box.right(), base + 0.5))
    _draw_medians(painter, theme, spreads, high_s, box)
    draw_time_ticks(painter, theme, high_s, box, base)


def _draw_medians(painter: QPainter, theme: Theme, spreads: Sequence[TaskSpread], high_s: float, box: QRectF) -> None:
    """Each median over its bars, beside one another where they would overlap."""
    small, end = font(11), box.left()
    factor, _ = time_unit(high_s)
    texts = [(spread, f"{spread.name} {number(spread.median_s * factor)}") for spread in spreads]
    if sum(text_width(text, small) + 10 for _, text in texts) > box.width():
        texts = [(spread, f"{spread.family} {number(spread.median_s * factor)}") for spread in spreads]
    texts.sort(key=lambda each: each[0].median_s)
    after = sum(text_width(text, small) + 10 for _, text in texts)
    for spread, text in texts:
        wide = text_width(text, small) + 2
        middle = box.left() + spread.median_s / high_s * box.width()
        left = max(end, min(middle - wide / 2, box.right() - after + 8))
        wide = min(wide, box.right() - left)
        draw_text(painter, QRectF(left, box.top(), wide, _LABEL), text, small, theme.family(spread.family).text, CENTRE)
        end, after = left + wide + 8, after - wide - 8
