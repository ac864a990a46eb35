"""What is known of the selected comparisons, and what can be done with them: name, note, open, side by side, delete."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from parloop_gui.model.wording.units import count
from parloop_gui.ui.history.history_texts import rounds
from parloop_gui.ui.style.sheet import set_role
from parloop_gui.ui.widgets.facts import Fact
from parloop_gui.ui.widgets.facts_list import FactsList
from parloop_gui.ui.widgets.hairlines import Card
from parloop_gui.ui.widgets.layouts import STRETCH, column, line
from parloop_gui.ui.widgets.plain_text import Label

if TYPE_CHECKING:
    from parloop_gui.model.history.entry import Entry

# Characters of a name or a note: some lines.
LONGEST = 500
_HINT = "Enter opens, F2 renames, Delete deletes. Select two (Ctrl+click) to see them side by side."


class HistoryPane(Card):
    """`named` and `noted` carry what was typed for the one entry shown, `entered` comes when Enter finished it.

    The rest are requests for all selected.
    """

    named = Signal(str)
    noted = Signal(str)
    entered = Signal()
    open_wanted = Signal()
    side_by_side_wanted = Signal()
    delete_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._shown: Sequence[Entry] = ()
        self.title, self.verdict, self.hint = Label(self), Label(self), Label(_HINT, self)
        self.facts = FactsList(self)
        self.name, self.note = QLineEdit(self), QLineEdit(self)
        self._boxes = (_box("Name", self.name, self), _box("Note", self.note, self))
        self.open, self.pair = QPushButton("Open", self), QPushButton("Side by side", self)
        self.delete = QPushButton("Delete", self)
        for label, role in ((self.title, "title"), (self.verdict, "text"), (self.hint, "caption")):
            label.setWordWrap(True)
            set_role(label, role)
        self._lay_out()
        self._connect()
        self.show_entries(())

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show what is known of these; two can be put side by side."""
        self._shown = entries
        one = entries[0] if len(entries) == 1 else None
        self.title.setText(_title(entries))
        self.verdict.setText(". ".join(filter(None, (one.headline, one.figure))) if one else _pair(entries))
        self.verdict.setVisible(bool(self.verdict.text()))
        self.facts.show_facts(_facts(one) if one else ())
        for box, field, text in zip(self._boxes, (self.name, self.note), _texts(one), strict=True):
            box.setVisible(one is not None)
            if field.text() != text:
                field.setText(text)
        self.name.setPlaceholderText(one.loop if one else "")
        running = any(entry.state == "running" for entry in entries)
        self.open.setVisible(len(entries) == 1)
        self.pair.setVisible(len(entries) == 2)
        self.delete.setVisible(bool(entries))
        for button in (self.open, self.pair, self.delete):
            button.setEnabled(not running)
            button.setToolTip("It is being measured" if running else "")

    def _lay_out(self) -> None:
        buttons = line(self.open, self.pair, self.delete, spacing=8)
        parts = self.title, self.verdict, self.facts, *self._boxes, buttons, STRETCH, self.hint
        column(*parts, on=self, margins=(16, 14, 16, 14), spacing=8)
        for button in (self.open, self.pair):
            set_role(button, "primary")

    def _connect(self) -> None:
        self.open.clicked.connect(self.open_wanted)
        self.pair.clicked.connect(self.side_by_side_wanted)
        self.delete.clicked.connect(self.delete_wanted)
        self.name.editingFinished.connect(lambda: self.named.emit(self.name.text()))
        self.note.editingFinished.connect(lambda: self.noted.emit(self.note.text()))
        for field in (self.name, self.note):
            field.returnPressed.connect(self.entered)


def _box(title: str, editor: QLineEdit, parent: QWidget) -> QWidget:
    """An editor under its name."""
    box = QWidget(parent)
    label = Label(title, box)
    label.setBuddy(editor)
    set_role(label, "caption")
    set_role(editor, "field")
    editor.setAccessibleName(title)
    editor.setMaxLength(LONGEST)
    column(label, editor, on=box, spacing=3)
    return box


def _texts(entry: Entry | None) -> tuple[str, str]:
    return (entry.name, entry.note) if entry is not None else ("", "")


def _title(entries: Sequence[Entry]) -> str:
    if not entries:
        return "No comparison is selected"
    return entries[0].title if len(entries) == 1 else count(len(entries), "comparison")


def _facts(entry: Entry) -> tuple[Fact, ...]:
    facts = (
        Fact("Loop", entry.loop),
        Fact("Items", entry.items),
        Fact("Python", entry.python),
        Fact("Begun", entry.day, entry.hour),
        Fact("Rounds", rounds(entry)),
    )
    return tuple(fact for fact in facts if fact.value)


def _pair(entries: Sequence[Entry]) -> str:
    """Which two they are, in lines that are broken where they are too long."""
    if len(entries) != 2:
        return ""
    return "\n".join(
        f"{name}: {', '.join(filter(None, (entry.title, entry.day, entry.hour)))}"
        for name, entry in zip(("Earlier", "Later"), entries, strict=True)
    )
