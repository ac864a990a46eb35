"""Which Pythons are offered and checked: those found on this machine, those that the user added, those of last time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6 import QtCore, QtWidgets  # for dialogs: a class is made when it is named
from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtWidgets import QWidget

from parloop_gui.model.plan.plan import Interpreter
from parloop_gui.model.wording.gil_pair import gil_pair, how_to_get_one
from parloop_gui.ui.interpreters.asker import PythonAsker
from parloop_gui.ui.setup.choices import Choices

if TYPE_CHECKING:
    from parloop_gui.ui.interpreters.pythons import Pythons
    from parloop_gui.ui.window.presenter import Presenter
    from parloop_gui.ui.window.top_bar import TopBar

_ADDED = "added-pythons"


class OfferedPythons(QObject):
    """Fills the list in the top bar. `refused` tells in a sentence why one can't be added.

    The Pythons of last time are taken up as soon as all of them are found, or else what is there of them in the end,
    unless others were chosen meanwhile.
    """

    refused = Signal(str)

    def __init__(
        self, pythons: Callable[[], Pythons], wanted: Sequence[str], top: TopBar, presenter: Presenter, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._pythons, self._wanted, self._window, self._presenter = pythons, wanted, parent, presenter
        self._choices = top.interpreter.choices
        self._settled = False
        self.dialog: QtWidgets.QFileDialog | None = None
        self.question: QtWidgets.QMessageBox | None = None
        self.asker = PythonAsker(self)
        self.asker.answered.connect(self._on_answered)
        self.asker.refused.connect(self.refused)
        self._choices.changed.connect(self._settle)
        self._choices.add_wanted.connect(self.ask)
        self._choices.both_wanted.connect(self.compare_with_and_without_gil)

    def take_found(self, interpreters: tuple[Interpreter, ...], last: bool) -> None:
        """Offer these; they are all there are if they are the last."""
        there = [each.id for each in interpreters if each.id in self._wanted]
        take = not self._settled and bool(there) and (last or len(there) == len(set(self._wanted)))
        self._settled = self._settled or last or (take and not self._presenter.session.running)
        self._presenter.take_interpreters(interpreters, there if take else ())

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
        chosen = self._choices.chosen()
        if not chosen or self._presenter.session.running:
            return
        pair = gil_pair(chosen[0], self._choices.interpreters())
        if pair is None:
            self.question = QtWidgets.QMessageBox(self._window)
            self.question.setWindowTitle(self._choices.both.text())
            self.question.setText(how_to_get_one(chosen[0]))
            self.question.open()
            return
        self._choices.choose(pair)
        self._presenter.compare()

    def close(self) -> None:
        """Wait for what is under way."""
        self.asker.close()

    def _settle(self) -> None:
        self._settled = True

    def _on_answered(self, python: Interpreter) -> None:
        self._settle()
        QSettings("parloop", "parloop").setValue(_ADDED, list(dict.fromkeys([*added_pythons(), python.path])))
        self._presenter.add_interpreter(python)


def added_pythons() -> list[str]:
    """The paths of those that the user added."""
    kept = QSettings("parloop", "parloop").value(_ADDED, [])
    return [str(each) for each in (kept if isinstance(kept, list) else [kept])]


def also_looked_at(kept: Choices) -> list[str]:
    """What to look at besides the usual places: those added, and those beside the file that was chosen last time."""
    if not kept.own.path or kept.own.foreign:
        return added_pythons()
    from parloop_gui.bridge.interpreters.virtual_environments import environments_beside

    return [*added_pythons(), *environments_beside(Path(kept.own.path))]
