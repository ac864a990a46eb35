"""What was found before anything is timed: what works, what rules a strategy out, how long."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from parloop_gui.ui.result.preflight_texts import PreflightText
from parloop_gui.ui.style.sheet import set_role
from parloop_gui.ui.widgets.hairlines import Card
from parloop_gui.ui.widgets.plain_text import Label

_MARKS = {"ok": ("✓", "good", "All right"), "note": ("•", "note", "Note"), "failed": ("▲", "bad", "In the way")}


class PreflightCard(Card):
    """Hidden where nothing was found."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = PreflightText()
        self._rows: list[tuple[Label, Label, Label]] = []
        title, self.summary = Label("Before measuring", self), Label(self)
        set_role(title, "title")
        set_role(self.summary, "text")
        self.summary.setWordWrap(True)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(16, 12, 16, 14)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(2, 1)
        self._grid.addWidget(title, 0, 0, 1, 3)
        self.hide()

    def show_text(self, text: PreflightText) -> None:
        """Say this."""
        if text == self.text:
            return
        self.text = text
        while len(self._rows) < len(text.lines):
            self._add_row()
        for number, row in enumerate(self._rows):
            for label in row:
                label.setVisible(number < len(text.lines))
        for row, line in zip(self._rows, text.lines, strict=False):
            mark, role, spoken = _MARKS[line.state]
            for label, words in zip(row, (mark, line.title, line.text), strict=True):
                label.setText(words)
            row[0].setAccessibleName(spoken)
            set_role(row[0], role)
        self.summary.setText(text.summary)
        self.summary.setVisible(bool(text.summary))
        self._grid.addWidget(self.summary, len(self._rows) + 1, 0, 1, 3)
        self.setAccessibleName(f"Before measuring. {' '.join(f'{line.title}: {line.text}' for line in text.lines)}")
        self.setVisible(bool(text.lines))

    def _add_row(self) -> None:
        row = (Label(self), Label(self), Label(self))
        set_role(row[1], "value")
        set_role(row[2], "text")
        row[2].setWordWrap(True)
        row[2].setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._rows.append(row)
        for column, label in enumerate(row):
            self._grid.addWidget(label, len(self._rows), column, Qt.AlignmentFlag.AlignTop)
