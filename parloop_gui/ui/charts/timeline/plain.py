"""The plain loop's end, dashed through its Python's groups, and arrows that say how much sooner others were done."""

from __future__ import annotations

from itertools import groupby

from parloop_gui.ui.charts.timeline.geometry import GroupPlace, Layout
from parloop_gui.ui.charts.timeline.rows import TimelineData, TimelineGroup
from parloop_gui.ui.drawing.colours import Theme
from parloop_gui.ui.drawing.painter import Painter, Pen
from parloop_gui.ui.drawing.shapes import Point, Rect
from parloop_gui.ui.drawing.text import Font, text_width

# The arrow's head.
_HEAD = 5.0
# What is seen of the arrow on either side of its words at least, or it is left out.
_SHAFT = 14.0


def draw_plain_end(painter: Painter, theme: Theme, data: TimelineData, layout: Layout) -> None:
    """The dashed lines, where they are in view: one where all have the same plain loop."""
    dashes = Pen(theme.family("baseline").text, painter.crisp(1.25), (4, 3))
    for end_s, top, bottom in _lines(data, layout):
        if data.part.from_s <= end_s <= data.part.to_s:
            x = painter.snap_line(layout.x_of(data.part, end_s), 1.25)
            painter.line(Point(x, top), Point(x, bottom), dashes)


def _lines(data: TimelineData, layout: Layout) -> list[tuple[float, float, float]]:
    """When each Python's plain loop was over, and from which height to which its neighbours stand."""
    pairs = list(zip(data.groups, layout.groups, strict=True))
    stretches = [list(some) for _, some in groupby(pairs, lambda pair: pair[0].plain_end_s)]
    found = []
    for number, some in enumerate(stretches):
        (group, first), (_, last) = some[0], some[-1]
        if group.plain_end_s is not None:
            top = layout.top if number == 0 or first.head is None else first.head.top
            bottom = layout.bottom if number == len(stretches) - 1 else (last.busy or last.lanes).bottom
            found.append((group.plain_end_s, top, bottom))
    return found


def draw_saving(
    painter: Painter, theme: Theme, group: TimelineGroup, data: TimelineData, place: GroupPlace, layout: Layout
) -> None:
    """The arrow from a run's end to the plain loop's, with words in its middle; nothing where there is no room."""
    if group.saving is None or group.plain_end_s is None:
        return
    left, right = layout.x_of(data.part, group.whole_s) + 4, layout.x_of(data.part, group.plain_end_s) - 4
    bold, small = Font(13, 600), Font(11)
    words = max(text_width(group.saving[0], bold), text_width(group.saving[1], small)) + 12
    height = place.shown * place.lane
    if left < layout.left or right > layout.right or right - left < words + 2 * _SHAFT or height < 36:
        return
    middle, y = (left + right) / 2, place.lanes.top + height / 2
    painter.rect(Rect(middle - words / 2, y - 18, words, 36), theme.surface)
    painter.text(Rect(middle - words / 2, y - 18, words, 19), group.saving[0], bold, theme.accent_text, "centre")
    painter.text(Rect(middle - words / 2, y + 1, words, 16), group.saving[1], small, theme.t2, "centre")
    thin = Pen(theme.t3, painter.crisp())
    for tip, end, way in ((left, middle - words / 2 - 4, 1), (right, middle + words / 2 + 4, -1)):
        line = painter.snap_line(y, down=True)
        painter.line(Point(tip, line), Point(end, line), thin)
        for up in (-1, 1):
            painter.line(Point(tip, line), Point(tip + way * _HEAD, line + up * _HEAD * 0.7), thin)
