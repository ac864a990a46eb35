"""A break-even map of a made-up machine, and a run that measures nothing."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from parloop_gui.model.break_even.cells import SIDES, Cell, Map, Side, Spot
from parloop_gui.model.break_even.grid import coarse
from parloop_gui.model.plan.plan import Interpreter


def made_map(python: Interpreter) -> Map:
    """A pool of processes takes 40 ms to start, and 2 ns a byte."""
    cells = tuple(Cell(spot, {side: (_wall_s(spot, side),) for side in SIDES}) for spot in coarse())
    return Map(python, 100, cells, created="2026-01-02T03:04:05+01:00")


def _wall_s(spot: Spot, side: Side) -> float:
    plain_s = 100 * spot.task_s
    if side == "processes":
        return 0.04 + max(plain_s / 2, 2e-7 * spot.item_bytes)
    return plain_s * (1.05 if side == "threads" else 1.0)


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
