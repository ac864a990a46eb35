"""Every one of the users' files ends as it must: through preflight, engine and conductor, one round each.

`make check-loops` does the same under every Python that is there.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from parloop_gui.bridge.interpreters.missing_modules import what_is_missing
from parloop_gui.bridge.interpreters.newer_python import reading
from parloop_gui.bridge.interpreters.probe import Prober
from parloop_gui.bridge.processes.engine import Engine
from parloop_gui.bridge.scheduler.conductor import Conductor
from parloop_gui.bridge.scheduler.contestants import contestants_of
from parloop_gui.bridge.scheduler.preflight import Preflight
from parloop_gui.engine.protocol.messages import LoopSpec
from parloop_gui.engine.protocol.notebook import is_notebook
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.export.script import script_of
from parloop_gui.model.plan.plan import Choice, Interpreter, Plan
from parloop_gui.model.source.parsed import SourceError, read
from parloop_gui.model.user_code.outline import read_outline
from parloop_gui.model.user_code.program_loop import Command, loop_at
from parloop_gui.model.user_code.user_loop import user_loop
from tests.helpers import interpreters
from tests.loops.expected import FOLDER, LOOPS, OUT, SCRIPTS, Expected

CHOICES = (Choice("thread-pool-executor", "map"), Choice("process-pool", "map"))
EVERYWHERE = "PARLOOP_EVERY_PYTHON" in os.environ
# Each takes some seconds, most of them for the proof; the others are as one of these.
ONE_OF_EACH_KIND = (
    *(
        "words.py",
        "shop/prices.py",
        "closure.py",
        "counter.py",
        "missing_package.py",
        "asking.py",
        "handles.py",
        "set_up.py",
    ),
    *("people.py", "checksums.py", "checksums.ipynb", "oven.py", "printing.py", "awaiting.py"),
)
LATER = pytest.mark.skip(reason="make check-loops runs it")
FOUND = [str(found) for each in interpreters.IDS if EVERYWHERE and (found := interpreters.look_for(each))]


def case(expected: Expected) -> Any:
    """A parameter set, left out where only `make check-loops` runs it."""
    runs = EVERYWHERE or expected.loop.partition(":")[0].endswith(ONE_OF_EACH_KIND)
    return pytest.param(expected, id=expected.loop, marks=() if runs else LATER)


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with Engine() as made:
        yield made


@pytest.fixture(scope="module", params=FOUND or [sys.executable])
def python(request: pytest.FixtureRequest) -> Interpreter:
    return Prober().probe(request.param)


def loop_of(expected: Expected, python: Interpreter) -> LoopSpec:
    """The loop as the command line and the window make it."""
    _, _, word = expected.loop.partition(":")
    if expected.items is None:
        main = FOLDER / expected.program if expected.program else None
        command = Command(expected.arguments, main, expected.module or None)
        return reading(lambda: loop_at(read(expected.path), int(word), command=command), lambda: [python])
    outline = None
    with contextlib.suppress(SourceError):
        outline = reading(lambda: read_outline(expected.path), lambda: [python])
    return user_loop(expected.path, word, expected.items, outline=outline, setup=expected.setup)


def compared(loop: LoopSpec, python: Interpreter, engine: Engine, rounds: int = 1) -> Comparison:
    """Rounds of the plain loop, threads and processes."""
    plan = Plan(loop, CHOICES, (python,), workers=2, rounds=rounds, seed=1, start_method="fork", timeout_s=30.0)
    conductor = Conductor(
        plan, contestants_of(plan), engine.execute, lambda *_: None, stop=engine.stop, preflight=Preflight()
    )
    return conductor.run()


@pytest.mark.slow
@pytest.mark.parametrize("expected", [case(each) for each in (*LOOPS, *SCRIPTS)])
def test_that_a_users_loop_ends_as_it_must(
    expected: Expected, python: Interpreter, engine: Engine, tmp_path: Path
) -> None:
    if tuple(map(int, python.version.split(".")[:2])) < expected.since:
        its_syntax_is_said(expected, python)
        return
    comparison = compared(loop_of(expected, python), python, engine)
    (report,) = comparison.preflight
    if expected.needs and f"No module named {expected.needs!r}" in report.stops:
        return
    assert expected.stops in report.stops
    assert bool(report.stops) == bool(expected.stops)
    if expected.stops:
        assert comparison.runs == ()
        return
    checks = {check.slug: check for check in report.checks}
    assert tuple(slug for slug, check in checks.items() if check.state != "ok") == expected.noted
    assert not expected.said or any(expected.said in check.text for check in checks.values())
    outcomes = {row.contestant.strategy: row.outcome for row in comparison.rows}
    outcomes |= {contestant.strategy: OUT for contestant, _ in comparison.unavailable}
    assert outcomes["serial"] == "finished"
    assert outcomes["thread-pool-executor"] in expected.threads.split(" or ")
    assert outcomes["process-pool"] == expected.processes
    assert all((row.rank is not None) == (expected.ranked and row.outcome == "finished") for row in comparison.rows)
    its_script_runs(comparison, python, tmp_path / "winner.py")


def its_syntax_is_said(expected: Expected, python: Interpreter) -> None:
    """Before anything is started, with the line."""
    sentence = what_is_missing(expected.path, python)
    assert sentence.startswith(f"Python {python.id} can't read {expected.path.name}: line ")


def its_script_runs(comparison: Comparison, python: Interpreter, path: Path) -> None:
    """The script that is exported for the last strategy that came through runs as it stands under that Python."""
    row = [row for row in comparison.rows if row.outcome == "finished"][-1]
    path.write_text(script_of(comparison, row.contestant, row.contestant.call), encoding="utf-8")
    loop = comparison.plan.loop
    if loop.program is None:
        assert f"{row.items} results in " in printed(python, path)
    elif loop.is_imported:
        folder = shutil.copytree(FOLDER, path.with_name("loops"))
        before = printed(python, *command_of(loop), folder=folder)
        shutil.move(path, folder / Path(loop.path or "").relative_to(FOLDER))
        assert printed(python, *command_of(loop), folder=folder) == before
    else:
        original = path.with_name("original.py") if is_notebook(loop.file_name) else Path(loop.path or "")
        if not original.exists():
            original.write_text(loop.program.source, encoding="utf-8")
        assert printed(python, path) == printed(python, original)


def command_of(loop: LoopSpec) -> list[str]:
    """What Python is started with, in the folder, to run the program of an imported loop."""
    assert loop.program is not None
    module = (loop.program.module or "").rpartition(".")[2]
    ran = ["-m", module] if module else [Path(loop.program.main or "").name]
    return [*ran, *loop.program.arguments]


def printed(python: Interpreter, *command: str | Path, folder: Path | None = None) -> str:
    """What a script prints that runs as it stands."""
    done = subprocess.run([python.path, *command], capture_output=True, text=True, timeout=60, check=False, cwd=folder)
    assert done.returncode == 0, done.stderr
    return done.stdout
