"""Every strategy by every call: done for real here, and as the text that is shown and exported."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from parloop_gui.engine import catalogue
from parloop_gui.engine.idiom_text import GUARD
from parloop_gui.engine.protocol import LoopSpec
from parloop_gui.engine.strategies.registry import STRATEGIES, find
from parloop_gui.engine.strategies.strategy import Call, Strategy
from tests.helpers import interpreters
from tests.helpers.engine import AWAITED

PAIRS = [(strategy, call) for strategy in STRATEGIES for call in strategy.calls]
ALL = [pytest.param(strategy, call, id=f"{strategy.slug}:{call.slug}") for strategy, call in PAIRS]
ITEMS = list(range(8))
PLACEHOLDERS = re.compile(r"\b(pool_class|executor_class|workers|set_up|noqa|return results|Any)\b")

RUN_ALL = """
import multiprocessing, operator, sys
from parloop_engine.strategies.registry import STRATEGIES

multiprocessing.set_start_method(sys.argv[1])
async def awaited(number):
    return -number

found = {}
version = sys.version_info[:2]
for strategy in STRATEGIES:
    for call in strategy.calls:
        if version < max(strategy.needs_python, call.needs_python):
            continue
        task = awaited if call.awaits else operator.neg
        for chunksize in (None, 3)[: 1 + call.takes_chunksize]:
            effective = strategy.effective(call, 8, 2, chunksize, 2, version)
            arguments = strategy.arguments(call, task, list(range(8)), [], effective)
            found[strategy.slug, call.slug, chunksize] = call.idiom(**arguments)
print(found)
"""


@pytest.fixture(scope="module")
def engine_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the engine alone, as at run time."""
    folder = tmp_path_factory.mktemp("engine")
    shutil.copytree(Path(catalogue.__file__).parent, folder / "parloop_engine", ignore=shutil.ignore_patterns("__py*"))
    return folder


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
    assert {key[:2] for key in found} == {(strategy.slug, call.slug) for strategy, call in there}
    for strategy, call in there:
        for chunksize in (None, 3)[: 1 + call.takes_chunksize]:
            results = found[strategy.slug, call.slug, chunksize]
            assert (results if call.ordered else sorted(results, reverse=True)) == [-number for number in ITEMS]


@pytest.mark.parametrize(("strategy", "call"), ALL)
def test_that_a_call_is_lazy_exactly_if_it_fills_a_list_as_results_come(strategy: Strategy, call: Call) -> None:
    parameters = call.idiom.__code__.co_varnames[: call.idiom.__code__.co_argcount]
    assert call.lazy == ("results" in parameters)
    if call.takes_chunksize:
        assert "chunksize" in parameters
        assert call.default_chunksize is not None


