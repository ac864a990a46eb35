"""How the compare chart is looked at: with throughput or without, sorted by speed, on a log scale; and its menu."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from parloop_gui.ui.charts.compare.rows import ChartData, ChartRow, ChartView
from parloop_gui.ui.widgets.plain_text import plain_tip

# From this ratio between bars on the shortest are mere slivers on a scale that starts at zero.
LOG_FROM = 20.0
Choice = Literal["throughput", "by_speed", "log"]


@dataclass(frozen=True)
class _Entry:
    slug: Choice
    title: str
    why: str


_ENTRIES = (
    _Entry("throughput", "Throughput", "The right-hand chart: tasks a second"),
    _Entry("by_speed", "Sort by speed", "The fastest first, once nothing runs"),
    _Entry("log", "Log scale", f"For bars that differ by {LOG_FROM:g} times and more; they no longer start at zero"),
)


class ViewMenu(QMenu):
    """`changed` carries the ChartView that the user wants, `strategy_wanted` the slug of one to try as well."""

    changed = Signal(object)
    strategy_wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("View", parent)
        self._view = ChartView()
        self._offered = ""
        self.choices: dict[Choice, QAction] = {}
        self.setToolTipsVisible(True)
        for entry in _ENTRIES:
            action = self.addAction(entry.title)
            action.setCheckable(True)
            action.setToolTip(plain_tip(entry.why))
            action.triggered.connect(self._on_triggered)
            self.choices[entry.slug] = action
        self.addSeparator()
        self.also = self.addAction("")
        self.also.triggered.connect(lambda: self.strategy_wanted.emit(self._offered))
        self.offer_strategy("", "")
        self.show_view(self._view)

    def show_view(self, view: ChartView) -> None:
        """Check what is on."""
        self._view = view
        for slug, action in self.choices.items():
            action.setChecked(slug in switched_on(view))

    def offer_log(self, offered: bool) -> None:
        """Whether bars differ so much that a log scale says more."""
        self.choices["log"].setEnabled(offered)

    def offer_strategy(self, slug: str, title: str) -> None:
        """Offer to compare one strategy more; "": there is none to offer."""
        self._offered = slug
        self.also.setText(f"Also try {title}")
        self.also.setVisible(bool(slug))

    def _on_triggered(self) -> None:
        self._view = view_of([slug for slug, action in self.choices.items() if action.isChecked()])
        self.changed.emit(self._view)


def view_of(switched: list[str]) -> ChartView:
    """The view in which these are on."""
    return ChartView(**{slug: slug in switched for slug in get_args(Choice)})


def switched_on(view: ChartView) -> list[str]:
    """What is on in a view."""
    return [slug for slug, on in view._asdict().items() if on]


def arranged(data: ChartData, view: ChartView) -> ChartData:
    """The data as it is looked at; what is still measured stays where it is, and so does each interpreter's group."""
    log = view.log and differs_widely(data)
    rows = data.rows
    if view.by_speed and data.over:
        groups = list(dict.fromkeys(row.group for row in rows))
        rows = tuple(sorted(rows, key=lambda row: (groups.index(row.group), _slowness_s(row))))
    return data._replace(rows=rows, view=view._replace(log=log))


def differs_widely(data: ChartData) -> bool:
    """Whether the longest bar is so many times the shortest."""
    walls_s = [row.wall_s.median for row in data.rows if row.wall_s is not None and row.wall_s.median > 0]
    return bool(walls_s) and max(walls_s) >= LOG_FROM * min(walls_s)


def _slowness_s(row: ChartRow) -> float:
    if row.wall_s is not None:
        return row.wall_s.median
    return row.beyond.wall_s if row.beyond is not None else float("inf")
