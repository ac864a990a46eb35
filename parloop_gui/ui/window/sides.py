"""The panels at the left and the right: always beside the centre, but where there is no room behind a button."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from parloop_gui.ui.style.scale import scaled, scales_itself
from parloop_gui.ui.widgets.hairlines import Bar
from parloop_gui.ui.widgets.layouts import scrolling

# For the names of strategies with what is said of them; for 40 columns of code (`code_card.py`).
LEFT_WIDTH, RIGHT_WIDTH = 296, 288
# From these widths of the window on (in pixels at 100%) a panel has its place without being asked for.
LEFT_FROM, RIGHT_FROM = 1040, 1280
# Of what a window is wider than that the right panel has so much: code and notes gain more by it than bars do.
WIDER_FROM, WIDER_BY, WIDEST = 1440, 0.4, 460


class Side(NamedTuple):
    """A panel, the button that shows it where it is folded, and the width it needs not to be."""

    panel: QWidget
    button: QAbstractButton
    roomy_from: int


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
        self.left = Side(_panel("left", left, LEFT_WIDTH, Qt.Edge.RightEdge), left_button, LEFT_FROM)
        self.right = Side(_panel("right", right, RIGHT_WIDTH, Qt.Edge.LeftEdge), right_button, RIGHT_FROM)
        scales_itself(self.right.panel)
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

    def fold(self, width: float) -> None:
        """Fit a window so many pixels at 100% wide."""
        self.right.panel.setFixedWidth(scaled(right_width(width)))
        for side in (self.left, self.right):
            roomy = width >= side.roomy_from
            side.button.setVisible(not roomy)
            side.panel.setVisible(roomy or side.button.isChecked())

    def close_open_one(self) -> bool:
        """Fold the panel that was opened with its button; whether there was one."""
        found = [side.button for side in (self.left, self.right) if side.button.isVisible() and side.button.isChecked()]
        for button in found:
            button.setChecked(False)
            button.setFocus()
        return bool(found)

    def _on_toggled(self, side: Side, on: bool) -> None:
        other = self.right if side is self.left else self.left
        if on and not other.button.isHidden():
            other.button.setChecked(False)
        side.panel.setVisible(on or side.button.isHidden())


def right_width(width: float) -> int:
    """How wide the right panel is in a window so many pixels wide, both at 100%."""
    return min(RIGHT_WIDTH + max(0, round((width - WIDER_FROM) * WIDER_BY)), WIDEST)


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
