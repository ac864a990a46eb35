"""What a run tells of the GIL: its state once the loop has imported all it needs."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from parloop_gui.engine.protocol.messages import LoopSpec
from tests.helpers import interpreters
from tests.helpers.engines.engine import Engine

PRIMES = LoopSpec("builtin", "primes", 4)
OLD_EXTENSION = """\
#include <Python.h>
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "needs_the_gil", NULL, -1, NULL};
PyMODINIT_FUNC PyInit_needs_the_gil(void) { return PyModule_Create(&module); }
"""


@pytest.mark.slow
@pytest.mark.parametrize(("version", "gil"), [("3.11", True), ("3.13t", False)])
def test_that_a_run_tells_whether_the_gil_is_on(engine: Engine, version: str, gil: bool) -> None:
    measured = engine.run(PRIMES, python=str(interpreters.find(version)), reference=True).measurement
    assert measured is not None
    assert measured.gil is gil


@pytest.mark.slow
def test_that_a_module_that_switches_the_gil_on_is_noticed(engine: Engine, tmp_path: Path) -> None:
    compiler, python = shutil.which("cc"), interpreters.find("3.13t")
    if compiler is None:
        pytest.skip("no C compiler here")
    include = python.parent.parent / "include" / "python3.13t"
    source, built = tmp_path / "needs_the_gil.c", tmp_path / "needs_the_gil.so"
    source.write_text(OLD_EXTENSION)
    subprocess.run([compiler, "-shared", "-fPIC", f"-I{include}", str(source), "-o", str(built)], check=True)
    script = tmp_path / "work.py"
    script.write_text("import needs_the_gil\n\n\ndef task(item):\n    return item\n")
    loop = LoopSpec("user", "task", 4, path=str(script), function="task")
    measured = engine.run(loop, python=str(python), reference=True).measurement
    assert measured is not None
    assert measured.gil is True
    assert measured.gil_by == "needs_the_gil"
