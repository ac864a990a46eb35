"""The one way between the window and a comparison: a thread that drives it and signals what it tells.

    window ── start(plan) ─► ComparisonThread ── queued ─► ComparisonWorker in a QThread ─► Conductor ─► Engine
           ◄── emitted(event, comparison), ended(problem) ──          ◄── queued ──

Every comparison has a number. What a former one still tells after another was started is dropped by it.
"""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from PySide6.QtCore import QObject, QThread, Signal, Slot

from parloop_gui.bridge.processes.engine import Engine
from parloop_gui.bridge.processes.leave import Leave
from parloop_gui.bridge.scheduler.conducting import conducting
from parloop_gui.bridge.scheduler.conductor import Conductor
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.events.events import ComparisonEvent
from parloop_gui.model.history.recorder import KEPT_AFTER, Recorder
from parloop_gui.model.plan.plan import Plan

# Gives what writes a comparison into the history, in the comparison's own thread.
Record = Callable[[], AbstractContextManager[Recorder | None]]


class ComparisonWorker(QObject):
    """Makes comparisons one after the other, in the thread it is moved to.

    `event_emitted(event, comparison, number)` for each event; then, when its processes are gone too,
    `ended(number, problem)`: `problem` is "" or, where the app itself is at fault, a sentence.
    """

    event_emitted = Signal(object, object, int)
    ended = Signal(int, str)

    def __init__(self, make_engine: Callable[[], Engine] = Engine, record: Record = nullcontext) -> None:
        super().__init__()
        self._make_engine, self._record = make_engine, record
        self._lock = threading.Lock()
        self._conductor: Conductor | None = None
        self._leave: Leave | None = None
        self._cancelled_up_to = 0

    @Slot(object, object, int)
    def start(self, plan: Plan, before: Comparison | None, number: int) -> None:
        """Make the comparison with that number, unless it was cancelled before; returns when it is over.

        `before` is one that is over and goes on by that plan; None: a new one.
        """
        problem = ""
        try:
            self._make(plan, before, number)
        except OSError as error:  # a full disk, no temporary folder, no more processes
            place = f": {error.filename}" if error.filename else ""
            problem = f"The comparison can’t be made: {error.strerror or error}{place}."
        except Exception as error:  # a thread that raises would leave the window waiting for ever
            traceback.print_exc()
            problem = f"Parloop made a mistake: {type(error).__name__}: {error}"
        with self._lock:
            self._conductor = self._leave = None
        self.ended.emit(number, problem)

    def cancel(self, number: int) -> None:
        """End every comparison up to that number, under way or only asked for. A direct, thread-safe call."""
        with self._lock:
            self._cancelled_up_to = max(self._cancelled_up_to, number)
            conductor = self._conductor
        if conductor is not None:
            conductor.cancel()

    def answer(self, number: int, *, may: bool) -> None:
        """What LeaveWanted asks, of the comparison with that number. A direct, thread-safe call."""
        with self._lock:
            leave = self._leave if number > self._cancelled_up_to else None
        if leave is not None:
            leave.answer(may=may)

    def _make(self, plan: Plan, before: Comparison | None, number: int) -> None:
        def emit(event: ComparisonEvent, comparison: Comparison) -> None:
            self.event_emitted.emit(event, comparison, number)
            if recorder is not None and isinstance(event, KEPT_AFTER):
                recorder.keep(comparison)  # between two runs: nothing is being measured

        with (
            Leave() as leave,
            conducting(plan, emit, self._make_engine, before, leave) as conductor,
            self._record() as recorder,
        ):
            with self._lock:
                self._conductor, self._leave = conductor, leave
                cancelled = number <= self._cancelled_up_to
            if not cancelled:
                conductor.run()


class ComparisonThread(QObject):
    """The window's side: owns the thread and its worker. Lives in the window's thread; call `close` before leaving.

    `emitted(event, comparison)` for every event of the latest comparison, with what it led to; `ended(problem)` when
    it is over and its processes gone.
    """

    emitted = Signal(object, object)
    ended = Signal(str)
    _wanted = Signal(object, object, int)

    def __init__(
        self, parent: QObject | None = None, make_engine: Callable[[], Engine] = Engine, record: Record = nullcontext
    ) -> None:
        super().__init__(parent)
        self._number = 0
        self._running = False
        self._worker = ComparisonWorker(make_engine, record)
        self._thread = QThread(self)
        self._thread.setObjectName("comparison")
        self._worker.moveToThread(self._thread)
        self._wanted.connect(self._worker.start)
        self._worker.event_emitted.connect(self._on_event)
        self._worker.ended.connect(self._on_ended)
        self._thread.finished.connect(self._worker.deleteLater)
        self._thread.start()

    @property
    def is_running(self) -> bool:
        """Whether the latest comparison is not over yet."""
        return self._running

    def start(self, plan: Plan, before: Comparison | None = None) -> None:
        """Begin a comparison, or go on with one that is over; one under way is stopped and tells nothing more."""
        self.cancel()
        self._number += 1
        self._running = True
        self._wanted.emit(plan, before, self._number)

    def cancel(self) -> None:
        """Stop the comparison under way; it still tells how it ended."""
        self._worker.cancel(self._number)

    def answer(self, *, may: bool) -> None:
        """Whether what the user's program does outside itself may be repeated."""
        self._worker.answer(self._number, may=may)

    def close(self) -> None:
        """Stop, and wait until the thread and everything it started is gone."""
        if self._thread.isRunning():
            self.cancel()
            self._thread.quit()
            self._thread.wait()

    @Slot(object, object, int)
    def _on_event(self, event: ComparisonEvent, comparison: Comparison, number: int) -> None:
        if number == self._number:
            self.emitted.emit(event, comparison)

    @Slot(int, str)
    def _on_ended(self, number: int, problem: str) -> None:
        if number == self._number:
            self._running = False
            self.ended.emit(problem)
