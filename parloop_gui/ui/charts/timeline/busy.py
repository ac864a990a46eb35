"""Cores busy under a group's lanes: a step area from none to all of them."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from parloop_gui.model.timeline.busy import cores_busy
from parloop_gui.ui.charts.timeline.geometry import MARGIN, Layout
from parloop_gui.ui.charts.timeline.rows import TimelineData, TimelineGroup
from parloop_gui.ui.style.painting import draw_text, pen
from parloop_gui.ui.style.theme import Theme, font

_FEW_LANES = 32


def draw_busy(
    painter: QPainter, theme: Theme, group: TimelineGroup, data: TimelineData, box: QRectF, layout: Layout
) -> None:
    """Paint the area into a box; its words stand at the left."""
    words = QRectF(MARGIN, box.center().y() - 8, layout.left - MARGIN - 6, 16)
    draw_text(painter, words, group.busy, font(11), theme.t2)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.sunken))
    painter.drawRect(box)
    end_s = min(group.whole_s, data.part.to_s)
    if end_s <= data.part.from_s:
        return
    right = layout.x_of(data.part, end_s)
    steps = max(1, int((right - box.left()) / (2 if len(group.lanes) <= _FEW_LANES else 6)))
    edges_s = np.linspace(data.part.from_s, end_s, steps + 1)
    shares = np.clip(cores_busy(group.lanes, edges_s) / max(data.cores, 1), 0.0, 1.0)
    tops = (box.bottom() - 0.5 - shares * (box.height() - 2)).tolist()
    edges = np.linspace(box.left(), right, steps + 1).tolist()
    outline = [QPointF(x, y) for at, y in enumerate(tops) for x in (edges[at], edges[at + 1])]
    painter.setBrush(QColor(theme.family("baseline").pale))
    painter.drawPolygon(QPolygonF([*outline, QPointF(right, box.bottom()), QPointF(box.left(), box.bottom())]))
    painter.setPen(pen(theme.family("baseline").mark))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(outline))
