"""Every strategy by every call: done for real here, and as the text that is shown and exported."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

from parloop_gui.engine.catalogue.code import idiom_text
from parloop_gui.engine.codegen.idiom_text import GUARD
from parloop_gui.engine.strategies.registry import STRATEGIES
from parloop_gui.engine.strategies.strategy import Call, Strategy
from tests.helpers import interpreters
from tests.helpers.engines.engine import lay_engine
from tests.helpers.engines.scripts import ALL, PAIRS

ITEMS = list(range(8))
PLACEHOLDERS = re.compile(r"\b(pool_class|executor_class|workers|set_up|noqa|return results|Any)\b")

RUN_ALL = """
import multiprocessing, operator, sys
from parloop_engine.strategies.idiom_use import arguments_for
from parloop_engine.strategies.registry import STRATEGIES

multiprocessing.set_start_method(sys.argv[1])
async def awaited(number):
    return -number

found = {}
version = sys.version_info[:2]
for strategy in STRATEGIES:
    for call in () if strategy.package else strategy.calls:
        if version < max(strategy.needs_python, call.needs_python):
            continue
        task = awaited if call.awaits else operator.neg
        for chunksize in (None, 3)[: 1 + call.takes_chunksize]:
            effective = strategy.effective(call, 8, 2, chunksize, 2, version)
            arguments = arguments_for(strategy, call, task, list(range(8)), [], effective)
            found[strategy.slug, call.slug, chunksize] = call.idiom(**arguments)
print(found)
"""

# A file by itself: of what stands in `__main__` joblib sends each function with a copy of all that it names.
SET_UP = """
ready = []

def prepare():
    ready.append(1)

def add(number):
    return ready[0] + number

def add_up(number, other):
    return ready[0] + number + other
"""

RUN_PACKAGES = """
import json, sys
import set_up
from parloop_engine.strategies.idiom_use import arguments_for, sets_up
from parloop_engine.strategies.registry import STRATEGIES

def found(strategy, call, workers, method):
    set_up.ready.clear()
    items = [(number, 10) if call.spreads else number for number in range(8)]
    effective = strategy.effective(call, 8, workers, 3 if call.takes_chunksize else None, 2, sys.version_info[:2])
    task = set_up.add_up if call.spreads else set_up.add
    arguments = arguments_for(strategy, call, task, items, [], effective, set_up.prepare, method)
    if sets_up(strategy, call, workers) == "first":
        set_up.prepare()
    return sorted(call.idiom(**arguments))

if __name__ == "__main__":
    wanted = sys.argv[1]
    strategy = next(each for each in STRATEGIES if each.slug == wanted)
    method = strategy.own_start_method
    print(json.dumps({
        f"{call.slug} {unpack} {workers}": found(strategy, call.for_loop(unpack), workers, method)
        for call in strategy.calls for unpack in (False, True) for workers in (1, 2)
    }))
"""


@pytest.fixture(scope="module")
def engine_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the engine alone, as at run time."""
    return lay_engine(tmp_path_factory.mktemp("engine"))


