"""Where a loop stands: the statements around it, the functions, and what runs behind it in the same scope."""

from __future__ import annotations

import ast
import functools
from collections.abc import Sequence
from dataclasses import dataclass

from parloop_gui.model.source.caught import Asking, asking_in
from parloop_gui.model.source.cut import Cutter
from parloop_gui.model.source.for_loops import blocks
from parloop_gui.model.source.names import own_statements
from parloop_gui.model.source.nodes import children, walk
from parloop_gui.model.source.parsed import Parsed
from parloop_gui.model.source.passes import Behind
from parloop_gui.model.splitting.known_calls import PUTTING
from parloop_gui.model.splitting.objects import Objects, called_on
from parloop_gui.model.splitting.reading import Reading
from parloop_gui.model.splitting.scopes import Function, Scope, Scopes, Variable

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_LOOPS = (ast.For, ast.AsyncFor, ast.While)


class File:
    """A parsed file, and what is known of it for all of its loops."""

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed
        self.cutter = Cutter(parsed)
        self.scopes = Scopes(parsed.tree)
        self.objects = Objects(parsed.tree, self.scopes)
        self.reading = Reading(self.scopes, self.objects)
        self.nodes = tuple(walk(parsed.tree))
        self.parents = {child: node for node in self.nodes for child in children(node)}
        self.loops = tuple(node for node in self.nodes if isinstance(node, ast.For | ast.AsyncFor))
        self.behind = Behind()
        self.taken = {node.id for node in self.nodes if isinstance(node, ast.Name)}
        self.taken |= {name for scope in self.scopes.scopes for name in scope.names}

    @functools.cached_property
    def asking(self) -> Asking:
        """Where it asks for the results of tasks."""
        return asking_in(self.parents, self.scopes.variables.get, self.objects.callees)

    @functools.cached_property
    def puts(self) -> tuple[tuple[ast.AST, str], ...]:
        """Where something is put into a queue, and into which."""
        return tuple((node, queue) for node in self.nodes if (queue := called_on(node, PUTTING)))

    def read_in_functions(self, variable: Variable) -> list[ast.Name]:
        """Where functions and lambdas read it: the few of the thousand places of a name that may matter elsewhere."""
        return self._in_functions.get(variable, [])

    @functools.cached_property
    def _in_functions(self) -> dict[Variable, list[ast.Name]]:
        found: dict[Variable, list[ast.Name]] = {}
        for node, variable in self.scopes.variables.items():
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and self._is_in_function(node):
                found.setdefault(variable, []).append(node)
        return found

    def _is_in_function(self, node: ast.AST) -> bool:
        outer: ast.AST | None = node
        while outer is not None and not isinstance(outer, Function):
            outer = self.parents.get(outer)
        return outer is not None

    def fresh(self, name: str, also: set[str] | None = None) -> str:
        """The name, with something behind it where the file has such a name; it is taken from then on in `also`."""
        tried, at = name, 1
        while tried in self.taken or (also is not None and tried in also):
            at += 1
            tried = f"{name}_{at}"
        if also is not None:
            also.add(tried)
        return tried


@functools.lru_cache(maxsize=4)
def file_of(parsed: Parsed) -> File:
    """What is known of that file."""
    return File(parsed)


@dataclass(frozen=True)
class Place:
    """A statement in its file: what stands around it from the module down, and its scope.

    `after` are the statements that may run behind it in the same scope, in order; where a loop goes round it, also
    those before it.
    """

    file: File
    node: ast.stmt
    around: tuple[ast.AST, ...]
    scope: Scope
    after: tuple[ast.stmt, ...]

    @property
    def top(self) -> ast.stmt:
        """The statement of the module's own that holds it."""
        found = next((each for each in self.around if isinstance(each, ast.stmt)), self.node)
        assert isinstance(found, ast.stmt)
        return found

    @property
    def functions(self) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
        """The functions around it, outermost first."""
        return [each for each in self.around if isinstance(each, _FUNCTIONS)]

    @property
    def class_name(self) -> str:
        """The innermost class around it, whose private names are meant; "" where there is none."""
        return next((each.name for each in reversed(self.around) if isinstance(each, ast.ClassDef)), "")


def place_of(file: File, node: ast.stmt) -> Place:
    """Where the statement stands."""
    around: list[ast.AST] = []
    outer = file.parents.get(node)
    while outer is not None:
        around.insert(0, outer)
        outer = file.parents.get(outer)
    owner = next(each for each in reversed(around) if each in file.scopes.by_node)
    inner = around[around.index(owner) :]
    return Place(file, node, tuple(around), file.scopes.by_node[owner], tuple(_after(inner, node)))


def _after(inner: Sequence[ast.AST], node: ast.stmt) -> list[ast.stmt]:
    found: list[ast.stmt] = []
    within: ast.AST = node
    for outer in reversed(inner):
        for block in [outer.body] if isinstance(outer, ast.Module) else blocks(outer):
            if within in block:
                found += block[block.index(within) + 1 :]
                if isinstance(outer, _LOOPS):
                    found += [ast.Expr(outer.test)] if isinstance(outer, ast.While) else []
                    found += block
            elif isinstance(outer, ast.Try | ast.For | ast.AsyncFor | ast.While) and block is not outer.body:
                found += block
        within = outer
    return found


def statements_of(nodes: Sequence[ast.stmt]) -> list[ast.stmt]:
    """These and all within them, those of functions left out."""
    return [node for node in own_statements(nodes) if isinstance(node, ast.stmt)]
