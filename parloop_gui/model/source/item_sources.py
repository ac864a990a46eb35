"""What a file itself offers as items: lists by name at its top level, and what it already calls its functions over."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator
from dataclasses import dataclass

from parloop_gui.model.source.names import needed
from parloop_gui.model.source.nodes import walk
from parloop_gui.model.source.parsed import Parsed, importing_runs

# Last names of calls of a module or an object that give something to go over.
_MAKERS = frozenset({"range", "list", "tuple", "sorted", "set", "dict"})
_GIVERS = frozenset(
    (
        *("split", "splitlines", "glob", "rglob", "iterdir", "listdir"),
        *("arange", "linspace", "combinations", "permutations", "product"),
    )
)
# A function and what it is mapped over: Python's own `map`, those of pools and executors.
_MAPS = frozenset({"map", "imap", "imap_unordered", "starmap"})
_Display = ast.List | ast.Tuple | ast.Set | ast.Dict | ast.ListComp | ast.SetComp | ast.DictComp


@dataclass(frozen=True)
class Collection:
    """A name of the file's top level that can be gone over; how many items it has where they are written out."""

    name: str
    line: int
    items: int | None = None


def collections_of(parsed: Parsed) -> tuple[Collection, ...]:
    """Such names, in order; of two bindings of a name the last one counts, as it does when the file is imported."""
    found: dict[str, Collection] = {}
    for node in importing_runs(parsed.tree.body):
        for name, value in _bindings(node):
            found.pop(name, None)
            if value is not None and _can_be_gone_over(value) and not name.startswith("__"):
                found[name] = Collection(name, node.lineno, _counted(value))
    return tuple(found.values())


def calls_over(parsed: Parsed) -> dict[str, str]:
    """What the file itself goes over to call a function with each item: the function's name, and that as it is written.

    Only what can be written at the file's top level as well: a function's own variables are not known there.
    """
    known = {name for node in importing_runs(parsed.tree.body) for name in _bound(node)} | set(vars(builtins))
    over: dict[str, str] = {}
    for node in walk(parsed.tree):
        for function, source in _calls(node):
            if needed([source]) <= known and (isinstance(source, ast.Name) or not parsed.is_foreign):
                over.setdefault(function, ast.unparse(source))
    return over


def _bindings(node: ast.stmt) -> Iterator[tuple[str, ast.expr | None]]:
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
    for target in targets:
        if isinstance(target, ast.Name):
            yield target.id, value


def _bound(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Import | ast.ImportFrom):
        yield from ((each.asname or each.name).partition(".")[0] for each in node.names)
    else:
        yield from (name for name, _ in _bindings(node))


def _can_be_gone_over(value: ast.expr) -> bool:
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add | ast.Mult):
        return _can_be_gone_over(value.left)
    if isinstance(value, ast.Call):
        called = value.func
        by_name = isinstance(called, ast.Name) and called.id in _MAKERS
        return by_name or (isinstance(called, ast.Attribute) and called.attr in _GIVERS)
    if isinstance(value, ast.List | ast.Tuple) and not value.elts:
        return False  # it is filled later, by the loop as a rule
    return isinstance(value, _Display)


def _counted(value: ast.expr) -> int | None:
    if isinstance(value, ast.List | ast.Tuple) and not any(isinstance(each, ast.Starred) for each in value.elts):
        return len(value.elts)
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Mult) and isinstance(value.right, ast.Constant):
        once, by = _counted(value.left), value.right.value
        return once * by if once is not None and isinstance(by, int) else None
    return None


def _calls(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """The functions that this loop, comprehension or map calls with each item alone, and what it goes over."""
    if isinstance(node, ast.For):
        yield from ((name, node.iter) for inner in node.body for name in _called_with(node.target, inner))
    elif isinstance(node, ast.ListComp | ast.SetComp | ast.GeneratorExp) and len(node.generators) == 1:
        only = node.generators[0]
        if not only.ifs:
            yield from ((name, only.iter) for name in _called_with(only.target, node.elt))
    elif isinstance(node, ast.Call) and len(node.args) == 2 and isinstance(node.args[0], ast.Name):
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called in _MAPS:
            yield node.args[0].id, node.args[1]


def _called_with(target: ast.expr, code: ast.AST) -> Iterator[str]:
    """The functions that the code calls with the target's names and nothing else."""
    parts = target.elts if isinstance(target, ast.Tuple) else [target]
    names = [part.id for part in parts if isinstance(part, ast.Name)]
    for node in walk(code):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords:
            handed = [each.id for each in node.args if isinstance(each, ast.Name)]
            if handed == names and len(handed) == len(node.args) == len(parts):
                yield node.func.id
