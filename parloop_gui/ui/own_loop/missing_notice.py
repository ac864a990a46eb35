"""Under the user's file: what a chosen Python lacks that the file needs, and a button for one that has it."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from parloop_gui.model.plan.plan import Interpreter
from parloop_gui.ui.style.sheet import set_role
from parloop_gui.ui.widgets.layouts import column
from parloop_gui.ui.widgets.plain_text import Label, plain_tip


class Missing(NamedTuple):
    """A sentence ("" where nothing is missing), and a Python under which nothing is, if one is known."""

    sentence: str = ""
    has_it: Interpreter | None = None


class MissingNotice(QWidget):
    """Hidden where nothing is missing. `python_wanted` carries the Interpreter to use instead."""

    python_wanted = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._missing = Missing()
        self.sentence, self.use = Label(self), QPushButton(self)
        self.sentence.setWordWrap(True)
        set_role(self.sentence, "problem")
        set_role(self.use, "link")
        self.use.clicked.connect(lambda: self.python_wanted.emit(self._missing.has_it))
        column(self.sentence, self.use, on=self, margins=(6, 2, 6, 4), spacing=2)
        self.hide()

    def show_missing(self, missing: Missing) -> None:
        """Say what the chosen Python lacks and offer one that has it; hidden where nothing is missing."""
        self._missing = missing
        self.sentence.setText(missing.sentence)
        has_it = missing.has_it
        self.use.setText(f"Python {has_it.id} has it: use it" if has_it is not None else "")
        self.use.setToolTip(plain_tip(has_it.path if has_it is not None else ""))
        self.use.setVisible(has_it is not None)
        self.setVisible(bool(missing.sentence))

    def problem(self) -> str:
        """The sentence, "" where nothing is missing."""
        return self._missing.sentence
