"""The curves on the screen: our marks over pyqtgraph's view, axes and zoom. Importing this imports pyqtgraph.

GraphicsView ─► speed-up axis │ ViewBox: range, wheel, drag
│ place axis
CurvesItem over all of it: paints what charts/curves/chart.py paints, where the ViewBox has it
"""

from __future__ import annotations

import math
from collections.abc import Callable

import pyqtgraph
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QFrame, QGraphicsGridLayout, QStyleOptionGraphicsItem, QWidget

from parloop_gui.ui.charts.curves.chart import ABOVE, LEFT_ROOM, TITLE_ROOM, draw_curves, draw_title, tick_room
from parloop_gui.ui.charts.curves.data import Axis, CurveData
from parloop_gui.ui.charts.curves.frame import Extent, Frame, whole_extent
from parloop_gui.ui.charts.curves.labels import RIBBON, names_width
from parloop_gui.ui.charts.curves.lines import spots
from parloop_gui.ui.charts.curves.ticks import place_ticks, times_ticks
from parloop_gui.ui.charts.one_item_view import FillingItem
from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.style import scale
from parloop_gui.ui.style.qt_painter import QtPainter, own_rect
from parloop_gui.ui.style.theme import font
from parloop_gui.ui.style.theming import theming

# As on the timeline: three steps about double it.
ZOOM_STEP = 1.25
# A point is hovered from so many pixels around it.
_NEAR = 16.0
_PAN_STEP = 0.1
# Words may reach so far beyond their axis: those of the first and the last place do.
_OVERHANG = 24

Ticks = list[tuple[float, str]]


class TickAxis(pyqtgraph.AxisItem):  # type: ignore[misc]
    """pyqtgraph's axis with ticks of ours: `ticks(from, to, pixels)` gives places in its measure and their words."""

    def __init__(self, side: str, ticks: Callable[[float, float, float], Ticks]) -> None:
        self._ticks, self._words = ticks, dict[float, str]()
        super().__init__(side, maxTickLength=0)
        self.enableAutoSIPrefix(False)
        self.setStyle(
            hideOverlappingLabels=_OVERHANG, autoExpandTextSpace=False, autoReduceTextSpace=False, tickAlpha=0
        )

    def dress(self) -> None:
        """In the theme and the text size in force. Its own line is ours to paint."""
        written = QFont(font(11))
        written.setPixelSize(scale.scaled(11))
        self.setTickFont(written)
        self.setPen(None)
        self.setTickPen(None)
        self.setTextPen(theming.theme.t3)

    def refresh(self) -> None:
        """Write its ticks anew."""
        self.picture = None
        self.update()

    @override
    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        found = self._ticks(low, high, size / scale.factor())
        self._words = dict(found)
        return [(1.0, [value for value, _ in found])]

    @override
    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        return [self._words.get(value, "") for value in values]


class CurvesItem(FillingItem):
    """Paints over the whole view; takes no mouse, so that the ViewBox under it has it."""

    def __init__(self, frame: Callable[[], Frame], data: Callable[[], CurveData]) -> None:
        super().__init__()
        self._frame, self._data = frame, data
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        painter.scale(scale.factor(), scale.factor())
        data, frame = self._data(), self._frame()
        drawn_on = QtPainter(painter)
        draw_curves(drawn_on, theming.theme, data, frame)
        draw_title(drawn_on, theming.theme, data, frame)


