"""A loop of the user's program, run where it stands: its results, its folds in order, what it prints."""

from __future__ import annotations

from pathlib import Path

import pytest

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.protocol.messages import LoopSpec, RunEnded
from tests.helpers import interpreters
from tests.helpers.engines.engine import Engine
from tests.helpers.engines.programs import staged

METHODS = ("fork", "spawn", "forkserver")
WAYS = [
    (strategy.slug, strategy.default_call, method)
    for strategy in catalogue.strategies()
    for method in (METHODS if strategy.uses_start_method else (None,))
    if strategy.sets_up_workers and strategy.comes_to_loops
]

IN_A_METHOD = """
import argparse
import sys


class Shop:
    def __init__(self, factor):
        self.factor = factor
        self.totals = []

    def count(self, names):
        sizes = {}
        for name in names:  # the loop
            size = len(name) * self.factor
            sizes[name] = size
            print(name, size)
        self.totals.append(sizes)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--factor", type=int, required=True)
    chosen = parser.parse_args()
    assert __name__ == "__main__" and sys.argv[0] == __file__, (__name__, sys.argv, __file__)
    Shop(chosen.factor).count([f"{number:03}" * number for number in range(1, 13)])
    print("never printed: it stands behind the loop")


if __name__ == "__main__":
    main()
"""


FIRST_MATCH = """
def first(numbers):
    for n in numbers:  # the loop
        value = n * n
        print(n, value)
        if value > 120:
            return n


first(range(100))
"""


def in_a_method(folder: Path, *arguments: str) -> LoopSpec:
    """The loop in a method called from main(), which takes arguments."""
    return staged(
        folder / "shop.py",
        IN_A_METHOD,
        task="def task(name):\n    return len(name) * _self.factor",
        give="def give(*values):\n    global _self\n    (_self,) = values",
        values="self",
        fold="size = _value\nsizes[name] = size\nprint(name, size)",
        arguments=arguments,
    )


def finished(ended: RunEnded) -> RunEnded:
    """The same; what went wrong is told where it did not finish."""
    assert ended.outcome == "finished", f"{ended.outcome}: {ended.message}\n{ended.details}\n{ended.output}"
    return ended


@pytest.mark.parametrize(("strategy", "call", "method"), WAYS)
def test_that_a_loop_in_a_method_is_run_where_it_stands(
    engine: Engine, tmp_path: Path, strategy: str, call: str, method: str | None
) -> None:
    loop = in_a_method(tmp_path, "--factor", "3")
    python = interpreters.of(strategy)
    plain = finished(engine.run(loop, reference=True, python=python))
    ended = finished(engine.run(loop, strategy, call, workers=2, start_method=method, python=python))
    assert ended.measurement is not None
    assert (ended.measurement.items, ended.measurement.tasks) == (12, 12)
    assert ended.measurement.results_match is True
    assert ended.measurement.start_method == method
    printed = [f"{number:03}" * number + f" {9 * number}" for number in range(1, 13)]
    assert plain.output.splitlines() == printed
    # mpire leaves a semaphore to multiprocessing's tracker, which says so in two lines as it ends.
    printed_by_tracker = ("resource_tracker: There", "warnings.warn('resource_tracker")
    lines = ended.output.splitlines()
    assert [line for line in lines if not any(each in line for each in printed_by_tracker)] == printed


@pytest.mark.parametrize(
    ("strategy", "call", "method", "tasks"),
    [
        ("thread-pool-executor", "map", None, 8 + 16),
        ("process-pool", "imap", "fork", 8 + 16),
        ("thread", "slots", None, 16),
    ],
)
def test_that_a_loop_runs_in_chunks_until_its_first_match(
    engine: Engine, tmp_path: Path, strategy: str, call: str, method: str | None, tasks: int
) -> None:
    loop = staged(
        tmp_path / "first.py",
        FIRST_MATCH,
        task="def task(n):\n    return n * n",
        fold="value = _value\nprint(n, value)\nif value > 120:\n    return n",
        until_found=True,
    )
    plain = finished(engine.run(loop, reference=True))
    ended = finished(engine.run(loop, strategy, call, workers=2, start_method=method))
    assert plain.measurement is not None
    assert ended.measurement is not None
    assert (plain.measurement.items, plain.measurement.tasks) == (12, 12)
    assert (ended.measurement.items, ended.measurement.tasks) == (12, tasks)
    assert ended.measurement.results_match is True
    assert ended.output == plain.output == "".join(f"{n} {n * n}\n" for n in range(12))


@pytest.mark.parametrize("version", [each for each in interpreters.IDS if each != "3.11"])
@pytest.mark.parametrize(("strategy", "method"), [("process-pool-executor", "spawn"), ("process-pool", "forkserver")])
def test_that_every_interpreter_runs_it(
    engine: Engine, tmp_path: Path, version: str, strategy: str, method: str
) -> None:
    python = str(interpreters.find(version))
    loop = in_a_method(tmp_path, "--factor", "3")
    finished(engine.run(loop, reference=True, python=python, comparison=version))
    ended = engine.run(loop, strategy, "map", workers=2, start_method=method, python=python, comparison=version)
    assert finished(ended).measurement is not None
    own = engine.run(loop, strategy, "map", workers=2, python=python, comparison=version)
    assert finished(own).measurement is not None


@pytest.mark.parametrize("strategy", ["thread-pool-executor", "process-pool", "process-pool-executor"])
def test_that_a_pool_kept_open_does_the_tasks_twice_and_what_is_done_with_results_once(
    engine: Engine, tmp_path: Path, strategy: str
) -> None:
    loop = in_a_method(tmp_path, "--factor", "3")
    plain = finished(engine.run(loop, reference=True))
    ended = finished(engine.run(loop, strategy, "map", workers=2, kept_open=True))
    assert ended.measurement is not None
    assert ended.measurement.kept_open_s is not None
    assert 0 < ended.measurement.kept_open_s < ended.measurement.wall_s
    assert (ended.measurement.items, ended.measurement.tasks) == (12, 24)
    assert ended.measurement.results_match is True
    assert ended.output == plain.output
