"""The lists of the left panel: rows with a hint at their right, captions between them, boxes and dots where asked."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QEvent, QModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QWidget,
)

from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.style.scale import scales_itself
from parloop_gui.ui.style.theming import theming
from parloop_gui.ui.widgets.plain_text import plain_tip
from parloop_gui.ui.widgets.row_delegate import ListRow, RowDelegate


class RowList(QListView):
    """A list as high as its rows. `toggled` comes with every box that the user changed, `placed` with a new layout."""

    toggled = Signal()
    placed = Signal()

    def __init__(self, name: str, row_height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[ListRow] = []
        self._items = QStandardItemModel(self)
        self._row_height = row_height
        self._delegate = RowDelegate(row_height, self.row, self)
        self.setModel(self._items)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(name)
        scales_itself(self)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theming.changed.connect(self._fit)
        self._items.dataChanged.connect(self._on_data_changed)
        self.entered.connect(lambda index: self._hover(index.row()))
        self.viewportEntered.connect(lambda: self._hover(-1))

    def set_rows(self, rows: list[ListRow]) -> None:
        """Show these rows; `toggled` is not emitted."""
        self._rows = list(rows)
        self._items.clear()
        for row in rows:
            self._items.appendRow(_item(row))
        self._fit_height()

    def rows(self) -> list[ListRow]:
        """The rows as they were set."""
        return list(self._rows)

    def row(self, number: int) -> ListRow:
        """One of them; 0 is the first."""
        return self._rows[number]

    def checked(self) -> list[str]:
        """The slugs of the rows whose box is checked, in their order."""
        return [
            row.slug
            for number, row in enumerate(self._rows)
            if row.checked is not None and self._items.item(number).checkState() is Qt.CheckState.Checked
        ]

    def set_checked(self, slug: str, checked: bool) -> None:
        """Check or clear a row's box; rows that are off or fixed stay as they are."""
        number = self._number(slug)
        item = self._items.item(number) if number is not None else None
        if item is not None and bool(item.flags() & Qt.ItemFlag.ItemIsUserCheckable):
            item.setCheckState(Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked)

    def chosen(self) -> str:
        """The slug of the current row, "" without one."""
        current = self.currentIndex()
        return self._rows[current.row()].slug if current.isValid() else ""

    def choose(self, slug: str) -> None:
        """Make a row the current one; an unknown slug changes nothing."""
        number = self._number(slug)
        if number is not None:
            self.setCurrentIndex(self._items.index(number, 0))

    def fold(self, slugs: Collection[str]) -> None:
        """Leave these rows out until other ones are named, or rows are set anew."""
        for number, row in enumerate(self._rows):
            self.setRowHidden(number, bool(row.slug) and row.slug in slugs)
        self._fit_height()

    def set_hint(self, slug: str, hint: str) -> None:
        """Say something else at a row's right; `toggled` is not emitted."""
        number = self._number(slug)
        if number is None or self._rows[number].hint == hint:
            return
        row = self._rows[number] = self._rows[number]._replace(hint=hint)
        self._items.item(number).setData(f"{row.text}, {hint}", Qt.ItemDataRole.AccessibleTextRole)

    def row_rect(self, slug: str) -> QRectF:
        """Where a row stands in the viewport."""
        number = self._number(slug)
        return QRectF(self.visualRect(self._items.index(-1 if number is None else number, 0)))

    def _on_data_changed(self, first: QModelIndex, last: QModelIndex, roles: list[int]) -> None:
        """Only boxes are changed by the user; what a row is called is not."""
        if Qt.ItemDataRole.CheckStateRole in roles:
            self.toggled.emit()

    def _fit(self) -> None:
        self._fit_height()
        self.scheduleDelayedItemsLayout()

    def _fit_height(self) -> None:
        shown = (row for number, row in enumerate(self._rows) if not self.isRowHidden(number))
        self.setFixedHeight(sum(map(self._delegate.height_of, shown)))

    def _hover(self, number: int) -> None:
        for each in (self._delegate.hovered, number):
            self.update(self._items.index(each, 0))
        self._delegate.hovered = number

    def _number(self, slug: str) -> int | None:
        return next((number for number, row in enumerate(self._rows) if row.slug == slug and slug), None)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    @override
    def updateGeometries(self) -> None:
        super().updateGeometries()
        self.placed.emit()

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, self.height())


def _item(row: ListRow) -> QStandardItem:
    item = QStandardItem(row.text)
    item.setData(", ".join(part for part in (row.text, row.hint) if part), Qt.ItemDataRole.AccessibleTextRole)
    item.setToolTip(plain_tip(row.why))
    flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
    if row.checked is not None:
        item.setCheckState(Qt.CheckState.Checked if row.checked and not row.off else Qt.CheckState.Unchecked)
        if not row.fixed and not row.off:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
    item.setFlags(flags if row.slug else Qt.ItemFlag.NoItemFlags)
    return item
