"""The verdict's strip: one dot per strategy on a line from zero to the ideal speed-up, a line for each Python."""

from __future__ import annotations

from typing import NamedTuple

from parloop_gui.ui.drawing.colours import Theme
from parloop_gui.ui.drawing.marks import draw_dot
from parloop_gui.ui.drawing.painter import Align, Painter, Pen
from parloop_gui.ui.drawing.shapes import Point, Rect
from parloop_gui.ui.drawing.text import Font, text_width

TITLE, OWN_TITLE, NARROW_TITLE = "Speed-up over the plain loop", "Speed-up, each over its own plain loop", "Speed-up"
# A strategy; the one to use is a little larger.
_DOT = 7.0
# For the title above the lines, and for the figures of the scale below them.
_HEAD, _FOOT = 18.0, 24.0
# How high the plain loop's dashes stand where there is room.
_TALL = 44.0
_WIDEST_NAME = 70.0


class StripDot(NamedTuple):
    """One strategy: its family, its speed-up, and whether it is the one to use, or ahead so far.

    `reach` are the ends of its interval where they are drawn; `expected`: a forecast, for it has no figures yet.
    """

    family: str
    speedup: float
    best: bool = False
    reach: tuple[float, float] | None = None
    expected: bool = False


class StripLine(NamedTuple):
    """The strategies of one Python (its name, "" where there is one), and what would be ideal for them."""

    name: str
    dots: tuple[StripDot, ...]
    ideal: float = 1.0


class StripData(NamedTuple):
    """A line for each Python that has figures; ideal is as many times as workers or cores."""

    lines: tuple[StripLine, ...] = ()

    def words(self) -> str:
        """All of it as it is read out; "" while there is nothing."""
        parts = [_line_words(line) for line in self.lines]
        return f"{OWN_TITLE if len(parts) > 1 else TITLE}: {'; '.join(parts)}" if parts else ""


class _Place(NamedTuple):
    """Where a line lies: its own box, its zero, so many pixels for 1×, and how high its base is."""

    box: Rect
    origin: float
    per_unit: float
    base: float


def draw_strip(painter: Painter, theme: Theme, data: StripData, box: Rect) -> None:
    """Paint the strip into a box about 270 × 110."""
    several = len(data.lines) > 1
    top = Rect(box.left, box.top, box.width, 16)
    title = OWN_TITLE if several else TITLE
    title = title if text_width(title, Font(11)) <= box.width else NARROW_TITLE
    painter.text(top, title, Font(11), theme.t3)
    if not data.lines:
        return
    names = [text_width(line.name, Font(11)) + 8 for line in data.lines] if several else [0.0]
    left = box.left + min(max(names), _WIDEST_NAME)
    most = max([1.0, *(line.ideal for line in data.lines), *(dot.speedup for line in data.lines for dot in line.dots)])
    height = (box.height - _HEAD - _FOOT) / len(data.lines)
    for number, line in enumerate(data.lines):
        own = Rect(left, box.top + _HEAD + number * height, box.right - left, height)
        base = painter.snap_line(own.bottom, down=True)
        place = _Place(own, left + 4, (own.width - 24) / most, base)
        if several:
            name = Rect(box.left, base - 16, left - box.left - 4, 16)
            painter.text(name, line.name, Font(11), theme.t2)
        _draw_line(painter, theme, line, place)
        if number == len(data.lines) - 1:
            _draw_scale(painter, theme, place, max(each.ideal for each in data.lines))


def _line_words(line: StripLine) -> str:
    dots = ", ".join(f"{dot.family} {'about ' if dot.expected else ''}{dot.speedup:.2f}×" for dot in line.dots)
    return f"{line.name}: {dots}" if line.name else dots


def _draw_line(painter: Painter, theme: Theme, line: StripLine, place: _Place) -> None:
    """The axis, its plain loop, the ideal, the dots and their families' names."""
    box, origin, per_unit, base = place
    tall = min(_TALL, box.height - 2)
    solid = Pen(theme.border2, painter.crisp())
    painter.line(Point(origin, base), Point(box.right - 8, base), solid)
    dashes = Pen(theme.family("baseline").mark, painter.crisp(1.25), (4, 3))
    x = painter.snap_line(origin + per_unit, 1.25)
    painter.line(Point(x, base - tall), Point(x, base), dashes)
    if line.ideal > 1:
        x = painter.snap_line(origin + line.ideal * per_unit)
        painter.line(Point(x, base - tall), Point(x, base), solid)
    placed = _place(line.dots, place)
    reaches = [_reach(dot, centre, place) for dot, centre in placed if dot.reach is not None]
    for low, high in reaches:
        _draw_reach(painter, theme, low, high)
    for dot, centre in placed:
        _draw_strategy(painter, theme, dot, centre)
    taken = [Rect(low.x - 2, low.y - 4, high.x - low.x + 4, 8) for low, high in reaches]
    _draw_names(painter, theme, placed, box, [Rect(origin + per_unit - 2, base - tall, 4, tall), *taken])


