"""Cores busy under a group's lanes: a step area from none to all of them."""

from __future__ import annotations

import numpy as np

from parloop_gui.model.timeline.busy import cores_busy
from parloop_gui.ui.charts.timeline.geometry import MARGIN, Layout
from parloop_gui.ui.charts.timeline.rows import TimelineData, TimelineGroup
from parloop_gui.ui.drawing.colours import Theme
from parloop_gui.ui.drawing.painter import Painter, Pen
from parloop_gui.ui.drawing.shapes import Point, Rect
from parloop_gui.ui.drawing.text import Font

# Up to so many lanes a step is 2 pixels wide, above it 6: each step looks at every lane, while one scrolls and zooms.
_FEW_LANES = 32


def draw_busy(
    painter: Painter, theme: Theme, group: TimelineGroup, data: TimelineData, box: Rect, layout: Layout
) -> None:
    """Paint the area into a box; its words stand at the left."""
    words = Rect(MARGIN, box.middle - 8, layout.left - MARGIN - 6, 16)
    painter.text(words, group.busy, Font(11), theme.t2)
    painter.rect(box, theme.sunken)
    end_s = min(group.whole_s, data.part.to_s)
    if end_s <= data.part.from_s:
        return
    right = layout.x_of(data.part, end_s)
    steps = max(1, int((right - box.left) / (2 if len(group.lanes) <= _FEW_LANES else 6)))
    edges_s = np.linspace(data.part.from_s, end_s, steps + 1)
    shares = np.clip(cores_busy(group.lanes, edges_s) / max(data.cores, 1), 0.0, 1.0)
    tops = (box.bottom - 0.5 - shares * (box.height - 2)).tolist()
    edges = np.linspace(box.left, right, steps + 1).tolist()
    outline = [Point(x, y) for at, y in enumerate(tops) for x in (edges[at], edges[at + 1])]
    grey = theme.family("baseline")
    painter.polygon([*outline, Point(right, box.bottom), Point(box.left, box.bottom)], grey.pale)
    painter.polyline(outline, Pen(grey.mark))
