"""What was said and kept, a sentence each, and beside it a button that shows it again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from parloop_gui.ui.style.sheet import set_role
from parloop_gui.ui.widgets.hairlines import Card
from parloop_gui.ui.widgets.layouts import STRETCH, Grow, button, column, row
from parloop_gui.ui.widgets.plain_text import Label


class KeptList(Card):
    """Hidden while nothing is kept. `show_wanted` carries the number of the one that is to be shown."""

    show_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[tuple[QWidget, Label, QPushButton]] = []
        title = Label("Kept with this comparison", self)
        set_role(title, "title")
        self._column = column(title, on=self, margins=(17, 12, 17, 12), spacing=5)
        self.hide()

    def show_kept(self, sentences: Sequence[str]) -> None:
        """A line for each sentence that was kept; hidden where there are none."""
        while len(self.rows) < len(sentences):
            self._add(len(self.rows))
        for number, (line, label, show) in enumerate(self.rows):
            words = sentences[number] if number < len(sentences) else ""
            label.setText(words)
            show.setAccessibleName(f"Show: {words}")
            line.setVisible(bool(words))
        self.setVisible(bool(sentences))

    def sentences(self) -> list[str]:
        """Those that are shown."""
        return [label.text() for line, label, _ in self.rows if not line.isHidden()]

    def _add(self, number: int) -> None:
        line = QWidget(self)
        label, show = Label(line), button("Show", line)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        set_role(label, "text")
        set_role(show, "link")
        show.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        show.clicked.connect(lambda: self.show_wanted.emit(number))
        row(Grow(label), column(show, STRETCH), on=line, spacing=10)
        self._column.addWidget(line)
        self.rows.append((line, label, show))
