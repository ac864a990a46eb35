"""Which variable each name of a file means: the scopes of Python, walked once."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from parloop_gui.model.source.names import bound, own_statements
from parloop_gui.model.source.nodes import children

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
_OPENING = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
_NAMED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.ExceptHandler, ast.MatchAs, ast.MatchStar)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


class Variable(NamedTuple):
    """A name in the scope of that number; 0 is the module's, and Python's own names count as the module's."""

    scope: int
    name: str


@dataclass
class Scope:
    """A module, function, class or comprehension, and the names that belong to it."""

    number: int
    node: ast.AST
    outer: Scope | None
    names: set[str]
    shared: dict[str, str] = field(default_factory=dict)

    def variable(self, name: str) -> Variable:
        """What the name means here."""
        if self.shared.get(name) == "global":
            return Variable(0, name)
        scope: Scope | None = self
        while scope is not None:
            seen = scope is self or not isinstance(scope.node, ast.ClassDef)
            if seen and name in scope.names and name not in scope.shared:
                return Variable(scope.number, name)
            scope = scope.outer
        return Variable(0, name)


class Scopes:
    """The variables of a file's names and arguments, and the scope of each function, class and comprehension."""

    def __init__(self, tree: ast.Module) -> None:
        self.module = Scope(0, tree, None, bound(tree.body))
        self.scopes: list[Scope] = [self.module]
        self.by_node: dict[ast.AST, Scope] = {tree: self.module}
        self.variables: dict[ast.AST, Variable] = {}
        self.function_of: dict[ast.AST, Function] = {}
        self.imported: set[Variable] = set()
        self.bound_by: dict[ast.AST, list[Variable]] = {}
        """What statements bind without a name of it standing there: definitions, imports, handlers, patterns."""
        self._visit(tree.body, self.module, None)

    def of(self, node: ast.AST) -> Variable:
        """The variable that a name or an argument is."""
        return self.variables[node]

    @cached_property
    def places(self) -> dict[Variable, list[ast.AST]]:
        """The names and arguments that each variable stands at."""
        found: dict[Variable, list[ast.AST]] = defaultdict(list)
        for node, variable in self.variables.items():
            found[variable].append(node)
        return found

    def around(self, node: ast.AST) -> Scope:
        """The scope that a function's own name belongs to."""
        outer = self.by_node[node].outer
        return outer if outer is not None else self.module

    def is_import(self, node: ast.expr) -> bool:
        """Whether the expression begins with the name of an imported module or of something in one."""
        while isinstance(node, ast.Attribute):
            node = node.value
        return isinstance(node, ast.Name) and self.variables[node] in self.imported

    def _open(self, node: ast.AST, outer: Scope, names: set[str]) -> Scope:
        scope = Scope(len(self.scopes), node, outer, names)
        self.scopes.append(scope)
        self.by_node[node] = scope
        return scope

    def _visit(self, nodes: Iterable[ast.AST], scope: Scope, function: Function | None) -> None:
        for node in nodes:
            if isinstance(node, ast.Name):
                self.variables[node] = scope.variable(node.id)
            elif isinstance(node, ast.Return | ast.Yield | ast.YieldFrom) and function is not None:
                self.function_of[node] = function
            elif isinstance(node, ast.Import | ast.ImportFrom):
                names = [(each.asname or each.name).partition(".")[0] for each in node.names]
                self.bound_by[node] = [scope.variable(name) for name in names]
                self.imported.update(self.bound_by[node])
            elif isinstance(node, _NAMED) and node.name:
                self.bound_by[node] = [scope.variable(node.name)]
            if isinstance(node, _OPENING):
                self._enter(node, scope, function)
            elif isinstance(node, _COMPREHENSIONS):
                self._comprehension(node, scope, function)
            else:
                self._visit(children(node), scope, function)

    def _enter(self, node: Function | ast.ClassDef, scope: Scope, function: Function | None) -> None:
        body: list[ast.AST] = list(node.body) if isinstance(node.body, list) else [node.body]
        own = self._open(node, scope, bound(body))
        if isinstance(node, ast.ClassDef):
            inside = body
        else:
            arguments = every_argument(node)
            own.names |= {each.arg for each in arguments}
            inside, function = [*body], node
            self._declared(body, own)
            for each in arguments:
                self.variables[each] = own.variable(each.arg)
                self._visit(children(each), scope, None)
            self._visit([*node.args.defaults, *(each for each in node.args.kw_defaults if each)], scope, None)
        outside = [child for child in children(node) if child not in body and not isinstance(child, ast.arguments)]
        self._visit(outside, scope, None)
        self._visit(inside, own, function)

    def _declared(self, body: list[ast.AST], own: Scope) -> None:
        for inner in own_statements(body):
            if isinstance(inner, ast.Global | ast.Nonlocal):
                word = "global" if isinstance(inner, ast.Global) else "nonlocal"
                own.shared.update(dict.fromkeys(inner.names, word))

    def _comprehension(self, node: Comprehension, scope: Scope, function: Function | None) -> None:
        own = self._open(node, scope, bound(part.target for part in node.generators))
        first = node.generators[0]
        self._visit([first.iter], scope, function)
        for part in node.generators:
            self._visit([part.target, *part.ifs, *([part.iter] if part is not first else [])], own, function)
        values = [child for child in children(node) if not isinstance(child, ast.comprehension)]
        self._visit(values, own, function)


def every_argument(function: Function) -> list[ast.arg]:
    """All arguments of a function, in their order; *args and **kwargs last."""
    own = function.args
    every = [*own.posonlyargs, *own.args, *own.kwonlyargs, own.vararg, own.kwarg]
    return [each for each in every if each is not None]
