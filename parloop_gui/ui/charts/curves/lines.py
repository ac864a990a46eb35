"""Lines, whiskers and dots of the curves. A line is solid as far as was measured, and dashed beyond."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence

from parloop_gui.model.statistics.summary import Figure
from parloop_gui.model.wording.units import times
from parloop_gui.ui.charts.curves.data import CurveData, CurvePoint, Line
from parloop_gui.ui.charts.curves.frame import Frame
from parloop_gui.ui.charts.curves.ticks import place_ticks, times_ticks
from parloop_gui.ui.drawing.colours import Theme
from parloop_gui.ui.drawing.painter import Painter, Pen
from parloop_gui.ui.drawing.shapes import Point, Rect
from parloop_gui.ui.drawing.text import Font, text_width

# A measured point, and a ring around what is pointed out.
DOT, RING = 6.0, 11.0
# A bar where places have names; the figures above two of them touch where they stand less than 12 apart.
_BAR = 26.0
# A line; a whisker with its halo and half of its cap, as the compare chart has them.
_WIDTH, _WHISKER, _HALO, _CAP = 2.0, 1.1, 2.8, 3.5
# On and off.
_BEYOND, _DOTTED, _PLAIN = (6.0, 5.0), (1.0, 2.5), (4.0, 3.0)


def draw_grid(painter: Painter, theme: Theme, data: CurveData, frame: Frame) -> None:
    """Hairlines at the ticks, the axes a little darker, and the plain loop's speed as a dashed line."""
    box = frame.box
    hairline = Pen(theme.grid, painter.crisp())
    for value, _ in times_ticks(frame.extent, box.height):
        _across(painter, box, frame.y(value), hairline)
    if data.axis.spread != "named":
        for place, _ in place_ticks(data.axis, frame.extent, box.width):
            x = painter.snap_line(frame.x(place))
            painter.line(Point(x, box.top), Point(x, box.bottom), hairline)
    _across(painter, box, box.bottom, Pen(theme.border2, painter.crisp()))
    if frame.extent.low <= 1 <= frame.extent.high:
        _across(painter, box, frame.y(1.0), Pen(theme.family("baseline").mark, 1.25, _PLAIN))


def draw_dotted(painter: Painter, theme: Theme, data: CurveData, frame: Frame) -> None:
    """What theory allows at most."""
    for each in data.dotted:
        _polyline(painter, (frame.at(*step) for step in each.course), Pen(theme.t3, 1.25, _DOTTED))


def draw_line(painter: Painter, theme: Theme, line: Line, frame: Frame) -> None:
    """A strategy's line: the model's where there is one, else straight from point to point."""
    colour = theme.family(line.family).mark
    if not line.fitted:
        if frame.axis.spread != "named":  # else nothing lies between its places
            points = (frame.at(point.place, point.times.median) for point in line.along)
            _polyline(painter, points, Pen(colour, _WIDTH))
        return
    within = (frame.at(*step) for step in line.fitted if step[0] <= line.last_place)
    _polyline(painter, within, Pen(colour, _WIDTH))
    beyond = (frame.at(*step) for step in line.fitted if step[0] >= line.last_place)
    _polyline(painter, beyond, Pen(colour, _WIDTH, _BEYOND))


def draw_points(painter: Painter, theme: Theme, line: Line, frame: Frame, aside: float) -> None:
    """Whiskers under dots. `aside` moves them, where several lines share places that have names."""
    for point in line.points:
        at = frame.at(point.place, point.times.median).moved(aside, 0)
        if point.is_most:
            _draw_arrow(painter, theme, line, at)
            continue
        _draw_whisker(painter, theme, theme.family(line.family).text, point.times, frame, at.x)
        _draw_dot(painter, theme, line, point, at)


def draw_ring(painter: Painter, theme: Theme, at: Point) -> None:
    """Around the point that is read."""
    painter.dots((at,), RING + 2, "", edge=Pen(theme.t1, 1.5))


def asides(data: CurveData, frame: Frame) -> Sequence[float]:
    """How far each line's points stand beside their places: names have room for all, numbers stand where they are."""
    shared = [place for line in data.lines for place in {point.place for point in line.points}]
    if data.axis.spread != "named" or len(set(shared)) == len(shared):
        return [0.0] * len(data.lines)
    step = min(_BAR + 14, abs(frame.x(1.0) - frame.x(0.0)) / (len(data.lines) + 1))
    return [(number - (len(data.lines) - 1) / 2) * step for number in range(len(data.lines))]


