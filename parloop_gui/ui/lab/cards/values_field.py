"""The places on the axis as a text that can be edited: "1, 2, 4, 8", with the usual ones a press away."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from parloop_gui.ui.style.sheet import set_role, show_problem
from parloop_gui.ui.widgets.plain_text import Label

# Characters: a hundred values and more, each of which takes its rounds.
_LONGEST = 400


class ValuesField(QWidget):
    """`changed` comes with every change that the user makes."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._usual = ""
        self.label, self.edit, self._problem = Label(self), QLineEdit(self), Label(self)
        self.back = QPushButton(self)
        self.back.setText("Usual ones")
        self.back.setToolTip("The values that suit this loop and this machine")
        set_role(self.edit, "field")
        set_role(self.label, "text")
        set_role(self.back, "link")
        set_role(self._problem, "problem")
        self.edit.setMaxLength(_LONGEST)
        self.label.setBuddy(self.edit)
        self._problem.setWordWrap(True)
        self._problem.hide()
        self.back.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.edit.textEdited.connect(self._on_edited)
        self.back.clicked.connect(self._on_back)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.label)
        row.addWidget(self.edit, 1)
        row.addWidget(self.back)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addLayout(row)
        layout.addWidget(self._problem)

    def show_values(self, axis: str, text: str, usual: str) -> None:
        """Show this text, unless the user is at it; `usual` is what it goes back to."""
        self._usual = usual
        self.label.setText(axis)
        self.edit.setAccessibleName(f"Values of {axis.lower()}")
        if self.edit.text() != text:
            self.edit.setText(text)
        self._show_back()

    def text(self) -> str:
        """What stands there."""
        return self.edit.text()

    def is_usual(self) -> bool:
        """Whether it is what nobody changed."""
        return self.text().strip() == self._usual

    def show_problem(self, problem: str) -> None:
        """Say what is wrong with it, "" for nothing."""
        show_problem(self.edit, self._problem, problem)

    def problem(self) -> str:
        """The sentence under it."""
        return "" if self._problem.isHidden() else self._problem.text()

    def _show_back(self) -> None:
        self.back.setVisible(not self.is_usual())

    def _on_edited(self) -> None:
        self._show_back()
        self.changed.emit()

    def _on_back(self) -> None:
        self.edit.setText(self._usual)
        self.edit.setFocus()
        self._on_edited()
