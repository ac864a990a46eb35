"""Notebooks whose cells await outside a function: run up to their loop, in workers that start afresh as well."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from parloop_gui.engine.protocol.messages import LoopSpec
from parloop_gui.model.source.parsed import read
from parloop_gui.model.user_code.program_loop import loop_at
from tests.engine.user_program.test_program_runs import finished
from tests.helpers.engines.engine import Engine

GET = "import asyncio\n\n\nasync def get(n):\n    await asyncio.sleep(0)\n    return n\n"
BEFORE = (GET, "top = await get(6)", "for n in range(top):\n    value = pow(n, 2, 99)\n    print(value)")
WITHIN = (GET, "for n in range(6):\n    value = await get(n * n)\n    print(value)")


def notebook(path: Path, cells: tuple[str, ...]) -> LoopSpec:
    """Its one loop."""
    path.write_text(json.dumps({"cells": [{"cell_type": "code", "source": cell} for cell in cells]}))
    parsed = read(path)
    return loop_at(parsed, 1 + parsed.text[: parsed.text.index("for n")].count("\n"))


@pytest.mark.parametrize(
    ("cells", "strategy", "call", "method"),
    [(BEFORE, "process-pool", "map", "spawn"), (WITHIN, "asyncio", "gather", None)],
)
def test_that_what_cells_await_is_awaited_as_in_a_notebook(
    engine: Engine, tmp_path: Path, cells: tuple[str, ...], strategy: str, call: str, method: str | None
) -> None:
    loop = notebook(tmp_path / "cells.ipynb", cells)
    plain = finished(engine.run(loop, reference=True))
    assert plain.output.splitlines() == ["0", "1", "4", "9", "16", "25"]
    ended = finished(engine.run(loop, strategy, call, workers=2, start_method=method))
    assert ended.output == plain.output
    assert {plain.anew, ended.anew} == {"event-loop"}
