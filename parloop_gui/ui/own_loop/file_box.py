"""The box that names the user's file: recent ones to choose from, and a picker for any other."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QWidget

from parloop_gui.engine.protocol.presence import working_folder
from parloop_gui.ui.own_loop.recent_files import recent_files
from parloop_gui.ui.widgets.plain_text import plain_tip

CHOOSE, PASTE = "Choose a file…", "Paste code…"


class FileBox(QComboBox):
    """`picked` carries the Path that the user chose; what is shown changes by `show_file` alone.

    `paste_wanted`: there is no file, but code to be pasted.
    """

    picked = Signal(object)
    paste_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path = ""
        self._begins_in: Path | None = None
        self.dialog: QFileDialog | None = None
        self.setAccessibleName("File")
        self.activated.connect(self._on_activated)
        self.show_file("")

    def show_file(self, path: str, *, begins_there: bool = True) -> None:
        """Show the file's name, "" for none yet; whether its folder is where a choice begins."""
        self._path = path
        self._begins_in = Path(path).parent if path and begins_there else None
        others = [str(each) for each in recent_files() if str(each) != path]
        with QSignalBlocker(self):
            self.clear()
            for each in filter(None, (path, *others)):
                self.addItem(Path(each).name, each)
                self.setItemData(self.count() - 1, plain_tip(each), Qt.ItemDataRole.ToolTipRole)
            self.addItem(CHOOSE, "")
            self.addItem(PASTE, None)
            self.setCurrentIndex(0)
        self.setToolTip(
            plain_tip(path or "The Python file that your function is in: choose it here, or drop it onto the window")
        )

    def ask(self) -> None:
        """Ask for a file."""
        folder = str(self._begins_in or working_folder())
        self.dialog = QFileDialog(self.window(), "Choose a Python file or a notebook", folder)
        self.dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self.dialog.setNameFilters(["Python files and notebooks (*.py *.ipynb)", "All files (*)"])
        self.dialog.fileSelected.connect(lambda name: self.picked.emit(Path(name)))
        self.dialog.finished.connect(self._forget_dialog)
        self.dialog.open()

    def _on_activated(self, index: int) -> None:
        path = self.itemData(index)
        with QSignalBlocker(self):
            self.setCurrentIndex(0)
        if path:
            self.picked.emit(Path(path))
        elif path is None:
            self.paste_wanted.emit()
        else:
            self.ask()

    def _forget_dialog(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
