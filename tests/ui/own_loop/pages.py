"""The user's own loop in the window, as a user meets it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QFileDialog

from parloop_gui.engine.protocol.messages import LoopSpec
from parloop_gui.ui.own_loop.own_loop import FieldName
from parloop_gui.ui.result.preflight_texts import CheckLine
from tests.ui.pages import WindowPage

WORDS = '''"""Words of files."""
from pathlib import Path

NAMES = ["a", "b"]


def count(path, most=3):
    """The most frequent words of a file."""


def pair(left, right):
    """Two at a time."""


def names():
    """Every name."""
    yield from NAMES


def open_index():
    """Get ready."""
'''


class OwnLoopPage:
    """One open window."""

    def __init__(self, page: WindowPage) -> None:
        self.page, self.fields = page, page.window.loops.own

    # choosing

    def pick(self, dialog: QFileDialog | None, path: Path) -> None:
        """Choose a file in the dialog that is open."""
        assert dialog is not None
        assert dialog.isVisible()
        dialog.fileSelected.emit(str(path))
        dialog.done(QFileDialog.DialogCode.Accepted)

    def pick_file(self, path: Path) -> None:
        """Choose a file by the last entry of the list of files."""
        self.choose(self.fields.file, "Choose a file")
        self.pick(self.fields.file.dialog, path)

    def choose(self, box: QComboBox, begins: str) -> None:
        """Choose the entry of a box that begins so, with the keyboard."""
        number = next(at for at, text in enumerate(self.offered(box)) if text.startswith(begins))
        box.showPopup()
        view = box.view()
        view.setCurrentIndex(box.model().index(number, 0))
        QTest.keyClick(view, Qt.Key.Key_Return)

    def type_items(self, text: str) -> None:
        """Type what the function runs over."""
        editor = self.fields.items.lineEdit()
        assert editor is not None
        editor.setFocus()
        editor.selectAll()
        QTest.keyClicks(editor, text)

    def type_arguments(self, text: str) -> None:
        """Type what the program is run with."""
        self.fields.arguments.setFocus()
        self.fields.arguments.selectAll()
        QTest.keyClicks(self.fields.arguments, text)

    # reading

    def marks_a_mistake(self, name: FieldName) -> bool:
        """Whether that field is marked in red."""
        return self.fields.marks_a_mistake(name)

    def offered(self, box: QComboBox) -> list[str]:
        """What a box offers."""
        return [box.itemText(at) for at in range(box.count())]

    @property
    def warning(self) -> str:
        """What importing the file would run."""
        return "" if self.fields.warning.isHidden() else self.fields.warning.text()

    @property
    def loop(self) -> LoopSpec:
        """The loop of the plan that was asked for last."""
        return self.page.bridge.plans[-1].loop

    @property
    def checks(self) -> list[CheckLine]:
        """The lines of the card that shows what was tried."""
        card = self.page.window.view.preflight
        return list(card.text.lines) if card.isVisible() else []
