"""What a run does before its clock starts and once that has stopped, in this order."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.helpers import interpreters
from tests.helpers.engines.engine import lay_engine

RUN = """
import sys
from parloop_engine.host.lazy_function import Deferred, loaded
from parloop_engine.protocol.messages import LoopSpec, RunSpec
from parloop_engine.protocol.runner_messages import Assignment
from parloop_engine.runner import readiness
from parloop_engine.runner.job import load
from parloop_engine.runner.one_run import OneRun

class Pipe:
    def send(self, message):
        told.append(type(message).__name__)
        imported.append(set(sys.modules))

def kept_workers_end():
    told.append("workers end")
    if after is not None:
        loaded(after)()

if __name__ == "__main__":
    told, imported = [], []
    strategy, call, folder = sys.argv[1:]
    loop = LoopSpec("builtin", "primes", 4)
    spec = RunSpec("run-1", folder, sys.executable, loop, strategy, call, workers=2)
    run = OneRun(Assignment(spec, folder, folder, folder, "", False), Pipe(), 0.0)
    readiness.belong_to(run.assignment)
    after = run.strategy.after
    run.strategy = run.strategy._replace(after=Deferred("__main__", "kept_workers_end"))
    task = run.get_ready(load(run.assignment))
    idiom = run.idiom(task, run.job.items[:2])
    print(sorted(set(sys.modules) - imported[0]))
    run.begin()
    idiom()
    run.end()
    print(*told, sep=", ")
"""


def lines_of(folder: Path, *run: str) -> list[str]:
    """What is printed of a run by that strategy and call: what is imported after `Started`, then all in order."""
    (folder / "run.py").write_text(RUN)
    lay_engine(folder)
    (folder / "runs").mkdir()
    command = [interpreters.of(run[0]), str(folder / "run.py"), *run, str(folder / "runs")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("strategy", "call"),
    [
        ("thread-pool", "map"),
        pytest.param("joblib-threads", "parallel", marks=pytest.mark.slow),
        pytest.param("joblib", "parallel", marks=pytest.mark.slow),
        pytest.param("mpire", "map", marks=pytest.mark.slow),
    ],
)
def test_that_all_that_a_strategy_needs_is_imported_before_a_run_says_that_it_starts(
    strategy: str, call: str, tmp_path: Path
) -> None:
    assert lines_of(tmp_path, strategy, call)[0] == "[]"


@pytest.mark.slow
def test_that_a_run_says_that_it_has_its_results_before_it_ends_the_workers_that_are_kept(tmp_path: Path) -> None:
    assert lines_of(tmp_path, "thread-pool", "map")[1] == "Started, Returned, workers end, Stopped"
