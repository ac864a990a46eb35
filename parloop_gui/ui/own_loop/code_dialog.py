"""Code in a window of its own: how a for loop is taken apart, to be read, or code to be pasted."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QWidget

from parloop_gui.model.source.parsed import SourceError
from parloop_gui.model.user_code.outline import outline_of_text
from parloop_gui.ui.style.sheet import set_role
from parloop_gui.ui.style.theme import code_font
from parloop_gui.ui.widgets.layouts import DIALOG_MARGINS, column
from parloop_gui.ui.widgets.plain_text import Label


class CodeDialog(QDialog):
    """`edited` carries the code that the user wants, where they may edit it; open it with `open()`."""

    edited = Signal(str)

    def __init__(self, title: str, text: str, explanation: str, parent: QWidget, *, may_edit: bool) -> None:
        super().__init__(parent)
        self.setWindowTitle("Code of your own" if may_edit else "The loop taken apart")
        self.text, self.problem = QPlainTextEdit(text, self), Label(self)
        self.text.setReadOnly(not may_edit)
        self.buttons = QDialogButtonBox(self)
        if may_edit:
            self.use = self.buttons.addButton("Use this code", QDialogButtonBox.ButtonRole.AcceptRole)
            self.buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
            self.text.textChanged.connect(self._check)
            self._check()
        else:
            self.buttons.addButton(QDialogButtonBox.StandardButton.Close)
        self._lay_out(title or self.windowTitle(), explanation)
        self.buttons.accepted.connect(self._on_accepted)
        self.buttons.rejected.connect(self.reject)
        self.finished.connect(self.deleteLater)

    def _check(self) -> None:
        """Say what is wrong while it is typed; only parsed, never run."""
        problem = ""
        try:
            outline = outline_of_text(self.text.toPlainText(), Path("pasted.py"))
            if not outline.tasks and not outline.loops:
                problem = "A function or a for loop is needed."
        except SourceError as error:
            problem = str(error)
        self.problem.setText(problem)
        self.use.setEnabled(not problem)

    def _on_accepted(self) -> None:
        self.edited.emit(self.text.toPlainText())
        self.accept()

    def _lay_out(self, heading: str, explanation: str) -> None:
        title, words = Label(heading, self, role="title"), Label(explanation, self, role="text")
        words.setWordWrap(True)
        set_role(self.problem, "problem")
        self.problem.setWordWrap(True)
        self.text.setObjectName("code")
        self.text.setFont(code_font(12))
        self.text.setAccessibleName("Code")
        self.text.setTabChangesFocus(True)
        parts = title, words, self.text, self.problem, self.buttons
        column(*parts, on=self, margins=DIALOG_MARGINS, spacing=10)
        self.resize(680, 520)
