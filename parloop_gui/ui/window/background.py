"""What is loaded after the window shows: the app's own Python, what a comparison needs, pyqtgraph, other Pythons."""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Iterator
from importlib import import_module

from PySide6.QtCore import QObject, QThread, Signal

from parloop_gui.bridge.interpreters.errors import InterpreterError
from parloop_gui.engine.catalogue import catalogue
from parloop_gui.model.plan.plan import Interpreter
from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.interpreters.pythons import Pythons

# How long what was loaded may be left lying, where going over to it fails.
_PATIENCE_S = 5.0
_NEEDED_LATER = (
    "numpy.ma",  # by numpy.isin
    "parloop_gui.bridge.host.history",
    "parloop_gui.bridge.scheduler.comparison_thread",
    "parloop_gui.model.comparison.comparison",
    "parloop_gui.model.export.script",
    "parloop_gui.model.timeline.task_times",
    "parloop_gui.ui.details.code_card",
    "parloop_gui.ui.details.task_times",
    "parloop_gui.ui.details.texts",
    "parloop_gui.ui.charts.curves.plot",
    "parloop_gui.ui.lab.lab_texts",
    "parloop_gui.ui.lab.lab_view",
    "parloop_gui.ui.lab.panel_texts",
    "parloop_gui.ui.lab.question_plan",
    "parloop_gui.ui.result.preflight_card",
    "parloop_gui.ui.result.verdict_card",
    "parloop_gui.ui.timeline.card",
)


def _load() -> None:
    """Import what is slow to import, and what the window then goes over to: pyqtgraph."""
    import pyqtgraph  # noqa: F401


def _load_more() -> None:
    """Import what Compare need not wait for then, and what would disturb what is being measured."""
    for name in _NEEDED_LATER:
        import_module(name)
    from parloop_gui.engine.catalogue.code import idiom_text
    from parloop_gui.model.export.code_lines import wrapped

    codes = [idiom_text(each.slug, each.default_call, task="task") for each in catalogue.strategies()]
    wrapped(codes[0], 80)


@contextlib.contextmanager
def _in_short_turns() -> Iterator[None]:
    """Threads give the GIL up ten times as often: else the window would wait 5 ms whenever it lets go of it."""
    usual_s = sys.getswitchinterval()
    sys.setswitchinterval(usual_s / 10)
    try:
        yield
    finally:
        sys.setswitchinterval(usual_s)


class Background(QThread):
    """Does it once. `loaded` says that pyqtgraph may be used, `prepared` that all else is imported that is slow to.

    `found` carries the Pythons so far, `last` with all.
    """

    loaded = Signal()
    prepared = Signal()
    found = Signal(tuple, bool)
    failed = Signal(str)

    def __init__(self, pythons: Pythons, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("background")
        self._pythons = pythons
        self._taken = threading.Event()

    def go_on(self) -> None:
        """What was loaded is taken over; until then loading more would only hold that up."""
        self._taken.set()

    def cancel(self) -> None:
        """Find nothing more: the thread ends within a moment."""
        self.requestInterruption()
        self._taken.set()
        self._pythons.cancel()

    @override
    def run(self) -> None:
        with _in_short_turns():
            found = self._find_own()
            _load()
        self.loaded.emit()
        self._taken.wait(_PATIENCE_S)
        if self.isInterruptionRequested():
            return
        _load_more()
        self.prepared.emit()
        self._look(found)

    def _find_own(self) -> list[Interpreter]:
        try:
            own = self._pythons.own()
        except InterpreterError as error:
            self.failed.emit(str(error))
            return []
        self.found.emit((own,), False)
        return [own]

    def _look(self, found: list[Interpreter]) -> None:
        """Emit those known from last time, then ask every Python of the machine and emit each that is new."""
        from parloop_gui.bridge.interpreters.discovery import in_order

        if self.isInterruptionRequested():
            return
        known = list(self._pythons.known())
        if known:
            found += known
            self.found.emit(in_order(found), False)
        for interpreter in self._pythons.everything():
            if self.isInterruptionRequested():
                return
            if interpreter not in found:
                found.append(interpreter)
                self.found.emit(in_order(found), False)
        self.found.emit(in_order(found), True)
