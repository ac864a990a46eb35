"""Where a loop stands: what runs before it, what after it, and what holds its items open."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field

from parloop_gui.model.lifting.refusal import LiftError, refused
from parloop_gui.model.source.for_loops import Loop, LoopNode, blocks
from parloop_gui.model.source.names import bound
from parloop_gui.model.source.parsed import Parsed, is_main_guard

Function = ast.FunctionDef | ast.AsyncFunctionDef
With = ast.With | ast.AsyncWith


@dataclass
class Place:
    """The statements around a loop, each list in their order.

    `module` are those of the module that a pass can count on, `local` those of the functions around the loop that come
    before it; `after` run behind it in the same scope. `functions` stand around it, outermost first, `withs` hold open
    what it goes over.
    """

    loop: Loop
    module: list[ast.stmt]
    local: list[ast.stmt] = field(default_factory=list)
    after: list[ast.stmt] = field(default_factory=list)
    functions: list[Function] = field(default_factory=list)
    withs: list[With] = field(default_factory=list)

    @property
    def local_names(self) -> set[str]:
        """The names that are local to the functions around the loop."""
        arguments = {each.arg for function in self.functions for each in _arguments(function)}
        return arguments | {name for function in self.functions for name in bound(function.body)}

    def default_of(self, name: str) -> tuple[Function, ast.expr | None] | None:
        """The innermost function that has such an argument, with its default; None where none has."""
        for function in reversed(self.functions):
            defaults = _defaults(function.args)
            if name in {each.arg for each in _arguments(function)}:
                return function, defaults.get(name)
        return None


def place_of(parsed: Parsed, node: LoopNode) -> Place:
    """Where the loop stands; raises LiftError where it runs only under some condition."""
    if isinstance(node.node, ast.AsyncFor):
        raise refused(node.node, "waits for each item, so the items are not there beforehand.")
    place = Place(node.node, [])
    block = parsed.tree.body
    for outer, inner in zip(node.around, [*node.around, node.node][1:], strict=True):
        _pass_by(place, block, outer)
        _enter(place, outer, inner)
        block = next(each for each in blocks(outer) if inner in each)
    _pass_by(place, block, node.node)
    if place.functions:
        place.module = [node for node in parsed.tree.body if not is_main_guard(node)]
    return place


def _pass_by(place: Place, block: Sequence[ast.stmt], node: ast.stmt) -> None:
    at = list(block).index(node)
    (place.local if place.functions else place.module).extend(block[:at])
    place.after[:0] = block[at + 1 :]


def _enter(place: Place, outer: ast.stmt, inner: ast.stmt) -> None:
    match outer:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            place.functions.append(outer)
            place.after.clear()
        case ast.ClassDef() if isinstance(inner, Function):
            pass
        case ast.With():
            place.withs.append(outer)
        case ast.For() | ast.AsyncFor():
            raise refused(outer, "stands around it: that is the loop to compare.")
        case ast.If() if is_main_guard(outer):
            pass
        case _:
            raise refused(outer, "stands around the loop, which runs only as that says.")


def _arguments(function: Function) -> list[ast.arg]:
    own = function.args
    every = [*own.posonlyargs, *own.args, *own.kwonlyargs, own.vararg, own.kwarg]
    return [each for each in every if each is not None]


def _defaults(own: ast.arguments) -> dict[str, ast.expr]:
    by_place = [*own.posonlyargs, *own.args]
    pairs = dict(zip([each.arg for each in by_place[::-1]], own.defaults[::-1], strict=False))
    named = {each.arg: value for each, value in zip(own.kwonlyargs, own.kw_defaults, strict=True) if value is not None}
    return pairs | named


def refuse_argument(place: Place, name: str, line: int) -> LiftError:
    """The refusal because of a name that only the caller of the function around the loop knows."""
    found = place.default_of(name)
    if found is None:
        return LiftError(f"Nothing before the loop gives `{name}` (line {line}) a value.", line)
    function = found[0]
    return LiftError(
        f"The loop needs `{name}` (line {line}), an argument of {function.name}() that only its caller knows.", line
    )
