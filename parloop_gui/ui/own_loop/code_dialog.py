"""Code in a window of its own: what a for loop was lifted out as, to be seen and edited, or code to be pasted."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from parloop_gui.model.source.parsed import SourceError
from parloop_gui.model.user_code.outline import outline_of_text
from parloop_gui.ui.own_loop.own_loop import OwnLoop
from parloop_gui.ui.style.sheet import set_role
from parloop_gui.ui.style.theme import code_font
from parloop_gui.ui.widgets.plain_text import Label


class CodeDialog(QDialog):
    """`edited` carries the code that the user wants; open it with `open()`. `lifted`: what "As lifted" brings back."""

    edited = Signal(str)

    def __init__(self, own: OwnLoop, explanation: str, parent: QWidget, lifted: str = "") -> None:
        super().__init__(parent)
        self._path, self._function, self._lifted = Path(own.path), own.function, lifted
        self.setWindowTitle("The loop as a function" if own.function else "Code of your own")
        self.text, self.problem = QPlainTextEdit(own.code, self), Label(self)
        self.again = QPushButton("As lifted", self)
        self.buttons = QDialogButtonBox(self)
        self.use = self.buttons.addButton("Use this code", QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        self.buttons.addButton(self.again, QDialogButtonBox.ButtonRole.ResetRole)
        self._lay_out(own, explanation)
        self.text.textChanged.connect(self._check)
        self.again.clicked.connect(lambda: self.text.setPlainText(self._lifted))
        self.buttons.accepted.connect(self._on_accepted)
        self.buttons.rejected.connect(self.reject)
        self.finished.connect(self.deleteLater)
        self._check()

    def _check(self) -> None:
        """Say what is wrong while it is typed; only parsed, never run."""
        problem = ""
        try:
            outline = outline_of_text(self.text.toPlainText(), self._path)
            if self._function and outline.function(self._function) is None:
                problem = f"There is no function {self._function} any more."
            elif not self._function and not outline.tasks and not outline.loops:
                problem = "A function or a for loop is needed."
        except SourceError as error:
            problem = str(error)
        self.problem.setText(problem)
        self.use.setEnabled(not problem)
        self.again.setVisible(bool(self._lifted))
        self.again.setEnabled(self.text.toPlainText() != self._lifted)

    def _on_accepted(self) -> None:
        self.edited.emit(self.text.toPlainText())
        self.accept()

    def _lay_out(self, own: OwnLoop, explanation: str) -> None:
        title, words = Label(own.name or self.windowTitle(), self), Label(explanation, self)
        set_role(title, "title")
        set_role(words, "text")
        words.setWordWrap(True)
        set_role(self.problem, "problem")
        self.problem.setWordWrap(True)
        self.text.setObjectName("code")
        self.text.setFont(code_font(12))
        self.text.setAccessibleName("Code")
        self.text.setTabChangesFocus(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(10)
        for widget in (title, words, self.text, self.problem, self.buttons):
            layout.addWidget(widget)
        self.resize(680, 520)
