"""How the window is laid out: a bar above and one below, between them panels at both sides of the pages."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QWidget

from parloop_gui.ui.widgets.layouts import Grow, column, scrolling
from parloop_gui.ui.widgets.tabs import Pages
from parloop_gui.ui.window.sides import Sides
from parloop_gui.ui.window.status_bar import StatusBar
from parloop_gui.ui.window.top_bar import TopBar


class Frame(QWidget):
    """`centre` and `right` are the pages that the tabs turn."""

    def __init__(
        self, top: TopBar, loops: QWidget, view: QWidget, details: QWidget, status: StatusBar, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._top, self._status = top, status
        self.right, self.centre = Pages(details), Pages(scrolling(view))
        self._sides = Sides(loops, top.loop, self.right, top.details, self)
        self._sides.set_centre(self.centre)
        top.close_panel = self._sides.close_open_one
        column(top, Grow(self._sides.layout), status, on=self)

    def fold(self, width: float) -> None:
        """Fit into a window so many pixels at 100% wide: what has no room moves behind buttons and into the ⋯ menu."""
        self._top.fold(width)
        self._sides.fold(width)

    def between_bars(self) -> QRect:
        """Where the history lies over the centre."""
        return self.rect().adjusted(0, self._top.height(), 0, -self._status.height())

    def covered_by_history(self) -> Sequence[QWidget]:
        """What lies behind it, and the buttons that would show panels there."""
        return (*self._sides.parts(), self._top.loop, self._top.details)
