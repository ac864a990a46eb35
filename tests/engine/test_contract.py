"""One contract for every strategy × call × start method: all tasks done once, right results, honest figures."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from parloop_gui.engine import catalogue
from parloop_gui.engine.protocol import LoopSpec, Measurement
from tests.helpers import interpreters
from tests.helpers.engine import Engine

LOOP = LoopSpec("builtin", "primes", 12, seed=5)
START_METHODS = ("fork", "spawn", "forkserver") if sys.platform == "linux" else ("spawn",)
ALL = [
    (strategy.slug, call.slug, method)
    for strategy in catalogue.strategies()
    for call in strategy.calls
    for method in (START_METHODS if strategy.uses_start_method else (None,))
]


def held_contract(engine: Engine, strategy: str, call: str, method: str | None, python: str) -> Measurement:
    reference = engine.run(LOOP, comparison=python, python=python, reference=True)
    assert reference.outcome == "finished", reference.message
    ended = engine.run(LOOP, strategy, call, comparison=python, python=python, workers=2, start_method=method)
    assert ended.outcome == "finished", f"{ended.message} {ended.details}"
    measured = ended.measurement
    assert measured is not None
    assert (measured.items, measured.tasks, measured.results_match) == (12, 12, True)
    assert measured.wall_s == pytest.approx(measured.startup_s + measured.work_s + measured.winddown_s)
    assert min(measured.startup_s, measured.work_s, measured.winddown_s) >= 0
    assert 0 < measured.first_result_s <= measured.wall_s
    assert 0 < measured.task_cpu_s <= measured.task_wall_s * 1.001
    assert 1 <= measured.workers_started <= measured.workers
    assert measured.start_method == method
    return measured


@pytest.mark.slow
@pytest.mark.parametrize(("strategy", "call", "method"), ALL)
def test_that_every_call_does_every_task_once(engine: Engine, strategy: str, call: str, method: str | None) -> None:
    measured = held_contract(engine, strategy, call, method, sys.executable)
    width = catalogue.strategy(strategy).width
    assert measured.width <= {"one": 1, "workers": 2, "items": 12}[width]


@pytest.mark.slow
@pytest.mark.parametrize("version", [version for version in interpreters.IDS if version != "3.11"])
@pytest.mark.parametrize("strategy", [strategy.slug for strategy in catalogue.strategies()])
def test_that_every_interpreter_holds_the_contract(engine: Engine, strategy: str, version: str) -> None:
    info = catalogue.strategy(strategy)
    method = "fork" if info.uses_start_method else None
    held_contract(engine, strategy, info.default_call, method, str(interpreters.find(version)))


def test_that_thread_and_process_make_a_worker_per_item(engine: Engine) -> None:
    engine.run(LOOP, reference=True)
    for strategy, call in (("thread", "slots"), ("process", "queue")):
        measured = engine.run(LOOP, strategy, call, workers=2).measurement
        assert measured is not None
        assert (measured.width, measured.workers, measured.workers_started) == (12, 12, 12)


def test_that_a_lazy_call_has_its_first_result_before_the_last(engine: Engine) -> None:
    loop = LoopSpec("builtin", "sleep", 8, params={"task_ms": 20})
    engine.run(loop, reference=True)
    lazy = engine.run(loop, "thread-pool", "imap", workers=2).measurement
    whole = engine.run(loop, "thread-pool", "map", workers=2).measurement
    assert lazy is not None
    assert whole is not None
    assert lazy.first_result_s < lazy.startup_s + lazy.work_s / 2
    assert whole.first_result_s == pytest.approx(whole.startup_s + whole.work_s, rel=0.01)


def test_that_a_sample_is_spread_evenly(engine: Engine) -> None:
    ended = engine.run(LoopSpec("builtin", "primes", 100, sample=10, seed=5), reference=True)
    assert ended.measurement is not None
    assert ended.measurement.items == 10


def test_that_a_spawned_worker_imports_nothing_that_its_script_would_not(engine: Engine, tmp_path: Path) -> None:
    script = tmp_path / "modules.py"
    script.write_text("import sys\ndef loaded(item):\n    return sorted(sys.modules)\n")
    loop = LoopSpec("user", "loaded", 2, path=str(script), function="loaded")
    engine.run(loop, reference=True)
    ended = engine.run(loop, "process-pool", "map", workers=2, start_method="spawn")
    assert ended.outcome == "wrong-result"  # the runner has more modules than a worker
    for heavy in ("dataclasses", "inspect", "json", "parloop_engine.protocol"):
        assert repr(heavy) not in ended.message
