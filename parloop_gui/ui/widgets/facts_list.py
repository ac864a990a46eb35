"""Lines of facts: names at the left, values and quieter remarks at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from parloop_gui.ui.style.sheet import set_role
from parloop_gui.ui.widgets.facts import Fact
from parloop_gui.ui.widgets.layouts import Grow, column, row, set_shown
from parloop_gui.ui.widgets.plain_text import Label, plain_tip


class FactsList(QWidget):
    """Labels are kept and used again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: list[tuple[Label, Label, Label]] = []
        self._layout = column(on=self, margins=(0, 2, 0, 2), spacing=6)

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """A line for each fact; hidden where there are none."""
        while len(self._lines) < len(facts):
            self._add_line()
        for number, line in enumerate(self._lines):
            fact = facts[number] if number < len(facts) else Fact("", "")
            for label, text in zip(line, (fact.name, fact.value, fact.remark), strict=True):
                label.setText(text)
                label.setToolTip(plain_tip(fact.why))
                label.setVisible(bool(text))
        set_shown(self, bool(facts))

    def value(self, name: str) -> str:
        """The value and remark that stand beside a name, "" where it is not shown."""
        for line in self._lines:
            if line[0].text() == name:
                return " ".join(label.text() for label in line[1:] if label.text())
        return ""

    def _add_line(self) -> None:
        line = (Label(self), Label(self), Label(self))
        for label, role in zip(line, ("text", "value", "caption"), strict=True):
            set_role(label, role)
        line[1].setWordWrap(True)  # a loop's head may be longer than the panel is wide
        line[1].setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._layout.addLayout(row(line[0], Grow(line[1]), line[2], spacing=5))
        self._lines.append(line)
