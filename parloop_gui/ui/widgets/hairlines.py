"""Lines one pixel thin that stay so: at 1.5× a style sheet's borders are blurred or differ from one to the next.

A hairline is a whole number of device pixels thick and lies on their edges. Its colour is the widget's
`color` in the style sheet, so it follows a change of theme by itself.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QWidget

from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.style import scale
from parloop_gui.ui.style.painting import crisp

FOCUS_RING = 2.0
_BY_KEY = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)


class Rule(QWidget):
    """A hairline across."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rule")
        self.setFixedHeight(1)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        fill(painter, on_edges(painter, QRectF(self.rect()), height=crisp(painter)), colour_of(self))
        painter.end()


class Card(QFrame):
    """A surface with round corners and a hairline around it; with the focus ring where the keyboard has come to it."""

    RADIUS = 8.0

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._by_key = False

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        box, radius = QRectF(self.rect()), scale.scaled(self.RADIUS)
        if self.hasFocus() and self._by_key:
            draw_frame(painter, box, radius, self.palette().highlight().color(), FOCUS_RING)
        else:
            draw_frame(painter, box, radius, colour_of(self))
        painter.end()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self._by_key = event.reason() in _BY_KEY
        super().focusInEvent(event)
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()


class Bar(QFrame):
    """A plain area with a hairline along one edge."""

    def __init__(self, edge: Qt.Edge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._edge = edge

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        box, thin = on_edges(painter, QRectF(self.rect())), crisp(painter)
        if self._edge in (Qt.Edge.TopEdge, Qt.Edge.BottomEdge):
            top = box.top() if self._edge is Qt.Edge.TopEdge else box.bottom() - thin
            line = QRectF(box.left(), top, box.width(), thin)
        else:
            left = box.left() if self._edge is Qt.Edge.LeftEdge else box.right() - thin
            line = QRectF(left, box.top(), thin, box.height())
        fill(painter, line, colour_of(self))
        painter.end()


def fill(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """Fill a box. For `fillRect` PySide first makes every kind of gradient, and lines are painted first of all."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRect(box)


def on_edges(painter: QPainter, box: QRectF, height: float | None = None) -> QRectF:
    """The same box with its sides on the edges of device pixels; `height` replaces its own."""
    to_device = painter.deviceTransform()
    back, _ = to_device.inverted()
    start, end = to_device.map(box.topLeft()), to_device.map(box.bottomRight())
    snapped = QRectF(
        back.map(QPointF(round(start.x()), round(start.y()))), back.map(QPointF(round(end.x()), round(end.y())))
    )
    if height is not None:
        snapped.setHeight(height)
    return snapped


def draw_frame(painter: QPainter, box: QRectF, radius: float, colour: QColor, width: float = 1.0) -> None:
    """A line, a hairline as a rule, around the inside of a box with round corners."""
    thin = crisp(painter, width)
    inner = on_edges(painter, box).adjusted(thin / 2, thin / 2, -thin / 2, -thin / 2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, thin))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(inner, radius - thin / 2, radius - thin / 2)


def colour_of(widget: QWidget) -> QColor:
    """The `color` that the style sheet gives a widget."""
    return widget.palette().color(widget.foregroundRole())
