"""The boxes that ask or complain: what they say is plain text, for it may name what a document holds."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMessageBox, QWidget

from parloop_gui.engine.protocol.visible import visible
from parloop_gui.ui.drawing.overriding import override


class MessageBox(QMessageBox):
    """A QMessageBox without an icon, which shows every text as it is written."""

    def __init__(self, parent: QWidget | None, title: str = "", text: str = "") -> None:
        super().__init__(parent)
        self.setIcon(QMessageBox.Icon.NoIcon)
        self.setWindowTitle(visible(title))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)

    @override
    def setText(self, text: str) -> None:
        super().setText(visible(text))

    @override
    def setInformativeText(self, text: str) -> None:
        """Qt makes a label of its own for this, which would guess."""
        super().setInformativeText(" ")
        for label in self.findChildren(QLabel):
            label.setTextFormat(Qt.TextFormat.PlainText)
        super().setInformativeText(visible(text))

    @override
    def setDetailedText(self, text: str) -> None:
        super().setDetailedText(visible(text))
