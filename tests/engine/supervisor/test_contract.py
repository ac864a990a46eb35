"""One contract for every strategy × call × start method: all tasks done once, right results, honest figures."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.catalogue.fitness import call_under, unavailable, unfit
from parloop_gui.engine.catalogue.selection import default_call
from parloop_gui.engine.protocol.messages import LoopSpec, Measurement
from tests.helpers import interpreters
from tests.helpers.engines.engine import AWAITED, Engine

LOOP = LoopSpec("builtin", "primes", 12, seed=5)
START_METHODS = ("fork", "spawn", "forkserver") if sys.platform == "linux" else ("spawn",)
ALL = [
    (strategy.slug, call.slug, method)
    for strategy in catalogue.strategies()
    for call in strategy.calls
    for method in (START_METHODS if strategy.uses_start_method else (None,))
]


def held_contract(
    engine: Engine, strategy: str, call: str, method: str | None, python: str, loop: LoopSpec | None = None
) -> Measurement:
    loop = loop or (AWAITED if catalogue.strategy(strategy).call(call).awaits else LOOP)
    comparison = f"{python} {loop.name}"
    reference = engine.run(loop, comparison=comparison, python=python, reference=True)
    assert reference.outcome == "finished", reference.message
    ended = engine.run(loop, strategy, call, comparison=comparison, python=python, workers=2, start_method=method)
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
    info = catalogue.strategy(strategy)
    measured = held_contract(engine, strategy, call, method, interpreters.of(strategy, call))
    assert measured.width <= {"one": 1, "workers": 2, "items": 12}[info.width]


@pytest.mark.slow
@pytest.mark.parametrize("version", [version for version in interpreters.IDS if version != "3.11"])
@pytest.mark.parametrize("strategy", [strategy.slug for strategy in catalogue.strategies()])
def test_that_every_interpreter_holds_the_contract(engine: Engine, strategy: str, version: str) -> None:
    info = catalogue.strategy(strategy)
    if info.package or unavailable(strategy, version_info(version), sys.platform):
        pytest.skip(f"{info.title} is not there in Python {version}")
    method = "fork" if info.uses_start_method else None
    held_contract(engine, strategy, info.default_call, method, str(interpreters.find(version)))


def version_info(version: str) -> tuple[int, int]:
    major, minor = version.rstrip("t").split(".")
    return int(major), int(minor)


@pytest.mark.slow
@pytest.mark.parametrize("version", [version for version in interpreters.IDS if version != "3.11"])
def test_that_every_interpreter_awaits_an_async_function(engine: Engine, version: str) -> None:
    call = call_under("asyncio", default_call("asyncio", is_async=True), version_info(version))
    assert call == ("gather" if version == "3.10" else "task_group")
    held_contract(engine, "asyncio", call, None, str(interpreters.find(version)))


@pytest.mark.slow
@pytest.mark.parametrize("strategy", [strategy.slug for strategy in catalogue.strategies()])
def test_that_every_strategy_runs_an_async_function(engine: Engine, strategy: str) -> None:
    info = catalogue.strategy(strategy)
    method = "spawn" if info.uses_start_method else None
    python = interpreters.of(strategy) if info.package else str(interpreters.find("3.14"))
    held_contract(engine, strategy, info.default_call, method, python, AWAITED)


@pytest.mark.parametrize(("strategy", "call"), [("asyncio", "gather"), ("thread-pool", "map")])
def test_that_an_async_function_may_take_several_arguments(engine: Engine, strategy: str, call: str) -> None:
    items = "[(number, 3) for number in range(12)]"
    loop = replace(AWAITED, name="pair", function="pair", items=items, unpack=True)
    held_contract(engine, strategy, call, None, sys.executable, loop)


def test_that_an_ordinary_function_can_not_be_awaited(engine: Engine) -> None:
    ended = engine.run(LOOP, "asyncio", "gather", workers=2)
    assert ended.outcome == "unavailable"
    assert "use to_thread" in ended.message


def test_that_each_awaited_task_has_the_cpu_time_of_its_own_steps(engine: Engine) -> None:
    engine.run(AWAITED, reference=True)
    plain = engine.run(AWAITED).measurement
    awaited = engine.run(AWAITED, "asyncio", "task_group", workers=12).measurement
    assert plain is not None
    assert awaited is not None
    assert (awaited.width, awaited.workers_started) == (12, 12)
    assert awaited.wall_s < plain.wall_s / 2  # they waited side by side
    # Only one computes at a time: had each been charged with what went on while it waited, this would be twelvefold.
    assert awaited.task_cpu_s <= awaited.wall_s


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
    for heavy in ("dataclasses", "inspect", "json", "parloop_engine.protocol.messages"):
        assert repr(heavy) not in ended.message


@pytest.mark.slow
@pytest.mark.parametrize("strategy", [each.slug for each in catalogue.strategies() if each.slug != "serial"])
def test_that_every_strategy_sets_its_workers_up_and_hands_over_an_items_parts(
    engine: Engine, strategy: str, tmp_path: Path
) -> None:
    script = tmp_path / "paired.py"
    script.write_text("table = []\ndef load(): table[:] = range(100)\ndef add(a, b): return table[a] + b\n")
    loop = LoopSpec("user", "add", "list(zip(range(9), range(9)))", path=str(script), function="add", unpack=True)
    info = catalogue.strategy(strategy)
    set_up = replace(loop, setup="load")
    if unfit(strategy, info.default_call, set_up) or sys.version_info < info.needs_python:
        pytest.skip("can't be set up here")
    python = interpreters.of(strategy)
    assert engine.run(set_up, comparison=strategy, python=python, reference=True).outcome == "finished"
    for call in [each.slug for each in info.calls if not each.awaits and sys.version_info >= each.needs_python]:
        for method in ("fork", "spawn") if info.uses_start_method else (None,):
            ended = engine.run(
                set_up, strategy, call, comparison=strategy, python=python, workers=2, start_method=method
            )
            assert ended.measurement is not None, f"{call} {method}: {ended.message} {ended.details}"
            assert (ended.outcome, ended.measurement.results_match, ended.measurement.tasks) == ("finished", True, 9)
    alone = engine.run(set_up, strategy, info.default_call, comparison=strategy, python=python, workers=1)
    assert alone.outcome == "finished", f"{alone.message} {alone.details}"
    assert engine.run(loop, comparison=f"{strategy}-bare", reference=True).outcome == "failed"
