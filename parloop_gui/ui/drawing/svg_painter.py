"""The painter of charts in a page: SVG with live text, written by hand, so that a report needs no Qt.

Looks are classes of the page's style sheet, as few as there are looks: a page in which each shape said its own colours
would be several times as large, and could not be dark by its reader's choice.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import TYPE_CHECKING

from parloop_gui.engine.protocol.visible import one_line
from parloop_gui.ui.drawing.colours import Family
from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.drawing.painter import Align, Painter, Pen
from parloop_gui.ui.drawing.shapes import Point, Rect
from parloop_gui.ui.drawing.text import Font, elided

if TYPE_CHECKING:
    from parloop_gui.ui.drawing.painter import Floats

# Where a line of letters stands below the middle of its box, as a share of its size: half of a capital's height.
_BASELINE = 0.35
_ANCHORS = {"left": "start", "centre": "middle", "right": "end"}
# Of a column's density and of its height: so many steps are as many as the eye tells apart in a column a pixel wide.
_DENSITIES, _HEIGHTS = 5, 16


class Looks:
    """The classes of a page's charts: each look has one name, whichever chart it is in."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    def name(self, declarations: str) -> str:
        """The class that looks so."""
        return self._names.setdefault(declarations, f"c{len(self._names)}")

    def css(self) -> str:
        """The rules of all classes so far."""
        return "\n".join(f".{name}{{{declarations}}}" for declarations, name in self._names.items())


