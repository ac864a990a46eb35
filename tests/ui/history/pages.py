"""The history as its user meets it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.history.history import History
from parloop_gui.ui.history.change_rows import CHANGE_ROLE, change_words
from parloop_gui.ui.history.history_rows import ENTRY_ROLE
from tests.helpers.comparisons.histories import a_history
from tests.ui.pages import LEFT_BUTTON, NO_KEY, WindowPage

CONTROL = Qt.KeyboardModifier.ControlModifier


def fill(tmp_path: Path, *comparisons: Comparison, owner: str = "another") -> None:
    """Put these into the history that the window under test will have."""
    history = a_history(history_folder(tmp_path), owner)
    with history.recorder() as recorder:
        for comparison in comparisons:
            recorder.write(comparison)


def history_folder(tmp_path: Path) -> Path:
    """Where the window under test has its history."""
    return tmp_path / "data" / "parloop"


class HistoryPage:
    """The history of one open window."""

    def __init__(self, page: WindowPage) -> None:
        self.page, self.window = page, page.window
        self.view = page.window.history_place.view

    @property
    def history(self) -> History:
        """What the window reads and writes."""
        return self.window.kept_comparisons()

    def open(self) -> None:
        """Click History."""
        self.page.click(self.window.top.history)
        QApplication.processEvents()

    def search(self, text: str) -> None:
        """Type into the search."""
        self.view.search.setFocus()
        self.view.search.selectAll()
        QTest.keyClicks(self.view.search, text) if text else self.view.search.clear()

    def select(self, *rows: int) -> None:
        """Click rows, the second one with Ctrl."""
        for count, row in enumerate(rows):
            place = self.view.list.visualRect(self._index(row)).center()
            QTest.mouseClick(self.view.list.viewport(), LEFT_BUTTON, CONTROL if count else NO_KEY, place)

    def double_click(self, row: int) -> None:
        """Double-click a row."""
        self.select(row)
        place = self.view.list.visualRect(self._index(row)).center()
        QTest.mouseDClick(self.view.list.viewport(), LEFT_BUTTON, NO_KEY, place)

    def press(self, key: Qt.Key) -> None:
        """Press a key in the table."""
        self.view.list.setFocus()
        QTest.keyClick(self.view.list, key)

    def type_into(self, field: QWidget, text: str) -> None:
        """Type into the name or the note, and press Enter."""
        field.setFocus()
        QTest.keySequence(field, "Ctrl+A")
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)

    # reading

    def is_open(self) -> bool:
        """Whether it is shown."""
        return self.view.isVisible()

    @property
    def titles(self) -> list[str]:
        """The rows that were read."""
        return [self._index(row).data(ENTRY_ROLE).title for row in range(self.view.rows.rowCount())]

    @property
    def nothing(self) -> str:
        """What stands in the place of rows."""
        return self.view.nothing.text() if self.view.nothing.isVisible() else ""

    @property
    def problem(self) -> str:
        """The sentence above the table."""
        return self.view.problem.text() if self.view.problem.isVisible() else ""

    @property
    def notice(self) -> str:
        """The sentence at the bottom of the window."""
        notice = self.window.history_place.notice
        return notice.sentence.text() if notice.isVisible() else ""

    def changes(self) -> dict[str, tuple[str, str]]:
        """What changed between the two side by side."""
        rows = self.view.pair.list.model()
        found = [rows.index(row, 0).data(CHANGE_ROLE) for row in range(rows.rowCount())]
        return {change.name: change_words(change) for change in found}

    def _index(self, row: int) -> QModelIndex:
        return self.view.rows.index(row, 0)
