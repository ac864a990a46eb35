"""The panels at the left and the right: beside the centre where there is room, else over it behind a button."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QObject, QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from parloop_gui.ui.style.scale import scaled
from parloop_gui.ui.widgets.hairlines import Bar
from parloop_gui.ui.widgets.layouts import scrolling

LEFT_WIDTH, RIGHT_WIDTH = 296, 288
LEFT_FROM, RIGHT_FROM = 1040, 1280
"""From these widths of the window on (in pixels at 100%) a panel has its place beside the centre."""


class Side(NamedTuple):
    """A panel, the button that shows it where it is folded, and the width it needs not to be."""

    panel: QWidget
    button: QAbstractButton
    roomy_from: int
    width: int


class Sides(QObject):
    """Lays out left panel, centre and right panel in `layout`; of folded panels at most one is open."""

    def __init__(
        self,
        left: QWidget,
        left_button: QAbstractButton,
        right: QWidget,
        right_button: QAbstractButton,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.left = Side(_panel("left", left, LEFT_WIDTH, Qt.Edge.RightEdge), left_button, LEFT_FROM, LEFT_WIDTH)
        self.right = Side(_panel("right", right, RIGHT_WIDTH, Qt.Edge.LeftEdge), right_button, RIGHT_FROM, RIGHT_WIDTH)
        self._parts: tuple[QWidget, ...] = (self.left.panel, self.right.panel)
        self.layout = QHBoxLayout()
        self.layout.setSpacing(0)
        self.layout.addWidget(self.left.panel)
        self.layout.addWidget(self.right.panel)
        for side in (self.left, self.right):
            side.button.toggled.connect(lambda on, side=side: self._on_toggled(side, on))

    def set_centre(self, centre: QWidget) -> None:
        """Put this between the panels."""
        self.layout.insertWidget(1, centre, 1)
        self._parts = (self.left.panel, centre, self.right.panel)

    def parts(self) -> tuple[QWidget, ...]:
        """What lies between the bars, folded or not."""
        return self._parts

    def fold(self, width: float, area: QRect) -> None:
        """Fit a window so many pixels at 100% wide; `area` is where folded panels may lie over the centre."""
        for side in (self.left, self.right):
            roomy = width >= side.roomy_from
            side.button.setVisible(not roomy)
            self._place(side, roomy)
            if not roomy:
                left = area.left() if side is self.left else area.right() + 1 - scaled(side.width)
                side.panel.setGeometry(left, area.top(), scaled(side.width), area.height())
                side.panel.raise_()
            side.panel.setVisible(roomy or side.button.isChecked())

    def _place(self, side: Side, beside: bool) -> None:
        is_beside = self.layout.indexOf(side.panel) >= 0
        if beside and not is_beside:
            self.layout.insertWidget(0 if side is self.left else self.layout.count(), side.panel)
        elif is_beside and not beside:
            self.layout.removeWidget(side.panel)

    def _on_toggled(self, side: Side, on: bool) -> None:
        other = self.right if side is self.left else self.left
        if on and not other.button.isHidden():
            other.button.setChecked(False)
        side.panel.setVisible(on or side.button.isHidden())
        side.panel.raise_()


def _panel(name: str, inner: QWidget, width: int, edge: Qt.Edge) -> QWidget:
    panel = Bar(edge)
    panel.setObjectName(name)
    panel.setFixedWidth(width)
    layout = QVBoxLayout(panel)
    layout.setContentsMargins(1, 0, 1, 0)
    area = scrolling(inner)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    layout.addWidget(area)
    return panel
