"""What is known of a file's statements, found once for all of its loops: a file may have hundreds."""

from __future__ import annotations

import ast
import functools

from parloop_gui.model.source.cut import Cutter
from parloop_gui.model.source.for_loops import LoopNode, loop_nodes
from parloop_gui.model.source.names import Definition, bound, own_statements, root
from parloop_gui.model.source.parsed import Parsed

Import = ast.Import | ast.ImportFrom
_SETTING = {
    *("append", "basicConfig", "chdir", "filterwarnings", "insert", "register", "seed", "set_printoptions"),
    *("setrecursionlimit", "simplefilter", "use"),
}
"""Calls on an imported module that change how it works from then on."""


class Known:
    """A file's loops by line, its names, and for each statement what it binds and what it changes."""

    def __init__(self, parsed: Parsed) -> None:
        self.cutter = Cutter(parsed)
        self.loops: dict[int, LoopNode] = {each.node.lineno: each for each in loop_nodes(parsed.tree.body)}
        nodes = list(ast.walk(parsed.tree))
        self.taken = {node.id for node in nodes if isinstance(node, ast.Name)}
        self.taken |= {node.name for node in nodes if isinstance(node, Definition)}
        self.of_the_file = [node for node in nodes if isinstance(node, ast.Name) and node.id == "__file__"]
        self._bound: dict[ast.stmt, frozenset[str]] = {}
        self._changed: dict[ast.stmt, frozenset[tuple[str, str]]] = {}

    def bound_by(self, node: ast.stmt) -> frozenset[str]:
        """The names that the statement binds."""
        if node not in self._bound:
            self._bound[node] = frozenset(bound([node]))
        return self._bound[node]

    def changes(self, node: ast.stmt, name: str, imported: bool) -> bool:
        """Whether it changes what the name stands for; of an imported module, only how it works from then on."""
        if node not in self._changed:
            found = () if isinstance(node, Definition | Import) else map(_changed, own_statements([node]))
            self._changed[node] = frozenset(each for each in found if each is not None)
        ways = [way for changed, way in self._changed[node] if changed == name]
        return any(way in _SETTING for way in ways) if imported else bool(ways)


@functools.lru_cache(maxsize=4)
def known_of(parsed: Parsed) -> Known:
    """What is known of that file."""
    return Known(parsed)


def _changed(node: ast.AST) -> tuple[str, str] | None:
    """The name whose value is changed, and the method that does it ("" for an assignment)."""
    match node:
        case ast.Expr(ast.Call(ast.Attribute(base, method))):
            name = root(base)
            return (name, method) if name is not None else None
        case ast.Attribute(ctx=ast.Store() | ast.Del()) | ast.Subscript(ctx=ast.Store() | ast.Del()):
            name = root(node)
            return (name, "") if name is not None else None
    return None
