"""The names of a file that stand for something to go over: what its functions may be called with."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from parloop_gui.model.source.parsed import Parsed, importing_runs

_LITERALS = (ast.List, ast.Tuple, ast.Set, ast.ListComp, ast.SetComp)
_MAKING = frozenset(
    (
        *("range", "list", "tuple", "set", "sorted", "split", "splitlines", "glob", "rglob", "iterdir", "listdir"),
        *("arange", "linspace", "combinations", "permutations", "product"),
    )
)
"""Last names of calls that give something to go over."""


@dataclass(frozen=True)
class CollectionFound:
    """A name at the top level, its line, and the first line of what it is set to."""

    name: str
    line: int
    text: str


def collections_of(parsed: Parsed) -> tuple[CollectionFound, ...]:
    """Those that importing the file makes, in order; of two of a name the last one."""
    found: dict[str, CollectionFound] = {}
    for node in importing_runs(parsed.tree.body):
        match node:
            case ast.Assign([ast.Name(name)], value) | ast.AnnAssign(ast.Name(name), _, value) if value is not None:
                found.pop(name, None)
                if _is_gone_over(value):
                    found[name] = CollectionFound(name, node.lineno, parsed.line(node.lineno))
    return tuple(found.values())


def _is_gone_over(value: ast.expr) -> bool:
    if isinstance(value, ast.List | ast.Tuple) and not value.elts:
        return False  # it is filled later, by the loop as a rule
    if isinstance(value, ast.BinOp):
        return _is_gone_over(value.left)
    if isinstance(value, ast.Call):
        function = value.func
        return getattr(function, "attr", getattr(function, "id", "")) in _MAKING
    return isinstance(value, _LITERALS)
