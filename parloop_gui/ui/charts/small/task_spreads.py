"""Times per task of several strategies side by side on one axis, each with its median over it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from parloop_gui.model.wording.units import number, time_unit
from parloop_gui.ui.charts.small.spread_rows import TaskSpread
from parloop_gui.ui.charts.small.task_histogram import AXIS, draw_time_ticks
from parloop_gui.ui.drawing.colours import Theme
from parloop_gui.ui.style.painting import CENTRE, draw_text, pen, snap, text_width
from parloop_gui.ui.style.theme import font

# A line of medians above the bars, and how far two of them stand apart at least.
_LABEL, _APART = 16.0, 8.0


def draw_task_spreads(
    painter: QPainter, theme: Theme, spreads: Sequence[TaskSpread], high_s: float, box: QRectF
) -> None:
    """Paint them into a box about 256 × 96; the axis starts at zero and ends at `high_s`."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    base = snap(painter, box.bottom() - AXIS, down=True)
    tallest = max((share for spread in spreads for share in spread.shares), default=1.0)
    labels = _labels(spreads, high_s, box)
    room = base - max(label.box.bottom() for label in labels) - 4 if labels else base - box.top()
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
    for label in labels:
        draw_text(painter, label.box, label.text, font(11), theme.family(label.family).text, CENTRE)
    draw_time_ticks(painter, theme, high_s, box, base)


class _Label(NamedTuple):
    """A median in words, over its bars."""

    text: str
    family: str
    box: QRectF


def _labels(spreads: Sequence[TaskSpread], high_s: float, box: QRectF) -> list[_Label]:
    """Each median over its bars, and a line lower where it would run into the one before."""
    small, factor = font(11), time_unit(high_s)[0]
    medians = [number(spread.median_s * factor) for spread in spreads]
    texts = [f"{spread.name} {median}" for spread, median in zip(spreads, medians, strict=True)]
    if sum(text_width(text, small) + _APART for text in texts) > box.width():
        texts = [f"{spread.short} {median}" for spread, median in zip(spreads, medians, strict=True)]
    ends = [box.left()] * len(spreads)
    placed = []
    for spread, text in sorted(zip(spreads, texts, strict=True), key=lambda each: each[0].median_s):
        wide = min(text_width(text, small) + 2, box.width())
        middle = box.left() + spread.median_s / high_s * box.width()
        left = max(box.left(), min(middle - wide / 2, box.right() - wide))
        line = next(line for line, end in enumerate(ends) if left >= end)
        ends[line] = left + wide + _APART
        placed.append(_Label(text, spread.family, QRectF(left, box.top() + line * _LABEL, wide, _LABEL)))
    return placed
