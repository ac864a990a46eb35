"""Keeps what was supposed in the lab with the comparison that is shown, and with it in the history."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from parloop_gui.ui.lab.presenter import Lab
from parloop_gui.ui.result.current_comparison import CurrentComparison
from parloop_gui.ui.window.status_bar import StatusBar

if TYPE_CHECKING:
    from parloop_gui.model.comparison.comparison import Comparison
    from parloop_gui.model.history.history import History
    from parloop_gui.model.what_if.answer import WhatIf

_IN_HISTORY = "Kept with this comparison in the history: exports have it too."
# Somebody else's comparison is no entry of one's own history.
_OF_DOCUMENT = "Kept with this comparison: save it, and its file has it too."


class KeepingWhatIf(QObject):
    """A comparison that was measured here, or opened from the history, is kept with it there."""

    def __init__(
        self, lab: Lab, current: CurrentComparison, history: Callable[[], History], status: StatusBar, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._lab, self._current, self._history, self._status = lab, current, history, status
        lab.what_if.keep_wanted.connect(self._on_keep)

    def _on_keep(self, found: WhatIf) -> None:
        from parloop_gui.model.what_if.keeping import with_what_if

        before = self._lab.what_if.comparison
        if before is None:
            return
        after = with_what_if(before, found)
        if self._current.comparison is before:
            self._current.take(after)  # what goes on, and what exports are made of, has it from now on
        self._lab.what_if.take(after)
        self._lab.break_even.take(after)
        self._status.show_message(self._kept(after))

    def _kept(self, comparison: Comparison) -> str:
        from parloop_gui.model.history.errors import HistoryError

        history = self._history()
        if not history.knows(comparison):
            return _OF_DOCUMENT
        try:
            history.keep(comparison)
        except HistoryError as error:
            return f"It is kept in this window alone. {error}"
        return _IN_HISTORY
