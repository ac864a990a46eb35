"""Tasks as blocks on lanes: pale while a task waits, solid while it is on a core."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from parloop_gui.ui.style.painting import pen
from parloop_gui.ui.style.theme import Family, Theme

RADIUS = 3.0
_EDGE_FROM = 7.0


class Block(NamedTuple):
    """One task from `start` to `end` on a lane from 0 to 1; the first `on_cpu` (0 to 1) of it is on a core.

    Without a family it is a place for a task, dashed.
    """

    family: str
    start: float
    end: float
    on_cpu: float


def draw_lane(painter: QPainter, theme: Theme, blocks: Sequence[Block], lane: QRectF) -> None:
    """Paint a lane's blocks with a gap between them; solid parts have an edge that orange on pale orange needs."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for block in blocks:
        left = lane.left() + block.start * lane.width()
        whole = QRectF(left, lane.top(), (block.end - block.start) * lane.width() - 2, lane.height())
        if not block.family:
            _draw_place(painter, theme, whole)
            continue
        family = theme.family(block.family)
        draw_block(painter, family, whole, solid=False)
        if block.on_cpu > 0:
            width = max(4.0, whole.width() * block.on_cpu)
            draw_block(painter, family, QRectF(whole.left(), whole.top(), width, whole.height()), solid=True)


def draw_block(painter: QPainter, family: Family, box: QRectF, *, solid: bool) -> None:
    """A round block, pale or solid; one that is very narrow has no round corners and no edge."""
    radius = min(RADIUS, box.width() / 3)
    edged = solid and box.width() >= _EDGE_FROM
    painter.setBrush(QColor(family.mark if solid else family.pale))
    painter.setPen(pen(family.text) if edged else Qt.PenStyle.NoPen)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5) if edged else box, radius, radius)


def _draw_place(painter: QPainter, theme: Theme, box: QRectF) -> None:
    dashed = pen(theme.border2)
    dashed.setDashPattern([3, 2])
    painter.setPen(dashed)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