@pytest.mark.parametrize(
    ("version", "start_method"),
    [
        (None, "fork"),
        pytest.param(None, "spawn", marks=pytest.mark.slow),
        ("3.10", "fork"),
        pytest.param("3.14", "forkserver", marks=pytest.mark.slow),
    ],
)
def test_that_every_idiom_returns_each_item_s_result(
    version: str | None, start_method: str, engine_folder: Path
) -> None:
    python = interpreters.find(version) if version else sys.executable
    command = [python, "-W", "error", "-c", RUN_ALL, start_method]
    done = subprocess.run(command, cwd=engine_folder, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stderr
    found = ast.literal_eval(done.stdout)
    old = [
        (s, c) for s, c in PAIRS if max(s.needs_python, c.needs_python) > ((3, 10) if version == "3.10" else (3, 11))
    ]
    there = PAIRS if version == "3.14" else [pair for pair in PAIRS if pair not in old]
    there = [(strategy, call) for strategy, call in there if strategy.package is None]
    assert {key[:2] for key in found} == {(strategy.slug, call.slug) for strategy, call in there}
    for strategy, call in there:
        for chunksize in (None, 3)[: 1 + call.takes_chunksize]:
            results = found[strategy.slug, call.slug, chunksize]
            assert (results if call.ordered else sorted(results, reverse=True)) == [-number for number in ITEMS]


@pytest.mark.slow
@pytest.mark.parametrize("strategy", [each for each in STRATEGIES if each.package], ids=lambda each: each.slug)
def test_that_every_idiom_of_a_package_sets_up_each_worker_and_returns_each_item_s_result(
    strategy: Strategy, engine_folder: Path
) -> None:
    script = engine_folder / "run_packages.py"
    script.write_text(RUN_PACKAGES)
    (engine_folder / "set_up.py").write_text(SET_UP)
    command = [str(interpreters.with_packages()), "-W", "error", str(script), strategy.slug]
    done = subprocess.run(command, cwd=engine_folder, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stderr
    expected = {
        f"{call.slug} {unpack} {workers}": [number + 1 + 10 * call.for_loop(unpack).spreads for number in ITEMS]
        for call in strategy.calls
        for unpack in (False, True)
        for workers in (1, 2)
    }
    assert json.loads(done.stdout) == expected


@pytest.mark.parametrize(("strategy", "call"), ALL)
def test_that_a_call_is_lazy_exactly_if_it_fills_a_list_as_results_come(strategy: Strategy, call: Call) -> None:
    parameters = call.idiom.__code__.co_varnames[: call.idiom.__code__.co_argcount]
    assert call.lazy == ("results" in parameters)
    if call.takes_chunksize:
        assert "chunksize" in parameters
        assert call.chunking is not None


@pytest.mark.parametrize("numbers", [(None, None, None), (2, 25, "spawn")], ids=["defaults", "numbers"])
@pytest.mark.parametrize(("strategy", "call"), ALL)
def test_that_the_text_compiles_has_the_guard_and_leaves_no_placeholder(
    strategy: Strategy, call: Call, numbers: tuple[int | None, int | None, str | None]
) -> None:
    workers, chunksize, start_method = numbers
    text = idiom_text(
        strategy.slug,
        call.slug,
        task="is_prime",
        workers=workers,
        chunksize=chunksize,
        start_method=start_method,
    )
    tree = ast.parse(text)
    block = tree.body[-1]
    assert isinstance(block, ast.If)
    assert text.count(GUARD) == 1
    assert not PLACEHOLDERS.search(text)
    assert "is_prime" in ast.unparse(block)
    told = "start_method=" if strategy.own_start_method else "set_start_method"
    assert (told in text) == (start_method is not None and strategy.uses_start_method)
    assert bool(re.search("chunk_?size=25", text)) == (chunksize is not None and call.takes_chunksize)
    assert bool(re.search(r"\((n_jobs=)?2[,)]|, 2\)", text)) == (workers is not None and strategy.width == "workers")
    assert any(isinstance(node, ast.Name) and node.id == "results" for node in ast.walk(block))


def test_that_the_text_of_pool_map_reads_as_people_write_it() -> None:
    text = idiom_text("process-pool", "map", task="is_prime", workers=2, chunksize=25, start_method="spawn")
    assert text == textwrap.dedent("""\
        import multiprocessing
        from multiprocessing import Pool

        if __name__ == "__main__":
            multiprocessing.set_start_method("spawn")
            with Pool(2) as pool:
                results = pool.map(is_prime, items, chunksize=25)
    """)


def test_that_numbers_left_to_python_leave_no_argument_behind() -> None:
    text = idiom_text("thread-pool-executor", "map", task="is_prime")
    assert "with ThreadPoolExecutor() as pool:\n        results = list(pool.map(is_prime, items))\n" in text


@pytest.mark.parametrize("name", ["process", "results", "queue", "item"])
def test_that_a_function_with_the_name_of_an_idiom_s_variable_is_not_hidden(name: str) -> None:
    text = idiom_text("process", "queue", task=name, items="[1, 2]", start_method="fork")
    scope: dict[str, Any] = {"__name__": "elsewhere"}
    exec(compile(text, "text", "exec"), scope)  # noqa: S102 - without the guarded block
    block = ast.parse(text).body[-1]
    stored = {node.id for node in ast.walk(block) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    assert name not in stored
    assert f"{name}_" in stored


@pytest.mark.parametrize("call", ["map", "submit"])
def test_that_a_pool_of_interpreters_sets_its_path_and_says_why(call: str) -> None:
    text = idiom_text("interpreter-pool-executor", call, task="is_prime", workers=2)
    assert "initializer=exec" in text
    assert "# A sub-interpreter does not inherit changes to sys.path" in text


def test_that_an_async_function_is_run_by_asyncio_run_where_it_is_not_awaited() -> None:
    text = idiom_text("process-pool", "map", task="fetch", is_async=True)
    assert "def run_fetch(item):" in text
    assert "results = pool.map(run_fetch, items)" in text
    assert "run_fetch" not in idiom_text("asyncio", "gather", task="fetch", is_async=True)


def test_that_text_can_be_rendered_where_the_engine_is_a_plain_folder(engine_folder: Path) -> None:
    code = "from parloop_engine.catalogue.code import idiom_text; print(idiom_text('thread', 'slots', task='f'))"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=engine_folder, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == idiom_text("thread", "slots", task="f").strip()
