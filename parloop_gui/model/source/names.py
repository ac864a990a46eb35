"""Which names a piece of code needs from around it, and which it binds; scopes within it are kept apart."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Iterator

from parloop_gui.model.source.nodes import children, walk

BUILTINS = frozenset(vars(builtins)) | {"__file__", "__name__", "__doc__", "__builtins__", "__spec__"}
Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
_Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


def needed(nodes: Iterable[ast.AST]) -> set[str]:
    """The names that the code loads and that no scope within it binds; those it binds itself before are among them."""
    return {name.id for name in loads(nodes)}


def loads(nodes: Iterable[ast.AST]) -> Iterator[ast.Name]:
    """Each load of such a name."""
    for node in nodes:
        yield from _loads(node)


def _loads(node: ast.AST) -> Iterator[ast.Name]:
    if isinstance(node, ast.Name):
        if isinstance(node.ctx, ast.Load):
            yield node
    elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
        yield ast.copy_location(ast.Name(node.target.id, ast.Load()), node.target)
        yield from _loads(node.value)
    elif isinstance(node, Function | ast.ClassDef):
        yield from _of_definition(node)
    elif isinstance(node, _Comprehension):
        own = {name for part in node.generators for name in bound([part.target])}
        yield from _loads(node.generators[0].iter)  # made outside the comprehension: its names are not meant there
        parts = [child for child in children(node) if child is not node.generators[0]]
        parts += [node.generators[0].target, *node.generators[0].ifs]
        yield from (name for name in loads(parts) if name.id not in own)
    else:
        own = _type_parameters(node)
        yield from (name for name in loads(children(node)) if name.id not in own)


def _type_parameters(node: ast.AST) -> set[str]:
    """The names in brackets behind a class's, a function's or a type's own, which Python 3.12 brought."""
    return {each.name for each in getattr(node, "type_params", ())}


def _of_definition(node: Function | ast.ClassDef) -> Iterator[ast.Name]:
    inside: list[ast.AST] = list(node.body) if isinstance(node.body, list) else [node.body]
    outside = [child for child in children(node) if child not in inside]
    own = bound(inside)
    if isinstance(node, Function):
        arguments = node.args
        every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
        own |= {each.arg for each in every if each is not None}
        shared = (inner for inner in walk(node) if isinstance(inner, ast.Global | ast.Nonlocal))
        own -= {name for inner in shared for name in inner.names}
    parameters = _type_parameters(node)
    yield from (name for name in loads(outside) if name.id not in parameters)
    yield from (name for name in loads(inside) if name.id not in own | parameters)


def bound(nodes: Iterable[ast.AST]) -> set[str]:
    """The names that the code binds in its own scope."""
    return {name for node in nodes for name in _bound(node)}


def _bound(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Name):
        if isinstance(node.ctx, ast.Store | ast.Del):
            yield node.id
    elif isinstance(node, Definition):
        yield node.name
    elif isinstance(node, ast.Import | ast.ImportFrom):
        yield from ((each.asname or each.name).partition(".")[0] for each in node.names)
    elif isinstance(node, _Comprehension):
        yield from (inner.target.id for inner in walk(node) if isinstance(inner, ast.NamedExpr))
    elif not isinstance(node, ast.Lambda):
        if isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name:
            yield node.name
        if isinstance(node, ast.MatchMapping) and node.rest:
            yield node.rest
        for child in children(node):
            yield from _bound(child)


def root(node: ast.AST) -> str | None:
    """The name at the beginning of `name.a[0].b`; None where it begins with something else."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Starred):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def own_statements(body: Iterable[ast.AST], *beyond: type[ast.AST]) -> Iterator[ast.AST]:
    """Every node of the code but those within functions and classes, and within statements of the kinds `beyond`."""
    ends = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, *beyond)
    waiting = [*body][::-1]
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, ends):
            waiting += children(node)[::-1]
