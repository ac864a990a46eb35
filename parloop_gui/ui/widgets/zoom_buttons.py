"""Fit, − and + in one frame."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from parloop_gui.ui.widgets.plain_text import plain_tip


class ZoomButtons(QFrame):
    """Three buttons; whoever holds them connects them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("zoom")
        self.setFixedHeight(24)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        self.fit = self._button("Fit", "Fit", "Show all of the time (0)")
        self.farther = self._button("−", "Farther", "Show more of the time (−)")
        self.closer = self._button("+", "Closer", "Show less of the time, larger (+)")
        for button in (self.fit, self.farther, self.closer):
            layout.addWidget(button)

    def _button(self, text: str, name: str, words: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setAccessibleName(name)
        button.setToolTip(plain_tip(words))
        return button
