"""Whatever a document says: the script made of it holds the statements of an honest one's, and other literals."""

from __future__ import annotations

import ast
import keyword
from pathlib import PurePosixPath
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.model.document.fields import DocumentError
from parloop_gui.model.document.read import from_document
from parloop_gui.model.export.errors import ExportError
from parloop_gui.model.export.script import render
from tests.helpers.comparisons.finished import a_document
from tests.helpers.fuzz import cases

INJECTED = 'spawn"); __import__("os").system("id"); ("'
TEXTS = some.one_of(
    some.text(max_size=20),
    some.sampled_from(
        [INJECTED, "import", "lambda", "x;y", "a\nb()", '"""', "\\", "\x00", "f'{print()}'", "/dev/zero"]
    ),
)


def mostly(honest: some.SearchStrategy[Any]) -> some.SearchStrategy[Any]:
    """Nine in ten such values, so that a document of several is read at times, and one in ten of any kind."""
    odd = some.one_of(TEXTS, some.floats(), some.dictionaries(TEXTS, TEXTS, max_size=1))
    return some.integers(0, 9).flatmap(lambda number: honest if number else odd)


NAMES = some.one_of(some.just("task"), some.from_regex(r"[a-z_]{1,6}", fullmatch=True), TEXTS)
PLANS = some.fixed_dictionaries(
    {},
    optional={
        "start_method": mostly(some.sampled_from(["fork", "spawn"])),
        "workers": mostly(some.integers(-3, 2**60)),
        "chunksize": mostly(some.integers(-3, 9)),
        "seed": mostly(some.integers(0, 2**40)),
    },
)
CHOSEN = some.sampled_from([(each.slug, call.slug) for each in catalogue.strategies() for call in each.calls])
BUILT_IN = some.fixed_dictionaries(
    {"kind": some.just("builtin"), "name": some.sampled_from([each.slug for each in catalogue.loops()])},
    optional={
        "items": mostly(some.integers(1, 99)),
        "params": mostly(some.just({})),
        "seed": mostly(some.integers(-5, 2**40)),
        "sample": mostly(some.integers(-2, 5)),
    },
)
USERS = some.fixed_dictionaries(
    {
        "kind": some.just("user"),
        "path": some.one_of(some.just("/there/mine.py"), TEXTS.map(lambda text: f"/there/{text}.py"), TEXTS),
        "function": NAMES,
        "items": TEXTS,
        "items_kind": some.sampled_from(["expression", "file", "function"]),
        "setup": some.one_of(some.none(), NAMES),
        "module": some.one_of(some.none(), TEXTS, some.just("there.mine")),
        "name": TEXTS,
    }
)


def exported(loop: dict[str, Any], plan: dict[str, Any], chosen: tuple[str, str]) -> str | None:
    """The script of a document with these values; None where the document or the export is refused in a sentence."""
    data = a_document()
    data["plan"] = {**data["plan"], **plan, "loop": {**data["plan"]["loop"], "params": {}, **loop}}
    own = {"strategy": chosen[0], "call": chosen[1], "python": data["pythons"][0]["id"]}
    data["verdict"] = {**data["verdict"], "contestant": own, "gain": None}
    try:
        return render(from_document(data).comparison).decode()
    except (DocumentError, ExportError) as error:
        assert str(error).count("\n") == 0
        return None


def whole_numbers(plan: dict[str, Any]) -> dict[str, int]:
    """They are literals, whatever they are; of 0 workers, or 0 items at once, a script says nothing at all."""
    return {name: value for name, value in plan.items() if isinstance(value, int)}


def shape(script: str, *, of_items: bool = True) -> str:
    """The script's syntax tree with every literal alike; of what makes the items nothing, where it is the user's."""
    return ast.dump(_Blank(of_items).visit(ast.parse(script)))


class _Blank(ast.NodeTransformer):
    def __init__(self, of_items: bool) -> None:
        self._of_items = of_items

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        return ast.Constant("")

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        return ast.Constant("") if isinstance(node.operand, ast.Constant) else node

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        if not self._of_items and ast.unparse(node.targets[0]) == "items":
            return ast.Pass()
        return self.generic_visit(node)


@pytest.mark.slow
@pytest.mark.fuzz
@cases()
@given(BUILT_IN, PLANS, CHOSEN)
@example({"kind": "builtin", "name": "primes"}, {"start_method": INJECTED}, ("process-pool", "map"))
def test_that_a_built_in_loop_s_script_holds_an_honest_one_s_statements(
    loop: dict[str, Any], plan: dict[str, Any], chosen: tuple[str, str]
) -> None:
    script = exported(loop, plan, chosen)
    if script is None:
        return
    honest = {"kind": "builtin", "name": loop["name"], "items": 5, "seed": 1}
    honest |= {"sample": 2} if loop.get("sample") is not None else {}
    usual = {name: {"start_method": "fork", "seed": 1}.get(name, 2) for name in plan}
    usual |= whole_numbers(plan)
    assert shape(script) == shape(exported(honest, usual, chosen) or "")


@pytest.mark.fuzz
@cases()
@given(USERS, PLANS, CHOSEN)
@example(
    {"kind": "user", "path": "/tmp/x.py", "function": "import", "items": "range(5)", "setup": "lambda", "name": "x"},
    {},
    ("serial", "for"),
)
@example(
    {"kind": "user", "path": "/", "function": "task", "items": "", "items_kind": "file", "setup": None, "name": ""},
    {},
    ("serial", "for"),
)
def test_that_a_user_s_loop_s_script_holds_an_honest_one_s_statements(
    loop: dict[str, Any], plan: dict[str, Any], chosen: tuple[str, str]
) -> None:
    script = exported(loop, plan, chosen)
    if script is None:
        return
    assert all(name is None or not keyword.iskeyword(name) for name in (loop["function"], loop["setup"]))
    stem = PurePosixPath(loop["path"]).stem
    plain = stem.isidentifier() and not keyword.iskeyword(stem)
    folder = "/there" if loop.get("module") else "/elsewhere"
    honest = {**loop, "path": f"{folder}/{stem if plain else 'a-b'}.py", "name": "task"}
    if not stem:
        honest["path"] = ""  # a document without a file: nothing of it can be imported, and nothing says where
    if loop.get("items_kind") == "file":
        honest["items"] = "/there/items" + (PurePosixPath(loop["items"]).suffix if "." in loop["items"] else "")
    usual = {name: {"start_method": "fork", "seed": 1}.get(name, 2) for name in plan}
    usual |= whole_numbers(plan)
    wanted = exported(honest, usual, chosen)
    assert shape(script, of_items=False) == shape(wanted or "", of_items=False)


@pytest.mark.parametrize(
    "loop",
    [
        {"kind": "builtin", "name": "primes", "items": 5},
        {"kind": "user", "path": "/there/a b.py", "function": "task", "items": "[1, 2]", "name": "task"},
    ],
)
def test_that_honest_documents_are_exported_and_another_statement_is_seen(loop: dict[str, Any]) -> None:
    assert exported(loop, {"start_method": "spawn", "workers": 3}, ("process-pool", "map")) is not None
    assert shape("f('a', -1)") == shape("f('b', 2)")
    assert shape("f('a'); g()") != shape("f('a')")
