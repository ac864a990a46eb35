"""The box that says what the user's function runs over: typed, or picked from what the file offers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QSignalBlocker, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QWidget

from parloop_gui.model.user_code.user_loop import LINES, TABLES
from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.widgets.fields import TYPED_MARGINS
from parloop_gui.ui.widgets.plain_text import plain_tip

if TYPE_CHECKING:
    from parloop_gui.model.user_code.item_examples import Offer

CHOOSE = "A text or CSV file…"
_WHY = (
    "What your function is called with, one item a task:\n"
    "a number (100 stands for range(100)), a Python expression as in your file (SYMBOLS, range(10, 500, 7)),\n"
    "a generator function of the file, or a text or CSV file with one item a line, which can be dropped here."
)


class ItemsBox(QComboBox):
    """An editable box; its text is what was chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.dialog: QFileDialog | None = None
        self._typed = ""
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        editor = QLineEdit(self)
        self.setLineEdit(editor)
        editor.setTextMargins(*TYPED_MARGINS)
        self.setAccessibleName("Items")
        self.setCompleter(None)  # type: ignore[arg-type]  # nothing is to be completed
        self.setAcceptDrops(True)
        editor.setAcceptDrops(False)  # it would take a file's address for text
        self.activated.connect(self._on_activated)
        self.editTextChanged.connect(self._on_text)

    def show_items(self, text: str, offers: Sequence[Offer], example: str = "", how: str = "") -> None:
        """Show this text, and offer these and a file; `example` stands there while nothing does, `how` says why so."""
        with QSignalBlocker(self):
            self.clear()
            for each in offers:
                self.addItem(each.text, each.text)
                self.setItemData(self.count() - 1, plain_tip(each.about), Qt.ItemDataRole.ToolTipRole)
            self.addItem(CHOOSE, "")
            self.setCurrentIndex(-1)
            self.setEditText(text)
        self._typed = text
        editor = self.lineEdit()
        assert editor is not None
        editor.setPlaceholderText(f"e.g. {example}" if example else "100, range(9), NAMES, …")
        self.setToolTip(plain_tip("\n".join(filter(None, (how, _WHY)))))

    def _on_text(self, text: str) -> None:
        if text != CHOOSE:
            self._typed = text

    def _on_activated(self, index: int) -> None:
        if self.itemData(index) != "":
            return
        self.setEditText(self._typed)
        self.dialog = QFileDialog(self.window(), "Choose a file of one item a line")
        self.dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self.dialog.setNameFilters(["Text and CSV files (*.txt *.csv *.tsv *.lst *.list)", "All files (*)"])
        self.dialog.fileSelected.connect(lambda name: self.setEditText(str(Path(name))))
        self.dialog.finished.connect(self._forget_dialog)
        self.dialog.open()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _lines_file(event.mimeData()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        path = _lines_file(event.mimeData())
        if path:
            event.acceptProposedAction()
            self.setEditText(path)

    def _forget_dialog(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None


def _lines_file(mime: QMimeData) -> str:
    """The one file of items that is dragged, "" where it is anything else: the window may know what to do with that."""
    urls = mime.urls()
    path = urls[0].toLocalFile() if len(urls) == 1 and urls[0].isLocalFile() else ""
    return path if Path(path).suffix.lower() in (*LINES, *TABLES) else ""
