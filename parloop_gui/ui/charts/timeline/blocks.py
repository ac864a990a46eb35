"""Tasks as blocks on lanes: pale while a task waits, solid while it is on a core."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from parloop_gui.ui.drawing.colours import Family, Theme
from parloop_gui.ui.drawing.painter import Painter, Pen
from parloop_gui.ui.drawing.shapes import Rect

# Of the corners.
RADIUS = 3.0
# A narrower block has no edge, which would take a quarter of it.
_EDGE_FROM = 7.0


class Block(NamedTuple):
    """One task from `start` to `end` on a lane from 0 to 1; the first `on_cpu` (0 to 1) of it is on a core.

    Without a family it is a place for a task, dashed.
    """

    family: str
    start: float
    end: float
    on_cpu: float


def draw_lane(painter: Painter, theme: Theme, blocks: Sequence[Block], lane: Rect) -> None:
    """Paint a lane's blocks with a gap between them; solid parts have an edge that orange on pale orange needs."""
    for block in blocks:
        left = lane.left + block.start * lane.width
        whole = Rect(left, lane.top, (block.end - block.start) * lane.width - 2, lane.height)
        if not block.family:
            _draw_place(painter, theme, whole)
            continue
        family = theme.family(block.family)
        draw_block(painter, family, whole, solid=False)
        if block.on_cpu > 0:
            width = max(4.0, whole.width * block.on_cpu)
            draw_block(painter, family, Rect(whole.left, whole.top, width, whole.height), solid=True)


def draw_block(painter: Painter, family: Family, box: Rect, *, solid: bool) -> None:
    """A round block, pale or solid; one that is very narrow has no round corners and no edge."""
    radius = min(RADIUS, box.width / 3)
    edged = solid and box.width >= _EDGE_FROM
    fill = family.mark if solid else family.pale
    if edged:
        painter.rect(box.adjusted(0.5, 0.5, -0.5, -0.5), fill, Pen(family.text), radius)
    else:
        painter.rect(box, fill, radius=radius)


def _draw_place(painter: Painter, theme: Theme, box: Rect) -> None:
    painter.rect(box.adjusted(0.5, 0.5, -0.5, -0.5), edge=Pen(theme.border2, 1.0, (3, 2)), radius=RADIUS)
