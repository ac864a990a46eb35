"""What the failure lab found, one row per cell: how it ended, what Parloop says of it, what Python alone would do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetrics
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.style import scale
from parloop_gui.ui.style.theming import theming
from parloop_gui.ui.widgets.plain_text import plain_tip

if TYPE_CHECKING:
    from parloop_gui.bridge.failure_lab.matrix import Cell, CellResult

COLUMNS = ("Fault", "Strategy", "Ended", "Parloop", "Python alone")
# Of the first columns; what Parloop and Python alone come to are sentences and share the rest.
WIDTHS = (140, 150, 86)
ENDED, PARLOOP, ALONE = 2, 3, 4
# What the style sheet leaves beside and above a cell's words.
PADDING, ABOVE = 8, 5
# Qt lays words out in a box: one that is higher than any cell.
_TALL = 10_000
UNEXPECTED = "Not as expected"
# Said once of both, where the fault does no harm.
SAME = "It works, with Parloop and without."
Index = QModelIndex | QPersistentModelIndex


class ResultsModel(QAbstractTableModel):
    """The cells in the order in which they run, with what is known of each."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._cells: tuple[Cell, ...] = ()
        self._results: dict[Cell, CellResult] = {}
        self._under_way: Cell | None = None
        self._titles = {fault.slug: fault.title for fault in catalogue.faults()}

    def begin(self, cells: Sequence[Cell]) -> None:
        """Show these cells, nothing known of them yet."""
        self.beginResetModel()
        self._cells, self._results, self._under_way = tuple(cells), {}, None
        self.endResetModel()

    def run(self, cell: Cell | None) -> None:
        """Say which cell is under way."""
        before, self._under_way = self._under_way, cell
        self._emit_changed(before)
        self._emit_changed(cell)

    def take(self, result: CellResult) -> int:
        """Show how a cell ended; its row."""
        self._results[result.cell] = result
        self._emit_changed(result.cell)
        return self._cells.index(result.cell)

    def results(self) -> list[CellResult]:
        """What is known, in the order of the rows."""
        return [self._results[cell] for cell in self._cells if cell in self._results]

    def texts(self, row: int) -> tuple[str, ...]:
        """What a row says, column by column."""
        cell = self._cells[row]
        names = (self._titles[cell.fault], cell.title)
        result = self._results.get(cell)
        if result is None:
            return (*names, "running…" if cell == self._under_way else "", "", "")
        alone = result.alone if differs(result) else ""
        return (*names, result.outcome.replace("-", " "), parloop_words(result), alone)

    def as_text(self) -> str:
        """Every row that ended, with tabs between the columns, as it is copied."""
        rows = [self.texts(row) for row, cell in enumerate(self._cells) if cell in self._results]
        return "\n".join("\t".join(row) for row in (COLUMNS, *rows)) + "\n"

    def _emit_changed(self, cell: Cell | None) -> None:
        if cell in self._cells:
            row = self._cells.index(cell)
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(COLUMNS) - 1))

    def _colour(self, row: int, column: int) -> str:
        result = self._results.get(self._cells[row])
        if result is None:
            return theming.theme.t3
        if not is_as_expected(result) and column in (ENDED, PARLOOP):
            return theming.theme.fail
        return theming.theme.t1 if column <= ENDED else theming.theme.t2

    @override
    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._cells)

    @override
    def columnCount(self, parent: Index | None = None) -> int:
        return len(COLUMNS)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        return COLUMNS[section]

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.texts(index.row())[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(self.texts(index.row())[index.column()])
        if role == Qt.ItemDataRole.ForegroundRole:
            return QBrush(QColor(self._colour(index.row(), index.column())))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        return None


class _Heights(QStyledItemDelegate):
    """Makes room for all the words of a cell: Qt's own reckoning leaves out the style sheet's padding."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        table = self.parent()
        assert isinstance(table, QTableView)
        width = table.columnWidth(index.column()) - scale.scaled(2 * PADDING + 6)
        words = str(index.data(Qt.ItemDataRole.DisplayRole))
        box = QFontMetrics(table.font()).boundingRect(0, 0, width, _TALL, Qt.TextFlag.TextWordWrap, words)
        return QSize(width, box.height() + scale.scaled(2 * ABOVE + 2))


class ResultsTable(QTableView):
    """The table: its rows are as high as their words, and the one that ended last is in sight."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.results = ResultsModel(self)
        self.setModel(self.results)
        self.setItemDelegate(_Heights(self))
        self.setObjectName("results")
        self.setAccessibleName("Results")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column in range(len(WIDTHS), len(COLUMNS)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        header.sectionResized.connect(self.resizeRowsToContents)
        theming.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        """Make the columns as wide as the text size asks for."""
        for column, width in enumerate(WIDTHS):
            self.setColumnWidth(column, scale.scaled(width))
        self.resizeRowsToContents()

    def take(self, result: CellResult) -> None:
        """Show how a cell ended."""
        row = self.results.take(result)
        self.setColumnHidden(ALONE, not any(map(differs, self.results.results())))
        self.resizeRowToContents(row)
        self.scrollTo(self.results.index(row, 0))


def is_as_expected(result: CellResult) -> bool:
    """Whether nothing is wrong with it; one that was stopped proves nothing."""
    return result.as_expected or result.outcome == "stopped"


def differs(result: CellResult) -> bool:
    """Whether Python alone would have made something else of it."""
    return not (result.outcome == "finished" and is_as_expected(result) and result.works_alone)


def parloop_words(result: CellResult) -> str:
    """The engine's sentence, and whatever is not as it must be."""
    words = result.message or ("The run went through, and nothing was left behind." if differs(result) else SAME)
    if result.left:
        words = f"{words} Left behind: {', '.join(result.left)}."
    return words if is_as_expected(result) else f"{UNEXPECTED}: {words}"
