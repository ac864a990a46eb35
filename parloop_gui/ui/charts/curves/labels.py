"""Words in and around the plot: names at the lines' ends, who is ahead, and the places that the answer names."""

from __future__ import annotations

from collections.abc import Sequence

from parloop_gui.ui.charts.curves.data import CurveData, Line, MarkedPlace
from parloop_gui.ui.charts.curves.frame import Frame
from parloop_gui.ui.charts.curves.lines import draw_shape
from parloop_gui.ui.charts.curves.room import clearest, occupied, overlap
from parloop_gui.ui.drawing.colours import Theme
from parloop_gui.ui.drawing.painter import Align, Painter, Pen
from parloop_gui.ui.drawing.shapes import Point, Rect
from parloop_gui.ui.drawing.text import Font, text_width

PLAIN_LOOP = "plain loop"
# Room beside the plot for the longest name, above it for the ribbon.
MOST_NAME, RIBBON = 170.0, 24.0
_AFTER, _HEIGHT = 8.0, 15.0
# Of the sign before the name of a line that is not the first of its family.
_SIGN = 12.0
_BAND = 4.0
# Of the two lines that a marked place has.
_MARK_HEIGHT = 38.0
# From a point to its words, the nearest first: farther away nobody would see what they belong to.
_GAPS = tuple(range(17, 78, 6))
# How dense the band of an interval is, which lines are seen through, and the ground of words, which they hardly are.
_PALE, _VEIL = 0.5, 0.88


def names_width(data: CurveData) -> float:
    """The room that the names at the lines' ends need beside the plot."""
    widest = max((text_width(line.title, Font(12, 600)) + _SIGN * (line.shape > 0) for line in data.lines), default=0.0)
    return min(max(widest, text_width(PLAIN_LOOP, Font(11))), MOST_NAME) + _AFTER + 4


def draw_names(painter: Painter, theme: Theme, data: CurveData, frame: Frame) -> None:
    """Each line's name beside its end, the plain loop's beside its own; moved apart where they would touch."""
    named: list[tuple[float, Line | None]] = [
        (frame.y(_end(line)), line) for line in data.lines if line.points and line.title
    ]
    if frame.extent.low <= 1 <= frame.extent.high:
        named.append((frame.y(1.0), None))
    named.sort(key=lambda each: each[0])
    tops = apart([y for y, _ in named], _HEIGHT, frame.box.top, frame.box.bottom + _HEIGHT / 2)
    left = frame.box.right + _AFTER
    for y, (_, line) in zip(tops, named, strict=True):
        if line is None:
            painter.text(Rect(left, y - 9, MOST_NAME, 18), PLAIN_LOOP, Font(11), theme.t3)
            continue
        family, aside = theme.family(line.family), _SIGN if line.shape else 0.0
        if line.shape:
            draw_shape(painter, Point(left + 4, y), line.shape, family.mark, theme.surface)
        painter.text(Rect(left + aside, y - 9, MOST_NAME, 18), line.title, Font(12, 600), family.text)


def apart(wanted: Sequence[float], height: float, top: float, bottom: float) -> list[float]:
    """Middles as near to those wanted, which rise, as leaves each its height; within top and bottom if that can be."""
    placed: list[float] = []
    for each in wanted:
        placed.append(max(each, top, placed[-1] + height if placed else top))
    limit = bottom
    for number in range(len(placed) - 1, -1, -1):
        placed[number] = min(placed[number], limit)
        limit = placed[number] - height
    return placed


def draw_ribbon(painter: Painter, theme: Theme, data: CurveData, frame: Frame) -> None:
    """Above the plot who is ahead where."""
    y = frame.box.top - RIBBON + 18
    for stretch in data.ahead:
        left = max(frame.x(stretch.start), frame.box.left)
        right = min(frame.x(stretch.end), frame.box.right)
        if right - left < 2:
            continue
        family = theme.family(stretch.family)
        painter.rect(Rect(left, y, right - left - 1, _BAND), family.mark)
        written = Font(11, 500)
        if text_width(stretch.title, written) <= right - left:
            painter.text(Rect(left, y - 17, right - left, 15), stretch.title, written, family.text, "centre")


def draw_rules(painter: Painter, theme: Theme, data: CurveData, frame: Frame) -> None:
    """Under the lines: a rule at each place that stands for all of the plot, its interval as a pale band."""
    for mark in data.marks:
        x, box = frame.x(mark.at.median), frame.box
        if not mark.is_rule or not box.left <= x <= box.right:
            continue
        left, right = (max(box.left, min(frame.x(end), box.right)) for end in (mark.at.low, mark.at.high))
        with painter.opacity(_PALE):
            painter.rect(Rect(left, box.top, right - left, box.height), theme.family(mark.family).pale)
        line = painter.snap_line(x)
        painter.line(Point(line, box.top - 4), Point(line, box.bottom), Pen(theme.t2))


