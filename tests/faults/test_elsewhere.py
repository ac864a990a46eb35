"""As near to other systems as Linux gets: no /proc, fork, pidfd, subreaper or run delay. Less is told, none crashes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from parloop_gui.bridge.failure_lab.matrix import FailureMatrix, cells
from parloop_gui.bridge.processes import engine as child
from parloop_gui.bridge.processes.engine import Engine
from parloop_gui.bridge.processes.engine_folder import engine_folder
from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.catalogue.fitness import unavailable
from parloop_gui.engine.protocol.messages import LoopSpec, RunEnded, RunSpec, launch_command
from tests.engine.supervisor.test_contract import held_contract
from tests.faults.marked import GONE_S, in_time
from tests.helpers.elsewhere import PLACE, can_be_elsewhere, elsewhere
from tests.helpers.engines.engine import Engine as BareEngine
from tests.helpers.engines.engine import copy_engine

ALL = os.environ.get("PARLOOP_CHECK") == "faults"
ROOT = Path(__file__).resolve().parents[2]
# Without a watcher the app ends such a supervisor, and tidies up behind it while the next one begins.
SWEPT_LATER = ("stops-supervisor",)
_OF_PYTHON = [each for each in catalogue.strategies() if each.package is None]
ABLE = [each for each in _OF_PYTHON if unavailable(each.slug, sys.version_info[:2], "darwin") is None]
CALLS = [(each.slug, call.slug) for each in ABLE for call in each.calls if sys.version_info >= call.needs_python]
COMPARED = """
import sys
from PySide6.QtWidgets import QApplication
from parloop_gui.bridge.interpreters.discovery import own_interpreter
from parloop_gui.engine.protocol.messages import LoopSpec
from parloop_gui.model.plan.plan import Choice, Plan
from parloop_gui.model.statistics.classification import tag_words
from parloop_gui.ui.interpreters.pythons import Pythons
from parloop_gui.ui.window.main_window import MainWindow

python = own_interpreter()
choices = (Choice("serial", "for"), Choice("thread-pool-executor", "map"), Choice("process-pool-executor", "map"))
plan = Plan(LoopSpec("builtin", "primes", 8), choices, (python,), rounds=1, start_method="spawn")
application = QApplication(["parloop"])
window = MainWindow(pythons=Pythons(lambda: python, lambda: (python,)))

def on_ended(comparison, problem):
    print(comparison.ended.reason, [row.outcome for row in comparison.rows], problem)
    print(*(tag_words(row.tag) for row in comparison.rows if row.tag), sep="; ")
    window.close()
    application.quit()

window.session.ended.connect(on_ended)
window.background.finished.connect(lambda: window.comparing.compare(plan))
window.show()
sys.exit(application.exec())
"""

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not can_be_elsewhere(), reason="no namespace can be made here")]


@pytest.fixture(scope="module")
def bare_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BareEngine]:
    """A supervisor that has only what all systems have."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(PLACE))
        with BareEngine(copy_engine(tmp_path_factory.mktemp("engine")), started=elsewhere) as engine:
            yield engine


@pytest.mark.parametrize(("strategy", "call"), CALLS if ALL else [("process-pool-executor", "map")])
def test_that_the_contract_holds_without_what_only_linux_has(bare_engine: BareEngine, strategy: str, call: str) -> None:
    method = "spawn" if catalogue.strategy(strategy).uses_start_method else None
    measured = held_contract(bare_engine, strategy, call, method, sys.executable)
    assert measured.core_wait_s is None


@pytest.fixture(scope="module")
def bare_matrix(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[FailureMatrix, Engine]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(PLACE))
        command = launch_command(sys.executable, engine_folder(), "supervisor.main")
        with Engine(elsewhere(command)) as engine:
            yield FailureMatrix(engine, sys.executable), engine


@pytest.mark.skipif(not ALL, reason="takes its time; `make check-faults` does it")
@pytest.mark.parametrize("number", range(len(catalogue.faults())), ids=[each.slug for each in catalogue.faults()])
def test_that_every_fault_ends_without_what_only_linux_has(
    bare_matrix: tuple[FailureMatrix, Engine], number: int
) -> None:
    matrix, engine = bare_matrix
    fault, strategy = catalogue.faults()[number], ABLE[number % len(ABLE)]
    (cell,) = cells([fault.slug], [strategy.slug], ["spawn"])
    result = matrix.make(cell)
    left = [line for line in result.left if not line.endswith(" zombie")]  # without a subreaper they are init's
    assert left == [] or fault.slug in SWEPT_LATER
    assert "Traceback" not in result.message
    assert in_time(result.took_s - result.limit_s, child.LIMIT_PATIENCE_S + GONE_S), result
    spec = RunSpec("next", "faults", sys.executable, LoopSpec("builtin", "primes", 4), "serial", "for", reference=True)
    assert next(each for each in engine.execute(spec) if isinstance(each, RunEnded)).outcome == "finished"


OWN = """
import math

def task(number):
    return math.isqrt(number)

if __name__ == "__main__":
    for number in range(6):
        print(math.isqrt(number))
"""
COMPARE = ("compare", "--strategies", "thread-pool-executor", "--rounds", "1", "--no-history", "--repeat-effects")


@pytest.mark.parametrize("loop", [["own.py:task", "--items", "6"], ["own.py:8"]] if ALL else [["own.py:8"]])
def test_that_a_loop_of_one_s_own_is_tried_and_compared_without_what_only_linux_has(
    loop: list[str], tmp_path: Path
) -> None:
    (tmp_path / "own.py").write_text(OWN)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(PLACE), str(ROOT)))}
    command = elsewhere([sys.executable, "-m", "parloop_gui", *COMPARE, *loop])
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "1 round" in done.stdout


@pytest.mark.timeout(660)
@pytest.mark.skipif(not ALL, reason="takes its time; `make check-faults` does it")
def test_that_a_window_compares_without_what_only_linux_has_and_says_about(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    own = {name: str(tmp_path) for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR", "XDG_CACHE_HOME")}
    environment = {**os.environ, **own, "PYTHONPATH": str(PLACE), "QT_QPA_PLATFORM": "offscreen"}
    command = elsewhere([sys.executable, "-c", COMPARED, "parloop_gui"])
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    ended, tags = done.stdout.splitlines()
    assert ended == "done ['finished', 'finished', 'finished'] "
    assert "about" in tags
