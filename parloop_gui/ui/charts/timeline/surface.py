"""The timeline as one takes hold of it: wheel, drag, keys, hovering and picking, over one pyqtgraph view.

Nothing here knows what the groups mean. Importing this imports pyqtgraph: only once that is loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from parloop_gui.model.timeline.part import Part
from parloop_gui.ui.charts.timeline.geometry import Layout, least_height
from parloop_gui.ui.charts.timeline.hits import group_at, spot_at, way_to
from parloop_gui.ui.charts.timeline.item import TimelineGraphics
from parloop_gui.ui.charts.timeline.rows import Spot, TimelineData
from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.style import scale
from parloop_gui.ui.style.theming import theming
from parloop_gui.ui.widgets.layouts import column
from parloop_gui.ui.widgets.plain_text import plain_tip

# Three steps about double it; a tenth of what is in view is moved by, so that most of it stays in sight.
ZOOM_STEP = 1.25
_PAN_STEP = 0.1
# A hand that only clicks moves by less.
_DRAG_FROM = 4
# Qt's measure of a wheel's notch, which scrolls by three lanes.
_WHEEL_NOTCH = 120
_WHEEL_LANE = _WHEEL_NOTCH // 3
# (lanes of each group, width, height) in pixels at 100% ─► where everything stands.
Arrange = Callable[[Sequence[int], float, float], Layout]


class TimelineSurface(QWidget):
    """Shows TimelineData. `picked` carries the Spot that was clicked, None for none; `moved` that the part changed.

    `taken` says that the mouse took hold of it: the keyboard should follow.
    """

    picked = Signal(object)
    moved = Signal()
    taken = Signal()

    def __init__(self, name: str, arrange: Arrange, tip: Callable[[Spot], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        scale.scales_itself(self)
        self._arrange, self._tip = arrange, tip
        self.data = TimelineData()
        self._pressed: QPointF | None = None
        self._dragged = self._in_overview = False
        self._from: tuple[Part, tuple[int, ...]] = (self.data.part, ())
        self._turned: tuple[int | None, int] = (None, 0)
        self.view = TimelineGraphics(self)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.viewport().setMouseTracking(True)
        self.view.viewport().installEventFilter(self)
        column(self.view, on=self)
        self.setAccessibleName(name)
        theming.changed.connect(self._show)

    def layout_now(self) -> Layout:
        """Where everything stands now, in pixels at 100%."""
        lanes = [len(group.lanes) for group in self.data.groups]
        return self._arrange(lanes, self.width() / scale.factor(), self.height() / scale.factor())

    def set_data(self, data: TimelineData) -> None:
        """Show these groups; screen readers are told what is said of each."""
        self.data = data
        self.updateGeometry()
        self._show()
        self.setAccessibleDescription("; ".join(group.hint for group in data.groups))

    def set_part(self, part: Part) -> None:
        """Show this part of the axis."""
        if part != self.data.part:
            self.data = replace(self.data, part=part, hovered=None)
            self._show()
            self.moved.emit()

    def select(self, spot: Spot | None) -> None:
        """Outline a task."""
        self.data = replace(self.data, selected=spot)
        self._show()

    def zoom(self, factor: float, at_s: float | None = None) -> None:
        """So many times closer, about a time or the middle."""
        part = self.data.part
        self.set_part(part.zoomed(factor, part.from_s + part.width_s / 2 if at_s is None else at_s))

    def fit(self) -> None:
        """Bring the whole time into view."""
        self.set_part(self.data.part.fitted())

    def pan(self, share: float) -> None:
        """By a share of what is in view, later or (below 0) sooner."""
        self.set_part(self.data.part.panned(share * self.data.part.width_s))

    def scroll_lanes(self, group: int, by: int) -> None:
        """Show lanes further down, or up, of a group that has more than there is room for."""
        place, lanes = self.layout_now().groups[group], len(self.data.groups[group].lanes)
        firsts = [self.data.first_lane(number) for number in range(len(self.data.groups))]
        first = max(0, min(firsts[group] + by, lanes - place.shown))
        if first != firsts[group]:
            firsts[group] = first
            self.data = replace(self.data, first_lanes=tuple(firsts), hovered=None)
            self._show()

    def _show(self) -> None:
        self.view.item.show_timeline(self.data, self.layout_now())

    def _at(self, event: QMouseEvent | QWheelEvent) -> QPointF:
        return event.position() / scale.factor()

    def _on_press(self, at: QPointF) -> None:
        layout = self.layout_now()
        self._pressed, self._dragged = at, False
        self._in_overview = _is_over_overview(layout, at)
        self._from = (self.data.part, tuple(self.data.first_lane(number) for number in range(len(self.data.groups))))
        if self._in_overview:
            self._centre_on(layout, at.x())

    def _on_move(self, at: QPointF) -> None:
        if self._pressed is None:
            self._hover(at)
            return
        layout = self.layout_now()
        if self._in_overview:
            self._centre_on(layout, at.x())
            return
        way = at - self._pressed
        self._dragged = self._dragged or abs(way.x()) + abs(way.y()) >= _DRAG_FROM
        if self._dragged:
            part, firsts = self._from
            self.set_part(part.panned(-way.x() / layout.width * part.width_s))
            group = group_at(layout, self._pressed.y())
            if group is not None:
                wanted = firsts[group] - round(way.y() / layout.groups[group].lane)
                self.scroll_lanes(group, wanted - self.data.first_lane(group))

    def _on_release(self, at: QPointF) -> None:
        if self._pressed is not None and not self._dragged and not self._in_overview:
            self.picked.emit(spot_at(self.data, self.layout_now(), at.x(), at.y()))
        self._pressed = None

    def _centre_on(self, layout: Layout, x: float) -> None:
        self.set_part(self.data.part.centred(self._overview_time(layout, x)))

    def _overview_time(self, layout: Layout, x: float) -> float:
        """The time at a place across the overview strip."""
        return (x - layout.overview.left) / layout.overview.width * self.data.part.whole_s

    def _hover(self, at: QPointF) -> None:
        spot = spot_at(self.data, self.layout_now(), at.x(), at.y())
        if spot != self.data.hovered:
            self.data = replace(self.data, hovered=spot)
            self._show()

    def _on_wheel(self, event: QWheelEvent) -> bool:
        """Over the names of lanes, or with Shift, lanes scroll; elsewhere time is zoomed, or moved sideways."""
        at, layout, by = self._at(event), self.layout_now(), event.angleDelta()
        group = group_at(layout, at.y())
        if group is not None and (at.x() < layout.left or event.modifiers() & Qt.KeyboardModifier.ShiftModifier):
            self._turn_lanes(group, by.y() or by.x())
        elif abs(by.x()) > abs(by.y()):
            self.pan(-by.x() / _WHEEL_NOTCH * _PAN_STEP)
        else:
            over = _is_over_overview(layout, at)
            at_s = self._overview_time(layout, at.x()) if over else layout.time_at(self.data.part, at.x())
            self.zoom(ZOOM_STEP ** (by.y() / _WHEEL_NOTCH), at_s)
        return True

    def _turn_lanes(self, group: int, by: int) -> None:
        """Scroll as the wheel turned; what makes no lane counts with the next turn: touchpads send little at a time."""
        last, left = self._turned
        turned = by + (left if last == group else 0)
        lanes = int(turned / _WHEEL_LANE)
        self._turned = (group, turned - lanes * _WHEEL_LANE)
        self.scroll_lanes(group, -lanes)

    def _step_task(self, by: int) -> None:
        """The task after or before the selected one on its lane."""
        spot = self.data.selected
        if spot is not None:
            last = len(self.data.groups[spot.group].lanes[spot.lane].task) - 1
            self._pick(replace(spot, place=max(0, min(spot.place + by, last))))
            return
        first = next((number for number, group in enumerate(self.data.groups) if group.lanes), None)
        if first is not None:
            self._pick(Spot(first, 0, 0))

    def _pick(self, spot: Spot) -> None:
        """Pick a task that may be out of view, and bring it into view."""
        self.picked.emit(spot)
        self.set_part(self.data.part.panned(way_to(self.data, spot)))
        shown = self.layout_now().groups[spot.group].shown
        first = min(max(self.data.first_shown(spot.group, shown), spot.lane - shown + 1), spot.lane)
        self.scroll_lanes(spot.group, first - self.data.first_lane(spot.group))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if isinstance(event, QMouseEvent) and kind is QEvent.Type.MouseButtonPress:
            self.taken.emit()
            self._on_press(self._at(event))
        elif isinstance(event, QMouseEvent) and kind is QEvent.Type.MouseMove:
            self._on_move(self._at(event))
        elif isinstance(event, QMouseEvent) and kind is QEvent.Type.MouseButtonRelease:
            self._on_release(self._at(event))
        elif isinstance(event, QMouseEvent) and kind is QEvent.Type.MouseButtonDblClick:
            self.fit()
        elif isinstance(event, QWheelEvent):
            return self._on_wheel(event)
        elif isinstance(event, QHelpEvent) and kind is QEvent.Type.ToolTip:
            spot = self.data.hovered
            QToolTip.showText(event.globalPos(), plain_tip(self._tip(spot) if spot is not None else ""), self, QRect())
        elif kind is QEvent.Type.Leave:
            self._hover(QPointF(-1, -1))
            return False
        else:
            return super().eventFilter(watched, event)
        return True

    def take_key(self, event: QKeyEvent) -> bool:
        """Do what a key stands for; whether it stands for anything."""
        deeds: dict[int, Callable[[], None]] = {
            Qt.Key.Key_Left: lambda: self.pan(-_PAN_STEP),
            Qt.Key.Key_Right: lambda: self.pan(_PAN_STEP),
            Qt.Key.Key_Plus: lambda: self.zoom(ZOOM_STEP),
            Qt.Key.Key_Equal: lambda: self.zoom(ZOOM_STEP),
            Qt.Key.Key_Minus: lambda: self.zoom(1 / ZOOM_STEP),
            Qt.Key.Key_0: self.fit,
            Qt.Key.Key_Home: self.fit,
            Qt.Key.Key_Down: lambda: self._step_task(1),
            Qt.Key.Key_Up: lambda: self._step_task(-1),
            Qt.Key.Key_PageDown: lambda: self._page(1),
            Qt.Key.Key_PageUp: lambda: self._page(-1),
        }
        deed = deeds.get(event.key())
        if deed is None or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        deed()
        return True

    def _page(self, by: int) -> None:
        """The next lanes of every group that has more than are shown."""
        for number, place in enumerate(self.layout_now().groups):
            self.scroll_lanes(number, by * place.shown)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show()

    @override
    def minimumSizeHint(self) -> QSize:
        lanes = [len(group.lanes) for group in self.data.groups]
        return QSize(scale.scaled(420), scale.scaled(least_height(lanes) if self.data.heads else 96))


def _is_over_overview(layout: Layout, at: QPointF) -> bool:
    return layout.overview.adjusted(0, -4, 0, 4).contains(at.x(), at.y())
