"""What a worker that was started afresh is given, and in which order."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

from parloop_gui.engine.tracing import fresh_worker


def test_that_the_set_up_comes_before_the_functions_module_is_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may say where modules are imported from: of two versions of a file the wrong one would be measured else."""
    (tmp_path / "loaded_late.py").write_text(
        "import os\nSEEN = os.environ.get('SET_UP')\ndef task(item): return item\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("SET_UP", "not yet")
    task = importlib.import_module("loaded_late").task
    fresh_worker.leave(str(tmp_path), task, False, exec, ("import os; os.environ['SET_UP'] = 'called'",))
    monkeypatch.delitem(sys.modules, "loaded_late")
    function, _ = fresh_worker.load(str(tmp_path))
    assert function.__globals__["SEEN"] == "called"
