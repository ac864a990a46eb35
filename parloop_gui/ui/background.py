"""What is loaded after the window shows: the app's own Python, pyqtgraph, then all other Pythons of the machine."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

from PySide6.QtCore import QObject, QThread, Signal

from parloop_gui.bridge.interpreter_probe import InterpreterError
from parloop_gui.bridge.interpreters import Search, in_order
from parloop_gui.model.plan import Interpreter
from parloop_gui.ui.overriding import override


class Pythons:
    """Where interpreters come from; by default this machine. `cancel` may be called from any thread."""

    def __init__(
        self,
        own: Callable[[], Interpreter] | None = None,
        everything: Callable[[], Iterable[Interpreter]] | None = None,
    ) -> None:
        search = Search()
        self.own = own or search.own
        self.known: Callable[[], Iterable[Interpreter]] = search.known if everything is None else tuple
        self.everything = everything or search.each
        self.cancel = search.cancel


class Background(QThread):
    """Does it once. `loaded` says that pyqtgraph may be used; `found` carries the Pythons so far, `last` with all."""

    loaded = Signal()
    found = Signal(tuple, bool)
    failed = Signal(str)

    def __init__(self, pythons: Pythons, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("background")
        self._pythons = pythons

    def cancel(self) -> None:
        """Find nothing more: the thread ends within a moment."""
        self.requestInterruption()
        self._pythons.cancel()

    @override
    def run(self) -> None:
        with ThreadPoolExecutor(1) as beside:
            first = beside.submit(self._find_first)  # a process of its own: it need not wait for pyqtgraph
            import pyqtgraph  # noqa: F401 - slow, and done here so that the window does not wait for it

            self.loaded.emit()
            self._look(first.result())

    def _find_first(self) -> list[Interpreter]:
        """The app's own Python and those known from last time; tells them at once."""
        found: list[Interpreter] = []
        try:
            found.append(self._pythons.own())
            found += self._pythons.known()
            self.found.emit(in_order(found), False)
        except InterpreterError as error:
            if not self.isInterruptionRequested():
                self.failed.emit(str(error))
        return found

    def _look(self, found: list[Interpreter]) -> None:
        """Ask every Python of the machine, and tell of each that is new."""
        if self.isInterruptionRequested():
            return
        for interpreter in self._pythons.everything():
            if self.isInterruptionRequested():
                return
            if interpreter not in found:
                found.append(interpreter)
                self.found.emit(in_order(found), False)
        self.found.emit(in_order(found), True)
