"""The failure lab: runs loops that end badly on purpose, with the chosen strategies, and shows what becomes of them.

choices ─► cells ─► FailureRun (bridge, its own thread) ─► a row of the table each
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, SignalInstance
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from parloop_gui.bridge.failure_lab.matrix import Cell, CellResult, cells
from parloop_gui.model.wording.units import count
from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.failure_lab.choices import FaultChoices
from parloop_gui.ui.failure_lab.table import ResultsTable, is_as_expected
from parloop_gui.ui.style import scale
from parloop_gui.ui.style.sheet import set_role
from parloop_gui.ui.style.theming import theming
from parloop_gui.ui.widgets.layouts import DIALOG_MARGINS, Grow, column, row
from parloop_gui.ui.widgets.plain_text import Label

if TYPE_CHECKING:
    from parloop_gui.model.plan.plan import Interpreter

_LEAD = "Loops that end badly, on purpose: what Parloop makes of each, and what Python alone would have done."


class Run(Protocol):
    """What the lab needs of the bridge's FailureRun."""

    @property
    def began(self) -> SignalInstance: ...  # noqa: D102

    @property
    def made(self) -> SignalInstance: ...  # noqa: D102

    @property
    def failed(self) -> SignalInstance: ...  # noqa: D102

    @property
    def finished(self) -> SignalInstance: ...  # noqa: D102

    def start(self) -> None: ...  # noqa: D102

    def stop(self) -> None: ...  # noqa: D102

    def wait(self) -> bool: ...  # noqa: D102

    def deleteLater(self) -> None: ...  # noqa: D102


MakeRun = Callable[[Sequence[Cell], str, QObject], Run]


def _real_run(chosen: Sequence[Cell], python: str, parent: QObject) -> Run:
    from parloop_gui.bridge.failure_lab.thread import FailureRun

    return FailureRun(chosen, python, parent)


class FailureLab(QDialog):
    """Runs cells under one interpreter; open it with `open()`. Closing it stops what is under way."""

    def __init__(self, python: Interpreter, parent: QWidget, make_run: MakeRun = _real_run) -> None:
        super().__init__(parent)
        self._python, self._make_run = python, make_run
        self._under_way: Run | None = None
        self._done = self._total = 0
        self.choices, self.table = FaultChoices(python, self), ResultsTable(self)
        self.status = Label(self)
        self.run, self.stop = QPushButton("Run", self), QPushButton("Stop", self)
        self.copy, self.close_button = QPushButton("Copy table", self), QPushButton("Close", self)
        self._lay_out()
        self._connect()
        self._fit()
        self._show_state()

    def cells(self) -> tuple[Cell, ...]:
        """What Run would run."""
        return cells(self.choices.faults.checked(), self.choices.strategies.checked(), self.choices.chosen_methods())

    def _lay_out(self) -> None:
        self.setWindowTitle("Failure lab")
        title, lead = Label("Failure lab", self), Label(f"{_LEAD} Under Python {self._python.id}.", self)
        set_role(title, "headline")
        set_role(lead, "text")
        set_role(self.status, "text")
        set_role(self.run, "primary")
        self.choices.setFixedWidth(250)
        buttons = self.run, self.stop, self.copy, self.close_button
        for button in buttons:
            button.setAutoDefault(False)
        middle = row(self.choices, Grow(self.table), spacing=16)
        bottom = row(Grow(self.status), *buttons, spacing=8)
        column(title, lead, Grow(middle), bottom, on=self, margins=DIALOG_MARGINS, spacing=12)
        self.resize(1180, 720)

    def _connect(self) -> None:
        self.choices.changed.connect(self._show_state)
        self.run.clicked.connect(self._on_run)
        self.stop.clicked.connect(self._on_stop)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.table.results.as_text()))
        self.close_button.clicked.connect(self.reject)
        theming.changed.connect(self._fit)

    def _fit(self) -> None:
        scale.fit(self)

    def _show_state(self) -> None:
        running, chosen = self._under_way is not None, len(self.cells())
        self.run.setEnabled(not running and chosen > 0)
        self.stop.setEnabled(running)
        self.choices.setEnabled(not running)
        self.copy.setEnabled(bool(self.table.results.results()))
        if not running and not self._total:
            text = f"{count(chosen, 'cell')} to run: each fault with each strategy."
            self.status.setText(text if chosen else "Check at least one fault and one strategy.")

    def _on_run(self) -> None:
        chosen = self.cells()
        self._done, self._total = 0, len(chosen)
        self.table.results.begin(chosen)
        self._under_way = run = self._make_run(chosen, self._python.path, self)
        run.began.connect(self._on_began)
        run.made.connect(self._on_made)
        run.failed.connect(self.status.setText)
        run.finished.connect(self._on_finished)
        self._show_state()
        run.start()

    def _on_stop(self) -> None:
        if self._under_way is not None:
            self.status.setText("Stopping…")
            self._under_way.stop()

    def _on_began(self, cell: Cell) -> None:
        self.table.results.run(cell)
        self.status.setText(f"{self._done + 1} of {self._total}: {cell.title}")

    def _on_made(self, result: CellResult) -> None:
        self._done += result.outcome != "stopped"
        self.table.take(result)
        self.copy.setEnabled(True)

    def _on_finished(self) -> None:
        run, self._under_way = self._under_way, None
        if run is not None:
            run.deleteLater()
        self.table.results.run(None)
        self.status.setText(self._summary())
        self._show_state()

    def _summary(self) -> str:
        results = self.table.results.results()
        wrong = sum(not is_as_expected(result) for result in results)
        ended = f"{self._done} of {self._total} cells" if self._done < self._total else count(self._total, "cell")
        if wrong:
            return f"{ended} ended, {wrong} of them not as expected."
        return f"{ended} ended as expected, and nothing was left behind."

    @override
    def done(self, result: int) -> None:
        run = self._under_way
        if run is not None:
            run.finished.disconnect(self._on_finished)
            run.stop()
            run.wait()
            self._under_way = None
        super().done(result)
