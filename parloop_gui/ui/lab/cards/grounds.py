"""What an answer stands on, a sentence each, under the curves."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from parloop_gui.ui.widgets.hairlines import Card
from parloop_gui.ui.widgets.layouts import column
from parloop_gui.ui.widgets.plain_text import Label


class Grounds(Card):
    """Hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels: list[Label] = []
        title = Label("What it stands on", self, role="title")
        self._rows = column(title, on=self, margins=(17, 12, 17, 12), spacing=5)

    def show_sentences(self, sentences: Sequence[str]) -> None:
        """Say these."""
        while len(self._labels) < len(sentences):
            self._add()
        for number, label in enumerate(self._labels):
            label.setText(sentences[number] if number < len(sentences) else "")
            label.setVisible(number < len(sentences))
        self.setVisible(bool(sentences))

    def sentences(self) -> list[str]:
        """Those that are shown."""
        return [label.text() for label in self._labels if not label.isHidden()]

    def _add(self) -> None:
        label = Label(self, role="text")
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._rows.addWidget(label)
        self._labels.append(label)
