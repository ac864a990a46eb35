"""The painter of charts on Qt: widgets, pictures in pixels, PDF and SVG with outlines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen, QPolygonF

from parloop_gui.ui.drawing.colours import Family
from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.drawing.painter import Align, Painter, Pen
from parloop_gui.ui.drawing.shapes import Point, Rect
from parloop_gui.ui.drawing.text import Font, measure_with
from parloop_gui.ui.style import painting
from parloop_gui.ui.style.theme import font as qt_font

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from parloop_gui.ui.drawing.painter import Floats

# A picture within a vector drawing has so many pixels for one of the drawing's.
_VECTOR_RATIO = 2.0
_CAPS = {"butt": Qt.PenCapStyle.FlatCap, "square": Qt.PenCapStyle.SquareCap, "round": Qt.PenCapStyle.RoundCap}
_ALIGNED = {"left": painting.LEFT, "right": painting.RIGHT, "centre": painting.CENTRE}


def measure_with_qt() -> None:
    """Lay charts out by the fonts of this screen from now on; there must be a QGuiApplication."""
    measure_with(qt_width)


def qt_rect(box: Rect) -> QRectF:
    """The same rectangle as Qt has it."""
    return QRectF(*box)


def own_rect(box: QRectF) -> Rect:
    """Qt's rectangle as charts have it."""
    return Rect(box.x(), box.y(), box.width(), box.height())


class QtPainter(Painter):
    """Paints on a QPainter that somebody else has begun and will end."""

    def __init__(self, painter: QPainter) -> None:
        self._painter = painter
        self.is_vector = painting.is_vector(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    @override
    @property
    def ratio(self) -> float:
        """Device pixels for a pixel."""
        return _VECTOR_RATIO if self.is_vector else max(self._painter.deviceTransform().m11(), 0.5)

    @override
    def snap(self, value: float, down: bool = False) -> float:
        return painting.snap(self._painter, value, down)

    @override
    def snapped(self, values: Floats) -> Floats:
        to_device = self._painter.deviceTransform()
        ratio, offset = to_device.m11(), to_device.dx()
        if self.is_vector or ratio <= 0:
            return values
        return ((values * ratio + offset).round() - offset) / ratio

    @override
    def crisp(self, width: float = 1.0) -> float:
        return painting.crisp(self._painter, width)

    @override
    def rect(self, box: Rect, fill: str = "", edge: Pen | None = None, radius: float = 0.0) -> None:
        self._look(fill, edge)
        if radius:
            self._painter.drawRoundedRect(qt_rect(box), radius, radius)
        else:
            self._painter.drawRect(qt_rect(box))

    @override
    def rects(self, boxes: Sequence[Rect], fill: str) -> None:
        self._look(fill, None)
        self._painter.drawRects([QRectF(*box) for box in boxes])

    @override
    def line(self, start: Point, end: Point, pen: Pen) -> None:
        self._painter.setPen(_pen(pen))
        self._painter.drawLine(QPointF(*start), QPointF(*end))

    @override
    def dots(
        self, centres: Sequence[Point], diameter: float, fill: str, opacity: float = 1.0, edge: Pen | None = None
    ) -> None:
        self._look(fill, edge, opacity)
        for centre in centres:
            self._painter.drawEllipse(QPointF(*centre), diameter / 2, diameter / 2)

    @override
    def polygon(self, points: Sequence[Point], fill: str = "", edge: Pen | None = None) -> None:
        self._look(fill, edge)
        self._painter.drawPolygon(QPolygonF([QPointF(*each) for each in points]))

    @override
    def polyline(self, points: Sequence[Point], pen: Pen) -> None:
        self._look("", pen)
        self._painter.drawPolyline(QPolygonF([QPointF(*each) for each in points]))

    @override
    def columns(self, box: Rect, family: Family, alpha: Floats, share: Floats) -> None:
        """All of them as one image."""
        import numpy as np  # the first paint of a window needs none

        wide, high = len(alpha), max(round(box.height * self.ratio), 1)
        filled = np.arange(high, 0, -1)[:, None] <= np.rint(share * high)[None, :]
        mark, pale = _premultiplied(family.mark, alpha), _premultiplied(family.pale, alpha)
        pixels = np.where(filled, mark[None, :], pale[None, :])
        image = QImage(pixels.data, wide, high, 4 * wide, QImage.Format.Format_ARGB32_Premultiplied)
        self._painter.drawImage(qt_rect(box._replace(height=high / self.ratio)), image)

    @override
    def text(self, box: Rect, text: str, font: Font, colour: str, align: Align = "left") -> None:
        painting.draw_text(self._painter, qt_rect(box), text, qt_font(*font), colour, _ALIGNED[align])

    @override
    @contextmanager
    def opacity(self, opacity: float) -> Iterator[None]:
        before = self._painter.opacity()
        self._painter.setOpacity(opacity)
        try:
            yield
        finally:
            self._painter.setOpacity(before)

    @override
    @contextmanager
    def moved(self, dx: float, dy: float) -> Iterator[None]:
        self._painter.save()
        self._painter.translate(dx, dy)
        try:
            yield
        finally:
            self._painter.restore()

    @override
    @contextmanager
    def clipped(self, box: Rect) -> Iterator[None]:
        self._painter.save()
        self._painter.setClipRect(qt_rect(box))
        try:
            yield
        finally:
            self._painter.restore()

    def _look(self, fill: str, edge: Pen | None, opacity: float = 1.0) -> None:
        if fill:
            colour = QColor(fill)
            colour.setAlphaF(opacity)
            self._painter.setBrush(colour)
        else:
            self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.setPen(_pen(edge) if edge is not None else Qt.PenStyle.NoPen)


def _pen(pen: Pen) -> QPen:
    made = painting.pen(pen.colour, pen.width)
    made.setCapStyle(_CAPS[pen.cap])
    if pen.dashes:
        made.setDashPattern([length / pen.width for length in pen.dashes])
    return made


def qt_width(text: str, font: Font) -> float:
    """How wide a text is in the interface's font, in pixels."""
    return QFontMetricsF(qt_font(*font)).horizontalAdvance(text)


def _premultiplied(colour: str, alpha: Floats) -> NDArray[np.uint32]:
    import numpy as np

    parts = QColor(colour)
    pixels = np.zeros(len(alpha), np.uint32)
    for value, shift in ((255, 24), (parts.red(), 16), (parts.green(), 8), (parts.blue(), 0)):
        pixels |= np.rint(alpha * value).astype(np.uint32) << np.uint32(shift)
    return pixels
