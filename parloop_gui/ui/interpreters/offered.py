"""Which Pythons are offered and checked: those found on this machine, those that the user added, those of last time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6 import QtCore, QtWidgets  # for dialogs: a class is made when it is named
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from parloop_gui.model.plan.plan import Interpreter
from parloop_gui.model.wording.gil_pair import gil_pair, how_to_get_one
from parloop_gui.ui.interpreters.asker import PythonAsker
from parloop_gui.ui.interpreters.menu import InterpreterMenu
from parloop_gui.ui.settings.preferences import preferences
from parloop_gui.ui.setup.choices import Choices

if TYPE_CHECKING:
    from parloop_gui.ui.interpreters.pythons import Pythons
    from parloop_gui.ui.widgets.message_box import MessageBox


class OfferedPythons(QObject):
    """Fills the menu. `refused` carries a sentence on why one can't be added, `compare_wanted` asks for a comparison.

    The Pythons of last time are taken up as soon as all of them are found, or else what is there of them in the end,
    unless others were chosen meanwhile.
    """

    refused = Signal(str)
    compare_wanted = Signal()

    def __init__(
        self,
        pythons: Callable[[], Pythons],
        wanted: Sequence[str],
        menu: InterpreterMenu,
        running: Callable[[], bool],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._pythons, self._wanted, self._menu, self._running = pythons, wanted, menu, running
        self._window = parent
        self._settled = False
        self.dialog: QtWidgets.QFileDialog | None = None
        self.question: MessageBox | None = None
        self.asker = PythonAsker(self)
        self.asker.answered.connect(self._on_answered)
        self.asker.refused.connect(self.refused)
        menu.changed.connect(self._settle)
        menu.add_wanted.connect(self.ask)
        menu.both_wanted.connect(self.compare_with_and_without_gil)

    def take_found(self, interpreters: tuple[Interpreter, ...], last: bool) -> None:
        """Offer these; they are all there are if they are the last."""
        there = [each.id for each in interpreters if each.id in self._wanted]
        take = not self._settled and bool(there) and (last or len(there) == len(set(self._wanted)))
        self._settled = self._settled or last or (take and not self._running())
        self._menu.set_interpreters(interpreters, there if take else ())

    @property
    def settled(self) -> bool:
        """Whether what is checked is a choice, made now or taken up; before that some may only not be found yet."""
        return self._settled

    def offer(self, python: Interpreter, *, alone: bool = False) -> None:
        """Offer one more, checked beside what is, or alone."""
        from parloop_gui.bridge.interpreters.discovery import in_order  # not before it is needed: it waits for nothing

        offered = in_order([*(each for each in self._menu.interpreters() if each.path != python.path), python])
        paths = {python.path, *(each.path for each in self._menu.chosen() if not alone)}
        self._menu.set_interpreters(offered, [each.id for each in offered if each.path in paths])

    def ask(self) -> None:
        """Ask which Python to add."""
        self.dialog = QtWidgets.QFileDialog(self._window, "Add an interpreter")
        self.dialog.setFileMode(QtWidgets.QFileDialog.FileMode.ExistingFile)
        self.dialog.setFilter(QtCore.QDir.Filter.Files | QtCore.QDir.Filter.AllDirs | QtCore.QDir.Filter.Hidden)
        self.dialog.fileSelected.connect(self.add)
        self.dialog.open()

    def add(self, path: str) -> None:
        """Ask the Python at this path what it is like, then offer it, checked, now and at every start."""
        self.asker.ask(lambda: self._pythons().ask(path))

    def compare_with_and_without_gil(self) -> None:
        """Compare the chosen Python with the nearest that differs in having the GIL, or say how to get one."""
        chosen = self._menu.chosen()
        if not chosen or self._running():
            return
        pair = gil_pair(chosen[0], self._menu.interpreters())
        if pair is None:
            from parloop_gui.ui.widgets.message_box import MessageBox  # not before it is needed

            self.question = MessageBox(self._window, self._menu.both.text(), how_to_get_one(chosen[0]))
            self.question.open()
            return
        self._menu.choose(pair)
        self.compare_wanted.emit()

    def close(self) -> None:
        """Wait for what is under way."""
        self.asker.close()

    def _settle(self) -> None:
        self._settled = True

    def _on_answered(self, python: Interpreter) -> None:
        self._settle()
        preferences.added_pythons = list(dict.fromkeys([*preferences.added_pythons, python.path]))
        self.offer(python)


def also_looked_at(kept: Choices) -> list[str]:
    """What to look at besides the usual places: those added, and those beside the file that was chosen last time."""
    if not kept.own.path or kept.own.foreign:
        return preferences.added_pythons
    from parloop_gui.bridge.interpreters.virtual_environments import environments_beside

    return [*preferences.added_pythons, *environments_beside(Path(kept.own.path))]
