"""Whether one pass of a loop needs what another left: then its passes can't run side by side.

A walk through the body in the order of execution, with the names that are surely assigned by then. A name that the body
assigns, and that is read where it is not surely assigned yet, holds what an earlier pass left.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence

from parloop_gui.model.source.names import bound, loads, own_statements
from parloop_gui.model.source.nodes import walk

_LEAVING = ast.Continue | ast.Break | ast.Return | ast.Raise


def all_read_too_early(body: Sequence[ast.stmt], local: set[str], assigned: set[str]) -> list[ast.Name]:
    """Every read of a `local` name that is not surely assigned yet, in the order of execution."""
    walk = _Walk(local)
    walk.through(body, set(assigned))
    return walk.early


class Behind:
    """Asked which reads of a name come before it is set anew; keeps what each statement of a file does to a name.

    In a long script the same statements follow hundreds of loops, whose items all go by the name of `x`.
    """

    def __init__(self) -> None:
        self._mentions: dict[ast.stmt, tuple[frozenset[str], bool]] = {}
        self._known: dict[tuple[ast.stmt, str], tuple[tuple[ast.Name, ...], bool]] = {}

    def reads(self, statements: Iterable[ast.stmt], name: str) -> Iterator[ast.Name]:
        """Every read of it that is not surely assigned yet, in the order of execution."""
        for each in statements:
            early, is_over = self._of(each, name)
            yield from early
            if is_over:
                return

    def _of(self, node: ast.stmt, name: str) -> tuple[tuple[ast.Name, ...], bool]:
        """The reads in that statement, and whether nothing behind it can be one: it is assigned, or that is the end."""
        if node not in self._mentions:
            self._mentions[node] = frozenset(_mentioned(node)), _Walk(set()).through([node], set()) is None
        mentions, leaves = self._mentions[node]
        if name not in mentions:
            return (), leaves
        if (node, name) not in self._known:
            walk = _Walk({name})
            after = walk.through([node], set())
            self._known[node, name] = tuple(walk.early), after is None or name in after
        return self._known[node, name]


def _mentioned(node: ast.AST) -> Iterator[str]:
    """The names that stand in the code, and those that it binds."""
    for inner in walk(node):
        if isinstance(inner, ast.Name):
            yield inner.id
    yield from bound([node])


def surely_assigned(body: Sequence[ast.stmt]) -> set[str]:
    """The names that hold a value of this pass when it has ended; none where a pass may end before its last line."""
    if any(isinstance(node, ast.Continue) for node in own_statements(body, ast.For, ast.AsyncFor, ast.While)):
        return set()
    return _Walk(set()).through(body, set()) or set()


class _Walk:
    def __init__(self, local: set[str]) -> None:
        self._local = local
        self.early: list[ast.Name] = []

    def through(self, body: Sequence[ast.stmt], assigned: set[str]) -> set[str] | None:
        """The names surely assigned after these statements; None where nothing comes after them."""
        now: set[str] | None = assigned
        for node in body:
            if now is None:
                return None
            now = self._statement(node, now)
        return now

    def _statement(self, node: ast.stmt, assigned: set[str]) -> set[str] | None:
        match node:
            case ast.If():
                self._read([node.test], assigned)
                now = assigned | bound([node.test])
                return _both(self.through(node.body, set(now)), self.through(node.orelse, set(now)))
            case ast.For() | ast.AsyncFor():
                self._read([node.iter], assigned)
                self.through(node.body, assigned | bound([node.target]))
                self.through(node.orelse, set(assigned))
                return assigned
            case ast.While():
                self._read([node.test], assigned)
                self.through(node.body, assigned | bound([node.test]))
                self.through(node.orelse, set(assigned))
                return assigned
            case ast.With() | ast.AsyncWith():
                self._read(node.items, assigned)
                after = self.through(node.body, assigned | bound(node.items))
                return assigned if any(map(_may_suppress, node.items)) else after
            case ast.Try():
                return self._try(node, assigned)
            case ast.Match():
                self._read([node.subject], assigned)
                for case in node.cases:
                    self.through(case.body, assigned | bound([case.pattern]))
                return assigned
        return self._simple(node, assigned)

    def _simple(self, node: ast.stmt, assigned: set[str]) -> set[str] | None:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):  # what a function reads, it reads later
            self._read([node], assigned | {each.target.id for each in walk(node) if isinstance(each, ast.NamedExpr)})
        return None if isinstance(node, _LEAVING) else assigned | bound([node])

    def _try(self, node: ast.Try, assigned: set[str]) -> set[str] | None:
        after = self.through([*node.body, *node.orelse], set(assigned))
        for handler in node.handlers:
            named = {handler.name} if handler.name else set()
            after = _both(after, self.through(handler.body, assigned | named))
        final = self.through(node.finalbody, set(assigned))
        return None if after is None or final is None else after | final

    def _read(self, nodes: Iterable[ast.AST], assigned: set[str]) -> None:
        for name in loads(nodes):
            if name.id in self._local and name.id not in assigned:
                self.early.append(name)


def _both(one: set[str] | None, other: set[str] | None) -> set[str] | None:
    if one is None or other is None:
        return one if other is None else other
    return one & other


def _may_suppress(item: ast.withitem) -> bool:
    """Whether it swallows what its block raises, as contextlib.suppress does: then the block may be left half done."""
    return any(word in ast.unparse(item.context_expr).lower() for word in ("suppress", "ignor", "raises"))
