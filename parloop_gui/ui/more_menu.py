"""The ⋯ menu at the right of the top bar: documents, settings, text size, About, and what the bar has no room for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence, QUndoStack
from PySide6.QtWidgets import QMenu, QWidget


class MoreMenu(QMenu):
    """Its actions are the window's too, so their keys work everywhere. `last_chosen` carries a document's path."""

    last_chosen = Signal(Path)

    def __init__(self, window: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = window
        self.open = self._action("Open…", "Ctrl+O")
        self.last = self.addMenu("Last comparisons")
        self._end_of_documents = self.addSeparator()
        self.undo, self.redo = self._action("Undo", "Ctrl+Z"), self._action("Redo", "Ctrl+Shift+Z", "Ctrl+Y")
        self.addSeparator()
        self.settings = self._action("Settings…", "Ctrl+,")
        self.text_size = self.addMenu("Text size")
        self.larger = self._action("Larger", "Ctrl++", "Ctrl+=", menu=self.text_size)
        self.smaller = self._action("Smaller", "Ctrl+-", menu=self.text_size)
        self.normal = self._action("Normal", "Ctrl+0", menu=self.text_size)
        self.addSeparator()
        self.about = self._action("About Parloop…")
        self.show_last([])

    def show_last(self, comparisons: Sequence[tuple[str, Path]]) -> None:
        """Offer these, (title, path) each, the latest first."""
        self.last.clear()
        for title, path in comparisons:
            self.last.addAction(title).setData(path)
        for action in self.last.actions():
            action.triggered.connect(self._on_last)
        self.last.setEnabled(bool(comparisons))

    def follow(self, stack: QUndoStack) -> None:
        """Say what would be undone, and switch off what can't be."""
        stack.canUndoChanged.connect(self.undo.setEnabled)
        stack.canRedoChanged.connect(self.redo.setEnabled)
        stack.undoTextChanged.connect(self._on_undo_text)
        stack.redoTextChanged.connect(self._on_redo_text)
        self.undo.setEnabled(False)
        self.redo.setEnabled(False)

    def take_in(self, menu: QMenu, taken: bool) -> None:
        """Hold a menu that the bar has no room for among the documents, or let go of it."""
        is_in = menu.menuAction() in self.actions()
        if taken and not is_in:
            self.insertMenu(self._end_of_documents, menu)
        elif is_in and not taken:
            self.removeAction(menu.menuAction())

    def _on_undo_text(self, words: str) -> None:
        self.undo.setText(f"Undo {words}".strip())

    def _on_redo_text(self, words: str) -> None:
        self.redo.setText(f"Redo {words}".strip())

    def _on_last(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.last_chosen.emit(action.data())

    def _action(self, title: str, *keys: str, menu: QMenu | None = None) -> QAction:
        action = (menu or self).addAction(title)
        action.setShortcuts([QKeySequence(key) for key in keys])
        self._window.addAction(action)
        return action
