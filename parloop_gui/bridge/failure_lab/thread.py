"""The one way between the failure lab and the engine: a thread that makes cells and signals how they end.

dialog ── cells ─► FailureRun (a QThread) ─► FailureMatrix ─► Engine
       ◄── began(cell), made(result), failed(sentence), finished() ── queued
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QThread, Signal

from parloop_gui.bridge.failure_lab.matrix import Cell, FailureMatrix
from parloop_gui.bridge.processes.engine import Engine


class FailureRun(QThread):
    """Makes cells once, in their order; Qt's own `finished` comes when its processes are gone too."""

    began = Signal(object)
    made = Signal(object)
    failed = Signal(str)

    def __init__(
        self,
        cells: Sequence[Cell],
        python: str,
        parent: QObject | None = None,
        make_engine: Callable[[], Engine] = Engine,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("failure lab")
        self._cells, self._engine = tuple(cells), make_engine()
        self._matrix = FailureMatrix(self._engine, python)

    def stop(self) -> None:
        """End the cell under way and make no other; returns at once."""
        self.requestInterruption()
        self._matrix.stop()

    def run(self) -> None:
        """Make the cells; Qt calls this in the new thread."""
        try:
            with self._engine:
                self._make_all()
        except Exception as error:  # a thread that raises would leave the dialog waiting for ever
            traceback.print_exc()
            self.failed.emit(f"Parloop made a mistake: {type(error).__name__}: {error}")

    def _make_all(self) -> None:
        for cell in self._cells:
            if self.isInterruptionRequested():
                return
            self.began.emit(cell)
            self.made.emit(self._matrix.make(cell))
