"""One limit to type: the editor, its unit, and under them the sentence that says what is wrong."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from parloop_gui.ui.settings import limits
from parloop_gui.ui.style.sheet import set_role, show_problem
from parloop_gui.ui.widgets.fields import EDITOR_WIDTH
from parloop_gui.ui.widgets.plain_text import Label, plain_tip


class LimitField(QWidget):
    """Remembers every change at once."""

    def __init__(self, limit: limits.Limit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._limit = limit
        self.editor = QLineEdit(limits.kept(limit), self)
        self.editor.setPlaceholderText(limit.none)
        self.editor.setAccessibleName(limit.title)
        self.editor.setToolTip(plain_tip(limit.words))
        self.editor.setFixedWidth(EDITOR_WIDTH)
        set_role(self.editor, "field")
        unit = Label(limit.unit, self, role="caption")
        self._problem = Label(self, role="problem")
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.setHorizontalSpacing(8)
        layout.addWidget(self.editor, 0, 0)
        layout.addWidget(unit, 0, 1, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._problem, 1, 0, 1, 2)
        layout.setColumnStretch(1, 1)
        self._problem.hide()
        self.editor.textChanged.connect(self._on_typed)

    def shown_problem(self) -> str:
        """The sentence that stands under the editor."""
        return "" if self._problem.isHidden() else self._problem.text()

    def _on_typed(self, text: str) -> None:
        limits.keep(self._limit, text)
        show_problem(self.editor, self._problem, limits.problem(self._limit, text))
