"""What the failure lab runs: which faults, with which strategies, started how."""

from __future__ import annotations

import sys

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QWidget

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.catalogue.catalogue import START_METHODS
from parloop_gui.engine.catalogue.fitness import lacking, unavailable
from parloop_gui.engine.protocol.kinds import StartMethod
from parloop_gui.model.plan.plan import Interpreter
from parloop_gui.ui.style.sheet import set_role
from parloop_gui.ui.widgets.layouts import Grow, column, row, scrolling
from parloop_gui.ui.widgets.plain_text import Label
from parloop_gui.ui.widgets.row_delegate import ListRow
from parloop_gui.ui.widgets.row_list import RowList

AT_FIRST = ("exception", "sys-exit", "unpicklable-result", "killed", "endless-loop", "memory-bomb")
EACH = "each"
# As in the left panel of the window.
_ROW = 23


class FaultChoices(QWidget):
    """The left column of the lab; `changed` whenever a box or the start method does."""

    changed = Signal()

    def __init__(self, python: Interpreter, parent: QWidget) -> None:
        super().__init__(parent)
        self._python = python
        self.faults, self.strategies = RowList("Faults", _ROW, self), RowList("Strategies", _ROW, self)
        self.all, self.none = QPushButton("All", self), QPushButton("None", self)
        self.about = Label(self)
        self.method = QComboBox(self)
        self._faults = {fault.slug: fault for fault in catalogue.faults()}
        self._fill()
        self._lay_out()
        self._connect()

    def chosen_methods(self) -> tuple[StartMethod, ...]:
        """The start methods to run with."""
        chosen = self.method.currentData()
        return tuple(method for method in START_METHODS if chosen in (method, EACH))

    def _fill(self) -> None:
        faults = self._faults.values()
        self.faults.set_rows(
            [ListRow(each.title, each.slug, checked=each.slug in AT_FIRST, why=each.caption) for each in faults]
        )
        self.strategies.set_rows([self._strategy_row(each) for each in catalogue.strategies()])
        for method in START_METHODS:
            own = " (Python’s own)" if method == self._python.start_method else ""
            self.method.addItem(f"{method}{own}", method)
        self.method.addItem("each of them", EACH)
        self.method.setCurrentIndex(max(0, self.method.findData(self._python.start_method)))
        self.method.setAccessibleName("Start method")
        self.faults.choose(next(iter(self._faults)))
        self._on_fault()

    def _strategy_row(self, strategy: catalogue.Strategy) -> ListRow:
        python = self._python
        reason = unavailable(strategy.slug, python.version_info, sys.platform) or lacking(
            strategy.slug, python.packages, python.command
        )
        return ListRow(
            strategy.title,
            strategy.slug,
            hint=reason.brief if reason is not None else "",
            family=strategy.family,
            checked=True,
            off=reason is not None,
            why=reason.text if reason is not None else strategy.module,
        )

    def _lay_out(self) -> None:
        for button, words in ((self.all, "Check all faults"), (self.none, "Clear all faults")):
            set_role(button, "small")
            button.setAccessibleName(words)
        set_role(self.about, "caption")
        self.about.setWordWrap(True)
        self.about.setMinimumHeight(30)
        heading = row(Grow(Label("Faults", self, role="title")), self.all, self.none, spacing=8)
        strategies = Label("Strategies", self, role="title"), self.strategies
        methods = Label("Start method of processes", self, role="title"), self.method
        column(heading, Grow(scrolling(self.faults)), self.about, *strategies, *methods, on=self, spacing=8)

    def _connect(self) -> None:
        self.faults.toggled.connect(self.changed)
        self.strategies.toggled.connect(self.changed)
        self.method.currentIndexChanged.connect(self.changed)
        self.faults.selectionModel().currentChanged.connect(self._on_fault)
        self.all.clicked.connect(lambda: self._check_all(True))
        self.none.clicked.connect(lambda: self._check_all(False))

    def _on_fault(self) -> None:
        fault = self._faults.get(self.faults.chosen())
        self.about.setText(fault.caption if fault is not None else "")

    def _check_all(self, checked: bool) -> None:
        for slug in self._faults:
            self.faults.set_checked(slug, checked)
