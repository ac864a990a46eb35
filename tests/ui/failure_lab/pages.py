"""The failure lab as a page object, over a run that makes nothing: the test says how cells end."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from parloop_gui.bridge.failure_lab.matrix import Cell, CellResult
from parloop_gui.engine.protocol.kinds import Outcome
from parloop_gui.ui.failure_lab.dialog import FailureLab
from tests.helpers.comparisons.scenes import PYTHON
from tests.ui.pages import WindowPage

LEFT = Qt.MouseButton.LeftButton


class FakeRun(QObject):
    """Remembers what it was asked for; ends when it is stopped."""

    began = Signal(object)
    made = Signal(object)
    failed = Signal(str)
    finished = Signal()

    def __init__(self, cells: Sequence[Cell], python: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.cells, self.python = tuple(cells), python
        self.started = self.stopped = False

    def start(self) -> None:
        """Remember that."""
        self.started = True

    def stop(self) -> None:
        """Remember that."""
        self.stopped = True

    def wait(self) -> bool:
        """It is over."""
        return True

    def end(
        self,
        number: int,
        outcome: Outcome = "failed",
        *,
        expected: bool = True,
        left: tuple[str, ...] = (),
        alone: str = "Waits for ever.",
        works_alone: bool = False,
    ) -> None:
        """Tell that a cell began and ended so."""
        cell = self.cells[number]
        self.began.emit(cell)
        message = "" if outcome == "finished" else f"It {outcome}."
        self.made.emit(CellResult(cell, outcome, message, alone, works_alone, expected, 0.1, 5.0, left))


class LabPage:
    """An open failure lab."""

    def __init__(self, page: WindowPage) -> None:
        self.runs: list[FakeRun] = []
        self.lab = FailureLab(PYTHON, page.window, self._make)
        page.window.menu_actions.show_dialog(self.lab)

    @property
    def run(self) -> FakeRun:
        """The latest run."""
        return self.runs[-1]

    def check_only(self, faults: Sequence[str], strategies: Sequence[str]) -> None:
        """Check these and nothing else."""
        self.click(self.lab.choices.none)
        for slug in faults:
            self.lab.choices.faults.set_checked(slug, True)
        for row in self.lab.choices.strategies.rows():
            self.lab.choices.strategies.set_checked(row.slug, row.slug in strategies)

    def choose_method(self, method: str) -> None:
        """Choose a start method by its slug."""
        box = self.lab.choices.method
        box.setCurrentIndex(box.findData(method))

    def click(self, button: QAbstractButton) -> None:
        """Click a button that can be clicked."""
        assert button.isEnabled()
        QTest.mouseClick(button, LEFT)

    def press_esc(self) -> None:
        """Close it by the keyboard."""
        QTest.keyClick(self.lab, Qt.Key.Key_Escape)

    def row(self, number: int) -> tuple[str, ...]:
        """What a row of the table says."""
        return self.lab.table.results.texts(number)

    def colour(self, number: int, column: int) -> str:
        """The colour of a text in the table."""
        model = self.lab.table.results
        brush = model.data(model.index(number, column), Qt.ItemDataRole.ForegroundRole)
        return str(brush.color().name()).upper()  # type: ignore[attr-defined]

    def copied(self) -> list[str]:
        """The lines of what Copy table copied."""
        self.click(self.lab.copy)
        return QApplication.clipboard().text().splitlines()

    def _make(self, cells: Sequence[Cell], python: str, parent: QObject) -> FakeRun:
        self.runs.append(FakeRun(cells, python, parent))
        return self.runs[-1]
