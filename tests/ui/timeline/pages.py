"""The timeline as a user meets it: on Compare and on its own tab."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from parloop_gui.ui.charts.timeline.hits import box_of
from parloop_gui.ui.charts.timeline.rows import Spot, TimelineData
from parloop_gui.ui.charts.timeline.surface import TimelineSurface
from parloop_gui.ui.timeline.card import TimelineCard
from parloop_gui.ui.timeline.task_panel import TaskPanel
from parloop_gui.ui.timeline.view import TimelineView
from parloop_gui.ui.widgets.tabs import TIMELINE
from tests.ui.pages import LEFT_BUTTON, NO_KEY, WindowPage


class SurfacePage:
    """Lanes, as they are pointed at."""

    def __init__(self, surface: TimelineSurface, keys: QWidget) -> None:
        self.surface, self.keys = surface, keys

    @property
    def data(self) -> TimelineData:
        """What is painted."""
        return self.surface.data

    def place_of(self, spot: Spot) -> QPoint:
        """The middle of a task."""
        box = box_of(self.data, self.surface.layout_now(), spot)
        assert box is not None
        return QPointF(*box.centre).toPoint()

    def click(self, spot: Spot) -> None:
        """Click a task."""
        QTest.mouseClick(self.viewport, LEFT_BUTTON, NO_KEY, self.place_of(spot))

    def hover(self, at: QPoint) -> None:
        """Move the mouse there."""
        QTest.mouseMove(self.viewport, at)
        QApplication.processEvents()

    def drag(self, start: QPoint, end: QPoint) -> None:
        """Press, move in steps, let go."""
        QTest.mousePress(self.viewport, LEFT_BUTTON, NO_KEY, start)
        for part in (0.5, 1.0):
            QTest.mouseMove(self.viewport, start + (end - start) * part)
            QApplication.processEvents()
        QTest.mouseRelease(self.viewport, LEFT_BUTTON, NO_KEY, end)

    def wheel(self, at: QPoint, notches: int, modifier: Qt.KeyboardModifier = NO_KEY) -> None:
        """Turn the wheel there; above 0 away from oneself."""
        viewport = self.viewport
        event = QWheelEvent(
            QPointF(at),
            viewport.mapToGlobal(QPointF(at)),
            QPoint(),
            QPoint(0, 120 * notches),
            Qt.MouseButton.NoButton,
            modifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(viewport, event)

    def press(self, key: Qt.Key) -> None:
        """Press a key on it."""
        QTest.keyClick(self.keys, key)

    @property
    def viewport(self) -> QWidget:
        """What takes the mouse."""
        found: QWidget = self.surface.view.viewport()
        return found


class TimelinePage:
    """The window's timelines."""

    def __init__(self, page: WindowPage) -> None:
        self.page, self.window = page, page.window

    @property
    def offered(self) -> bool:
        """Whether the Timeline tab can be gone to."""
        return self.window.top.tabs.tabs[TIMELINE].isEnabled()

    def open_tab(self) -> None:
        """Click the tab."""
        self.page.click(self.window.top.tabs.tabs[TIMELINE])

    @property
    def card(self) -> TimelineCard:
        """The card on Compare."""
        assert self.window.timelines.card is not None
        return self.window.timelines.card

    @property
    def card_lanes(self) -> SurfacePage:
        """Its lanes."""
        return SurfacePage(self.card.surface, self.card)

    @property
    def view(self) -> TimelineView:
        """The tab's centre."""
        assert self.window.timelines.view is not None
        return self.window.timelines.view

    @property
    def lanes(self) -> SurfacePage:
        """The tab's lanes."""
        return SurfacePage(self.view.board.surface, self.view.board)

    @property
    def panel(self) -> TaskPanel:
        """The tab's right panel."""
        assert self.window.timelines.panel is not None
        return self.window.timelines.panel

    @property
    def stacked(self) -> list[str]:
        """The names of the strategies that are stacked."""
        return [group.name for group in self.lanes.data.groups]

    def add(self, title: str) -> None:
        """Choose a strategy in the Add menu."""
        next(each for each in self.view.board.chips.menu.actions() if each.text() == title).trigger()

    def remove(self, title: str) -> None:
        """Click a strategy's chip."""
        self.page.click(next(chip for chip in self.view.board.chips.chips if chip.text() == title))
