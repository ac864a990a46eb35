"""One comparison at a time: sends the plan over the bridge and folds what comes back, ten times a second at most.

    worker's thread ── (event, generation) ─► list of events ── 100 ms timer ─► fold ─► `changed`

Nothing is painted per event. Stop goes straight to the worker: it is safe to call from here.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal

from parloop_gui.bridge.comparison_worker import ComparisonWorker
from parloop_gui.model.comparison import Comparison, fold
from parloop_gui.model.events import ComparisonEnded, ComparisonEvent
from parloop_gui.model.plan import Plan

TICK_MS = 100


class ComparisonSession(QObject):
    """Owns the bridge's worker and its thread. `changed` carries the comparison, `ended` too, once, at its end."""

    changed = Signal(object)
    ended = Signal(object)
    _start = Signal(object, int)

    def __init__(
        self, make_worker: Callable[[], ComparisonWorker] = ComparisonWorker, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._comparison: Comparison | None = None
        self._pending: list[ComparisonEvent] = []
        self._generation, self._running = 0, False
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._on_tick)
        self._thread = QThread(self)
        self._thread.setObjectName("comparison")
        self._worker = make_worker()
        self._worker.moveToThread(self._thread)
        self._start.connect(self._worker.start, Qt.ConnectionType.QueuedConnection)
        self._worker.told.connect(self._on_event, Qt.ConnectionType.QueuedConnection)
        self._thread.start()

    @property
    def running(self) -> bool:
        """Whether a comparison is under way."""
        return self._running

    @property
    def comparison(self) -> Comparison | None:
        """The comparison so far, None before the first."""
        return self._comparison

    def start(self, plan: Plan) -> None:
        """Begin a comparison; the one before must have ended."""
        self._generation += 1
        self._running = True
        self._pending.clear()
        self._comparison = None
        self._timer.start()
        self._start.emit(plan, self._generation)

    def stop(self) -> None:
        """End it now; what is finished is kept, `ended` follows."""
        if self._running:
            self._worker.cancel()

    def close(self) -> None:
        """End everything that runs, the thread too; waits for it."""
        self._timer.stop()
        self._worker.cancel()
        self._thread.quit()
        self._thread.wait()

    def _on_event(self, event: ComparisonEvent, generation: int) -> None:
        if generation != self._generation or not self._running:
            return
        self._pending.append(event)
        if isinstance(event, ComparisonEnded):
            self._running = False
            self._timer.stop()
            self._on_tick()
            self.ended.emit(self._comparison)

    def _on_tick(self) -> None:
        events, self._pending = self._pending, []
        for event in events:
            self._comparison = fold(self._comparison, event)
        if events and self._comparison is not None:
            self.changed.emit(self._comparison)
