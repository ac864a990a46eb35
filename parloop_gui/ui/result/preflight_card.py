"""What was found before anything is timed: what works, what rules a strategy out, how long."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from parloop_gui.ui.result.preflight_texts import PreflightText
from parloop_gui.ui.style.sheet import set_role
from parloop_gui.ui.widgets.hairlines import Card
from parloop_gui.ui.widgets.layouts import line
from parloop_gui.ui.widgets.plain_text import Label

_MARKS = {"ok": ("✓", "good", "All right"), "note": ("•", "note", "Note"), "failed": ("▲", "bad", "In the way")}


class PreflightCard(Card):
    """Hidden where nothing was found. `answered` carries whether what is asked may be done."""

    answered = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = PreflightText()
        self._rows: list[tuple[Label, Label, Label]] = []
        title, self.summary = Label("Before measuring", self), Label(self)
        set_role(title, "title")
        set_role(self.summary, "text")
        self.summary.setWordWrap(True)
        self._answers = QWidget(self)
        self.go_on, self.refuse = QPushButton("Go on", self._answers), QPushButton("Stop", self._answers)
        for button, may in ((self.go_on, True), (self.refuse, False)):
            set_role(button, "small")
            button.clicked.connect(partial(self._on_answer, may))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(16, 12, 16, 14)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(2, 1)
        self._grid.addWidget(title, 0, 0, 1, 3)
        self._answers.setLayout(buttons := line(self.go_on, self.refuse, spacing=8))
        buttons.setContentsMargins(0, 2, 0, 0)
        self.hide()

    def show_text(self, text: PreflightText) -> None:
        """Show these lines and what is asked; hidden where there are none."""
        if text == self.text:
            return
        self.text = text
        while len(self._rows) < len(text.lines):
            self._add_row()
        for number, row in enumerate(self._rows):
            for label in row:
                label.setVisible(number < len(text.lines))
        for row, check in zip(self._rows, text.lines, strict=False):
            mark, role, spoken = _MARKS[check.state]
            for label, words in zip(row, (mark, check.title, check.text), strict=True):
                label.setText(words)
            row[0].setAccessibleName(spoken)
            set_role(row[0], role)
        self.summary.setText(text.summary)
        self.summary.setVisible(bool(text.summary))
        self._grid.addWidget(self.summary, len(self._rows) + 1, 0, 1, 3)
        self._answers.setVisible(text.asks)
        self._grid.addWidget(self._answers, len(self._rows) + 2, 0, 1, 3)
        self.setAccessibleName(f"Before measuring. {' '.join(f'{check.title}: {check.text}' for check in text.lines)}")
        self.setVisible(bool(text.lines))

    def _on_answer(self, may: bool) -> None:
        self.show_text(PreflightText())
        self.answered.emit(may)

    def _add_row(self) -> None:
        row = (Label(self), Label(self), Label(self))
        set_role(row[1], "value")
        set_role(row[2], "text")
        row[2].setWordWrap(True)
        row[2].setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._rows.append(row)
        for column, label in enumerate(row):
            self._grid.addWidget(label, len(self._rows), column, Qt.AlignmentFlag.AlignTop)
