"""The one way between the window and the making of a map: a thread that measures it and signals how far it is.

window ── python, share, seconds ─► MapRun (a QThread) ─► MapMaker ─► Engine
       ◄── told(map so far), failed(sentence), finished() ── queued
"""

from __future__ import annotations

import traceback
from collections.abc import Callable

from PySide6.QtCore import QObject, QThread, Signal

from parloop_gui.bridge.break_even.kept_maps import KeptMaps
from parloop_gui.bridge.break_even.measuring import MapMaker
from parloop_gui.bridge.processes.engine import Engine
from parloop_gui.bridge.scheduler.machine_costs import MachineCosts
from parloop_gui.model.plan.plan import Interpreter


class MapRun(QThread):
    """Measures one map and keeps it where it is whole; Qt's own `finished` comes when its processes are gone."""

    told = Signal(object)
    failed = Signal(str)

    def __init__(
        self,
        python: Interpreter,
        cpu_share: int,
        budget_s: float,
        parent: QObject | None = None,
        make_engine: Callable[[], Engine] = Engine,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("map")
        self._python, self._share, self._budget_s = python, cpu_share, budget_s
        self._engine = make_engine()
        costs = MachineCosts(self._engine.execute, stop=self._engine.stop)
        self._maker = MapMaker(self._engine.execute, stop=self._engine.stop, costs=costs)

    def stop(self) -> None:
        """Measure nothing more; returns at once."""
        self._maker.cancel()

    def run(self) -> None:
        """Measure it; Qt calls this in the new thread."""
        try:
            with self._engine:
                made = self._maker.make(self._python, self._share, self._budget_s, self.told.emit)
            KeptMaps().keep(made)
            self.told.emit(made)
        except Exception as error:  # a thread that raises would leave the page waiting for ever
            traceback.print_exc()
            self.failed.emit(f"Parloop made a mistake: {type(error).__name__}: {error}")
