"""The card at the top of a page: the sentence that the page comes to, and a line under it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from parloop_gui.ui.widgets.hairlines import Card
from parloop_gui.ui.widgets.layouts import column
from parloop_gui.ui.widgets.plain_text import Label


class Takeaway(Card):
    """Both can be selected and copied; what else stands on the card comes below, in `rows`."""

    def __init__(self, parent: QWidget | None = None, spacing: int = 6) -> None:
        super().__init__(parent)
        self.sentence, self.second = Label(self, role="takeaway"), Label(self, role="text")
        for label in (self.sentence, self.second):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.rows = column(self.sentence, self.second, on=self, margins=(17, 13, 17, 13), spacing=spacing)

    def say(self, sentence: str, second: str) -> None:
        """Show these; an empty one takes no room."""
        for label, words in ((self.sentence, sentence), (self.second, second)):
            label.setText(words)
            label.setVisible(bool(words))
