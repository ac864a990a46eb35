"""What an answer stands on, a sentence each, under the curves."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from parloop_gui.ui.style.sheet import set_role
from parloop_gui.ui.widgets.hairlines import Card
from parloop_gui.ui.widgets.plain_text import Label


class Grounds(Card):
    """Hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels: list[Label] = []
        title = Label("What it stands on", self)
        set_role(title, "title")
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(17, 12, 17, 12)
        self._rows.setSpacing(5)
        self._rows.addWidget(title)

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
        label = Label(self)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        set_role(label, "text")
        self._rows.addWidget(label)
        self._labels.append(label)
