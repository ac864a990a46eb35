"""What every mark of the compare chart is drawn with: the plot it stands in, its row, whiskers, words, fading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter

from parloop_gui.ui.charts.compare import geometry
from parloop_gui.ui.charts.compare.rows import ChartRow
from parloop_gui.ui.charts.compare.values import Axis
from parloop_gui.ui.style.painting import QUIET, draw_text, pen, text_width


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


class Place(NamedTuple):
    """A row's rectangle, its middle, its bar's height and the colour behind it."""

    box: QRectF
    middle: float
    bar: float
    ground: str


def split_at_end(chart: Chart, values: Sequence[float]) -> tuple[list[float], int]:
    """The values that the axis shows, and how many lie beyond its end."""
    end = chart.panel.width
    shown = [value for value in values if chart.scale is None or chart.scale.to_x(value) <= end]
    return shown, len(values) - len(shown)


@contextmanager
def faded(painter: QPainter, row: ChartRow) -> Iterator[None]:
    """Marks that are painted inside are paler where the row is out of the race."""
    painter.setOpacity(QUIET if row.faded else 1.0)
    try:
        yield
    finally:
        painter.setOpacity(1.0)


def draw_whisker(painter: QPainter, colour: str, ends: tuple[float, float], place: Place) -> None:
    """From one place across to another, with caps and a halo of the row's ground."""
    low, high = ends
    lines = [
        (QPointF(low, place.middle), QPointF(high, place.middle)),
        (QPointF(low, place.middle - 3.5), QPointF(low, place.middle + 3.5)),
        (QPointF(high, place.middle - 3.5), QPointF(high, place.middle + 3.5)),
    ]
    for stroke_colour, width in ((place.ground, 2.8), (colour, 1.1)):
        stroke = pen(stroke_colour, width)
        stroke.setCapStyle(Qt.PenCapStyle.SquareCap if width > 2 else Qt.PenCapStyle.FlatCap)
        painter.setPen(stroke)
        for start, stop in lines:
            painter.drawLine(start, stop)


def draw_beside(painter: QPainter, place: Place, left: float, text: str, with_font: QFont, colour: str) -> float:
    """Words beside a bar, on the row's ground; gives where they end."""
    width = text_width(text, with_font)
    box = QRectF(left, place.middle - 9, width + 2, 18)
    painter.fillRect(box.adjusted(-2, 2, 0, -2), QColor(place.ground))
    draw_text(painter, box, text, with_font, colour)
    return left + width
