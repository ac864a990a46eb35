"""A break-even map of a made-up machine, and a run that measures nothing."""

from __future__ import annotations

import random

from PySide6.QtCore import QObject, Signal

from parloop_gui.model.break_even.cells import SIDES, Cell, Map
from parloop_gui.model.break_even.grid import coarse
from parloop_gui.model.break_even.interpolation import Between
from parloop_gui.model.plan.plan import Interpreter


def made_map(python: Interpreter, share: int = 100) -> Map:
    """As the model has it: a coarse grid of what its formula says, each a few percent off as real runs are."""
    dice, formula = random.Random(7), Between(Map(python, share, ()))
    cells = tuple(
        Cell(spot, {side: (formula.wall_s(side, spot) * dice.lognormvariate(0.0, 0.02),) for side in SIDES})
        for spot in coarse()
    )
    return Map(python, share, cells, created="2026-01-02T03:04:05+01:00")


class FakeMapRun(QObject):
    """Tells what the test says."""

    told = Signal(object)
    failed = Signal(str)
    finished = Signal()

    def __init__(self, python: Interpreter, share: int, budget_s: float, parent: QObject) -> None:
        super().__init__(parent)
        self.python, self.share, self.budget_s = python, share, budget_s
        self.started = self.stopped = False

    def start(self) -> None:
        """Remember that."""
        self.started = True

    def stop(self) -> None:
        """Remember that."""
        self.stopped = True

    def wait(self) -> None:
        """There is nothing to wait for."""
