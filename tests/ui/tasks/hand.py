"""A hand that counts: every click and every key of a task."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QWidget

from parloop_gui.ui.widgets.row_list import RowList


class Hand:
    """Only what is on screen and on can be clicked. A key with its modifiers is one key."""

    def __init__(self) -> None:
        self.clicks = self.keys = 0
        self._began = time.monotonic()

    @property
    def seconds(self) -> float:
        """Since it began."""
        return time.monotonic() - self._began

    def click(self, widget: QWidget) -> None:
        """Click a button, a card or a tab."""
        assert widget.isVisible()
        assert widget.isEnabled()
        self.clicks += 1
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def click_row(self, rows: RowList, slug: str) -> None:
        """Click a row of a list."""
        assert rows.isVisible()
        self.clicks += 1
        place = rows.row_rect(slug).center().toPoint()
        QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)

    def choose(self, button: QWidget, entry: QAction) -> None:
        """Open a button's menu and click an entry: menus block in a loop of their own, so it is chosen without one."""
        assert button.isVisible()
        assert button.isEnabled()
        assert entry.isEnabled()
        self.clicks += 2
        entry.trigger()

    def pick(self, dialog: QFileDialog | None, path: Path) -> None:
        """Click a file in the dialog that is open, and Open."""
        assert dialog is not None
        assert dialog.isVisible()
        self.clicks += 2
        dialog.fileSelected.emit(str(path))
        dialog.done(QFileDialog.DialogCode.Accepted)

    def press(self, widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
        """Press a key."""
        self.keys += 1
        QTest.keyClick(widget, key, modifier)
