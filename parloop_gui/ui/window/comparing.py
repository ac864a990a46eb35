"""Begins comparisons, each once nothing stands in its way any more.

Compare ─► a Python is known ─► what a document named may run ─► nothing shown would be lost ─► session
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from parloop_gui.model.plan.plan import Plan
from parloop_gui.ui.setup.loop_panel import LoopPanel
from parloop_gui.ui.window.chosen_plan import ChosenPlan
from parloop_gui.ui.window.session import ComparisonSession

if TYPE_CHECKING:
    from parloop_gui.ui.widgets.message_box import MessageBox


class Comparing(QObject):
    """`waiting` carries what Compare waits for, in a sentence. `question` is the last one that was asked."""

    waiting = Signal(str)

    def __init__(self, chosen: ChosenPlan, loops: LoopPanel, session: ComparisonSession, window: QWidget) -> None:
        super().__init__(window)
        self._chosen, self._loops, self._session, self._window = chosen, loops, session, window
        self._asked_early = False
        self.question: MessageBox | None = None
        self.plan: Callable[[], Plan | None] = chosen.plan
        """What is to be measured where no plan is given; None while something is wrong with it."""
        self.guard: Callable[[Callable[[], object]], object] = lambda go_on: go_on()
        """Goes on once what is shown can be done without."""

    def compare(self, plan: Plan | None = None) -> None:
        """Begin a comparison of what is chosen, or of a given plan; as soon as the first Python is known."""
        if plan is None and self._chosen.looking:
            self._asked_early = True
            self.waiting.emit("Looking for a Python to measure under…")
            return
        wanted = plan or self.plan()
        if wanted is not None and not self._session.is_busy:
            self._once_trusted(wanted, lambda: self._start(plan or self.plan()))

    def _start(self, plan: Plan | None) -> None:
        """Begin; None where what a document named is looked at now and won't do, which its fields say."""
        if plan is not None:
            self.guard(lambda: self._session.start(plan))

    def note_pythons(self) -> None:
        """There may be a Python now: begin what was asked for before there was one."""
        if self._asked_early and self._chosen.pythons():
            self._asked_early = False
            self.compare()

    def _once_trusted(self, plan: Plan, go_on: Callable[[], object]) -> None:
        """What a document names is looked at and run only once the user said so."""
        own = self._loops.choices().own
        if not plan.loop.is_users or not own.foreign:
            go_on()
            return
        from parloop_gui.ui.own_loop.trust import ask_to_trust

        def trusted() -> None:
            self._loops.trust()
            go_on()

        self.question = ask_to_trust(self._window, own, trusted)
