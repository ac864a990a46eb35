"""The box that says what the user's function runs over: typed, or picked from what the file offers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QWidget

from parloop_gui.ui.widgets.fields import TYPED_MARGINS
from parloop_gui.ui.widgets.plain_text import plain_tip

if TYPE_CHECKING:
    from parloop_gui.model.source.collections_of import CollectionFound
    from parloop_gui.model.source.functions import FunctionFound

CHOOSE = "A text or CSV file…"
_WHY = (
    "What your function is called with, one item a task:\n"
    "a number (100 stands for range(100)), a Python expression as in your file (SYMBOLS, range(10, 500, 7)),\n"
    "a generator function of the file, or a text or CSV file with one item a line."
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
        editor.setPlaceholderText("100, range(9), NAMES, …")
        self.setLineEdit(editor)
        editor.setTextMargins(*TYPED_MARGINS)
        self.setAccessibleName("Items")
        self.setToolTip(_WHY)
        self.setCompleter(None)  # type: ignore[arg-type]  # nothing is to be completed
        self.activated.connect(self._on_activated)
        self.editTextChanged.connect(self._on_text)

    def show_items(
        self, text: str, generators: Sequence[FunctionFound], collections: Sequence[CollectionFound] = ()
    ) -> None:
        """Show this text, and offer these lists and functions and a file."""
        with QSignalBlocker(self):
            self.clear()
            for found in collections:
                self.addItem(found.name, found.name)
                self.setItemData(self.count() - 1, plain_tip(found.text), Qt.ItemDataRole.ToolTipRole)
            for each in generators:
                self.addItem(each.name, each.name)
                about = f"Each of what {each.signature} yields. {each.about}".strip()
                self.setItemData(self.count() - 1, plain_tip(about), Qt.ItemDataRole.ToolTipRole)
            self.addItem(CHOOSE, "")
            self.setCurrentIndex(-1)
            self.setEditText(text)
        self._typed = text

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

    def _forget_dialog(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
