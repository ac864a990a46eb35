"""Fit, − and + in one frame."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QToolButton, QWidget

from parloop_gui.ui.widgets.layouts import row
from parloop_gui.ui.widgets.plain_text import plain_tip


class ZoomButtons(QFrame):
    """Three buttons; whoever holds them connects them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("zoom")
        self.setFixedHeight(24)
        self.fit = self._button("Fit", "Fit", "Show all of the time (0)")
        self.farther = self._button("−", "Farther", "Show more of the time (−)")
        self.closer = self._button("+", "Closer", "Show less of the time, larger (+)")
        row(self.fit, self.farther, self.closer, on=self, spacing=4)

    def _button(self, text: str, name: str, words: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setAccessibleName(name)
        button.setToolTip(plain_tip(words))
        return button
