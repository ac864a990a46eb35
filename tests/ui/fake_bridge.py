"""A bridge that starts nothing: the test says what events the comparison emits."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from parloop_gui.model.comparison.comparison import Comparison, fold
from parloop_gui.model.events.events import ComparisonEvent
from parloop_gui.model.plan.plan import Plan


class FakeBridge(QObject):
    """Remembers what it was asked for."""

    emitted = Signal(object, object)
    ended = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.plans: list[Plan] = []
        self.before: list[Comparison | None] = []
        self._comparison: Comparison | None = None
        self.answers: list[bool] = []
        self.cancelled = 0
        self.closed = False

    @property
    def comparison(self) -> Comparison | None:
        """What its events have led to."""
        return self._comparison

    def start(self, plan: Plan, before: Comparison | None = None) -> None:
        """Remember the plan, and what goes on by it."""
        self.plans.append(plan)
        self.before.append(before)
        self._comparison = before

    def cancel(self) -> None:
        """Remember that."""
        self.cancelled += 1

    def answer(self, *, may: bool) -> None:
        """Remember it."""
        self.answers.append(may)

    def close(self) -> None:
        """Remember that."""
        self.closed = True

    def emit_events(self, events: Iterable[ComparisonEvent], *, over: bool) -> None:
        """Emit these events, and that it is over."""
        for event in events:
            self._comparison = fold(self._comparison, event)
            self.emitted.emit(event, self._comparison)
        if over:
            self.ended.emit("")
