"""The Python for the user's own file: that of the file's environment is the default, and what one lacks is said.

    file that the app's own Python can't parse ─► thread: a newer one parses it ─► its functions are listed
    file chosen ─► thread: its environment's Python ─► offered and chosen
    file, Pythons chosen ─► thread: what they lack ─► a sentence, and Compare is off

But for parsing, only for a file that the user chose: what a document names is not run, nor is anything beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from parloop_gui.model.plan.plan import Interpreter
from parloop_gui.ui.interpreters.asker import PythonAsker
from parloop_gui.ui.own_loop.file_watch import Stamp, stamp_of
from parloop_gui.ui.own_loop.own_loop import OWN

if TYPE_CHECKING:
    from parloop_gui.ui.interpreters.pythons import Pythons
    from parloop_gui.ui.setup.loop_panel import LoopPanel
    from parloop_gui.ui.window.presenter import Presenter
    from parloop_gui.ui.window.top_bar import TopBar

Asked = tuple[str, Stamp, tuple[str, ...]]
"""A file as it is now, and the paths of the Pythons that it is to run under; or a text, and those that may parse it."""


class OwnPython(QObject):
    """Follows what is chosen; the file that is chosen at its making has its Python already."""

    def __init__(
        self, pythons: Callable[[], Pythons], loops: LoopPanel, top: TopBar, presenter: Presenter, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._pythons, self._loops, self._top, self._presenter = pythons, loops, top, presenter
        self._file = self._chosen_file()
        self._asked: Asked = ("", None, ())
        self._parsed: Asked = ("", None, ())
        self.asker = PythonAsker(self)
        self.asker.answered.connect(self._on_answered)
        self.asker.over.connect(self.follow)
        loops.changed.connect(self.follow)
        top.changed.connect(self.follow)

    def follow(self) -> None:
        """Ask for what is not known yet of the file and the Pythons chosen; one thing at a time."""
        file, chosen = self._chosen_file(), self._top.chosen()
        asked = (file, stamp_of(file), tuple(each.path for each in chosen))
        if self.asker.busy or not chosen or self._has_it_parsed(chosen):
            return
        if file and file != self._file:
            self._file = file
            self.asker.ask(lambda: self._pythons().own_of(Path(file)))
        elif asked != self._asked:
            self._asked = asked
            if file:
                self.asker.ask(lambda: self._pythons().first_missing(Path(file), chosen))
            else:
                self._presenter.say_what_is_missing("")

    def close(self) -> None:
        """Wait for what is under way."""
        self.asker.close()

    def _has_it_parsed(self, chosen: Sequence[Interpreter]) -> bool:
        """Whether a newer Python is asked to parse the file, which the app's own can't: each text once."""
        unread = self._loops.own.unread() if self._loops.loop().slug == OWN else None
        if unread is None:
            return False
        from parloop_gui.bridge.interpreters.newer_python import newer_than_own

        newer = newer_than_own([*chosen, *self._top.interpreter.choices.interpreters()])
        asked = (unread.text, None, tuple(each.path for each in newer))
        if not newer or asked == self._parsed:
            return False
        self._parsed = asked
        self.asker.ask(lambda: self._pythons().read_with_newer(unread, newer))
        return True

    def _chosen_file(self) -> str:
        choices = self._loops.choices()
        return choices.own.path if choices.loop == OWN and not choices.own.foreign else ""

    def _on_answered(self, told: Interpreter | str | bool) -> None:
        if isinstance(told, bool):
            if told:
                self._loops.own.read_again()
        elif isinstance(told, Interpreter):
            self._presenter.add_interpreter(told, alone=True)
        else:
            self._presenter.say_what_is_missing(told)
