"""A tree told as plain data is the same tree when it is made again, whichever Python told it."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

from parloop_gui.engine.probes.parse import parsed
from parloop_gui.model.source.foreign_tree import tree_of

FILES = [path for folder in ("parloop_gui/engine", "tests/data/loops") for path in Path(folder).rglob("*.py")]


def there_and_back(text: str) -> ast.Module:
    """The tree of a text, through JSON."""
    return tree_of(json.loads(json.dumps(parsed(text)))["tree"])


@pytest.mark.slow
def test_that_every_file_here_comes_through_unchanged() -> None:
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        try:
            tree = ast.parse(text)
        except SyntaxError:
            continue
        assert ast.dump(there_and_back(text), include_attributes=True) == ast.dump(tree, include_attributes=True), path


@pytest.mark.parametrize("value", ["...", "b'\\x00'", "1e999", "2j", f"{10**400}", "'\\udc80'", "None", "True", "0.1"])
def test_that_constants_of_every_kind_come_through(value: str) -> None:
    assert ast.dump(there_and_back(value)) == ast.dump(ast.parse(value))


def test_that_what_is_no_python_is_told_with_its_line() -> None:
    told = parsed("a = 1\nb = = 2\n")
    assert (told["line"], told["problem"]) == (2, "invalid syntax")
    assert "tree" not in parsed("a\x00b")


def test_that_nodes_this_python_lacks_are_walked_through() -> None:
    told = {"kind": "NotKnownYet", "base": "stmt", "at": [7, 0, 7, 9], "fields": {"name": "x", "value": None}}
    inner = parsed("print(y)")["tree"]
    assert isinstance(inner, dict)
    told["fields"] = {"value": inner["fields"]["body"][0]["fields"]["value"]}
    tree = tree_of({"kind": "Module", "base": "mod", "at": [None] * 4, "fields": {"body": [told], "type_ignores": []}})
    assert isinstance(tree.body[0], ast.stmt)
    assert tree.body[0].lineno == 7
    assert {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} == {"print", "y"}


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {},
        {"kind": "Module"},
        {"kind": "Pass", "base": "stmt", "at": [1, 0, 1, 4], "fields": {}},
        {"written": "print()"},
        {"kind": "Module", "base": "mod", "at": 3, "fields": {"body": []}},
    ],
)
def test_that_what_is_no_tree_is_refused(data: object) -> None:
    with pytest.raises(ValueError):
        tree_of(data)
