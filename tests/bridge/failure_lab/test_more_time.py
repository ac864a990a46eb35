"""A cell that a busy machine kept from its fault is given more time, and what it does then counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import pytest

from parloop_gui.bridge.failure_lab.matrix import Cell, FailureMatrix
from parloop_gui.bridge.processes.engine import Engine
from parloop_gui.engine.protocol.kinds import Outcome
from parloop_gui.engine.protocol.messages import RunEnded, RunSpec

LATE: tuple[Outcome, str] = ("timed-out", "Not done after 5 s: 3 of 8 tasks had ended.")
CELL = Cell("kills-parent", "process", "forkserver")  # ends well, or in an error


class SlowEngine:
    """Ends runs one after the other as it was told to, and keeps their limits."""

    process = None

    def __init__(self, *endings: tuple[Outcome, str]) -> None:
        self._endings, self.limits_s = list(endings), list[float]()

    def execute(self, spec: RunSpec) -> Iterator[RunEnded]:
        """Run nothing."""
        self.limits_s.append(spec.timeout_s)
        outcome, message = self._endings.pop(0)
        yield RunEnded(spec.id, outcome, message)

    def stop(self, run: str) -> None:
        """Nothing is under way."""


@pytest.mark.parametrize(
    ("endings", "as_expected", "runs"),
    [
        ([("finished", "")], True, 1),
        ([LATE, ("finished", "")], True, 2),
        ([LATE, LATE], False, 2),
        ([("crashed", "It died.")], False, 1),
    ],
)
def test_that_only_what_came_too_late_is_made_again(
    endings: list[tuple[Outcome, str]], as_expected: bool, runs: int
) -> None:
    engine = SlowEngine(*endings)
    result = FailureMatrix(cast("Engine", engine), "python").make(CELL)
    assert result.as_expected is as_expected
    assert len(engine.limits_s) == runs
    assert result.limit_s == engine.limits_s[-1]
    assert engine.limits_s == sorted(set(engine.limits_s))


def test_that_nothing_is_made_again_once_it_was_stopped() -> None:
    engine = SlowEngine(LATE, ("finished", ""))
    matrix = FailureMatrix(cast("Engine", engine), "python")
    matrix.stop()
    assert not matrix.make(CELL).as_expected
    assert len(engine.limits_s) == 1
