"""What every mark of the compare chart is drawn with: the plot it stands in, its row, whiskers, words, fading."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple

from parloop_gui.ui.charts.compare import geometry
from parloop_gui.ui.charts.compare.rows import ChartRow
from parloop_gui.ui.charts.compare.values import Axis
from parloop_gui.ui.drawing.marks import QUIET
from parloop_gui.ui.drawing.painter import Painter, Pen
from parloop_gui.ui.drawing.shapes import Point, Rect
from parloop_gui.ui.drawing.text import Font, text_width


class Chart(NamedTuple):
    """One of the two: where it stands, what it shows of each row, and its scale."""

    panel: geometry.Panel
    axis: Axis
    scale: geometry.Scale | None

    @property
    def caption(self) -> str:
        """The unit, which end is good, and that the scale is none that starts at zero."""
        return f"{self.axis.caption} · log scale" if self.scale is not None and self.scale.low else self.axis.caption

    def x(self, value: float) -> float:
        """Where a value stands, in pixels of the card; never beyond the panel."""
        offset = self.scale.to_x(value) if self.scale is not None else 0.0
        return self.panel.left + max(0.0, min(offset, self.panel.width))


class PlotPlace(NamedTuple):
    """A row's rectangle, its middle, its bar's height and the colour behind it."""

    box: Rect
    middle: float
    bar: float
    ground: str


def split_at_end(chart: Chart, values: Sequence[float]) -> tuple[list[float], int]:
    """The values that the axis shows, and how many lie beyond its end."""
    end = chart.panel.width
    shown = [value for value in values if chart.scale is None or chart.scale.to_x(value) <= end]
    return shown, len(values) - len(shown)


def faded(painter: Painter, row: ChartRow) -> AbstractContextManager[None]:
    """Marks that are painted inside are paler where the row is out of the race."""
    return painter.opacity(QUIET if row.faded else 1.0)


def draw_whisker(painter: Painter, colour: str, ends: tuple[float, float], place: PlotPlace) -> None:
    """From one place across to another, with caps and a halo of the row's ground."""
    low, high = ends
    lines = [
        (Point(low, place.middle), Point(high, place.middle)),
        (Point(low, place.middle - 3.5), Point(low, place.middle + 3.5)),
        (Point(high, place.middle - 3.5), Point(high, place.middle + 3.5)),
    ]
    for stroke_colour, width in ((place.ground, 2.8), (colour, 1.1)):
        stroke = Pen(stroke_colour, width, cap="square" if width > 2 else "butt")
        for start, stop in lines:
            painter.line(start, stop, stroke)


def draw_beside(painter: Painter, place: PlotPlace, left: float, text: str, with_font: Font, colour: str) -> float:
    """Words beside a bar, on the row's ground; gives where they end."""
    width = text_width(text, with_font)
    box = Rect(left, place.middle - 9, width + 2, 18)
    painter.rect(box.adjusted(-2, 2, 0, -2), place.ground)
    painter.text(box, text, with_font, colour)
    return left + width
