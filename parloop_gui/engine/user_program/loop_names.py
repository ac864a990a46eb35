"""What the staged text says about names: which of them a split pass has no use for, and which the loop touches."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from types import CodeType, FunctionType
from typing import Any

from ..protocol.loop_spec import LoopSpec
from ..protocol.python_text import tree_of
from .stop_at_loop import NAME

_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.Module)
# Behind the items and the task; see `stop_at_loop.py`.
_GIVE_AT = 2
_REMEMBERING = type(functools.lru_cache(len))
_LOOPS = (ast.For, ast.AsyncFor, ast.While)


@dataclass(frozen=True)
class LoopNames:
    """`passing`: bound in one of the ways only, and read by nothing behind the loop. `touched`: named in the loop.

    `given` are the globals by which the split loop's helpers go, which the program itself does not know. `bound` are
    those that each pass binds anew: what they hold belongs to others first.
    """

    passing: frozenset[str]
    touched: frozenset[str]
    given: frozenset[str]
    bound: frozenset[str]


def names_of(spec: LoopSpec) -> LoopNames:
    """What the staged text of that loop says."""
    assert spec.program is not None
    tree = tree_of(spec.program.text)
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    staged = next(node for node in ast.walk(tree) if isinstance(node, ast.With) and _is_stop(node))
    ways = staged.body[0]
    assert isinstance(ways, ast.If)
    give = _give_of(ways)
    original, split = (frozenset(chain.from_iterable(map(_bound, way))) for way in (ways.body, ways.orelse))
    of_stop = frozenset(_bound(staged)) - original - split
    helpers = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name in (spec.function, give)]
    given = {name for part in helpers for each in ast.walk(part) if isinstance(each, ast.Global) for name in each.names}
    touched = frozenset(_named(each) for part in (staged, *helpers) for each in ast.walk(part))
    read = _read_behind(staged, parents)
    return LoopNames(
        passing=of_stop | ((original - split) - read) | _fresh(split - original, [*ways.orelse, *helpers], tree),
        touched=touched - {""},
        given=frozenset({*given, *(helper.name for helper in helpers)}),
        bound=original | split,
    )


def touched_globals(names: frozenset[str], main: dict[str, Any]) -> frozenset[str]:
    """These names and all that functions of the program by these names name in turn."""
    known: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in known:
            continue
        known.add(name)
        found = main.get(name)
        if type(found) is _REMEMBERING:
            found = vars(found).get("__wrapped__")
        if type(found) is FunctionType:
            waiting.extend(named_in(found.__code__))
    return frozenset(known)


def named_in(code: CodeType) -> Iterator[str]:
    """The globals and attributes that the code names, and what is defined in it."""
    yield from code.co_names
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield from named_in(each)


def _is_stop(node: ast.With) -> bool:
    call = node.items[0].context_expr
    function = call.func if isinstance(call, ast.Call) else None
    return isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name) and function.value.id == NAME


def _fresh(names: frozenset[str], added: list[ast.stmt], tree: ast.Module) -> frozenset[str]:
    """Those that stand nowhere but in what was added to split the loop."""
    here = {id(node) for part in added for node in ast.walk(part)}
    return (
        names
        - {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and id(node) not in here}
        - {node.name for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
    )


def _give_of(ways: ast.If) -> str | None:
    """The name of the initializer: the third of what `passes` is called with."""
    for node in ast.walk(ast.Module(ways.orelse, [])):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "passes":
            give = node.args[2] if len(node.args) > _GIVE_AT else None
            return give.id if isinstance(give, ast.Name) else None
    return None


def _bound(node: ast.AST) -> Iterator[str]:
    """The names that a statement binds in its own scope."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id
    elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield node.name
        return
    elif isinstance(node, ast.Lambda):
        return
    elif isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)) and node.name:
        yield node.name
    elif isinstance(node, ast.MatchMapping) and node.rest:
        yield node.rest
    elif isinstance(node, ast.alias):
        yield (node.asname or node.name).partition(".")[0]
    for child in ast.iter_child_nodes(node):
        yield from _bound(child)


def _named(node: ast.AST) -> str:
    if isinstance(node, ast.Name):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else ""


def _read_behind(staged: ast.With, parents: dict[ast.AST, ast.AST]) -> frozenset[str]:
    """Names that what follows the loop in its scope reads before it binds them anew; in a loop what precedes, too."""
    scope, around = staged, staged
    while not isinstance(scope, _SCOPES):
        scope = parents[scope]  # type: ignore[assignment]
        if isinstance(scope, _LOOPS):
            around = scope
    inside = {id(node) for node in ast.walk(staged)}
    begin = staged.lineno if around is staged else around.lineno
    names = [
        node
        for node in ast.walk(scope)
        if isinstance(node, ast.Name) and id(node) not in inside and node.lineno >= begin
    ]
    first: dict[str, ast.Name] = {}
    for node in sorted(names, key=lambda node: (node.lineno, isinstance(node.ctx, ast.Store), node.col_offset)):
        first.setdefault(node.id, node)
    return frozenset(name for name, node in first.items() if isinstance(node.ctx, ast.Load))
