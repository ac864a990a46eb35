"""Rendered scripts: run as they stand, of built-in loops and of the user's own."""

from __future__ import annotations

import ast
import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.catalogue.code import idiom_text, script_text
from parloop_gui.engine.catalogue.fitness import call_under, unavailable
from parloop_gui.engine.catalogue.selection import default_call
from parloop_gui.engine.protocol.kinds import ItemsKind, StartMethod
from parloop_gui.engine.protocol.messages import LoopSpec
from parloop_gui.engine.strategies.idiom_use import sets_up
from parloop_gui.engine.strategies.registry import find
from parloop_gui.engine.strategies.strategy import Call, Strategy
from tests.helpers import interpreters
from tests.helpers.engines.engine import AWAITED
from tests.helpers.engines.scripts import ALL, printing, run_script

ITEMS = list(range(8))


@pytest.mark.slow
@pytest.mark.parametrize("start_method", ["spawn", "fork"])
@pytest.mark.parametrize("slug", ["process", "process-pool", "process-pool-executor"])
def test_that_rendered_text_runs_as_a_script_of_its_own(slug: str, start_method: StartMethod, tmp_path: Path) -> None:
    call = [each for each in find(slug).calls if each.needs_python <= sys.version_info][-1]
    text = idiom_text(slug, call.slug, task="square", items="range(8)", workers=2, start_method=start_method)
    results = ast.literal_eval(run_script(printing(text), tmp_path))
    assert (results if call.ordered else sorted(results)) == [number * number for number in ITEMS]


@pytest.mark.slow
@pytest.mark.parametrize("version", ["3.10", "3.13t", "3.14"])
@pytest.mark.parametrize("slug", ["thread", "thread-pool-executor", "process", "process-pool", "process-pool-executor"])
def test_that_rendered_text_runs_under_other_pythons(slug: str, version: str, tmp_path: Path) -> None:
    text = idiom_text(slug, default_call(slug), task="square", items="range(8)", workers=2)
    results = ast.literal_eval(run_script(printing(text), tmp_path, interpreters.find(version)))
    assert results == [number * number for number in ITEMS]


@pytest.mark.slow
@pytest.mark.parametrize("version", ["3.10", "3.14"])
@pytest.mark.parametrize("slug", ["serial", "thread", "process-pool", "asyncio", "interpreter-pool-executor"])
def test_that_an_async_function_s_script_runs_as_it_stands(slug: str, version: str, tmp_path: Path) -> None:
    info = tuple(map(int, version.split(".")))
    if unavailable(slug, (info[0], info[1]), "linux"):
        pytest.skip(f"{slug} is not there in Python {version}")
    call = call_under(slug, default_call(slug, is_async=True), (info[0], info[1]))
    text = script_text(replace(AWAITED, items=3), slug, call, workers=2) + "    print(results)\n"
    assert run_script(text, tmp_path, interpreters.find(version)).splitlines()[1] == "[0, 499500, 1999000]"


@pytest.mark.slow
@pytest.mark.parametrize("loop", [loop.slug for loop in catalogue.loops()])
@pytest.mark.parametrize("start_method", ["spawn", "fork"])
def test_that_a_built_in_loop_s_script_runs_as_it_stands(loop: str, start_method: StartMethod, tmp_path: Path) -> None:
    info = catalogue.loop(loop)
    if info.unavailable:
        pytest.skip(info.unavailable)
    slug = "process-pool" if start_method == "spawn" else "process-pool-executor"
    call = default_call(slug, loop)
    spec = LoopSpec("builtin", loop, 4, seed=1, sample=3)
    text = script_text(spec, slug, call, workers=2, start_method=start_method)
    assert run_script(text, tmp_path).startswith("3 results in ")


@pytest.mark.slow
@pytest.mark.parametrize(("strategy", "call"), ALL)
def test_that_no_script_s_variable_hides_a_name_of_its_loop(strategy: Strategy, call: Call) -> None:
    for info in catalogue.loops():
        spec = LoopSpec("builtin", info.slug, 4)
        tree = ast.parse(script_text(spec, strategy.slug, call.slug))
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
    cases: tuple[tuple[str, str, StartMethod | None], ...] = (("process", "queue", "spawn"), ("serial", "for", None))
    for slug, call, start_method in cases:
        text = script_text(spec, slug, call, start_method=start_method) + "    print(results)\n"
        told, results = run_script(text, tmp_path).splitlines()
        assert told.startswith("3 results in ")
        assert results == "[2, 8, 14]"