class CurvePlot(pyqtgraph.GraphicsView):  # type: ignore[misc]
    """Shows CurveData. `read` carries the numbers of the point that is hovered or stepped to, None for none."""

    read = Signal(object)
    moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self._item: CurvesItem | None = None
        super().__init__(parent, useOpenGL=False, background=None)
        scale.scales_itself(self)
        self.data = CurveData(Axis("", "even"))
        self._dress_frame()
        self.box = pyqtgraph.ViewBox(enableMenu=False, defaultPadding=0.0)
        self._across = TickAxis("bottom", self._place_ticks)
        self._up = TickAxis("left", self._times_ticks)
        self._layout = self._lay_out()
        self._item = CurvesItem(self.frame_now, lambda: self.data)
        self._item.setZValue(10)
        self.addItem(self._item)
        self.box.sigRangeChanged.connect(self._on_range)
        self.box.sigResized.connect(self._refresh)
        self.scene().sigMouseMoved.connect(self._on_mouse)
        theming.changed.connect(self._fit)
        self._fit()
        self.fit()  # else nothing is ever whole where the first data have an axis like that of none

    def set_data(self, data: CurveData) -> None:
        """Show this; a part that was zoomed to stays in view while the axis is the same."""
        was_whole = self.is_whole()
        same_axis = (data.axis.title, data.axis.spread) == (self.data.axis.title, self.data.axis.spread)
        self.data = data
        self._fit_margins()
        if was_whole or not same_axis:
            self.fit()
        self._refresh()

    def frame_now(self) -> Frame:
        """The plot as it is in view, in pixels at 100%."""
        box = self.box.mapRectToScene(self.box.rect())
        (left, right), (low, high) = self.box.viewRange()
        return Frame(own_rect(scale.unscaled(QRectF(box))), self.data.axis, Extent(left, right, low, high))

    def is_whole(self) -> bool:
        """Whether all of it is in view."""
        whole = whole_extent(self.data)
        (left, right), (low, high) = self.box.viewRange()
        return all(math.isclose(a, b, abs_tol=1e-6) for a, b in zip((left, right, low, high), whole, strict=True))

    def fit(self) -> None:
        """All of it."""
        left, right, low, high = whole_extent(self.data)
        self.box.setLimits(xMin=left, xMax=right, yMin=low, yMax=high)
        self.box.setRange(xRange=(left, right), yRange=(low, high), padding=0)

    def zoom(self, factor: float) -> None:
        """So many times closer along the axis, about the middle."""
        self.box.scaleBy(x=1 / factor, y=1.0)

    def pan(self, share: float) -> None:
        """By a share of what is in view."""
        (left, right), _ = self.box.viewRange()
        self.box.translateBy(x=share * (right - left))

    def step(self, by: int) -> None:
        """Read the next point along the axis, or the one before."""
        points = self.data.points
        if points:
            now = self.data.selected
            at = points.index(now) + by if now in points else (0 if by > 0 else len(points) - 1)
            self.read.emit(points[max(0, min(at, len(points) - 1))])

    def take_key(self, event: QKeyEvent) -> bool:
        """Do what a key stands for; whether it stands for anything."""
        deeds: dict[int, Callable[[], None]] = {
            Qt.Key.Key_Left: lambda: self.step(-1),
            Qt.Key.Key_Right: lambda: self.step(1),
            Qt.Key.Key_PageUp: lambda: self.pan(-_PAN_STEP),
            Qt.Key.Key_PageDown: lambda: self.pan(_PAN_STEP),
            Qt.Key.Key_Plus: lambda: self.zoom(ZOOM_STEP),
            Qt.Key.Key_Equal: lambda: self.zoom(ZOOM_STEP),
            Qt.Key.Key_Minus: lambda: self.zoom(1 / ZOOM_STEP),
            Qt.Key.Key_0: self.fit,
            Qt.Key.Key_Home: self.fit,
        }
        deed = deeds.get(event.key())
        if deed is None or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        deed()
        return True

    def _dress_frame(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its card takes the keyboard
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Curves")

    def _lay_out(self) -> QGraphicsGridLayout:
        whole = pyqtgraph.GraphicsWidget()
        layout = QGraphicsGridLayout()
        layout.setSpacing(0)
        whole.setLayout(layout)
        layout.addItem(self._up, 0, 0)
        layout.addItem(self.box, 0, 1)
        layout.addItem(self._across, 1, 1)
        self._across.linkToView(self.box)
        self._up.linkToView(self.box)
        self.setCentralItem(whole)
        return layout

    def _fit(self) -> None:
        """To the theme and the text size in force."""
        for axis in (self._across, self._up):
            axis.dress()
        self._up.setWidth(scale.scaled(LEFT_ROOM))
        self._fit_margins()
        self._refresh()

    def _fit_margins(self) -> None:
        above = RIBBON if self.data.ahead else ABOVE
        sides = (0.0, above, names_width(self.data), TITLE_ROOM)
        self._layout.setContentsMargins(*(scale.scaled(each) for each in sides))
        self._across.setHeight(scale.scaled(tick_room(self.data)))

    def _refresh(self) -> None:
        for axis in (self._across, self._up):
            axis.refresh()
        if self._item is not None:
            self._item.update()

    def _on_range(self) -> None:
        self._refresh()
        self.moved.emit()

    def _place_ticks(self, left: float, right: float, pixels: float) -> Ticks:
        axis = self.data.axis
        if axis.spread == "named":
            return []  # names may need two lines, which an axis of pyqtgraph's does not write
        found = place_ticks(axis, Extent(left, right, 0.0, 1.0), pixels)
        return [(axis.along(place), words) for place, words in found]

    def _times_ticks(self, low: float, high: float, pixels: float) -> Ticks:
        return times_ticks(Extent(0.0, 1.0, low, high), pixels)

    def _on_mouse(self, at: QPointF) -> None:
        self._read_at(QPointF(at) / scale.factor())

    def _read_at(self, at: QPointF | None) -> None:
        near = [
            (math.hypot(spot.x - at.x(), spot.y - at.y()), numbers)
            for numbers, spot in spots(self.data, self.frame_now())
            if at is not None
        ]
        nearest = min(near, default=None)
        found = nearest[1] if nearest is not None and nearest[0] <= _NEAR else None
        if found != self.data.selected:
            self.read.emit(found)

    @override
    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)
        if self._item is not None:
            self._item.set_size(self.width(), self.height())
            self._refresh()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._read_at(None)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.fit()