@pytest.mark.parametrize("numbers", [(None, None, None), (2, 25, "spawn")], ids=["defaults", "numbers"])
@pytest.mark.parametrize(("strategy", "call"), ALL)
def test_that_the_text_compiles_has_the_guard_and_leaves_no_placeholder(
    strategy: Strategy, call: Call, numbers: tuple[int | None, int | None, str | None]
) -> None:
    workers, chunksize, start_method = numbers
    text = catalogue.idiom_text(
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
    assert ("set_start_method" in text) == (start_method is not None and strategy.uses_start_method)
    assert ("chunksize=25" in text) == (chunksize is not None and call.takes_chunksize)
    assert bool(re.search(r"\(2[,)]|, 2\)", text)) == (workers is not None and strategy.width == "workers")
    assert any(isinstance(node, ast.Name) and node.id == "results" for node in ast.walk(block))


def test_that_the_text_of_pool_map_reads_as_people_write_it() -> None:
    text = catalogue.idiom_text("process-pool", "map", task="is_prime", workers=2, chunksize=25, start_method="spawn")
    assert text == textwrap.dedent("""\
        import multiprocessing
        from multiprocessing import Pool

        if __name__ == "__main__":
            multiprocessing.set_start_method("spawn")
            with Pool(2) as pool:
                results = pool.map(is_prime, items, chunksize=25)
    """)


def test_that_numbers_left_to_python_leave_no_argument_behind() -> None:
    text = catalogue.idiom_text("thread-pool-executor", "map", task="is_prime")
    assert "with ThreadPoolExecutor() as pool:\n        results = list(pool.map(is_prime, items))\n" in text


@pytest.mark.parametrize("name", ["process", "results", "queue", "item"])
def test_that_a_function_with_the_name_of_an_idiom_s_variable_is_not_hidden(name: str) -> None:
    text = catalogue.idiom_text("process", "queue", task=name, items="[1, 2]", start_method="fork")
    scope: dict[str, Any] = {"__name__": "elsewhere"}
    exec(compile(text, "text", "exec"), scope)  # noqa: S102 - without the guarded block
    block = ast.parse(text).body[-1]
    stored = {node.id for node in ast.walk(block) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    assert name not in stored
    assert f"{name}_" in stored


def run_script(text: str, folder: Path, python: str | Path = sys.executable) -> str:
    """What a rendered script prints, run as a file."""
    path = folder / "rendered.py"
    path.write_text(text, encoding="utf-8")
    done = subprocess.run([python, "-W", "error", path], capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


def printing(text: str) -> str:
    """The text with a function and items to run over, and its results printed."""
    return f"def square(number):\n    return number * number\n\n\n{text}    print(results)\n"


@pytest.mark.slow
@pytest.mark.parametrize("start_method", ["spawn", "fork"])
@pytest.mark.parametrize("slug", ["process", "process-pool", "process-pool-executor"])
def test_that_rendered_text_runs_as_a_script_of_its_own(slug: str, start_method: str, tmp_path: Path) -> None:
    call = find(slug).calls[-1]
    text = catalogue.idiom_text(slug, call.slug, task="square", items="range(8)", workers=2, start_method=start_method)
    results = ast.literal_eval(run_script(printing(text), tmp_path))
    assert (results if call.ordered else sorted(results)) == [number * number for number in ITEMS]


@pytest.mark.slow
@pytest.mark.parametrize("version", ["3.10", "3.13t", "3.14"])
@pytest.mark.parametrize("slug", ["thread", "thread-pool-executor", "process", "process-pool", "process-pool-executor"])
def test_that_rendered_text_runs_under_other_pythons(slug: str, version: str, tmp_path: Path) -> None:
    text = catalogue.idiom_text(slug, catalogue.default_call(slug), task="square", items="range(8)", workers=2)
    results = ast.literal_eval(run_script(printing(text), tmp_path, interpreters.find(version)))
    assert results == [number * number for number in ITEMS]


@pytest.mark.slow
@pytest.mark.parametrize("version", ["3.10", "3.14"])
@pytest.mark.parametrize("slug", ["serial", "thread", "process-pool", "asyncio", "interpreter-pool-executor"])
def test_that_an_async_function_s_script_runs_as_it_stands(slug: str, version: str, tmp_path: Path) -> None:
    info = tuple(map(int, version.split(".")))
    if catalogue.unavailable(slug, (info[0], info[1]), "linux"):
        pytest.skip(f"{slug} is not there in Python {version}")
    call = catalogue.call_under(slug, catalogue.default_call(slug, is_async=True), (info[0], info[1]))
    text = catalogue.script(replace(AWAITED, items=3), slug, call, workers=2) + "    print(results)\n"
    assert run_script(text, tmp_path, interpreters.find(version)).splitlines()[1] == "[0, 499500, 1999000]"


@pytest.mark.parametrize("call", ["map", "submit"])
def test_that_a_pool_of_interpreters_sets_its_path_and_says_why(call: str) -> None:
    text = catalogue.idiom_text("interpreter-pool-executor", call, task="is_prime", workers=2)
    assert "initializer=exec" in text
    assert "# A sub-interpreter does not inherit changes to sys.path" in text


def test_that_an_async_function_is_run_by_asyncio_run_where_it_is_not_awaited() -> None:
    text = catalogue.idiom_text("process-pool", "map", task="fetch", is_async=True)
    assert "def run_fetch(item):" in text
    assert "results = pool.map(run_fetch, items)" in text
    assert "run_fetch" not in catalogue.idiom_text("asyncio", "gather", task="fetch", is_async=True)


@pytest.mark.slow
@pytest.mark.parametrize("loop", [loop.slug for loop in catalogue.loops()])
@pytest.mark.parametrize("start_method", ["spawn", "fork"])
def test_that_a_built_in_loop_s_script_runs_as_it_stands(loop: str, start_method: str, tmp_path: Path) -> None:
    info = catalogue.loop(loop)
    if info.unavailable:
        pytest.skip(info.unavailable)
    slug = "process-pool" if start_method == "spawn" else "process-pool-executor"
    call = catalogue.default_call(slug, loop)
    spec = LoopSpec("builtin", loop, 4, seed=1, sample=3)
    text = catalogue.script(spec, slug, call, workers=2, start_method=start_method)
    assert run_script(text, tmp_path).startswith("3 results in ")


@pytest.mark.slow
@pytest.mark.parametrize(("strategy", "call"), ALL)
def test_that_no_script_s_variable_hides_a_name_of_its_loop(strategy: Strategy, call: Call) -> None:
    for info in catalogue.loops():
        spec = LoopSpec("builtin", info.slug, 4)
        tree = ast.parse(catalogue.script(spec, strategy.slug, call.slug))
        *before, block = tree.body
        defined = {name for node in before for name in _defined(node)}
        stored = {node.id for node in ast.walk(block) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
        assert not defined & stored, info.slug


def _defined(node: ast.stmt) -> set[str]:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return {node.name}
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return {alias.asname or alias.name.partition(".")[0] for alias in node.names}
    if isinstance(node, ast.Assign):
        return {target.id for target in node.targets if isinstance(target, ast.Name)}
    return set()


@pytest.mark.slow
@pytest.mark.parametrize("file_name", ["my_loop.py", "two-words.py", "results.py"])
def test_that_a_user_s_loop_gets_a_script_that_imports_their_file(file_name: str, tmp_path: Path) -> None:
    file = tmp_path / "their folder" / file_name
    file.parent.mkdir()
    file.write_text(
        "LIMIT = 9\n\ndef grow():\n    global LIMIT\n    LIMIT = 2\n\ndef process(n):\n    return n * LIMIT\n"
    )
    items = "[number for number in range(LIMIT)]"
    spec = LoopSpec("user", "process", items, path=str(file), function="process", setup="grow", sample=3)
    for slug, call, start_method in (("process", "queue", "spawn"), ("serial", "for", None)):
        text = catalogue.script(spec, slug, call, start_method=start_method) + "    print(results)\n"
        told, results = run_script(text, tmp_path).splitlines()
        assert told.startswith("3 results in ")
        assert results == "[2, 8, 14]"


@pytest.mark.slow
@pytest.mark.parametrize(("strategy", "call"), ALL)
def test_that_tuples_and_a_set_up_are_in_the_code_of_every_call(strategy: Strategy, call: Call, tmp_path: Path) -> None:
    if strategy.needs_python > sys.version_info[:2] or not strategy.sets_up_workers:
        pytest.skip("not here")
    file = tmp_path / "paired.py"
    word = "async " * call.awaits
    file.write_text(
        f"ready = 0\ndef prepare():\n    global ready\n    ready = 1\n{word}def add(a, b):\n    return ready + a + b\n"
    )
    spec = LoopSpec(
        *("user", "add", "[(1, 2), (3, 4)]"),
        path=str(file),
        function="add",
        setup="prepare",
        unpack=True,
        is_async=call.awaits,
    )
    method = "spawn" if strategy.uses_start_method else None
    text = catalogue.script(spec, strategy.slug, call.slug, workers=2, start_method=method) + "    print(results)\n"
    assert sorted(ast.literal_eval(run_script(text, tmp_path).splitlines()[1])) == [4, 8]
    assert ("starmap(paired.add, items" in text) == (call.slug == "starmap")
    assert ("initializer=paired.prepare" in text) == (strategy.sets_up(call) == "initializer")
    shown = catalogue.idiom_text(
        strategy.slug, call.slug, task="add", unpack=True, set_up="prepare", is_async=call.awaits
    )
    compile(shown, "shown", "exec")
    assert "prepare" in shown


@pytest.mark.parametrize(("items", "expected"), [(3, "[0, 2, 4]"), ("2", "[0, 2]"), ("LIMIT", "[0, 2, 4, 6]")])
def test_that_a_count_of_items_stands_for_the_numbers_below_it(items: int | str, expected: str, tmp_path: Path) -> None:
    file = tmp_path / "counted.py"
    file.write_text("LIMIT = 4\n\ndef double(n):\n    return n * 2\n")
    spec = LoopSpec("user", "double", items, path=str(file), function="double")
    text = catalogue.script(spec, "thread-pool", "map", workers=2) + "    print(results)\n"
    assert run_script(text, tmp_path).splitlines()[1] == expected


def test_that_a_script_makes_items_as_the_engine_does(tmp_path: Path) -> None:
    file = tmp_path / "counted.py"
    file.write_text("def make():\n    yield 1\n    yield 2\ndef double(n):\n    return n * 2\n")
    rows = tmp_path / "rows.csv"
    rows.write_text("a,1\nb,2\n")
    for items, kind, expected in (
        ("make", "function", "[2, 4]"),
        (str(rows), "file", str([("a", "1") * 2, ("b", "2") * 2])),
    ):
        spec = LoopSpec("user", "double", items, path=str(file), function="double", items_kind=kind)
        text = catalogue.script(spec, "thread-pool", "map", workers=2) + "    print(results)\n"
        assert run_script(text, tmp_path).splitlines()[1] == expected


@pytest.mark.slow
def test_that_a_script_imports_a_file_of_a_package_by_its_whole_name(tmp_path: Path) -> None:
    package = tmp_path / "some_package"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "shared.py").write_text("TWO = 2\n")
    file = package / "work.py"
    file.write_text("from .shared import TWO\ndef double(n):\n    return n * TWO\n")
    spec = LoopSpec("user", "double", 3, path=str(file), function="double")
    text = catalogue.script(spec, "process-pool", "map", workers=2, start_method="spawn") + "    print(results)\n"
    assert run_script(text, tmp_path).splitlines()[1] == "[0, 2, 4]"


@pytest.mark.slow
def test_that_code_of_the_users_own_becomes_part_of_the_script(tmp_path: Path) -> None:
    code = (
        '"""The loop at line 3."""\nfrom __future__ import annotations\nimport helper_of_mine\n\n\n'
        "def task(n):\n    return n * helper_of_mine.TWO\n\n\ndef items():\n    return range(3)\n"
    )
    (tmp_path / "helper_of_mine.py").write_text("TWO = 2\n")
    spec = LoopSpec(
        "user", "line 3", "items", path=str(tmp_path / "w.py"), function="task", items_kind="function", code=code
    )
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for slug, call in (("process-pool", "map"), ("process", "queue")):
        text = catalogue.script(spec, slug, call, start_method="spawn") + "    print(results)\n"
        assert run_script(text, elsewhere).splitlines()[1] == "[0, 2, 4]"


def test_that_text_can_be_rendered_where_the_engine_is_a_plain_folder(engine_folder: Path) -> None:
    code = "from parloop_engine import catalogue; print(catalogue.idiom_text('thread', 'slots', task='f'))"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=engine_folder, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == catalogue.idiom_text("thread", "slots", task="f").strip()
