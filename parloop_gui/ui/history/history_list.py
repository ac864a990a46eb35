"""The table itself, with its keys: Enter opens, F2 renames, Delete deletes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.history.history_delegate import HistoryDelegate
from parloop_gui.ui.history.history_rows import ENTRY_ROLE, HistoryRows
from parloop_gui.ui.style.scale import scales_itself
from parloop_gui.ui.style.theming import theming

if TYPE_CHECKING:
    from parloop_gui.model.history.entry import Entry

_OPENING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class HistoryList(QListView):
    """`picked`: other rows are selected; the rest are requests for those that are."""

    picked = Signal()
    open_wanted = Signal()
    name_wanted = Signal()
    delete_wanted = Signal()

    def __init__(self, rows: HistoryRows, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows, self._delegate = rows, HistoryDelegate(self)
        self.setModel(rows)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName("Comparisons")
        scales_itself(self)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)  # else every row that was read is measured
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(self.open_wanted)
        self.selectionModel().selectionChanged.connect(self.picked)
        rows.modelReset.connect(self.picked)
        theming.changed.connect(self.scheduleDelayedItemsLayout)

    def selected(self) -> list[Entry]:
        """Those selected, the oldest first."""
        found = [index.data(ENTRY_ROLE) for index in self.selectedIndexes()]
        return sorted(found, key=lambda entry: entry.id)

    def select(self, numbers: list[int]) -> None:
        """Select the entries of these numbers, as far as they were read."""
        choice = self.selectionModel()
        choice.clear()
        for number in numbers:
            index = self._rows.row_of(number)
            if index.isValid():
                choice.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.Select)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _OPENING:
            self.open_wanted.emit()
        elif event.key() == Qt.Key.Key_F2:
            self.name_wanted.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.delete_wanted.emit()
        else:
            super().keyPressEvent(event)
