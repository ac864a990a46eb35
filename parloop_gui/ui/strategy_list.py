"""The strategies with their boxes: which of them take part; why one can't is said beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from parloop_gui.engine.catalogue import StrategyInfo
from parloop_gui.ui.row_list import ListRow, RowList
from parloop_gui.ui.style import set_role
from parloop_gui.ui.theme import Theme

PLAIN = "serial"


class StrategyList(QWidget):
    """The strategies in family order; the plain loop always takes part."""

    changed = Signal()

    def __init__(self, strategies: Sequence[StrategyInfo], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strategies = strategies
        self.list = RowList("Strategies", 23, self)
        self._count = QLabel(self)
        set_role(self._count, "caption")
        title = QLabel("Strategies", self)
        set_role(title, "title")
        head = QHBoxLayout()
        head.setContentsMargins(6, 0, 6, 4)
        head.addWidget(title)
        head.addStretch()
        head.addWidget(self._count)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.list)
        self.list.toggled.connect(self._on_toggled)
        self.set_strategies({}, [])

    def set_theme(self, theme: Theme) -> None:
        """Paint in these colours from now on."""
        self.list.set_theme(theme)

    def set_strategies(self, unavailable: Mapping[str, str], chosen: Sequence[str]) -> None:
        """Show who can take part; `unavailable` gives the reason by slug. Nothing chosen: the classic ones."""
        wanted = set(chosen) or {each.slug for each in self._strategies if each.classic}
        self.list.set_rows(
            [_row(each, unavailable.get(each.slug, ""), each.slug in wanted) for each in self._strategies]
        )
        self._show_count()

    def chosen(self) -> list[str]:
        """The slugs that take part."""
        return self.list.checked()

    def problem(self) -> str:
        """What is wrong with the choice, "" where nothing is."""
        return "" if len(self.chosen()) > 1 else "Check a strategy to compare the plain loop with."

    def _on_toggled(self) -> None:
        self._show_count()
        self.changed.emit()

    def _show_count(self) -> None:
        self._count.setText(f"{len(self.chosen())} of {len(self._strategies)}")


def _row(strategy: StrategyInfo, reason: str, wanted: bool) -> ListRow:
    plain = strategy.slug == PLAIN
    return ListRow(
        text=strategy.title,
        slug=strategy.slug,
        hint=reason or ("baseline" if plain else ""),
        family=strategy.family,
        checked=wanted or plain,
        fixed=plain,
        off=bool(reason),
        why=reason or strategy.module,
    )
