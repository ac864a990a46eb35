"""The overview strip: all of the time at once, with the part in view framed."""

from __future__ import annotations

from parloop_gui.model.timeline.part import Part
from parloop_gui.ui.charts.timeline.geometry import MARGIN, Layout
from parloop_gui.ui.charts.timeline.lanes import Strokes, draw_tasks, strokes_for
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
        _draw_lanes(painter, theme, data, layout)
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


def _draw_lanes(painter: Painter, theme: Theme, data: TimelineData, layout: Layout) -> None:
    """As the lanes below are drawn, only smaller: a run that waits is as pale here as there."""
    group, box, whole = data.groups[0], layout.overview, data.part.fitted()
    shown = group.lanes[:_MOST_LANES]
    each = (box.height - 4) / max(len(shown), 1)
    # Of round blocks so low only their edges would be seen.
    how: Strokes = "columns" if strokes_for(shown, whole, box.width) == "columns" else "rects"
    for number, lane in enumerate(shown):
        top = box.top + 2 + number * each
        draw_tasks(painter, theme.family(group.family), lane, whole, layout, top, max(each - 1, 1.5), how)


def _draw_frame(painter: Painter, theme: Theme, data: TimelineData, box: Rect, per_s: float) -> None:
    frame = frame_of(data.part, box)
    line = Pen(theme.t2, 1.25)
    painter.rect(frame.adjusted(0.5, 0.5, -0.5, -0.5), edge=line, radius=3)
    for x in (frame.left + 0.5, frame.right - 0.5):
        painter.rect(Rect(x - 2.5, frame.middle - 5, 5, 10), theme.surface, line, radius=2)