def _reach(dot: StripDot, centre: Point, place: _Place) -> tuple[Point, Point]:
    """Where its interval ends; one that goes on beyond the axis ends with it."""
    low, high = (place.origin + value * place.per_unit for value in dot.reach or ())
    return Point(max(low, place.origin), centre.y), Point(min(high, place.box.right - 8), centre.y)


def _draw_reach(painter: Painter, theme: Theme, low: Point, high: Point) -> None:
    stroke = Pen(theme.t1, 1.1)
    painter.line(low, high, stroke)
    for end in (low, high):
        painter.line(end.moved(0, -3.5), end.moved(0, 3.5), stroke)


def _draw_strategy(painter: Painter, theme: Theme, dot: StripDot, centre: Point) -> None:
    """Pale inside an edge where it is expected only, as its bar is."""
    family, diameter = theme.family(dot.family), _DOT + 1.5 if dot.best else _DOT
    if dot.expected:
        painter.dots((centre,), diameter - 1, family.pale, edge=Pen(family.text, 1.0))
    else:
        draw_dot(painter, centre, diameter, family.mark)


def _draw_scale(painter: Painter, theme: Theme, place: _Place, ideal: float) -> None:
    """The figures under the lowest line."""
    box, origin, per_unit, base = place
    small = Font(11)
    one, words = origin + per_unit, f"{ideal:g}× ideal"
    roomy = (ideal - 1) * per_unit > 44 + text_width(words, small)
    plain = "1× plain loop" if roomy else "1×"
    labels = [(origin, "0"), (one, plain)]
    if ideal > 1:
        labels.append((origin + ideal * per_unit, words))
    if max(one - text_width(plain, small) / 2, box.left) < origin + 8:
        labels.pop(0)
    for x, text in labels:
        width = text_width(text, small)
        left = min(max(x - width / 2, box.left), box.right - width)
        painter.text(Rect(left, base + 5, width + 2, 16), text, small, theme.t3, "centre")


def _place(dots: tuple[StripDot, ...], place: _Place) -> list[tuple[StripDot, Point]]:
    """Each dot's centre; dots that would touch stand on one another, as high as their line is."""
    placed: list[tuple[StripDot, Point]] = []
    for dot in sorted(dots, key=lambda each: (each.best, each.speedup)):
        x, y = place.origin + dot.speedup * place.per_unit, place.base - 8
        while y > place.box.top + _DOT and any(
            abs(x - other.x) < _DOT + 1 and abs(y - other.y) < _DOT + 1 for _, other in placed
        ):
            y -= _DOT + 2
        placed.append((dot, Point(x, y)))
    return placed


def _draw_names(
    painter: Painter, theme: Theme, placed: list[tuple[StripDot, Point]], box: Rect, lines: list[Rect]
) -> None:
    """The families' names beside their outermost dots, where there is room on either side; clear of what is drawn."""
    small = Font(11, 500)
    taken = [*lines, *(Rect(centre.x - 5, centre.y - 5, 10, 10) for _, centre in placed)]
    for family in ("threads", "processes", "further"):
        own = [centre for dot, centre in placed if dot.family == family]
        if not own:
            continue
        width = text_width(family, small)
        first, last = min(own, key=lambda each: each.x), max(own, key=lambda each: each.x)
        spots: list[tuple[Rect, Align]] = []
        for lift in (0, 16, 32):
            spots.append((Rect(first.x - 10 - width, first.y - 8 - lift, width + 2, 16), "right"))
            spots.append((Rect(last.x + 8, last.y - 8 - lift, width + 2, 16), "left"))
        for lift in (16, 32):  # over the dots, where several lines leave no room beside them
            spots.append((Rect(first.x - 4, first.y - 8 - lift, width + 2, 16), "left"))
            spots.append((Rect(last.x + 2 - width, last.y - 8 - lift, width + 2, 16), "right"))
        for spot, align in spots:
            inside = spot.left >= box.left and spot.right <= box.right and spot.top >= box.top - 4
            if inside and not any(spot.intersects(other) for other in taken):
                painter.text(spot, family, small, theme.family(family).text, align)
                taken.append(spot)
                break
