"""Faults under the strategies of packages, each of which ends badly in ways of its own, and nothing left of them."""

from __future__ import annotations

import os

import pytest

from parloop_gui.bridge.failure_lab.matrix import Cell, FailureMatrix
from parloop_gui.bridge.processes.engine import Engine
from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.protocol.kinds import StartMethod
from tests.helpers import interpreters

ALL = os.environ.get("PARLOOP_CHECK") == "faults"
FRUGAL = ("exception", "os-exit", "unpicklable-result")
# What these do to Parloop's own processes is held by `test_matrix.py`, and is the same whoever runs the tasks. Of
# joblib's workers it is not known yet what they must end as once a task has left them 200 processes.
LEFT_OUT = ("stops-itself", "stops-supervisor", "kills-supervisor", "kills-group", "cuts-records", "many-children")
COLUMNS: tuple[tuple[str, StartMethod | None], ...] = (("joblib", None), ("mpire", "fork"))
CELLS = [
    Cell(fault.slug, strategy, method)
    for strategy, method in COLUMNS
    for fault in catalogue.faults()
    if (fault.slug not in LEFT_OUT if ALL else fault.slug in FRUGAL)
]

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: f"{cell.fault}-{cell.strategy}")
def test_that_it_ends_as_it_must_and_leaves_nothing(cell: Cell, engine: Engine) -> None:
    result = FailureMatrix(engine, str(interpreters.with_packages())).make(cell)
    assert result.as_expected, result
    assert result.left == ()
