"""The timeline's one paint routine: draws TimelineData onto any painter, so screen, PNG, SVG and PDF look the same."""

from __future__ import annotations

from parloop_gui.model.timeline.part import axis_ticks
from parloop_gui.ui.charts.timeline.busy import draw_busy
from parloop_gui.ui.charts.timeline.geometry import MARGIN, GroupPlace, Layout
from parloop_gui.ui.charts.timeline.hits import box_of
from parloop_gui.ui.charts.timeline.lanes import draw_starting, draw_tasks, strokes_for
from parloop_gui.ui.charts.timeline.overview import draw_overview
from parloop_gui.ui.charts.timeline.plain import draw_plain_end, draw_saving
from parloop_gui.ui.charts.timeline.rows import TimelineData, TimelineGroup
from parloop_gui.ui.drawing.colours import Theme
from parloop_gui.ui.drawing.marks import draw_dot
from parloop_gui.ui.drawing.painter import Painter, Pen
from parloop_gui.ui.drawing.shapes import Point, Rect
from parloop_gui.ui.drawing.text import Font, text_width

# Lanes lower than this have no room for their names: the first and the last one shown are named.
_LABEL_FROM = 13.0


def draw_timeline(painter: Painter, theme: Theme, data: TimelineData, layout: Layout) -> None:
    """Paint all of it; everything is in pixels from the painter's origin."""
    _draw_axis(painter, theme, data, layout)
    for number, (group, place) in enumerate(zip(data.groups, layout.groups, strict=True)):
        _draw_lanes(painter, theme, data, number, place, layout)
        if place.busy is not None:
            draw_busy(painter, theme, group, data, place.busy, layout)
    draw_plain_end(painter, theme, data, layout)
    for number, (group, place) in enumerate(zip(data.groups, layout.groups, strict=True)):
        if place.head is not None:
            left_out = "" if layout.scrolls else data.left_out(number, place.shown)
            _draw_head(painter, theme, group, place.head, left_out, first=number == 0)
    for group, place in zip(data.groups, layout.groups, strict=True):
        draw_saving(painter, theme, group, data, place, layout)
    for spot, colour in ((data.hovered, theme.t3), (data.selected, theme.t1)):
        box = box_of(data, layout, spot) if spot is not None else None
        if box is not None:
            _outline(painter, layout, box, colour)
    draw_overview(painter, theme, data, layout)


def _draw_axis(painter: Painter, theme: Theme, data: TimelineData, layout: Layout) -> None:
    small = Font(11)
    thin = painter.crisp()
    middle = layout.axis.middle + (1 if layout.axis_below else -2)
    end = layout.left - 100
    for at_s, text in axis_ticks(data.part, max(2, int(layout.width / 84))):
        x = layout.x_of(data.part, at_s)
        line = painter.snap_line(x)
        painter.line(Point(line, layout.top), Point(line, layout.bottom), Pen(theme.grid, thin))
        wide = text_width(text, small) + 2
        left = min(max(x - wide / 2, MARGIN), layout.right - wide + MARGIN - 2)
        if left > end + 8:
            painter.text(Rect(left, middle - 9, wide, 18), text, small, theme.t3, "centre")
            end = left + wide
    if not layout.axis_below:
        y = painter.snap_line(layout.axis.bottom - 1, down=True)
        painter.line(Point(MARGIN, y), Point(layout.right, y), Pen(theme.border, thin))


def _draw_head(painter: Painter, theme: Theme, group: TimelineGroup, box: Rect, left_out: str, *, first: bool) -> None:
    if not first:
        y = painter.snap_line(box.top - 4, down=True)
        painter.line(Point(box.left, y), Point(box.right, y), Pen(theme.border, painter.crisp()))
    middle = box.middle + 1
    draw_dot(painter, Point(box.left + 4, middle), 8, theme.family(group.family).mark)
    bold = Font(13, 600)
    name = Rect(box.left + 16, middle - 10, min(text_width(group.name, bold) + 2, box.width / 2), 20)
    _clear(painter, theme, name, name.width)
    painter.text(name, group.name, bold, theme.t1)
    words = Rect(name.right + 10, middle - 10, box.right - name.right - 10, 20)
    painter.text(words, left_out, Font(12), theme.t2, "right")
    words = words.ended_at(words.right - (text_width(left_out, Font(12)) + 12 if left_out else 0.0))
    for text, written, colour in _head_words(group, theme, words.width):
        _clear(painter, theme, words, text_width(text, written))
        painter.text(words, text, written, colour)
        words = words.begun_at(words.left + text_width(f"{text} ", written))


def _clear(painter: Painter, theme: Theme, words: Rect, width: float) -> None:
    """The plain loop's end and the grid run through all groups: words are read on the surface, not on lines."""
    painter.rect(Rect(words.left - 2, words.top + 1, width + 4, words.height - 2), theme.surface)


def _head_words(group: TimelineGroup, theme: Theme, room: float) -> list[tuple[str, Font, str]]:
    """What stands beside a name, with its font and colour: the small print first gives way, then what it did."""
    median, phrase = f"({group.median})" if group.median else "", f"· {group.phrase}" if group.phrase else ""
    took = (group.words, Font(12), theme.t2)
    did = (phrase, Font(12), theme.t2)
    for parts in ((took, (median, Font(11), theme.t3), did), (took, did)):
        shown = [part for part in parts if part[0]]
        if sum(text_width(f"{text} ", written) for text, written, _ in shown) <= room + 4:
            return shown
    return [took]


def _draw_lanes(
    painter: Painter, theme: Theme, data: TimelineData, number: int, place: GroupPlace, layout: Layout
) -> None:
    group = data.groups[number]
    family = theme.family(group.family)
    first = data.first_shown(number, place.shown)
    shown = group.lanes[first : first + place.shown]
    strokes = strokes_for(shown, data.part, layout.width, len(data.groups))
    with painter.clipped(place.lanes.adjusted(-3, -3, 3, 3)):
        for at, lane in enumerate(shown):
            top = place.lane_top(at)
            boxes = draw_starting(painter, lane, data.part, layout, top, place.block, theme.border2)
            for box in boxes if place.block >= 14 else ():
                if box.width >= text_width("starting", Font(11)) + 12:
                    painter.text(box.adjusted(8, 0, 0, 0), "starting", Font(11), theme.t3)
            draw_tasks(painter, family, lane, data.part, layout, top, place.block, strokes)
    for at, lane in enumerate(shown):
        if place.lane >= _LABEL_FROM or at in (0, len(shown) - 1):
            middle = place.lane_top(at) + place.block / 2
            box = Rect(MARGIN, middle - 8, layout.left - MARGIN - 6, 16)
            painter.text(box, lane.name, Font(11), theme.t2, "left")
    if layout.scrolls and len(group.lanes) > place.shown:
        _draw_thumb(painter, theme, place, layout, first / len(group.lanes), place.shown / len(group.lanes))


def _draw_thumb(painter: Painter, theme: Theme, place: GroupPlace, layout: Layout, start: float, share: float) -> None:
    """How far the lanes are scrolled, at their right."""
    height = place.shown * place.lane
    top, tall = place.lanes.top + start * height, max(share * height, 12.0)
    box = Rect(layout.right + 5, min(top, place.lanes.top + height - tall), 4, tall)
    painter.rect(box, theme.border2, radius=2)


def _outline(painter: Painter, layout: Layout, box: Rect, colour: str) -> None:
    with painter.clipped(Rect(layout.left - 4, 0, layout.width + 8, layout.size.height)):
        painter.rect(box.adjusted(-2, -2, 2, 2), edge=Pen(colour, 1.5), radius=4)
