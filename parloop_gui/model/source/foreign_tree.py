"""Syntax trees that another Python made of texts which this one can't parse, handed over as plain data.

    text that is not this Python's ─► UnreadError ─► bridge: a newer Python parses it ─► kept here ─► parse(text)

Nodes that this Python lacks become bare statements or expressions: what walks a tree walks through them.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass

# Trees: a file's versions while it is edited, and no more than memory bears.
MOST_KEPT = 32
_PLACES = ("lineno", "col_offset", "end_lineno", "end_col_offset")


@dataclass(frozen=True)
class Refusal:
    """Why the newest Python that was asked can't parse a text either."""

    version: str
    reason: str
    line: int | None


Answer = ast.Module | Refusal
_kept: dict[str, Answer] = {}


def foreign_tree_of(text: str) -> Answer | None:
    """What another Python made of a text; None where none was asked."""
    return _kept.get(text)


def keep(text: str, answer: Answer) -> None:
    """Keep that; of many texts the latest."""
    _kept.pop(text, None)
    while len(_kept) >= MOST_KEPT:
        del _kept[next(iter(_kept))]
    _kept[text] = answer


def tree_of(data: object) -> ast.Module:
    """The tree made again of what `engine.syntax` prints; raises ValueError where it is no tree."""
    try:
        tree = _made(data)
    except (KeyError, TypeError, AttributeError, SyntaxError, RecursionError) as error:
        raise ValueError(str(error)) from None
    if not isinstance(tree, ast.Module):
        raise ValueError("It is no module.")
    return tree


def written(node: ast.arguments | ast.For | ast.AsyncFor) -> str:
    """Arguments, or the head of a loop behind its `for`, as code: by the Python that parsed it, which knows how."""
    text = getattr(node, "as_written", None)
    if isinstance(text, str):
        return text
    if isinstance(node, ast.arguments):
        return ast.unparse(node)
    parts = node.target.elts if isinstance(node.target, ast.Tuple) else [node.target]
    return f"{', '.join(map(ast.unparse, parts))} in {ast.unparse(node.iter)}"


def _made(data: object) -> object:
    if isinstance(data, list):
        return [_made(each) for each in data]
    if not isinstance(data, dict):
        return data
    if "kind" not in data:
        return ast.literal_eval(data["written"])
    kind = _kind(str(data["kind"]), str(data["base"]), data["fields"])
    node = kind(**{name: _made(data["fields"].get(name)) for name in kind._fields})
    for name in data["fields"].keys() - set(kind._fields):  # such as type_params: not walked, but there to be asked
        setattr(node, name, _made(data["fields"][name]))
    for name, place in zip(_PLACES, data["at"], strict=True):
        if place is not None:
            setattr(node, name, int(place))
    if "as_written" in data:
        vars(node)["as_written"] = str(data["as_written"])
    return node


def _kind(name: str, base: str, fields: Mapping[str, object]) -> type[ast.AST]:
    known = getattr(ast, name, None)
    if isinstance(known, type) and issubclass(known, ast.AST):
        return known
    bases = {"expr": ast.expr, "stmt": ast.stmt}
    return type(name, (bases.get(base, ast.AST),), {"_fields": (*fields,)})
