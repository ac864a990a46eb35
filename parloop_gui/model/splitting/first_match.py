"""What leaves the rest of a lazy expression unasked for: `any`, `all`, `next`, and a `for` statement with a `break`.

    any(f(x) for x in xs)   ─►   chunk after chunk:   for value in results:
                                                          if value:
                                                              matched = True
                                                              break             none: matched = False

What a worker computes behind the match is in vain, so that it is run in chunks (`engine/protocol/first_match.py`).
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass

from parloop_gui.model.source.cut import Numbered
from parloop_gui.model.source.nodes import walk
from parloop_gui.model.source.refusal import refused
from parloop_gui.model.splitting.code import INDENT
from parloop_gui.model.splitting.known_calls import TAKING_ALL
from parloop_gui.model.splitting.objects import called_name
from parloop_gui.model.splitting.place import File
from parloop_gui.model.splitting.scopes import Comprehension
from parloop_gui.model.splitting.sorting import leaving_of

Ender = ast.Call | ast.For

_ENDING = frozenset(("any", "all", "next"))
# They hand on what they go over, one by one.
_HANDING_ON = frozenset(("tqdm", "enumerate"))
# What the default of a `next` may hold: it is made where nothing matched, and not, as it stands, in any case.
_DOES_SOMETHING = (ast.Call, ast.Await, ast.NamedExpr, ast.Yield, ast.YieldFrom, ast.ListComp, ast.GeneratorExp)


@dataclass(frozen=True)
class Ending:
    """How the results of a chunk are gone over, what is done where none matched, and what follows then.

    `folding` ends by a `break` where there was a match. All at the left margin. `added` are the names that they need.
    """

    folding: tuple[Numbered, ...]
    otherwise: tuple[Numbered, ...]
    then: tuple[Numbered, ...] = ()
    added: tuple[str, ...] = ()


def ender_of(file: File, node: ast.expr) -> Ender | None:
    """What may end before it has gone over all of the expression; None where all of it is gone over at once.

    Raises SplitError where that is later, or nobody can tell.
    """
    if isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp):
        return None
    inner, outer = _handed_on(file, node)
    match outer:
        case ast.Call() if inner in outer.args:
            if (found := _call_that_ends(file, outer, node, inner)) is not None:
                return found
            if called_name(outer) in TAKING_ALL - _ENDING:
                return None
        case ast.For() if inner is outer.iter:
            return outer if leaving_of(outer.body) else None
        case ast.comprehension() if inner is outer.iter:
            around = file.parents[outer]
            if isinstance(around, Comprehension) and around.generators[0] is outer:
                return ender_of(file, around)
    raise refused(node, "is gone over later, or not to its end.")


def _handed_on(file: File, node: ast.expr) -> tuple[ast.AST, ast.AST]:
    """What takes its values, and which part of that they are."""
    inner: ast.AST = node
    outer = file.parents[node]
    while isinstance(outer, ast.Call) and called_name(outer) in _HANDING_ON:
        inner, outer = outer, file.parents[outer]
    return inner, outer


def _call_that_ends(file: File, call: ast.Call, node: ast.expr, inner: ast.AST) -> ast.Call | None:
    """The call, if it is Python's own `any`, `all` or `next`, and takes the values as they are."""
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    if name not in _ENDING or file.scopes.of(call.func).scope or name in file.scopes.module.names:
        return None
    if inner is not node:
        raise refused(call, "ends at the first match, so a pass runs only if none before it matched.")
    if name == "next" and _gives_each(node):
        raise refused(call, "asks for one value alone.")
    rest = call.args[1:]
    if any(isinstance(part, _DOES_SOMETHING) for each in rest for part in walk(each)):
        raise refused(rest[0], "is made before the first item is looked at.")
    return call


def _gives_each(node: ast.expr) -> bool:
    """Whether each item gives a value, so that the first value is that of the first item."""
    if isinstance(node, ast.Call):
        return called_name(node) != "filter"
    return not isinstance(node, Comprehension) or (len(node.generators) == 1 and not node.generators[0].ifs)


def ending_of_call(file: File, call: ast.Call, statement: ast.stmt, values: str) -> Ending:
    """How the results of a chunk are gone over instead of by a call over those values; `statement` holds it."""
    assert isinstance(call.func, ast.Name)
    line, matched = call.lineno, file.fresh("matched")
    names = [matched]
    if call.func.id == "next":
        none = f"{matched} = {file.cutter.source(call.args[1])}" if len(call.args) > 1 else "raise StopIteration"
        texts = [f"for {matched} in {values}:", f"{INDENT}break"]
    else:
        is_any, value = call.func.id == "any", file.fresh("value")
        names.append(value)
        none = f"{matched} = {not is_any}"
        test = f"{INDENT}if {'' if is_any else 'not '}{value}:"
        texts = [f"for {value} in {values}:", test, f"{INDENT * 2}{matched} = {is_any}", f"{INDENT * 2}break"]
    then = file.cutter.numbered_statement(statement, [(call, matched)])
    return Ending(tuple((text, line) for text in texts), ((none, line),), tuple(then), tuple(names))


def ending_of_for(file: File, loop: ast.For, changed: Sequence[Numbered]) -> Ending:
    """The same of a `for` statement, which goes over the results by the lines `changed`."""
    last = loop.body[-1].end_lineno or 0
    otherwise = file.cutter.numbered_body(loop.orelse, (), "") if loop.orelse else []
    return Ending(tuple(each for each in changed if each[1] <= last), tuple(otherwise))
