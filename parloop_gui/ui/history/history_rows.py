"""The table's rows: read from the history as they come into view, never all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.history.history_texts import row_text
from parloop_gui.ui.widgets.plain_text import plain_tip

if TYPE_CHECKING:
    from parloop_gui.model.history.entry import Entry
    from parloop_gui.model.history.history import History

ENTRY_ROLE = int(Qt.ItemDataRole.UserRole)
Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()


class HistoryRows(QAbstractListModel):
    """`failed` carries a sentence where the history can't be read; what was read before stays."""

    failed = Signal(str)

    def __init__(self, history: Callable[[], History], parent: QObject) -> None:
        super().__init__(parent)
        self._history = history
        self._entries: list[Entry] = []
        self._typed, self._all_read = "", True

    def search(self, typed: str) -> None:
        """Show those that are found by every word typed."""
        self._typed = typed
        self._begin(self._read(None))

    def refresh(self) -> None:
        """Read anew, as many as were read before."""
        self._begin(self._read(None, len(self._entries)))

    def entries(self) -> Sequence[Entry]:
        """Those that were read so far."""
        return self._entries

    def row_of(self, number: int) -> QModelIndex:
        """Where the entry of that number stands; invalid where it was not read."""
        found = (at for at, entry in enumerate(self._entries) if entry.id == number)
        return self.index(next(found, -1), 0)

    def _begin(self, found: list[Entry] | None) -> None:
        if found is not None:
            self.beginResetModel()
            self._entries = found
            self.endResetModel()

    def _read(self, before: int | None, least: int = 0) -> list[Entry] | None:
        from parloop_gui.model.history.errors import HistoryError
        from parloop_gui.model.history.history import PAGE

        most = max(least, PAGE)
        place = {"before": before} if before is not None else {}
        try:
            found = self._history().page(self._typed, most=most, **place)
        except HistoryError as error:
            self._all_read = True
            self.failed.emit(str(error))
            return None
        self._all_read = len(found) < most
        return found

    @override
    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self._entries)

    @override
    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        if role == ENTRY_ROLE:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row_text(entry).accessible_text()
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(row_text(entry).accessible_text())
        return None

    @override
    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and not self._all_read

    @override
    def fetchMore(self, parent: Index) -> None:
        found = self._read(self._entries[-1].id if self._entries else None)
        if found:
            first = len(self._entries)
            self.beginInsertRows(_NONE, first, first + len(found) - 1)
            self._entries += found
            self.endInsertRows()
