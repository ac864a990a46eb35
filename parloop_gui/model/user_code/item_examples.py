"""What a function can be run over, as it would be typed: what its file offers, and an example that fits it."""

from __future__ import annotations

import ast
from typing import NamedTuple

from parloop_gui.engine.protocol.python_text import tree_of
from parloop_gui.model.source.functions import FunctionFound
from parloop_gui.model.user_code.outline import Outline
from parloop_gui.model.wording.units import count

_VALUES = {"number": ("1", "3"), "text": ('"a"', '"c"'), "path": ('"a.csv"', '"c.csv"')}
_SECOND = {"number": ("2", "4"), "text": ('"b"', '"d"'), "path": ('"b.csv"', '"d.csv"')}
_MANY = {"number": "range(100)", "text": '["a", "b", "c"]', "path": '["a.csv", "b.csv"]'}
# What parameters' names end in that take a file's name or a text; others most often take a number.
_PATHS = ("path", "file", "folder")
_TEXTS = ("name", "word", "text", "line", "key", "symbol", "url", "title", "code", "string", "query")


class Offer(NamedTuple):
    """Items to choose: the text to type, and what that is."""

    text: str
    about: str


def offered_items(outline: Outline | None, name: str) -> tuple[Offer, ...]:
    """What the file offers for that function: what it calls it over itself first, then its lists and generators."""
    if outline is None:
        return ()
    over = outline.over(name)
    first = (Offer(over, f"What {outline.path.name} itself calls {name} over."),) if over else ()
    lists = (
        Offer(each.name, f"{count(each.items, 'item')}, line {each.line}" if each.items else f"Line {each.line}")
        for each in outline.collections
        if each.name != over
    )
    made = (
        Offer(each.name, f"Each of what {each.signature} yields. {each.about}".strip()) for each in outline.generators
    )
    return (*first, *lists, *made)


def example_of(outline: Outline | None, name: str) -> str:
    """Items that fit the function, as they would be typed."""
    function = outline.function(name) if outline is not None else None
    if outline is None or function is None:
        return "range(100)"
    known = [each.name for each in outline.collections]
    if outline.over(name):
        return outline.over(name)
    if not function.takes_several:
        return known[0] if known else _MANY[_kinds(function)[0]]
    if len(known) >= function.required:
        return f"zip({', '.join(known[: function.required])})"
    kinds = _kinds(function)[: function.required]
    rows = [[(_SECOND if at % 2 else _VALUES)[kind][row] for at, kind in enumerate(kinds)] for row in (0, 1)]
    tuples = ", ".join(f"({', '.join(row)})" for row in rows)
    return f"[{tuples}]"


def how_items_are_given(outline: Outline | None, name: str) -> str:
    """How a function of several arguments gets them, in a sentence; "" for any other."""
    function = outline.function(name) if outline is not None else None
    if function is None or not function.takes_several:
        return ""
    return (
        f"{function.signature} takes {function.required} arguments: each item is a tuple of so many, as in "
        f"{example_of(outline, name)}, or a row of a CSV file."
    )


def _kinds(function: FunctionFound) -> list[str]:
    """What each parameter most likely takes, by its annotation or else its name."""
    try:
        (made,) = tree_of(f"def {function.signature}: ...").body
    except SyntaxError:  # a lambda's name, or what only a newer Python writes so
        return ["number"] * max(1, function.required)
    assert isinstance(made, ast.FunctionDef)
    return [_kind(each) for each in (*made.args.posonlyargs, *made.args.args)] or ["number"]


def _kind(parameter: ast.arg) -> str:
    name, annotation = parameter.arg.lower(), ast.unparse(parameter.annotation) if parameter.annotation else ""
    if annotation in ("int", "float", "complex"):
        return "number"
    if "Path" in annotation or name.endswith(_PATHS):
        return "path"
    return "text" if annotation == "str" or name.endswith(_TEXTS) else "number"
