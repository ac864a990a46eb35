"""The Python for the user's own file: that of the file's environment is the default, and what one lacks is said.

    file that the app's own Python can't parse ─► thread: a newer one parses it ─► its functions are listed
    file chosen ─► thread: its environment's Python ─► offered and chosen
    file, Pythons chosen ─► thread: what they lack ─► a sentence at the file, and who has it; Compare is off

But for parsing, only for a file that the user chose: what a document names is not run, nor is anything beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from parloop_gui.model.plan.plan import Interpreter
from parloop_gui.ui.interpreters.asker import PythonAsker
from parloop_gui.ui.interpreters.menu import InterpreterMenu
from parloop_gui.ui.own_loop.file_watch import Stamp, stamp_of
from parloop_gui.ui.own_loop.missing_notice import Missing

if TYPE_CHECKING:
    from parloop_gui.ui.interpreters.pythons import Pythons
    from parloop_gui.ui.setup.loop_panel import LoopPanel

# A file as it is now, and the paths of the Pythons that it is to run under; or a text, and those that may parse it.
Asked = tuple[str, Stamp, tuple[str, ...]]


class EnvironmentOfFile(QObject):
    """Follows what is chosen; a file that was chosen last time has its Python already.

    `found` carries the Interpreter of the file's environment, `missing` what a chosen one lacks, as a Missing.
    """

    found = Signal(object)
    missing = Signal(object)

    def __init__(
        self, pythons: Callable[[], Pythons], loops: LoopPanel, menu: InterpreterMenu, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._pythons, self._loops, self._menu = pythons, loops, menu
        self._file = loops.own_file()
        self._asked: Asked = ("", None, ())
        self._parsed: Asked = ("", None, ())
        self._wants_another = False
        """Whether the chosen Pythons lack something that none of the others was found to have: there may be more."""
        self.asker = PythonAsker(self)
        self.asker.answered.connect(self._on_answered)
        self.asker.over.connect(self.follow)
        for changed in (loops.changed, menu.changed, menu.filled):
            changed.connect(self.follow)

    def follow(self) -> None:
        """Ask for what is not known yet of the file and the Pythons chosen; one thing at a time."""
        file, chosen = self._loops.own_file(), self._menu.chosen()
        others = [each for each in self._menu.interpreters() if each not in chosen]
        looked_at = (*chosen, *others) if self._wants_another else chosen
        asked = (file, stamp_of(file), tuple(each.path for each in looked_at))
        if self.asker.busy or not chosen or self._has_it_parsed(chosen):
            return
        if file and file != self._file:
            self._file = file
            self.asker.ask(lambda: self._pythons().own_of(Path(file)))
        elif asked != self._asked:
            self._asked = asked
            if file:
                self.asker.ask(lambda: self._look(Path(file), chosen, others))
            else:
                self.missing.emit(Missing())

    def begin(self) -> None:
        """The file that is chosen now was so last time: its Python, or another, was chosen then, too."""
        self._file = self._loops.own_file()

    def close(self) -> None:
        """Wait for what is under way."""
        self.asker.close()

    def _look(self, file: Path, chosen: Sequence[Interpreter], others: Sequence[Interpreter]) -> Missing:
        """What the chosen ones lack; if anything, the first of the others that lacks nothing."""
        pythons = self._pythons()
        sentence = pythons.first_missing(file, chosen)
        if not sentence:
            return Missing()
        return Missing(sentence, next((each for each in others if not pythons.first_missing(file, [each])), None))

    def _has_it_parsed(self, chosen: Sequence[Interpreter]) -> bool:
        """Whether a newer Python is asked to parse the file, which the app's own can't: each text once."""
        unread = self._loops.unread()
        if unread is None:
            return False
        from parloop_gui.bridge.interpreters.newer_python import newer_than_own

        newer = newer_than_own([*chosen, *self._menu.interpreters()])
        asked = (unread.text, None, tuple(each.path for each in newer))
        if not newer or asked == self._parsed:
            return False
        self._parsed = asked
        self.asker.ask(lambda: self._pythons().read_with_newer(unread, newer))
        return True

    def _on_answered(self, answer: Interpreter | Missing | bool) -> None:
        if isinstance(answer, bool):
            if answer:
                self._loops.read_again()
        elif isinstance(answer, Interpreter):
            self.found.emit(answer)
        else:
            self._wants_another = bool(answer.sentence) and answer.has_it is None
            self.missing.emit(answer)
