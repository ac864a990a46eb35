"""The history over the window's panels: search and table at the left, the selected ones at the right, or two of them.

typed ─► HistoryRows ─► HistoryList ── selected ─► HistoryPane ── named, noted, deleted ─► HistoryChanges ─► History
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QUndoStack
from PySide6.QtWidgets import (
    QBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QWidget,
)
from shiboken6 import isValid

from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.history.history_changes import HistoryChanges
from parloop_gui.ui.history.history_delegate import HistoryHead
from parloop_gui.ui.history.history_list import HistoryList
from parloop_gui.ui.history.history_pane import HistoryPane
from parloop_gui.ui.history.history_rows import HistoryRows
from parloop_gui.ui.history.side_by_side_view import SideBySideView
from parloop_gui.ui.style import scale
from parloop_gui.ui.style.sheet import set_role
from parloop_gui.ui.widgets.hairlines import Card
from parloop_gui.ui.widgets.layouts import STRETCH, Grow, column, row, scrolling
from parloop_gui.ui.widgets.notice import Notice
from parloop_gui.ui.widgets.plain_text import Label

if TYPE_CHECKING:
    from parloop_gui.model.comparison.comparison import Comparison
    from parloop_gui.model.history.entry import Entry
    from parloop_gui.model.history.history import History

# From this width on (in pixels at 100%) the selected ones stand beside the table, else under it.
BESIDE_FROM, PANE_WIDTH = 760, 300


class HistoryView(QWidget):
    """`opened` carries a Comparison and what it is called; `left`: the history was closed."""

    opened = Signal(object, str)
    left = Signal()

    def __init__(self, history: Callable[[], History], stack: QUndoStack, notice: Notice, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("centre")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._history, self._notice = history, notice
        self._before: QWidget | None = None
        self._refreshing = False
        self.rows, self.changes = HistoryRows(history, self), HistoryChanges(history, stack, self)
        self.search, self.close_button = QLineEdit(self), QPushButton("Close", self)
        self.list, self.pane = HistoryList(self.rows, self), HistoryPane(self)
        self.head = HistoryHead(self.list, self)
        self.nothing, self.problem = Label(self), Label(self)
        self.pair = SideBySideView(self)
        self._pages, self._table = QStackedWidget(self), QWidget(self)
        self._lay_out()
        self._connect()
        self.hide()

    def open(self) -> None:
        """Show it as it is now, with the keyboard in the search."""
        self._before = self.window().focusWidget()
        self._show_table()
        self.refresh()
        self.show()
        self.raise_()
        self._notice.raise_()
        if self.rows.entries() and not self.list.selected():
            self.list.select([self.rows.entries()[0].id])
        self.search.setFocus()

    def leave(self) -> None:
        """Close the history; what had the keyboard before has it again."""
        if self.isVisible():
            self.hide()
            self.left.emit()
            if self._before is not None and isValid(self._before):
                self._before.setFocus()

    def refresh(self) -> None:
        """Read it anew, what is selected stays so."""
        self.problem.hide()
        numbers = [entry.id for entry in self.list.selected()]
        self._refreshing = True  # the pane would lose its fields, and with them the keyboard, in between
        self.rows.refresh()
        self.list.select(numbers)
        self._refreshing = False
        self._on_picked()

    def fold(self, width: float) -> None:
        """Fit a window so many pixels at 100% wide."""
        beside = width >= BESIDE_FROM
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(across if beside else down)
        self.pane_area.setMinimumWidth(scale.scaled(PANE_WIDTH) if beside else 0)
        self.pane_area.setMaximumWidth(scale.scaled(PANE_WIDTH) if beside else 16_777_215)

    def open_selected(self) -> None:
        """Open the one that is selected; two of them side by side."""
        entries = self.list.selected()
        if len(entries) == 2:
            self.show_side_by_side()
        elif len(entries) == 1 and entries[0].state != "running":
            self.open_entry(entries[0])

    def show_side_by_side(self) -> None:
        """Put the two that are selected side by side."""
        from parloop_gui.model.history.difference import side_by_side

        entries = self.list.selected()
        if len(entries) != 2 or any(each.state == "running" for each in entries):
            return
        before, after = self._load(entries[0], runs=False), self._load(entries[1], runs=False)
        if before is not None and after is not None:
            self.pair.show_pair(entries[0], entries[1], side_by_side(before, after))
            self._pages.setCurrentWidget(self._pair_area)
            self.search.hide()
            self.pair.back.setFocus()

    def delete_selected(self) -> None:
        """Delete those that are selected; a notice offers them back."""
        entries = [entry for entry in self.list.selected() if entry.state != "running"]
        after = self.list.currentIndex().row()
        deleted = self.changes.delete(entries)
        if deleted:
            were = "was" if len(entries) == 1 else "were"
            self._notice.show_message(f"{deleted} {were} deleted.", "Undo", self._undo)
            left = self.rows.entries()
            if left:
                self.list.select([left[min(max(after, 0), len(left) - 1)].id])
            (self.list if left else self.search).setFocus()  # the button that was pressed may be gone

    def _undo(self) -> None:
        """From the notice, whose button is gone then."""
        self.changes.stack.undo()
        self.list.setFocus()

    def open_entry(self, entry: Entry) -> None:
        """Open this one, or say why it can't be."""
        comparison = self._load(entry)
        if comparison is not None:
            self.opened.emit(comparison, entry.title)

    def _load(self, entry: Entry, *, runs: bool = True) -> Comparison | None:
        from parloop_gui.model.comparison.comparison import finished_off
        from parloop_gui.model.history.errors import EntryError, HistoryError

        try:
            comparison = self._history().load(entry.id, runs=runs)
        except (EntryError, HistoryError) as error:
            self._complain(str(error))
            self._notice.show_message(str(error))
            return None
        return finished_off(comparison) if runs else comparison

    def _lay_out(self) -> None:
        title = Label("History", self)
        set_role(title, "page-title")
        set_role(self.search, "field")
        set_role(self.problem, "problem")
        set_role(self.nothing, "lead")
        self.search.setPlaceholderText("Search loop, interpreter, verdict, date or note")
        self.search.setAccessibleName("Search")
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(380)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.problem.setWordWrap(True)
        top = row(title, Grow(self.search), STRETCH, self.close_button, spacing=16)
        self.pane_area = scrolling(self.pane)
        self._pair_area = scrolling(self.pair)
        self._lay_out_table()
        self._pages.addWidget(self._table)
        self._pages.addWidget(self._pair_area)
        column(top, self.problem, Grow(self._pages), on=self, margins=(12, 12, 12, 12), spacing=12)

    def _lay_out_table(self) -> None:
        card = Card(self)
        column(self.head, Grow(self.nothing), Grow(self.list), on=card, margins=(8, 8, 8, 8), spacing=2)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._table)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(12)
        self._columns.addWidget(card, 3)
        self._columns.addWidget(self.pane_area, 2)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._on_typed)
        self.search.returnPressed.connect(self.list.setFocus)
        self.close_button.clicked.connect(self.leave)
        self.list.picked.connect(self._on_picked)
        self.list.open_wanted.connect(self.open_selected)
        self.list.delete_wanted.connect(self.delete_selected)
        self.list.name_wanted.connect(self._on_name_wanted)
        self.pane.open_wanted.connect(self.open_selected)
        self.pane.side_by_side_wanted.connect(self.show_side_by_side)
        self.pane.delete_wanted.connect(self.delete_selected)
        self.pane.entered.connect(self.list.setFocus)
        self.pane.named.connect(lambda name: self._change_one(self.changes.rename, name))
        self.pane.noted.connect(lambda note: self._change_one(self.changes.annotate, note))
        self.pair.left.connect(self._show_table)
        self.rows.failed.connect(self._complain)
        self.rows.modelReset.connect(self._on_rows)
        self.changes.failed.connect(self._complain)
        self.changes.changed.connect(self.refresh)
        self.changes.stack.indexChanged.connect(self._notice.hide)
        find = QShortcut(QKeySequence("Ctrl+F"), self, self.search.setFocus)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _change_one(self, change: Callable[[Entry, str], None], text: str) -> None:
        entries = self.list.selected()
        if len(entries) == 1:
            change(entries[0], " ".join(text.split()))

    def _show_table(self) -> None:
        self._pages.setCurrentWidget(self._table)
        self.search.show()
        self.list.setFocus()

    def _complain(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.show()
        self._on_rows()

    def _on_typed(self, text: str) -> None:
        self.problem.hide()
        self.rows.search(text)
        if self.rows.entries():
            self.list.select([self.rows.entries()[0].id])

    def _on_picked(self) -> None:
        if not self._refreshing:
            self.pane.show_entries(self.list.selected())

    def _on_name_wanted(self) -> None:
        if len(self.list.selected()) == 1:
            self.pane.name.setFocus()
            self.pane.name.selectAll()

    def _on_rows(self) -> None:
        typed, some = self.search.text().strip(), bool(self.rows.entries())
        self.nothing.setText(f"Nothing is found for “{typed}”." if typed else "Every comparison you make is kept here.")
        self.nothing.setVisible(not some)
        self.list.setVisible(some)
        self.head.setVisible(some)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not _is_escape(event):
            super().keyPressEvent(event)
        elif self._pages.currentWidget() is not self._table:
            self._show_table()
        elif self.search.hasFocus() and self.search.text():
            self.search.clear()
        else:
            self.leave()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_escape(event):
            event.accept()  # Esc goes back, or closes this, before it stops a comparison
            return True
        return super().event(event)


def _is_escape(event: QKeyEvent) -> bool:
    return event.key() == int(Qt.Key.Key_Escape)
