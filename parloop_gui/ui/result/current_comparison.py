"""Which comparison the window shows, and which of its rows is selected: cards, details and timelines follow it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from parloop_gui.model.plan.plan import Contestant
from parloop_gui.ui.result.chart_texts import best_of

if TYPE_CHECKING:
    from parloop_gui.model.comparison.comparison import Comparison
    from parloop_gui.model.statistics.summary import Row


class CurrentComparison(QObject):
    """The row ahead is selected until the user picks one.

    `replaced`: from now on another comparison is shown. `rows_changed` carries the Comparison, None while nothing is
    known of it; it comes with each new set of rows, not at every tick. `picked`: the user selected another row.
    """

    replaced = Signal()
    rows_changed = Signal(object)
    picked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._comparison: Comparison | None = None
        self._rows: tuple[Row, ...] | None = None
        self._selected: Contestant | None = None
        self._picked = self._made_here = False

    @property
    def comparison(self) -> Comparison | None:
        """What is shown, None before the first event of it."""
        return self._comparison

    @property
    def selected(self) -> Contestant | None:
        """Whose row is selected."""
        return self._selected

    @property
    def made_here(self) -> bool:
        """Whether it was measured since the window opened: then it can be made again."""
        return self._made_here

    def begin(self) -> None:
        """A comparison is being made: nothing is known of it yet."""
        self._comparison = None
        self._replace(made_here=True)
        self.rows_changed.emit(None)

    def open(self) -> None:
        """A comparison that was read is shown next."""
        self._replace(made_here=False)

    def take(self, comparison: Comparison) -> bool:
        """Show this state of it; whether its rows are new, which `announce_rows` then says to those that follow."""
        self._comparison = comparison
        if not self._picked:
            self._selected = best_of(comparison)
        is_new, self._rows = comparison.rows is not self._rows, comparison.rows
        return is_new

    def announce_rows(self) -> None:
        """Emit `rows_changed`: apart from `take`, for the sender may have it wait until the window has time."""
        self.rows_changed.emit(self._comparison)

    def pick(self, contestant: Contestant) -> None:
        """The user selects a row; it stays selected when another one is ahead."""
        if self._comparison is not None:
            self._selected, self._picked = contestant, True
            self.picked.emit()

    def _replace(self, *, made_here: bool) -> None:
        self._rows = self._selected = None
        self._picked, self._made_here = False, made_here
        self.replaced.emit()