@pytest.mark.slow
@pytest.mark.parametrize(("strategy", "call"), ALL)
def test_that_tuples_and_a_set_up_are_in_the_code_of_every_call(strategy: Strategy, call: Call, tmp_path: Path) -> None:
    if max(strategy.needs_python, call.needs_python) > sys.version_info[:2] or not strategy.sets_up_workers:
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
    method: StartMethod | None = "spawn" if strategy.uses_start_method else None
    text = script_text(spec, strategy.slug, call.slug, workers=2, start_method=method) + "    print(results)\n"
    python = interpreters.of(strategy.slug, call.slug)
    assert sorted(ast.literal_eval(run_script(text, tmp_path, python).splitlines()[1])) == [4, 8]
    assert ("starmap(paired.add, items" in text) == (call.slug == "starmap")
    assert bool(re.search("(initializer|worker_init)=paired.prepare", text)) == (
        sets_up(strategy, call, 2) == "initializer"
    )
    shown = idiom_text(strategy.slug, call.slug, task="add", unpack=True, set_up="prepare", is_async=call.awaits)
    compile(shown, "shown", "exec")
    assert "prepare" in shown


@pytest.mark.slow
def test_that_a_single_worker_of_joblib_is_set_up_by_the_script_itself(tmp_path: Path) -> None:
    file = tmp_path / "counted.py"
    file.write_text("ready = 0\ndef prepare():\n    global ready\n    ready = 1\ndef add(n):\n    return ready + n\n")
    spec = LoopSpec("user", "add", 3, path=str(file), function="add", setup="prepare")
    text = script_text(spec, "joblib", "parallel", workers=1) + "    print(results)\n"
    assert run_script(text, tmp_path, interpreters.of("joblib")).splitlines()[1] == "[1, 2, 3]"
    assert "initializer" not in text


@pytest.mark.slow
@pytest.mark.parametrize(("items", "expected"), [(3, "[0, 2, 4]"), ("2", "[0, 2]"), ("LIMIT", "[0, 2, 4, 6]")])
def test_that_a_count_of_items_stands_for_the_numbers_below_it(items: int | str, expected: str, tmp_path: Path) -> None:
    file = tmp_path / "counted.py"
    file.write_text("LIMIT = 4\n\ndef double(n):\n    return n * 2\n")
    spec = LoopSpec("user", "double", items, path=str(file), function="double")
    text = script_text(spec, "thread-pool", "map", workers=2) + "    print(results)\n"
    assert run_script(text, tmp_path).splitlines()[1] == expected


@pytest.mark.slow
def test_that_a_script_makes_items_as_the_engine_does(tmp_path: Path) -> None:
    file = tmp_path / "counted.py"
    file.write_text("def make():\n    yield 1\n    yield 2\ndef double(n):\n    return n * 2\n")
    rows = tmp_path / "rows.csv"
    rows.write_text("a,1\nb,2\n")
    cases: tuple[tuple[str, ItemsKind, str], ...] = (
        ("make", "function", "[2, 4]"),
        (str(rows), "file", str([("a", "1") * 2, ("b", "2") * 2])),
    )
    for items, kind, expected in cases:
        spec = LoopSpec("user", "double", items, path=str(file), function="double", items_kind=kind)
        text = script_text(spec, "thread-pool", "map", workers=2) + "    print(results)\n"
        assert run_script(text, tmp_path).splitlines()[1] == expected


@pytest.mark.slow
def test_that_a_script_imports_a_file_of_a_package_by_its_whole_name(tmp_path: Path) -> None:
    package = tmp_path / "some_package"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "shared.py").write_text("TWO = 2\n")
    file = package / "work.py"
    file.write_text("from .shared import TWO\ndef double(n):\n    return n * TWO\n")
    spec = LoopSpec("user", "double", 3, path=str(file), function="double", module="some_package.work")
    text = script_text(spec, "process-pool", "map", workers=2, start_method="spawn") + "    print(results)\n"
    assert run_script(text, tmp_path).splitlines()[1] == "[0, 2, 4]"


@pytest.mark.slow
def test_that_code_of_the_users_own_becomes_part_of_the_script(tmp_path: Path) -> None:
    code = (
        '"""The loop at line 3."""\n\f\nfrom __future__ import annotations\nimport helper_of_mine\n\n\n'
        "def task(n):\n    return n * helper_of_mine.TWO\n\n\ndef items():\n    return range(3)\n"
    )
    (tmp_path / "helper_of_mine.py").write_text("TWO = 2\n")
    spec = LoopSpec(
        "user", "line 3", "items", path=str(tmp_path / "w.py"), function="task", items_kind="function", code=code
    )
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for slug, call in (("process-pool", "map"), ("process", "queue")):
        text = script_text(spec, slug, call, start_method="spawn") + "    print(results)\n"
        assert run_script(text, elsewhere).splitlines()[1] == "[0, 2, 4]"


def test_that_code_in_a_syntax_of_tomorrow_is_refused_in_a_sentence() -> None:
    spec = LoopSpec(
        "user", "double", "range(3)", path="/nowhere/later.py", function="double", code="def double(n) = 2*n"
    )
    with pytest.raises(ValueError, match=r"which Parloop runs under, can't parse line 1 of it\."):
        script_text(spec, "thread-pool", "map")
