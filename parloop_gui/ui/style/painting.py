"""Small things every chart draws: text, pills, dots. Pens have widths of their own, for vectors."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from parloop_gui.engine.protocol.visible import visible
from parloop_gui.ui.style.theme import Theme, font
from parloop_gui.ui.style.vector_text import VectorPainter, copyable, draw_outlines

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter
# How much is left of a colour that steps back. Words step back by going over to a quieter colour: at this opacity they
# would be too weak to be read.
QUIET = 0.6


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
    draw_dots(painter, (centre,), diameter, colour, opacity)


def draw_dots(
    painter: QPainter, centres: Sequence[QPointF], diameter: float, colour: str, opacity: float = 1.0
) -> None:
    """Filled circles of one colour."""
    fill = QColor(colour)
    fill.setAlphaF(opacity)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    for centre in centres:
        painter.drawEllipse(centre, diameter / 2, diameter / 2)


def pill_width(text: str, with_font: QFont, padding: float = 6) -> float:
    """How wide the pill around a text is."""
    return text_width(text, with_font) + 2 * padding


def draw_pill(
    painter: QPainter, theme: Theme, left: float, middle: float, text: str, filled: bool, *, quiet: bool = False
) -> float:
    """A tag's pill, 17 high: filled for "on CPU", outlined for waiting; `quiet` steps back. Gives its width."""
    small = font(11, 500)
    width = pill_width(text, small)
    box = QRectF(left, middle - 8.5, width, 17)
    painter.setPen(Qt.PenStyle.NoPen if filled else pen(theme.border2))
    ground = QColor(theme.tag)
    ground.setAlphaF(QUIET if quiet else 1.0)
    painter.setBrush(ground if filled else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box if filled else box.adjusted(0.5, 0.5, -0.5, -0.5), 8.5, 8.5)
    plain, stepped_back = (theme.on_tag, theme.t2) if filled else (theme.t2, theme.t3)
    draw_text(painter, box, text, small, stepped_back if quiet else plain, CENTRE)
    return width


def draw_best(painter: QPainter, theme: Theme, left: float, middle: float) -> float:
    """The "best" pill; gives its width."""
    small = font(11, 600)
    width = pill_width("best", small)
    box = QRectF(left, middle - 8.5, width, 17)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.accent_pale))
    painter.drawRoundedRect(box, 8.5, 8.5)
    draw_text(painter, box, "best", small, theme.accent_text, CENTRE)
    return width


def draw_warning(painter: QPainter, theme: Theme, left: float, middle: float) -> None:
    """The triangle that goes with every failure, 12 wide."""
    points = [QPointF(left + 6, middle - 5.5), QPointF(left + 12, middle + 5), QPointF(left, middle + 5)]
    painter.setPen(pen(theme.fail, 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolygon(points)
    painter.drawLine(QPointF(left + 6, middle - 2), QPointF(left + 6, middle + 1.5))
    draw_dot(painter, QPointF(left + 6, middle + 3.2), 1.3, theme.fail)
