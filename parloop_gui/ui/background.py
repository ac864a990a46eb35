"""What is loaded after the window shows: the app's own Python, pyqtgraph, then all other Pythons of the machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QThread, Signal

from parloop_gui.bridge.interpreters import InterpreterError, find_interpreters, own_interpreter
from parloop_gui.model.plan import Interpreter
from parloop_gui.ui.overriding import override


@dataclass(frozen=True)
class Pythons:
    """Where interpreters come from: the app's own at once, all of them a moment later."""

    own: Callable[[], Interpreter] = own_interpreter
    everything: Callable[[], tuple[Interpreter, ...]] = find_interpreters


class Background(QThread):
    """Does it once. `loaded` says that pyqtgraph may be used; `found` carries the Pythons, `last` with the second."""

    loaded = Signal()
    found = Signal(tuple, bool)
    failed = Signal(str)

    def __init__(self, pythons: Pythons, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("background")
        self._pythons = pythons

    @override
    def run(self) -> None:
        try:
            self.found.emit((self._pythons.own(),), False)
        except InterpreterError as error:
            self.failed.emit(str(error))
        import pyqtgraph  # noqa: F401 - slow, and done here so that the window does not wait for it

        self.loaded.emit()
        if not self.isInterruptionRequested():
            self.found.emit(self._pythons.everything(), True)