def best_of_places(data: CurveData, moved: Sequence[float]) -> dict[float, float]:
    """The highest figure at each place, where bars stand so near each other that figures would touch; else nothing."""
    if len(moved) < 2 or abs(moved[1] - moved[0]) >= _BAR + 12 or moved[1] == moved[0]:
        return {}
    points = sorted((point.place, point.times.median) for line in data.lines for point in line.points)
    return dict(points)  # the last one of a place stays, which is its highest


def spots(data: CurveData, frame: Frame) -> Iterator[tuple[tuple[int, int], Point]]:
    """Where every point stands, by its numbers."""
    moved = asides(data, frame)
    for number, at in data.points:
        point = data.point((number, at))
        yield (number, at), frame.at(point.place, point.times.median).moved(moved[number], 0)


def _draw_whisker(painter: Painter, theme: Theme, ink: str, figure: Figure, frame: Frame, x: float) -> None:
    """The 95% interval with a halo, so that it shows on lines too."""
    if not figure.has_interval:
        return
    low = frame.y(figure.low if math.isfinite(figure.low) else 0.0)
    high = frame.y(figure.high) if math.isfinite(figure.high) else frame.box.top - 1
    for colour, width in ((theme.surface, _HALO), (ink, _WHISKER)):
        stroke = Pen(colour, width)
        painter.line(Point(x, low), Point(x, high), stroke)
        for end in (low, high):
            painter.line(Point(x - _CAP, end), Point(x + _CAP, end), stroke)


def _draw_dot(painter: Painter, theme: Theme, line: Line, point: CurvePoint, at: Point) -> None:
    """Filled; hollow where it is as Python does it by itself."""
    mark = theme.family(line.family).mark
    if point.is_own:
        draw_shape(painter, at, line.shape, theme.surface, mark, DOT + 2)
    else:
        draw_shape(painter, at, line.shape, mark, theme.surface)


def draw_shape(painter: Painter, at: Point, shape: int, colour: str, edge: str, size: float = DOT + 1) -> None:
    """A point of a line: a circle, for a further line of its family a square or a diamond."""
    outline = Pen(edge, 1.5 if size > DOT + 1 else 1.0)
    half = size / 2
    if not shape:
        painter.dots((at,), size, colour, edge=outline)
    elif shape % 2:
        painter.rect(Rect(at.x - half, at.y - half, size, size), colour, outline)
    else:
        steps = ((0.0, -half - 1), (half + 1, 0.0), (0.0, half + 1), (-half - 1, 0.0))
        painter.polygon([at.moved(*step) for step in steps], colour, outline)


def draw_bars(
    painter: Painter, theme: Theme, line: Line, frame: Frame, aside: float, best: Mapping[float, float]
) -> None:
    """Where places have names nothing lies between them: a bar for each, its figure above it.

    Where bars are too near each other for that only the highest of a place has its figure (`best`, by place).
    """
    family = theme.family(line.family)
    for point in line.points:
        top = frame.at(point.place, point.times.median).moved(aside, 0)
        if point.is_own:
            _draw_dot(painter, theme, line, point, top.moved(_BAR, 0))
            continue
        bar = Rect(top.x - _BAR / 2, top.y, _BAR, frame.y(0.0) - top.y)
        painter.rect(bar, family.mark, Pen(family.text))
        _draw_whisker(painter, theme, theme.t1, point.times, frame, top.x)
        high = frame.y(min(point.times.high, frame.extent.high))
        if best.get(point.place, point.times.median) > point.times.median:
            continue
        words = ("under " if point.is_most else "") + times(point.times.median, 2)
        half, written = text_width(words, Font(12, 500)) / 2 + 2, Font(12, 500)
        place = Rect(top.x - half, high - 20, 2 * half, 16)
        painter.rect(place, theme.surface)  # the plain loop's line may be behind it
        painter.text(place, words, written, theme.t1, "centre")


def _draw_arrow(painter: Painter, theme: Theme, line: Line, at: Point) -> None:
    """A run that was ended: it is this fast at most, and points down to where it may be."""
    stroke = Pen(theme.family(line.family).mark, 1.5)
    painter.line(at, at.moved(0, 12), stroke)
    painter.polyline((at.moved(-4, 8), at.moved(0, 12), at.moved(4, 8)), stroke)
    painter.line(at.moved(-4, 0), at.moved(4, 0), stroke)


def _polyline(painter: Painter, points: Iterable[Point], pen: Pen) -> None:
    found = tuple(points)
    if len(found) > 1:
        painter.polyline(found, pen)


def _across(painter: Painter, box: Rect, y: float, pen: Pen) -> None:
    crisp_y = painter.snap_line(y, down=True)
    painter.line(Point(box.left, crisp_y), Point(box.right, crisp_y), pen)
