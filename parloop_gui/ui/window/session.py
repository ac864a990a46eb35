"""One comparison at a time: sends the plan over the bridge and shows what it led to, five times a second at most.

    bridge's thread ── event, comparison so far ─► the latest ── timer, or the end of a round ─► `changed`

Nothing is painted per event. Stop goes straight to the bridge: it is safe to call from here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance

from parloop_gui.model.plan.plan import Plan

if TYPE_CHECKING:
    from parloop_gui.model.comparison.comparison import Comparison
    from parloop_gui.model.events.events import ComparisonEvent

# A run's progress is emitted four times a second at most; more looks than that cost what is being measured.
TICK_MS = 200


class Bridge(Protocol):
    """What the session needs of the bridge: `emitted`, then `ended(problem)` once all processes are gone."""

    @property
    def emitted(self) -> SignalInstance:
        """Carries every event of the comparison, and the comparison that it led to."""

    @property
    def ended(self) -> SignalInstance:
        """Carries a sentence where the app itself is at fault, else ""."""

    def start(self, plan: Plan, before: Comparison | None = None) -> None:
        """Begin a comparison, or go on with one that is over."""

    def cancel(self) -> None:
        """Stop the one under way; returns at once."""

    def answer(self, *, may: bool) -> None:
        """Whether what the user's program does outside itself may be repeated; returns at once."""

    def close(self) -> None:
        """Stop, and wait until everything is gone."""


class ComparisonSession(QObject):
    """`began` carries the plan, `changed` the comparison so far, `ended` its last state and a problem.

    The last state is None where no event came. `went_on` instead of `began` where one goes on that was over.
    """

    began = Signal(object)
    went_on = Signal()
    changed = Signal(object)
    ended = Signal(object, str)

    def __init__(self, make_bridge: Callable[[QObject], Bridge], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._comparison: Comparison | None = None
        self._is_new = False
        self._running = self._asks = False
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._on_tick)
        self._make_bridge = make_bridge
        self._bridge: Bridge | None = None
        self.is_occupied: Callable[[], bool] = lambda: False
        """Whether something else is being measured, that a comparison would disturb."""

    @property
    def asks(self) -> bool:
        """Whether the latest one is to answer a question of the lab."""
        return self._asks

    @property
    def comparison(self) -> Comparison | None:
        """The latest one so far, None before its first event."""
        return self._comparison

    @property
    def running(self) -> bool:
        """Whether a comparison is under way."""
        return self._running

    @property
    def is_busy(self) -> bool:
        """Whether anything is being measured: whatever else ran beside it would spoil both."""
        return self._running or self.is_occupied()

    def start(self, plan: Plan) -> None:
        """Begin a comparison."""
        self._begin(plan, None)
        self.began.emit(plan)
        self._running_bridge().start(plan)

    def go_on(self, plan: Plan, comparison: Comparison) -> None:
        """Go on with a comparison that is over, by this plan; its rounds are kept."""
        self._begin(plan, comparison)
        self.went_on.emit()
        self._running_bridge().start(plan, comparison)

    def _begin(self, plan: Plan, comparison: Comparison | None) -> None:
        self._running, self._asks = True, plan.asked is not None
        self._is_new, self._comparison = False, comparison
        self._timer.start()

    def _running_bridge(self) -> Bridge:
        if self._bridge is None:  # only now: the bridge brings much that the first paint need not wait for
            self._bridge = self._make_bridge(self)
            self._bridge.emitted.connect(self._on_event)
            self._bridge.ended.connect(self._on_ended)
        return self._bridge

    def stop(self) -> None:
        """End it now; what is finished is kept, `ended` follows."""
        if self._running and self._bridge is not None:
            self._bridge.cancel()

    def answer(self, may: bool) -> None:
        """Whether what is asked of the user may be done."""
        if self._running and self._bridge is not None:
            self._bridge.answer(may=may)

    def close(self) -> None:
        """End everything that runs; waits for it."""
        self._timer.stop()
        if self._bridge is not None:
            self._bridge.close()

    def _on_event(self, event: ComparisonEvent, comparison: Comparison) -> None:
        from parloop_gui.model.events.events import RoundFinished

        self._comparison, self._is_new = comparison, True
        if isinstance(event, RoundFinished):
            self._on_tick()  # rows and verdict are made anew: between two runs, where it disturbs neither

    def _on_ended(self, problem: str) -> None:
        self._running = False
        self._timer.stop()
        self._on_tick()
        self.ended.emit(self._comparison, problem)

    def _on_tick(self) -> None:
        if self._is_new:
            self._is_new = False
            self.changed.emit(self._comparison)