def draw_marks(painter: Painter, theme: Theme, data: CurveData, frame: Frame) -> None:
    """Over the lines: what the places are that the answer names."""
    for number, mark in enumerate(data.marks):
        if not frame.box.left <= frame.x(mark.at.median) <= frame.box.right:
            continue
        if mark.is_rule:
            _draw_ring(painter, theme, mark, frame)
            _draw_words(painter, theme, mark, frame, number)
        else:
            _draw_tick(painter, theme, mark, data, frame)


def _draw_ring(painter: Painter, theme: Theme, mark: MarkedPlace, frame: Frame) -> None:
    if mark.times is not None:
        painter.dots((frame.at(mark.at.median, mark.times),), 8, theme.surface, edge=Pen(theme.t1, 1.5))


def _draw_words(painter: Painter, theme: Theme, mark: MarkedPlace, frame: Frame, number: int) -> None:
    """At the side that has room, on the surface's own colour: lines may run behind them."""
    strong, x = Font(12, 600), frame.x(mark.at.median)
    width = max(text_width(mark.words, strong), text_width(mark.second, Font(11))) + 8
    is_left = x + 10 + width > frame.box.right and x - 10 - width >= frame.box.left
    right = max(frame.box.left, min(x + 10, frame.box.right - width))
    box = Rect(x - 10 - width if is_left else right, frame.box.top + 4 + number * _MARK_HEIGHT, width, 34)
    _clear(painter, theme, box)
    align: Align = "right" if is_left else "left"
    inner = box.adjusted(4, 0, -4, 0)
    painter.text(Rect(inner.left, box.top, inner.width, 17), mark.words, strong, theme.t1, align)
    painter.text(Rect(inner.left, box.top + 17, inner.width, 15), mark.second, Font(11), theme.t2, align)


def _draw_tick(painter: Painter, theme: Theme, mark: MarkedPlace, data: CurveData, frame: Frame) -> None:
    """What a line's point is, with a line from the one to the other."""
    box = words_place(mark, data, frame)
    if box is None or mark.times is None:
        return
    family, point = theme.family(mark.family), frame.at(mark.at.median, mark.times)
    is_below, is_over = box.top > point.y, box.left <= point.x <= box.right
    end = box.middle if not is_over else box.top if is_below else box.bottom
    _clear(painter, theme, box)
    painter.line(Point(point.x, point.y + (8 if is_below else -8)), Point(point.x, end), Pen(family.text, 1.2))
    painter.text(Rect(box.left, box.top, box.width, 16), mark.words, Font(11, 500), family.text, "centre")
    painter.text(Rect(box.left, box.top + 15, box.width, 15), mark.second, Font(11), theme.t2, "centre")


def words_place(mark: MarkedPlace, data: CurveData, frame: Frame) -> Rect | None:
    """Where the words of a point stand: as near as no line runs through them; None where it is out of view."""
    if mark.times is None:
        return None
    (x, y), plot = frame.at(mark.at.median, mark.times), frame.box
    width = max(text_width(mark.words, Font(11, 500)), text_width(mark.second, Font(11))) + 6
    height = 16.0 + (15.0 if mark.second else 0.0)
    taken = [place for _, place in _dotted_names(data, frame)]
    boxes = [
        Rect(max(plot.left, min(left, plot.right - width)), top, width, height)
        for gap in _GAPS
        for top in (y + gap, y - gap - height)
        for left in (x - width / 2, x + 6, x - 6 - width)
        if plot.top <= top <= plot.bottom - height
    ]
    free = [box for box in boxes if not any(overlap(box, each) for each in taken)]
    return clearest(free, occupied(data, frame)) if free else None


def _clear(painter: Painter, theme: Theme, box: Rect) -> None:
    """Words are read on the surface, not on lines."""
    with painter.opacity(_VEIL):
        painter.rect(box, theme.surface)


def draw_dotted_names(painter: Painter, theme: Theme, data: CurveData, frame: Frame) -> None:
    """Beside the upper end of what theory allows, inside the plot."""
    for title, place in _dotted_names(data, frame):
        painter.text(place, title, Font(11), theme.t3)


def _dotted_names(data: CurveData, frame: Frame) -> list[tuple[str, Rect]]:
    small = Font(11)
    rules = [frame.x(mark.at.median) for mark in data.marks if mark.is_rule]
    highest = frame.box.top + 12 + len(rules) * _MARK_HEIGHT * 1.6  # under the words of marks, which stand at the top
    found = []
    for each in data.dotted:
        inside = [step for step in each.course if frame.y(step[1]) >= highest]
        inside = [step for step in inside if frame.box.left <= frame.x(step[0]) <= frame.box.right]
        if inside:
            at = frame.at(*max(inside, key=lambda step: step[1]))
            width = text_width(each.title, small) + 4
            is_left = at.x + 8 + width > frame.box.right
            left = at.x - 8 - width if is_left else at.x + 8
            beyond = max((x for x in rules if left <= x <= left + width), default=left - 8) + 8
            left = beyond if beyond + width <= frame.box.right else left  # a rule through the words
            found.append((each.title, Rect(left, at.y - 8, width, 15)))
    return found


def _end(line: Line) -> float:
    """How high a line ends."""
    return line.fitted[-1][1] if line.fitted else (line.along or line.points)[-1].times.median
