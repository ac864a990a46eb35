"""The ⋯ menu at the right of the top bar: documents, settings, text size, About, Quit, and what finds no room there."""

from __future__ import annotations

from PySide6.QtGui import QAction, QKeySequence, QUndoStack
from PySide6.QtWidgets import QMenu, QWidget


class MoreMenu(QMenu):
    """Its actions are the window's too, so their keys work everywhere, `history` also where it is not in the menu."""

    def __init__(self, window: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = window
        self.open = self._action("Open…", "Ctrl+O")
        self._end_of_documents = self.addSeparator()
        self.go_on = self._action("Go on", "Ctrl+Shift+R")
        self.go_on.setEnabled(False)
        self.undo, self.redo = self._action("Undo", "Ctrl+Z"), self._action("Redo", "Ctrl+Shift+Z", "Ctrl+Y")
        self.addSeparator()
        self.settings = self._action("Settings…", "Ctrl+,")
        self.text_size = self.addMenu("Text size")
        self.larger = self._action("Larger", "Ctrl++", "Ctrl+=", menu=self.text_size)
        self.smaller = self._action("Smaller", "Ctrl+-", menu=self.text_size)
        self.normal = self._action("Normal", "Ctrl+0", menu=self.text_size)
        self.full_screen = self._action("Full screen", "F11")
        self.addSeparator()
        self.failure_lab = self._action("Failure lab…", "Ctrl+L")
        self.addSeparator()
        self.words = self._action("What do these words mean?", "F1")
        self.parts = self._action("What am I seeing?", "Shift+F1")
        self.about = self._action("About Parloop…")
        self.quit = self._action("Quit", "Ctrl+Q")
        self.history = self._action("History", "Ctrl+H")
        self.history.setCheckable(True)
        self.removeAction(self.history)

    def follow(self, stack: QUndoStack) -> None:
        """Say what would be undone, and switch off what can't be."""
        stack.canUndoChanged.connect(self.undo.setEnabled)
        stack.canRedoChanged.connect(self.redo.setEnabled)
        stack.undoTextChanged.connect(self._on_undo_text)
        stack.redoTextChanged.connect(self._on_redo_text)
        self.undo.setEnabled(False)
        self.redo.setEnabled(False)

    def take_in(self, entry: QAction, taken: bool) -> None:
        """Hold an entry that the bar has no room for among the documents, or let go of it."""
        is_in = entry in self.actions()
        if taken and not is_in:
            self.insertAction(self._end_of_documents, entry)
        elif is_in and not taken:
            self.removeAction(entry)

    def _on_undo_text(self, words: str) -> None:
        self.undo.setText(f"Undo {words}".strip())

    def _on_redo_text(self, words: str) -> None:
        self.redo.setText(f"Redo {words}".strip())

    def _action(self, title: str, *keys: str, menu: QMenu | None = None) -> QAction:
        action = (menu or self).addAction(title)
        action.setShortcuts([QKeySequence(key) for key in keys])
        self._window.addAction(action)
        return action
