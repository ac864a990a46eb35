"""Every fault with every strategy and start method: its outcome and sentence in time, and nothing left of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from parloop_gui.bridge.failure_lab.matrix import Cell, CellResult, FailureMatrix, cells
from parloop_gui.bridge.processes.engine import Engine
from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.catalogue.fitness import unavailable
from parloop_gui.engine.protocol.messages import LoopSpec, RunEnded, RunSpec
from tests.faults.marked import GONE_S, carrying, in_time

ALL = os.environ.get("PARLOOP_CHECK") == "faults"
FAULTS = {fault.slug: fault for fault in catalogue.faults()}
# Seconds in which nothing happens, or what `test_killed_parts.py` holds as well: `make check-faults` does them.
TAKE_THEIR_TIME = ("stops-itself", "stops-supervisor", "kills-supervisor")
SHARED = Path("/dev/shm")
STAY = ("parloop_engine.supervisor.zygote", "parloop_engine.supervisor.main")

pytestmark = pytest.mark.slow


def chosen() -> tuple[Cell, ...]:
    """All cells, or for each fault one that no other fault chose lately: every strategy and start method has a turn."""
    own = "{}.{}".format(*sys.version_info)
    major, minor = os.environ.get("PARLOOP_FAULTS_PYTHON", own).rstrip("t").split(".")
    known = [strategy.slug for strategy in catalogue.strategies()]
    able = [slug for slug in known if unavailable(slug, (int(major), int(minor)), sys.platform) is None]
    everything = cells(list(FAULTS), able)
    if ALL:
        return everything
    a_fault = len(everything) // len(FAULTS)
    short = [number for number, fault in enumerate(FAULTS) if fault not in TAKE_THEIR_TIME]
    in_turn = (everything[number * a_fault + 5 * number % a_fault] for number in short)
    return (*in_turn, Cell("kills-parent", "serial", None))


def shared_memory_left(result: CellResult) -> list[str]:
    """What a task said that it left in shared memory, where it is still there."""
    names = [line.split()[1] for line in result.output.splitlines() if line.startswith("left ")]
    return [name for name in names if (SHARED / name.lstrip("/")).exists()]


def name_of(cell: Cell) -> str:
    return f"{cell.fault}-{cell.strategy}" + (f"-{cell.start_method}" if cell.start_method else "")


@pytest.mark.parametrize("cell", chosen(), ids=name_of)
def test_that_a_fault_ends_as_it_must(
    cell: Cell,
    matrix: FailureMatrix,
    engine: Engine,
    mark: str,
    scratch: Path,
    record_property: Callable[[str, object], None],
) -> None:
    before = set(carrying(mark, STAY))
    result = matrix.make(cell)
    beyond_s = result.took_s - result.limit_s
    column = f"{cell.strategy}/{cell.start_method}" if cell.start_method else cell.strategy
    shown = {name: getattr(result, name) for name in ("outcome", "as_expected", "left")}
    record_property("cell", {"fault": cell.fault, "column": column, "beyond_s": beyond_s, **shown})
    assert result.left == ()
    assert result.as_expected, result
    assert in_time(beyond_s, GONE_S), result
    assert set(carrying(mark, STAY)) == before
    assert shared_memory_left(result) == []
    assert {path.name.split("-")[0] for path in scratch.iterdir()} <= {"parloop"}
    assert next_run(engine).outcome == "finished"


def next_run(engine: Engine) -> RunEnded:
    """A harmless run after the bad one."""
    loop = LoopSpec("builtin", "primes", 4)
    spec = RunSpec("next", "faults", sys.executable, loop, "serial", "for", reference=True)
    return next(event for event in engine.execute(spec) if isinstance(event, RunEnded))
