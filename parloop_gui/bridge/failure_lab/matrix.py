"""Runs faults: each one with each strategy and start method, over the real engine, and looks at what is left.

cells(…) ─► FailureMatrix.make(cell) ─► Engine ─► the run's end, its sentence, whether all of it is as expected
"""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

from parloop_gui.bridge.failure_lab.leftovers import files_left, processes_left
from parloop_gui.bridge.processes.engine import Engine
from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.catalogue.catalogue import START_METHODS
from parloop_gui.engine.catalogue.selection import default_call
from parloop_gui.engine.protocol.kinds import Outcome, StartMethod
from parloop_gui.engine.protocol.messages import LoopSpec, RunEnded, RunSpec

# The fewest with which another goes on where one of them fails.
WORKERS = 2
_COMPARISON = "faults"
# How many times its limit a cell is given once more where that fell before the loop came to its fault: eight Pythons
# that are started one by one were seen to take more than 5 s on a busy machine, and under 2 s on a quiet one.
_PATIENCE = 4


@dataclass(frozen=True)
class Cell:
    """A fault under a strategy; `start_method` is None where it has no say."""

    fault: str
    strategy: str
    start_method: StartMethod | None

    @property
    def title(self) -> str:
        """The strategy and its start method, as they are shown."""
        title = catalogue.strategy(self.strategy).title
        return f"{title}, {self.start_method}" if self.start_method else title


@dataclass(frozen=True)
class CellResult:
    """How a cell ended: `message` is the engine's sentence, `alone` what Python does without Parloop.

    `works_alone`: that is just what was asked of it.
    `took_s` counts from asking to the end of a run that was given `limit_s`, `left` names processes and files that are
    still there.
    """

    cell: Cell
    outcome: Outcome
    message: str
    alone: str
    works_alone: bool
    as_expected: bool
    took_s: float
    limit_s: float
    left: tuple[str, ...] = ()
    output: str = ""


def cells(
    faults: Sequence[str], strategies: Sequence[str], start_methods: Sequence[StartMethod] = START_METHODS
) -> tuple[Cell, ...]:
    """Every fault with every strategy, and with every start method where that matters."""
    return tuple(
        Cell(fault, strategy, method)
        for fault, strategy in itertools.product(faults, strategies)
        for method in (start_methods if catalogue.strategy(strategy).uses_start_method else (None,))
    )


class FailureMatrix:
    """Makes cells one after the other. `stop` may be called from any thread; what is made after it, stops at once."""

    def __init__(self, engine: Engine, python: str) -> None:
        self._engine, self._python = engine, python
        self._faults = {fault.slug: fault for fault in catalogue.faults()}
        self._made = 0
        self._run = ""
        self._stopped = threading.Event()

    def make(self, cell: Cell) -> CellResult:
        """Run one cell to its end.

        A busy machine takes longer than a fault's limit to come to the fault: a cell that was cut off before it ended
        as it must is made again with more time. One that never ends, or ends otherwise, does so then too.
        """
        result = self._made_within(cell, limit_s := self._faults[cell.fault].timeout_s)
        if result.outcome == "timed-out" and not (result.as_expected or result.left or self._stopped.is_set()):
            return self._made_within(cell, _PATIENCE * limit_s)
        return result

    def _made_within(self, cell: Cell, limit_s: float) -> CellResult:
        self._made += 1
        self._run = f"fault-{self._made:05d}"
        if self._stopped.is_set():  # `stop` sets it first, so that one of the two sees the other
            self._engine.stop(self._run)
        began = time.monotonic()
        ended = self._ended(self._spec(cell, limit_s))
        took_s = time.monotonic() - began
        expected = catalogue.expected(cell.fault, cell.strategy, cell.start_method)
        fits = ended.outcome in expected.outcomes and expected.part in ended.message
        left = self._left()
        how = cell, ended.outcome, ended.message, expected.alone, expected.works_alone
        return CellResult(*how, fits and not left, took_s, limit_s, left, ended.output)

    def stop(self) -> None:
        """End the cell under way, and all that follow."""
        self._stopped.set()
        self._engine.stop(self._run)

    def _spec(self, cell: Cell, limit_s: float) -> RunSpec:
        return RunSpec(
            id=self._run,
            comparison=_COMPARISON,
            python=self._python,
            loop=LoopSpec("fault", cell.fault, 0),
            strategy=cell.strategy,
            call=default_call(cell.strategy),
            workers=WORKERS,
            start_method=cell.start_method,
            timeout_s=limit_s,
            memory_limit_bytes=self._faults[cell.fault].memory_limit_bytes,
            reference=True,
        )

    def _ended(self, spec: RunSpec) -> RunEnded:
        return next(event for event in self._engine.execute(spec) if isinstance(event, RunEnded))

    def _left(self) -> tuple[str, ...]:
        process = self._engine.process
        if process is None:
            return ()
        return (*processes_left(*process), *files_left(process[0]))
