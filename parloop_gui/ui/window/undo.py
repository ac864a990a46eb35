"""Undo for choices: strategies, loop, parameters and effort go back to what they were, one step at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoCommand, QUndoStack

from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.setup.choices import Choices

# Steps: more than anybody counts back.
MOST_STEPS = 200
_WORDS = {
    "loop": "loop",
    "strategies": "strategies",
    "workers": "workers",
    "start_method": "start method",
    "chunksize": "chunk size",
    "effort": "effort",
    "budget_s": "time",
    "even": "precision",
    "calls": "call",
    "loops": "items and parameters",
    "own": "your function",
}
# What is typed digit by digit: one step until something else changes.
_TYPED = ("workers", "time", "chunk size", "items and parameters", "your items", "your arguments")


class ChoiceHistory(QObject):
    """Call `note` whenever choices may have changed; `show` puts former ones back into the window."""

    def __init__(self, choices: Callable[[], Choices], show: Callable[[Choices], None], parent: QObject) -> None:
        super().__init__(parent)
        self.stack = QUndoStack(self)
        self.stack.setUndoLimit(MOST_STEPS)
        self._choices, self._show = choices, show
        self._now = _undoable(choices())
        self._showing = False

    def begin(self) -> None:
        """What is chosen now is where it starts: nothing before it can come back."""
        self.stack.clear()
        self._now = _undoable(self._choices())

    def note(self) -> None:
        """Remember what changed, if anything."""
        new = _undoable(self._choices())
        if not self._showing and new != self._now:
            old, self._now = self._now, new
            self.stack.push(_Change(old, new, self._put_back))

    def _put_back(self, choices: Choices) -> None:
        if choices == self._now:
            return
        self._now = choices
        self._showing = True
        try:
            self._show(replace(choices, pythons=self._choices().pythons))
        finally:
            self._showing = False


class _Change(QUndoCommand):
    def __init__(self, old: Choices, new: Choices, put_back: Callable[[Choices], None]) -> None:
        self.words = _what_changed(old, new)
        super().__init__(f"change of {self.words}")
        self._old, self._new, self._put_back = old, new, put_back

    @override
    def undo(self) -> None:
        self._put_back(self._old)

    @override
    def redo(self) -> None:
        self._put_back(self._new)

    @override
    def id(self) -> int:
        return 1 + _TYPED.index(self.words) if self.words in _TYPED else -1

    @override
    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, _Change) or other.words != self.words or self.words not in _TYPED:
            return False
        self._new = other._new
        return True


def _what_changed(old: Choices, new: Choices) -> str:
    if old.own != new.own == replace(old.own, items=new.own.items):
        return "your items"
    if old.own != new.own == replace(old.own, arguments=new.own.arguments):
        return "your arguments"
    was, now = asdict(old), asdict(new)
    return next((words for name, words in _WORDS.items() if was[name] != now[name]), "choices")


def _undoable(choices: Choices) -> Choices:
    """The Pythons are not among what is undone: the list of them fills while the window is open."""
    return replace(choices, pythons=[])
