"""What is none of another pass's: reads and changes of its own item and key, and rows that it fills for itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from parloop_gui.model.source.nodes import walk
from parloop_gui.model.splitting.effects import Conflict
from parloop_gui.model.splitting.known_calls import CHANGING
from parloop_gui.model.splitting.objects import called_name
from parloop_gui.model.splitting.place import File
from parloop_gui.model.splitting.scopes import Variable

_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_INDEXED = frozenset(("at", "loc", "iat", "iloc"))


class OwnPart:
    """Asked whether a read and a change concern the part of this pass alone, and whether that needs distinct items."""

    def __init__(self, file: File, target: ast.expr, items: ast.expr, body: list[ast.stmt]) -> None:
        self._file, self._target, self._items, self._body = file, target, items, body
        bound = [node for stmt in body for node in walk(stmt) if isinstance(node, ast.Name)]
        rebound = {file.scopes.of(node) for node in bound if not isinstance(node.ctx, ast.Load)}
        names = [node for node in walk(target) if isinstance(node, ast.Name)]
        self.names: frozenset[Variable] = frozenset(map(file.scopes.of, names)) - rebound
        self.needs_distinct = False
        """Whether anything was taken for this pass's own that is so only where no item comes twice."""

    def is_own(self, conflict: Conflict) -> bool:
        """Whether no other pass has to do with it."""
        read, change = conflict.read.node, conflict.change.node
        if not self._comes_first(read, change):
            return False
        return self._is_same_key(read, change) or self._is_same_item(read, change)

    def goes_over(self, change: ast.AST) -> bool:
        """Whether what changes there are of that object are of the element that the loop has just given."""
        if not isinstance(change, ast.Subscript) or not self._is_just_given(change):
            return False
        return all(map(self._is_just_given, self._changes_of(ast.unparse(change.value))))

    def _changes_of(self, base: str) -> Iterator[ast.AST]:
        """All that the pass changes of it by that name: effects name one change of an object alone."""
        for node in (each for stmt in self._body for each in walk(stmt)):
            match node:
                case ast.Subscript(value) if not isinstance(node.ctx, ast.Load) and ast.unparse(value) == base:
                    yield node
                case ast.Call(ast.Attribute(value, name)) if name in CHANGING and ast.unparse(value) == base:
                    yield node
                case ast.AugAssign(target) if ast.unparse(target) == base:
                    yield node

    def _is_just_given(self, change: ast.AST) -> bool:
        if not isinstance(change, ast.Subscript) or not isinstance(change.slice, ast.Name):
            return False
        base, target = change.value, self._target
        if self._file.scopes.variables.get(change.slice) not in self.names:
            return False
        match self._items, target:
            case ast.Call(ast.Name("enumerate"), [over], []), ast.Tuple([ast.Name(index), _]):
                return index == change.slice.id and ast.unparse(over) == ast.unparse(base)
            case ast.Call(ast.Attribute(over, "items"), [], []), ast.Tuple([ast.Name(index), _]):
                return index == change.slice.id and ast.unparse(over) == ast.unparse(base)
            case ast.Call(ast.Attribute(over, "iterrows"), [], []), ast.Tuple([ast.Name(index), _]):
                return index == change.slice.id and ast.unparse(over) == ast.unparse(base)
            case ((ast.Call(ast.Attribute(over, "keys"), [], []) | over), ast.Name(index)):
                return index == change.slice.id and ast.unparse(over) == ast.unparse(base) and self._is_dict(over)
        return False

    def rows(self) -> dict[Variable, list[ast.Subscript]]:
        """The names that a pass knows by its own element alone, and changes within: `grid[i]` of `grid[i][j] += n`."""
        found: dict[Variable, list[ast.Subscript]] = {}
        others: set[Variable] = set()
        for name in (node for stmt in self._body for node in walk(stmt) if isinstance(node, ast.Name)):
            outer = self._file.parents[name]
            if isinstance(outer, ast.Subscript) and outer.value is name and self._is_row(outer):
                found.setdefault(self._file.scopes.of(name), []).append(outer)
            else:
                others.add(self._file.scopes.of(name))
        return {each: rows for each, rows in found.items() if each not in others and any(map(self.is_changed, rows))}

    def is_changed(self, row: ast.Subscript) -> bool:
        """Whether an element of the row is set there."""
        outer = self._file.parents[row]
        return isinstance(outer, ast.Subscript) and outer.value is row and not isinstance(outer.ctx, ast.Load)

    def _is_row(self, node: ast.Subscript) -> bool:
        """Whether no other pass has it, and nothing deeper than its own elements is set."""
        key, outer = node.slice, self._file.parents[node]
        deeper = self._file.parents.get(outer)
        is_deep = isinstance(deeper, ast.Subscript | ast.Attribute) and not isinstance(deeper.ctx, ast.Load)
        is_own = isinstance(key, ast.Name) and self._variable(key) in self.names and self._is_numbered(key.id)
        return is_own and isinstance(node.ctx, ast.Load) and not is_deep

    def _is_dict(self, node: ast.expr) -> bool:
        return isinstance(node, ast.Name) and self._file.reading.is_dictionary(node)

    def _is_same_key(self, read: ast.AST, change: ast.AST) -> bool:
        """`xs[i] = f(xs[i])` where i is the pass's own."""
        if not isinstance(read, ast.Subscript) or not isinstance(change, ast.Subscript):
            return False
        if not isinstance(read.value, ast.Name) or not isinstance(read.slice, ast.Name):
            return False
        if ast.unparse(read) != ast.unparse(change) or self._variable(read.slice) not in self.names:
            return False
        if not self._is_known_so_alone(read.value, ast.unparse(read)):
            return False
        self.needs_distinct |= not self._is_numbered(read.slice.id)
        return True

    def _is_known_so_alone(self, name: ast.Name, element: str) -> bool:
        """Whether the pass has to do with no other element: effects name one read of an object alone."""
        for node in (each for stmt in self._body for each in walk(stmt) if isinstance(each, ast.Name)):
            if self._variable(node) != self._variable(name):
                continue
            outer = self._file.parents[node]
            is_asked_its_length = isinstance(outer, ast.Call) and called_name(outer) == "len"
            if not is_asked_its_length and ast.unparse(outer) != element:
                return False
        return True

    def _is_numbered(self, name: str) -> bool:
        """Whether the name runs over a range or counts the items: never the same twice."""
        match self._items, self._target:
            case ast.Call(ast.Name("range")), ast.Name(own):
                return own == name
            case ast.Call(ast.Name("enumerate")), ast.Tuple([ast.Name(own), _]):
                return own == name
        return False

    def _is_same_item(self, read: ast.AST, change: ast.AST) -> bool:
        """`record["v"] = f(record)` where record is the pass's own item."""
        base = _base(change)
        if not isinstance(base, ast.Name) or self._variable(base) not in self.names:
            return False
        own = read.value if isinstance(read, ast.Attribute | ast.Subscript) else read
        if not isinstance(own, ast.Name) or self._variable(own) != self._variable(base):
            return False
        if self._holds_itself(base):
            return False
        self.needs_distinct = True
        return True

    def _holds_itself(self, name: ast.Name) -> bool:
        """Whether such an object may hold another of its kind, as a node of a tree does."""
        return self._file.objects.heap.holds_itself(self._file.objects.of(name))

    def _variable(self, node: ast.Name) -> Variable | None:
        return self._file.scopes.variables.get(node)

    def _comes_first(self, read: ast.AST, change: ast.AST) -> bool:
        """Whether the read is surely done when the pass changes it."""
        one, other = self._statement(read), self._statement(change)
        if one is None or other is None:
            return False
        if one is other:
            return not self._repeats(one)
        return one.lineno < other.lineno and not (self._repeats(one) and self._repeats(other))

    def _statement(self, node: ast.AST) -> ast.stmt | None:
        """The simple statement of the body that holds it."""
        own = set(map(id, self._body))
        found: ast.stmt | None = None
        outer: ast.AST | None = node
        while outer is not None:
            if isinstance(outer, ast.stmt) and found is None:
                found = outer
            if id(outer) in own:
                return found
            outer = self._file.parents.get(outer)
        return None

    def _repeats(self, node: ast.stmt) -> bool:
        outer: ast.AST | None = node
        own = set(map(id, self._body))
        while outer is not None:
            if isinstance(outer, _LOOPS):
                return True
            if id(outer) in own:
                return False
            outer = self._file.parents.get(outer)
        return False


def _base(change: ast.AST) -> ast.expr | None:
    match change:
        case ast.Attribute(value) | ast.Subscript(value):
            return value
        case ast.Call(ast.Attribute(value)):
            return value
    return None


def is_table_cell(change: ast.AST) -> bool:
    """Whether it is `df.at[i, "w"]` or the like: rows already given stay as they are."""
    return (
        isinstance(change, ast.Subscript) and isinstance(change.value, ast.Attribute) and change.value.attr in _INDEXED
    )
