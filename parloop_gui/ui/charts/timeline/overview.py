"""The overview strip: all of the time at once, with the part in view framed."""

from __future__ import annotations

import numpy as np

from parloop_gui.model.timeline.lanes import Lane
from parloop_gui.model.timeline.part import Part
from parloop_gui.ui.charts.timeline.geometry import MARGIN, Layout
from parloop_gui.ui.charts.timeline.rows import TimelineData
from parloop_gui.ui.drawing.colours import Theme
from parloop_gui.ui.drawing.painter import Painter, Pen
from parloop_gui.ui.drawing.shapes import Rect
from parloop_gui.ui.drawing.text import Font

# A group's first lanes stand for it: in a strip of 22 pixels more would be hairlines.
_MOST_LANES = 4
# The frame is drawn two handles wide at least, however short the part in view is: it has to be taken with a mouse.
_HANDLE = 6.0


def draw_overview(painter: Painter, theme: Theme, data: TimelineData, layout: Layout) -> None:
    """Paint it: a line for each group, or for the first lanes of a group that is alone."""
    box = layout.overview
    ground = theme.sunken if data.heads else theme.surface
    painter.rect(box.adjusted(0.5, 0.5, -0.5, -0.5), ground, Pen(theme.border2), radius=4)
    label = Rect(MARGIN, box.middle - 8, layout.left - MARGIN - 6, 16)
    words = "whole run" if data.heads else whole_words(data.part)
    painter.text(label, words, Font(11), theme.t2)
    per_s = box.width / data.part.whole_s
    if data.heads:
        _draw_groups(painter, theme, data, box, per_s)
    elif data.groups:
        _draw_lanes(painter, theme, data, box, per_s)
    _draw_frame(painter, theme, data, box, per_s)


def frame_of(part: Part, box: Rect) -> Rect:
    """The frame around the part in view, at least as wide as can be grasped."""
    per_s = box.width / part.whole_s
    wide = max(part.width_s * per_s, 2 * _HANDLE)
    left = min(max(box.left + part.from_s * per_s, box.left), box.right - wide)
    return Rect(left, box.top, wide, box.height)


def whole_words(part: Part) -> str:
    """All of the axis: "0–200 ms"."""
    scale, unit = (1.0, "s") if part.whole_s >= 1 else (1e3, "ms") if part.whole_s >= 1e-3 else (1e6, "µs")
    return f"0–{part.whole_s * scale:,.3g} {unit}"


def _draw_groups(painter: Painter, theme: Theme, data: TimelineData, box: Rect, per_s: float) -> None:
    room = box.height - 6
    each = min(room / max(len(data.groups), 1), 5.0)
    top = box.middle - each * len(data.groups) / 2
    for number, group in enumerate(data.groups):
        bar = Rect(box.left + 1, top + number * each, group.whole_s * per_s - 1, max(each - 2, 1.0))
        painter.rect(bar, theme.family(group.family).mark)


def _draw_lanes(painter: Painter, theme: Theme, data: TimelineData, box: Rect, per_s: float) -> None:
    group = data.groups[0]
    shown = group.lanes[:_MOST_LANES]
    each = (box.height - 4) / max(len(shown), 1)
    mark = theme.family(group.family).mark
    for number, lane in enumerate(shown):
        top = box.top + 2 + number * each
        painter.rects(_occupied(lane, data.part.whole_s, box, top, max(each - 1, 1.5)), mark)


def _occupied(lane: Lane, whole_s: float, box: Rect, top: float, height: float) -> list[Rect]:
    """A column for each two pixels in which a task was under way."""
    steps = max(1, int(box.width / 2))
    edges_s = np.linspace(0, whole_s, steps + 1)
    share = np.diff(lane.tasks.until(edges_s)) / (whole_s / steps)
    wide = box.width / steps
    return [
        Rect(box.left + at * wide, top, wide * min(1.0, 0.3 + part), height)
        for at, part in enumerate(share.tolist())
        if part > 0
    ]


def _draw_frame(painter: Painter, theme: Theme, data: TimelineData, box: Rect, per_s: float) -> None:
    frame = frame_of(data.part, box)
    line = Pen(theme.t2, 1.25)
    painter.rect(frame.adjusted(0.5, 0.5, -0.5, -0.5), edge=line, radius=3)
    for x in (frame.left + 0.5, frame.right - 0.5):
        painter.rect(Rect(x - 2.5, frame.middle - 5, 5, 10), theme.surface, line, radius=2)
