"""What the user changes in the history, each change a step that can be undone like any other in the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from parloop_gui.model.wording.units import count
from parloop_gui.ui.drawing.overriding import override

if TYPE_CHECKING:
    from parloop_gui.model.history.entry import Entry
    from parloop_gui.model.history.history import History

Step = Callable[[], None]


class HistoryChanges(QObject):
    """`changed` comes after each step done or undone, `failed` carries the sentence of one that could not be made."""

    changed = Signal()
    failed = Signal(str)

    def __init__(self, history: Callable[[], History], stack: QUndoStack, parent: QObject) -> None:
        super().__init__(parent)
        self.stack, self._history = stack, history
        self._worked = False

    def rename(self, entry: Entry, name: str) -> None:
        """Give an entry a name."""
        if name != entry.name:
            rename = self._history().rename
            self._push("renaming", lambda: rename(entry.id, name), lambda: rename(entry.id, entry.name))

    def annotate(self, entry: Entry, note: str) -> None:
        """Write a note beside an entry."""
        if note != entry.note:
            annotate = self._history().annotate
            self._push("change of note", lambda: annotate(entry.id, note), lambda: annotate(entry.id, entry.note))

    def delete(self, entries: Sequence[Entry]) -> str:
        """Delete entries; what was deleted, in words, "" where nothing was."""
        if not entries:
            return ""
        numbers, history = [entry.id for entry in entries], self._history()
        what = entries[0].title if len(entries) == 1 else count(len(entries), "comparison")
        done = self._push(f"deletion of {what}", lambda: history.delete(numbers), lambda: history.restore(numbers))
        return what if done else ""

    def _push(self, words: str, do: Step, undo: Step) -> bool:
        self.stack.push(_Step(words, lambda: self._make(do), lambda: self._make(undo)))
        return self._worked

    def _make(self, step: Step) -> bool:
        from parloop_gui.model.history.errors import HistoryError

        try:
            step()
        except HistoryError as error:
            self._worked = False
            self.failed.emit(str(error))
            return False
        self._worked = True
        self.changed.emit()
        return True


class _Step(QUndoCommand):
    def __init__(self, words: str, do: Callable[[], bool], undo: Callable[[], bool]) -> None:
        super().__init__(words)
        self._do, self._undo = do, undo

    @override
    def redo(self) -> None:
        self.setObsolete(not self._do())

    @override
    def undo(self) -> None:
        self.setObsolete(not self._undo())
