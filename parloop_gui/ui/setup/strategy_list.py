"""The strategies with their boxes: which of them take part; why one can't is said beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from parloop_gui.engine.catalogue.catalogue import Strategy
from parloop_gui.engine.catalogue.fitness import Obstacle
from parloop_gui.engine.protocol.kinds import PLAIN
from parloop_gui.ui.widgets.layouts import STRETCH, column, row
from parloop_gui.ui.widgets.plain_text import Label
from parloop_gui.ui.widgets.row_delegate import BOX_ROW_HEIGHT, ListRow
from parloop_gui.ui.widgets.row_list import RowList


class StrategyList(QWidget):
    """The strategies in family order, once `set_wanted` was called; the plain loop always takes part."""

    changed = Signal()

    def __init__(self, strategies: Sequence[Strategy], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strategies = strategies
        self._wanted = {each.slug for each in strategies if each.classic}
        self._unavailable: Mapping[str, Obstacle] = {}
        self.list = RowList("Strategies", BOX_ROW_HEIGHT, self)
        self._count = Label(self, role="caption")
        title = Label("Strategies", self, role="title")
        column(row(title, STRETCH, self._count, margins=(6, 0, 6, 2)), self.list, on=self)
        self.list.toggled.connect(self._on_toggled)

    def set_wanted(self, slugs: Sequence[str]) -> None:
        """Check these; none at all: the classic ones."""
        self._wanted = set(slugs) or {each.slug for each in self._strategies if each.classic}
        self._show_rows()

    def set_unavailable(self, reasons: Mapping[str, Obstacle]) -> None:
        """Grey these, with the reason by slug; those that come back are checked as before."""
        if reasons != self._unavailable:
            self._unavailable = dict(reasons)
            self._show_rows()

    def wanted(self) -> list[str]:
        """The slugs the user wants, those that can't take part now included."""
        return [each.slug for each in self._strategies if each.slug in self._wanted]

    def chosen(self) -> list[str]:
        """The slugs that take part."""
        return self.list.checked()

    def problem(self) -> str:
        """What is wrong with the choice, "" where nothing is."""
        return "" if len(self.chosen()) > 1 else "Check a strategy to compare the plain loop with."

    def _on_toggled(self) -> None:
        self._wanted = set(self.chosen()) | (self._wanted & set(self._unavailable))
        self._show_count()
        self.changed.emit()

    def _show_rows(self) -> None:
        current = self.list.chosen()
        self.list.set_rows(self._rows())
        self.list.choose(current)
        self._show_count()

    def _rows(self) -> list[ListRow]:
        """A row each; those that wait for a package share one at the end: there is room for no more of them."""
        reasons = self._unavailable
        waiting = [each for each in self._strategies if each.slug in reasons and reasons[each.slug].package]
        others = [each for each in self._strategies if each not in waiting]
        rows = [_row(each, reasons.get(each.slug), each.slug in self._wanted) for each in others]
        return [*rows, _row_of_waiting(waiting, reasons)] if waiting else rows

    def _show_count(self) -> None:
        self._count.setText(f"{len(self.chosen())} of {len(self._strategies)}")


def _row(strategy: Strategy, reason: Obstacle | None, wanted: bool) -> ListRow:
    plain = strategy.slug == PLAIN
    return ListRow(
        text=strategy.title,
        slug=strategy.slug,
        hint=reason.brief if reason is not None else "baseline" if plain else "",
        family=strategy.family,
        checked=wanted or plain,
        fixed=plain,
        off=reason is not None,
        why=reason.text if reason is not None else strategy.module,
    )


def _row_of_waiting(waiting: Sequence[Strategy], reasons: Mapping[str, Obstacle]) -> ListRow:
    texts = {reasons[each.slug].package: reasons[each.slug].text for each in waiting}
    return ListRow(
        text=", ".join(texts),
        slug=waiting[0].slug,
        hint="not installed",
        family=waiting[0].family,
        checked=False,
        off=True,
        why="\n".join(texts.values()),
    )
