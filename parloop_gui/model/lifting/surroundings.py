"""What a loop needs from around it: definitions, imports and values, and in which order they are made.

names of the body  ─► statements that bind or change them ─► their names ─► …  ─► at the top of the lifted file
names of the items ─► the same; values that nothing else needs                 ─► within items()
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from parloop_gui.model.lifting.known import Import, Known
from parloop_gui.model.lifting.place import Place, refuse_argument
from parloop_gui.model.lifting.refusal import LiftError, refused
from parloop_gui.model.source.names import BUILTINS, Definition, bound, loads, own_statements


@dataclass
class Needs:
    """The statements that are needed, in their order: at the top, and within items(); values of arguments by name."""

    top: list[ast.stmt] = field(default_factory=list)
    in_items: list[ast.stmt] = field(default_factory=list)
    defaults: dict[str, ast.expr] = field(default_factory=dict)


class Surroundings:
    """The statements before a loop, asked for what binds a name."""

    def __init__(self, place: Place, known: Known, set_by_loop: set[str]) -> None:
        self._place, self._known = place, known
        self._set_by_loop = set() if place.functions else set_by_loop
        self._local_names = place.local_names
        self._with_names = {name: outer for outer in place.withs for name in bound(outer.items)}
        self._defaults: dict[str, ast.expr] = {}
        self._names = self._bound_by(node for node in self._statements())
        self._imported = self._bound_by(node for node in self._statements() if isinstance(node, Import))
        self._imported |= {
            name
            for node in self._statements()
            if isinstance(node, ast.If | ast.Try)
            for inner in own_statements([node])
            if isinstance(inner, Import)
            for name in bound([inner])
        }

    def shared(self, names: Iterable[str]) -> set[str]:
        """Those of the names that stand for values: no imports, no definitions, nothing of Python's own."""
        defined = self._bound_by(node for node in self._statements() if isinstance(node, Definition))
        return set(names) - defined - self._imported - (BUILTINS - self._names)

    def value_of(self, name: str) -> ast.expr | None:
        """The value that the name was bound to last before the loop; None where that can't be seen."""
        for node in reversed(self._statements()):
            match node:
                case ast.Assign([*targets], value) if any(_is_named(each, name) for each in targets):
                    return value
                case ast.Assign([ast.Tuple(targets)], ast.Tuple(values)) if name in bound(targets):
                    return next(
                        (value for each, value in zip(targets, values, strict=False) if _is_named(each, name)), None
                    )
                case ast.AnnAssign(target, _, value) if _is_named(target, name):
                    return value
        return None

    def binds(self, name: str) -> bool:
        """Whether a statement before the loop binds the name."""
        return name in self._names

    def needs(self, body: Iterable[ast.Name], items: Iterable[ast.Name]) -> Needs:
        """What body and items need; raises LiftError for a name that can't be had."""
        for_body = self._closure(body)
        items = list(items)
        for_items = self._closure(items, within_with=True)
        definitions = [node for node in for_items if isinstance(node, Definition)]
        for_definitions = self._closure(name for node in definitions for name in loads([node]))
        top, in_items = [], []
        for node in self._statements():
            if (
                node in for_body
                or node in for_definitions
                or (node in for_items and isinstance(node, Definition | Import))
            ):
                top.append(node)
            elif node in for_items:
                in_items.append(node)
        self._refuse_clashes(top)
        return Needs(top, in_items, self._defaults)

    def _closure(self, names: Iterable[ast.Name], within_with: bool = False) -> list[ast.stmt]:
        chosen: list[ast.stmt] = []
        waiting, seen = list(names), set[str]()
        while waiting:
            name = waiting.pop()
            if name.id in seen:
                continue
            seen.add(name.id)
            for node in self._making(name, within_with):
                if node not in chosen:
                    chosen.append(node)
                    waiting.extend(loads([node]))
                    self._refuse_awaiting(node)
                    self._refuse_sharing(node)
        return chosen

    def _making(self, name: ast.Name, within_with: bool) -> list[ast.stmt]:
        """The statements that bind the name or change what it stands for."""
        if name.id in self._with_names:
            if within_with:
                return []
            outer = self._with_names[name.id]
            raise refused(outer, f"holds `{name.id}` only while the loop runs, and each pass needs it.")
        if name.id in self._local_names:
            pool = self._place.local
            if not any(name.id in self._known.bound_by(node) for node in pool):
                return self._argument(name)
        else:
            pool = self._place.module
        imported = name.id in self._imported
        making = [
            node
            for node in pool
            if name.id in self._known.bound_by(node) or self._known.changes(node, name.id, imported)
        ]
        if not any(name.id in self._known.bound_by(node) for node in making):
            making = self._from_anywhere(name)
        return making

    def _argument(self, name: ast.Name) -> list[ast.stmt]:
        found = self._place.default_of(name.id)
        if found is None or found[1] is None:
            raise refuse_argument(self._place, name.id, name.lineno)
        self._defaults[name.id] = found[1]
        return []

    def _from_anywhere(self, name: ast.Name) -> list[ast.stmt]:
        if name.id in BUILTINS:
            return []
        stars = [node for node in self._place.module if isinstance(node, ast.ImportFrom) and node.names[0].name == "*"]
        if not stars:
            raise LiftError(f"Nothing before the loop gives `{name.id}` (line {name.lineno}) a value.", name.lineno)
        return list(stars)

    def _refuse_awaiting(self, node: ast.stmt) -> None:
        if isinstance(node, Definition):
            return
        for inner in own_statements([node]):
            if isinstance(inner, ast.Await | ast.AsyncWith | ast.AsyncFor | ast.Yield | ast.YieldFrom | ast.Return):
                raise refused(node, "is needed by the loop, and can't be done outside its function.")

    def _refuse_sharing(self, node: ast.stmt) -> None:
        """At the top level a function may read what the loop sets: each pass would set its own."""
        if isinstance(node, Definition):
            for name in loads([node]):
                if name.id in self._set_by_loop:
                    where = f"`{name.id}` (line {name.lineno})"
                    raise LiftError(f"{node.name}() reads {where}, which the loop sets.", name.lineno)

    def _refuse_clashes(self, top: list[ast.stmt]) -> None:
        """Local names come to stand at the top: they must not take another's place there."""
        local = bound(node for node in top if node in self._place.local) | set(self._defaults)
        module = [node for node in top if node not in self._place.local]
        clash = next((each for each in loads(module) if each.id in local), None)
        if clash is not None:
            raise LiftError(
                f"`{clash.id}` (line {clash.lineno}) means something else inside the function.", clash.lineno
            )

    def _statements(self) -> list[ast.stmt]:
        return [*self._place.module, *self._place.local]

    def _bound_by(self, nodes: Iterable[ast.stmt]) -> set[str]:
        return {name for node in nodes for name in self._known.bound_by(node)}


def _is_named(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def relative_imports(nodes: Iterable[ast.stmt]) -> Iterator[ast.ImportFrom]:
    """The imports among them that begin with a dot."""
    for node in nodes:
        yield from (inner for inner in ast.walk(node) if isinstance(inner, ast.ImportFrom) and inner.level)
