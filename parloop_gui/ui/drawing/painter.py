"""What charts are painted on: a few shapes, each with all of its looks at once, so that any medium can stand behind it.

draw_compare, draw_timeline ─► Painter ◄─ ui/style/qt_painter.py (screen, PNG, PDF), svg_painter.py (the report)
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Literal, NamedTuple

from parloop_gui.ui.drawing.colours import Family
from parloop_gui.ui.drawing.shapes import Point, Rect
from parloop_gui.ui.drawing.text import Font

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# Where a text stands in its box across; down it stands in the middle.
Align = Literal["left", "centre", "right"]


class Pen(NamedTuple):
    """A line's colour, and in pixels its width and its dashes: drawn and left out in turn, () for a solid line."""

    colour: str
    width: float = 1.0
    dashes: tuple[float, float] | tuple[()] = ()
    cap: Literal["butt", "square", "round"] = "butt"
    """Its ends; those that are not butt reach beyond by half its width."""


class Painter(ABC):
    """Paints in pixels at 100%; colours as a Theme has them, "" for none."""

    is_vector = False
    """Whether it writes shapes into a file: there are no device pixels then."""

    @property
    @abstractmethod
    def ratio(self) -> float:
        """How many device pixels are a pixel; for vectors as many as a picture in them should have."""

    @abstractmethod
    def snap(self, value: float, down: bool = False) -> float:
        """The nearest edge of a device pixel, of a place across or `down`; in vectors the value itself."""

    @abstractmethod
    def snapped(self, values: Floats) -> Floats:
        """The same of many places across."""

    @abstractmethod
    def crisp(self, width: float = 1.0) -> float:
        """A line's width as a whole number of device pixels, 1 for a pixel at 1.5×; in vectors the width itself."""

    def snap_line(self, value: float, width: float = 1.0, down: bool = False) -> float:
        """Where the middle of a crisp line goes for its sides to be on edges of device pixels."""
        return self.snap(value, down) + self.crisp(width) / 2

    @abstractmethod
    def rect(self, box: Rect, fill: str = "", edge: Pen | None = None, radius: float = 0.0) -> None:
        """A rectangle, its corners round where a radius is given."""

    @abstractmethod
    def rects(self, boxes: Sequence[Rect], fill: str) -> None:
        """Rectangles of one colour."""

    @abstractmethod
    def line(self, start: Point, end: Point, pen: Pen) -> None:
        """A straight line."""

    @abstractmethod
    def dots(
        self, centres: Sequence[Point], diameter: float, fill: str, opacity: float = 1.0, edge: Pen | None = None
    ) -> None:
        """Circles of one look."""

    @abstractmethod
    def polygon(self, points: Sequence[Point], fill: str = "", edge: Pen | None = None) -> None:
        """A closed outline."""

    @abstractmethod
    def polyline(self, points: Sequence[Point], pen: Pen) -> None:
        """Lines from one point to the next."""

    @abstractmethod
    def columns(self, box: Rect, family: Family, alpha: Floats, share: Floats) -> None:
        """A column for each device pixel across: as dense as `alpha`, filled from below by `share`, both 0 to 1."""

    @abstractmethod
    def text(self, box: Rect, text: str, font: Font, colour: str, align: Align = "left") -> None:
        """One line of text in a box, elided at its end where it does not fit."""

    @abstractmethod
    def opacity(self, opacity: float) -> AbstractContextManager[None]:
        """What is painted inside is so dense, whatever is around it."""

    @abstractmethod
    def moved(self, dx: float, dy: float) -> AbstractContextManager[None]:
        """What is painted inside is moved so far."""

    @abstractmethod
    def clipped(self, box: Rect) -> AbstractContextManager[None]:
        """What is painted inside shows within the box alone."""