class SvgPainter(Painter):
    """Collects elements; `svg` gives the whole of them."""

    is_vector = True

    def __init__(self, looks: Looks) -> None:
        self._looks = looks
        self._parts: list[str] = []
        self._dx = self._dy = 0.0
        self._opacity = 1.0

    def svg(self, width: float, height: float, title: str) -> str:
        """The chart as an element of a page; `title` is what it shows in words."""
        said = html.escape(one_line(title))
        head = f'<svg viewBox="0 0 {_n(width)} {_n(height)}" width="{_n(width)}" role="img" aria-label="{said}">'
        return "\n".join((head, *self._parts, "</svg>"))

    @override
    @property
    def ratio(self) -> float:
        """One: columns finer than a pixel would make a page large and show nothing more."""
        return 1.0

    @override
    def snap(self, value: float, down: bool = False) -> float:
        return value

    @override
    def snapped(self, values: Floats) -> Floats:
        return values

    @override
    def crisp(self, width: float = 1.0) -> float:
        return width

    @override
    def rect(self, box: Rect, fill: str = "", edge: Pen | None = None, radius: float = 0.0) -> None:
        corners = f' rx="{_n(radius)}"' if radius else ""
        place = f'x="{self._x(box.left)}" y="{self._y(box.top)}"'
        size = f'width="{_n(max(box.width, 0))}" height="{_n(max(box.height, 0))}"'
        self._add(f"<rect {place} {size}{corners}", fill, edge)

    @override
    def rects(self, boxes: Sequence[Rect], fill: str) -> None:
        """Of one row, of which there are hundreds, as a line as thick as they are high: half as much to write."""
        if boxes and all(box[1::2] == boxes[0][1::2] for box in boxes):
            middle = self._y(boxes[0].middle)
            dashes = (f"M{self._x(box.left, 1)} {middle}H{self._x(box.right, 1)}" for box in boxes)
            self._add(f'<path d="{"".join(dashes)}"', "", Pen(fill, boxes[0].height))
        elif boxes:
            self._add(f'<path d="{"".join(map(self._box, boxes))}"', fill, None)

    @override
    def line(self, start: Point, end: Point, pen: Pen) -> None:
        self._add(f'<path d="M{self._at(start)}L{self._at(end)}"', "", pen)

    @override
    def dots(
        self, centres: Sequence[Point], diameter: float, fill: str, opacity: float = 1.0, edge: Pen | None = None
    ) -> None:
        """Many of one row, as ends of lines that have no length: a fifth as much to write."""
        if len(centres) > 1 and edge is None:
            path = "".join(f"M{self._x(centre.x, 1)} {self._y(centre.y)}h0" for centre in centres)
            self._add(f'<path d="{path}"', "", Pen(fill, diameter, cap="round"), opacity)
            return
        for centre in centres:
            place = f'cx="{self._x(centre.x)}" cy="{self._y(centre.y)}" r="{_n(diameter / 2)}"'
            self._add(f"<circle {place}", fill, edge, opacity)

    @override
    def polygon(self, points: Sequence[Point], fill: str = "", edge: Pen | None = None) -> None:
        self._add(f'<path d="{self._through(points)}z"', fill, edge)

    @override
    def polyline(self, points: Sequence[Point], pen: Pen) -> None:
        self._add(f'<path d="{self._through(points)}"', "", pen)

    @override
    def columns(self, box: Rect, family: Family, alpha: Floats, share: Floats) -> None:
        """Areas, one for each density: neighbours that look alike are one step of their outline."""
        dense, high = (alpha * _DENSITIES).round().astype(int), (share * _HEIGHTS).round().astype(int)
        cells = list(zip(range(len(alpha)), dense.tolist(), high.tolist(), strict=True))
        wide = box.width / max(len(cells), 1)
        pale: dict[int, list[str]] = {}
        mark: dict[int, list[str]] = {}
        for density, run in groupby(cells, key=lambda cell: cell[1]):
            stretch = list(run)
            if density:
                left, right = box.left + stretch[0][0] * wide, box.left + (stretch[-1][0] + 1) * wide
                pale.setdefault(density, []).append(self._box(Rect.between(left, box.top, right, box.bottom)))
                mark.setdefault(density, []).append(self._steps([cell[2] for cell in stretch], left, wide, box))
        for outlines, colour in ((pale, family.pale), (mark, family.mark)):
            for density, paths in outlines.items():
                self._add(f'<path d="{"".join(paths)}"', colour, None, density / _DENSITIES)

    @override
    def text(self, box: Rect, text: str, font: Font, colour: str, align: Align = "left") -> None:
        shown = elided(text, font, box.width)
        if not shown:
            return
        x = {"left": box.left, "centre": box.centre.x, "right": box.right}[align]
        looks = f"fill:{colour};font:{font.weight} {font.pixels}px/1 var(--font);text-anchor:{_ANCHORS[align]}"
        place = f'x="{self._x(x)}" y="{self._y(box.middle + _BASELINE * font.pixels)}"'
        self._parts.append(
            f'<text {place} class="{self._looks.name(looks + self._dense())}">{html.escape(shown)}</text>'
        )

    @override
    @contextmanager
    def opacity(self, opacity: float) -> Iterator[None]:
        before, self._opacity = self._opacity, opacity
        try:
            yield
        finally:
            self._opacity = before

    @override
    @contextmanager
    def moved(self, dx: float, dy: float) -> Iterator[None]:
        self._dx, self._dy = self._dx + dx, self._dy + dy
        try:
            yield
        finally:
            self._dx, self._dy = self._dx - dx, self._dy - dy

    @override
    @contextmanager
    def clipped(self, box: Rect) -> Iterator[None]:
        """An SVG within: it shows nothing outside itself, and needs no name that is its own in the whole page."""
        left, top, wide, high = self._x(box.left), self._y(box.top), _n(box.width), _n(box.height)
        place = f'x="{left}" y="{top}" width="{wide}" height="{high}"'
        self._parts.append(f'<svg {place} viewBox="{left} {top} {wide} {high}">')
        try:
            yield
        finally:
            self._parts.append("</svg>")

    def _add(self, element: str, fill: str, edge: Pen | None, opacity: float = 1.0) -> None:
        looks = f"fill:{fill or 'none'}" + (_stroke(edge) if edge is not None else "")
        self._parts.append(f'{element} class="{self._looks.name(looks + self._dense(opacity))}"/>')

    def _dense(self, opacity: float = 1.0) -> str:
        opacity *= self._opacity
        return f";opacity:{_n(opacity)}" if opacity < 1 else ""

    def _steps(self, heights: Sequence[int], left: float, wide: float, box: Rect) -> str:
        """The area under a row of columns, from the box's bottom up."""
        path, x = [f"M{self._x(left)} {self._y(box.bottom)}"], left
        for height, run in groupby(heights):
            x += wide * len(list(run))
            path.append(f"V{self._y(box.bottom - box.height * height / _HEIGHTS)}H{self._x(x)}")
        return f"{''.join(path)}V{self._y(box.bottom)}z"

    def _box(self, box: Rect) -> str:
        wide = _n(max(box.width, 0))
        return f"M{self._x(box.left)} {self._y(box.top)}h{wide}v{_n(max(box.height, 0))}h-{wide}z"

    def _through(self, points: Sequence[Point]) -> str:
        """From point to point; of steps, which most outlines are, a level's end and the next height."""
        written = [(self._x(point.x, 1), self._y(point.y)) for point in points]
        turns = [
            here
            for before, here, after in zip([("", ""), *written], written, [*written[1:], ("", "")], strict=False)
            if not any(before[way] == here[way] == after[way] for way in (0, 1))
        ]
        path, (last_x, last_y) = [f"M{turns[0][0]} {turns[0][1]}"], turns[0]
        for x, y in turns[1:]:
            path.append(f"H{x}" if y == last_y else f"V{y}" if x == last_x else f"L{x} {y}")
            last_x, last_y = x, y
        return "".join(path)

    def _at(self, point: Point) -> str:
        return f"{self._x(point.x)} {self._y(point.y)}"

    def _x(self, value: float, digits: int = 2) -> str:
        return _n(value + self._dx, digits)

    def _y(self, value: float) -> str:
        return _n(value + self._dy)


def _stroke(pen: Pen) -> str:
    dashes = f";stroke-dasharray:{' '.join(map(_n, pen.dashes))}" if pen.dashes else ""
    cap = f";stroke-linecap:{pen.cap}" if pen.cap != "butt" else ""
    return f";stroke:{pen.colour};stroke-width:{_n(pen.width)}{dashes}{cap}"


def _n(value: float, digits: int = 2) -> str:
    """A number as short as a hundredth of a pixel lets it be; a tenth where there are very many."""
    return f"{value:.{digits}f}".rstrip("0").rstrip(".") or "0"
