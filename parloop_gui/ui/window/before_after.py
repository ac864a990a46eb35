"""Before and after a change: the comparison that was just made beside the one before it, where both are of one loop."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from parloop_gui.engine.protocol.loop_spec import LoopSpec
from parloop_gui.ui.history.history_place import HistoryPlace
from parloop_gui.ui.result.compare_view import CompareView
from parloop_gui.ui.window.session import ComparisonSession

if TYPE_CHECKING:
    from parloop_gui.model.comparison.comparison import Comparison
    from parloop_gui.model.history.history import History


class BeforeAndAfter(QObject):
    """Offers it beside the verdict; `open_history` brings the history to the front, which shows the two."""

    def __init__(
        self,
        session: ComparisonSession,
        view: CompareView,
        place: HistoryPlace,
        history: Callable[[], History],
        open_history: Callable[[], object],
    ) -> None:
        super().__init__(view)
        self._view, self._place, self._history, self._open = view, place, history, open_history
        self._last: Comparison | None = None
        self._before: Comparison | None = None
        self._pair: tuple[str, str] | None = None
        session.began.connect(self.withdraw)
        session.went_on.connect(self.withdraw)
        session.ended.connect(self._on_ended)
        view.before_wanted.connect(self.show)

    def withdraw(self) -> None:
        """Something else is shown from now on."""
        self._pair = None
        self._view.offer_before("")

    def show(self) -> None:
        """Show the two in the history."""
        if self._pair is None:
            return
        self._open()
        view = self._place.view
        view.list.select([entry.id for entry in view.rows.entries() if entry.begun in self._pair])
        view.show_side_by_side()

    def _on_ended(self, comparison: Comparison | None, problem: str) -> None:
        if comparison is None or not comparison.rounds_finished:
            return
        if self._last is None or self._last.created != comparison.created:  # else the same has gone on
            self._before = self._last
        self._last, before = comparison, self._before
        if before is None or _what(before.plan.loop) != _what(comparison.plan.loop):
            return
        if self._are_kept(before, comparison):
            self._pair = before.created, comparison.created
            self._view.offer_before("Side by side with the comparison of this loop before")

    def _are_kept(self, before: Comparison, after: Comparison) -> bool:
        from parloop_gui.model.history.errors import HistoryError

        try:
            begun = {entry.begun for entry in self._history().page()}
        except HistoryError:
            return False
        return {before.created, after.created} <= begun


def _what(loop: LoopSpec) -> tuple[str, str | None, str | None, str]:
    """What stays the same while a file is edited: where a loop stands and what it holds may change."""
    return loop.kind, loop.path, None if loop.kind == "program" else loop.function, loop.name
