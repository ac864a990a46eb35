"""The Pythons of `ask python`: each version once, the plan's own first, those that can't load the file left out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from parloop_gui.bridge.interpreters import every_python
from parloop_gui.bridge.interpreters.every_python import under_every_python
from parloop_gui.engine.protocol.loop_spec import LoopSpec
from parloop_gui.model.plan.plan import Interpreter
from tests.helpers.engines.mock_engine import OTHER_PYTHON, PYTHON, plan

NEWER = Interpreter("3.14", "/py/3.14", "3.14.2", free_threaded=False, gil=True, cores=2)
NEW = replace(NEWER, path="/py/older-3.14", version="3.14.0")
COPY = replace(PYTHON, path="/venv/3.11", version="3.11.2")


@pytest.fixture(autouse=True)
def found(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is on this machine."""
    monkeypatch.setattr(every_python, "find_interpreters", lambda: (PYTHON, NEWER, NEW, OTHER_PYTHON, COPY))


def test_that_each_version_is_asked_once_the_plan_s_own_first() -> None:
    asked, left_out = under_every_python(plan())
    assert [each.path for each in asked.pythons] == [PYTHON.path, NEWER.path, OTHER_PYTHON.path]
    assert left_out == ()


def test_that_a_python_without_the_file_s_modules_is_left_out_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(file: Path, python: Interpreter) -> str:
        return f"Python {python.id} has no numpy." if python.free_threaded else ""

    monkeypatch.setattr(every_python, "what_is_missing", missing)
    loop = LoopSpec("user", "work", 4, path="/work.py", function="work")
    asked, left_out = under_every_python(replace(plan(), loop=loop))
    assert [each.id for each in asked.pythons] == ["3.11", "3.14"]
    assert left_out == ("Python 3.13t has no numpy.",)
