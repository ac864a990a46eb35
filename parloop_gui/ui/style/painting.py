"""Small things that widgets paint: text, dots, lines as crisp as the screen. Pens have widths, for vectors."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from parloop_gui.engine.protocol.visible import visible
from parloop_gui.ui.style.vector_text import VectorPainter, copyable, draw_outlines

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter


def pen(colour: str, width: float = 1.0) -> QPen:
    """A solid pen with flat ends and a width in pixels."""
    made = QPen(QColor(colour), width)
    made.setCapStyle(Qt.PenCapStyle.FlatCap)
    return made


def is_vector(painter: QPainter) -> bool:
    """Whether it paints shapes into a file: there are no device pixels then."""
    return isinstance(painter, VectorPainter)


def snap(painter: QPainter, value: float, down: bool = False) -> float:
    """The nearest edge of a device pixel on screens, of a place across or `down`; in vectors the value itself."""
    if is_vector(painter):
        return value
    to_device = painter.deviceTransform()
    ratio, offset = (to_device.m22(), to_device.dy()) if down else (to_device.m11(), to_device.dx())
    return (round(value * ratio + offset) - offset) / ratio


def crisp(painter: QPainter, width: float = 1.0) -> float:
    """A line's width as a whole number of device pixels, 1 of them for a pixel at 1.5×; in vectors the width itself."""
    ratio = painter.deviceTransform().m11()
    if is_vector(painter) or ratio <= 0:
        return width
    return max(1, math.ceil(width * ratio - 0.5)) / ratio


def snap_line(painter: QPainter, value: float, width: float = 1.0, down: bool = False) -> float:
    """Where the middle of a crisp line goes for its sides to be on edges of device pixels."""
    return snap(painter, value, down) + crisp(painter, width) / 2


def text_width(text: str, with_font: QFont) -> float:
    """How wide a text is, in pixels."""
    return QFontMetricsF(with_font).horizontalAdvance(text)


def draw_text(
    painter: QPainter, box: QRectF, text: str, with_font: QFont, colour: str, align: Qt.AlignmentFlag = LEFT
) -> None:
    """One line of text in a box, elided at its end where it does not fit."""
    shown = QFontMetricsF(with_font).elidedText(visible(text), Qt.TextElideMode.ElideRight, box.width() + 1)
    if isinstance(painter, VectorPainter) and painter.outlines:
        draw_outlines(painter, box, shown, with_font, colour, align)
        return
    painter.setFont(copyable(with_font) if is_vector(painter) else with_font)
    painter.setPen(QColor(colour))
    painter.drawText(box, int(align) | int(Qt.TextFlag.TextSingleLine), shown)


def draw_dot(painter: QPainter, centre: QPointF, diameter: float, colour: str, opacity: float = 1.0) -> None:
    """A filled circle."""
    fill = QColor(colour)
    fill.setAlphaF(opacity)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawEllipse(centre, diameter / 2, diameter / 2)
