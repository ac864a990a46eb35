"""What a program catches for each of its tasks, where it asks for their results: such a task ends well in its eyes.

for future in as_completed(futures):
    try:
        page = future.result()         ─►  `except Exception`: whatever a task raises is its result
    except Exception as error:
        print(error)

A future keeps what its task raised until somebody asks, so that all the other tasks are done all the same. Futures are
followed by the names they go by, through lists, dictionaries and the functions of the file; nothing here knows what a
name means but by who is asked: `variable_of` a name, `callees` of a call.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeGuard

from parloop_gui.model.source.names import Function, own_statements
from parloop_gui.model.source.nodes import children, walk

_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
_ADDING = frozenset(("append", "appendleft", "add", "extend", "insert", "put", "put_nowait", "update"))
# Awaited with one of these a task is awaited by itself; `gather` and `wait` wait for all, and catch nothing for one.
_AWAITING_ONE = frozenset(("wait_for", "shield", "wrap_future"))


@dataclass(frozen=True)
class Caught:
    """An `except` clause: the type as it stands there, None for any; `is_kept`: it does not raise the error again."""

    type: ast.expr | None
    is_kept: bool
    line: int


Layers = tuple[tuple[Caught, ...], ...]
"""The clauses around one place that asks, those of one `try` together, the innermost first."""


class _Place(NamedTuple):
    """What is asked, and the clauses there; `looks`: it asks whether there is an error, and so never raises one."""

    asked: ast.expr
    layers: Layers
    looks: bool


@dataclass(frozen=True)
class Asking:
    """Where a file asks for results, and by what futures are handed on.

    `handing` are the statements and calls that hand something on, by each name or function that they take it from;
    `relatives` of a class are those whose objects may be its own.
    Found once for all loops of the file: 400 loops that each went through all of it took 9 s.
    """

    parents: Mapping[ast.AST, ast.AST]
    variable_of: Callable[[ast.AST], Hashable]
    callees: Callable[[ast.Call], Sequence[Function]]
    places: tuple[_Place, ...]
    handing: Mapping[Hashable, Sequence[ast.AST]]
    relatives: Mapping[ast.AST, frozenset[ast.AST]]


def asking_in(
    parents: Mapping[ast.AST, ast.AST],
    variable_of: Callable[[ast.AST], Hashable],
    callees: Callable[[ast.Call], Sequence[Function]],
) -> Asking:
    """What there is of it in a file of these nodes, each with the one it stands in."""
    places = tuple(each for node in parents for each in _places(node, parents))
    catches = any(each.layers for each in places) or any(_calls_back(node) for node in parents)
    handing: dict[Hashable, list[ast.AST]] = {}
    for node in parents if catches else ():
        for part in (inner for taken in _taken(node) for inner in walk(taken)):
            match part:
                case ast.Name():
                    handing.setdefault(variable_of(part), []).append(node)
                case ast.Attribute():
                    handing.setdefault(_attribute(part, parents), []).append(node)
                case ast.Call():
                    for function in callees(part):
                        handing.setdefault(function, []).append(node)
    return Asking(parents, variable_of, callees, places, handing, _relatives(parents if catches else ()))


def _relatives(nodes: Iterable[ast.AST]) -> dict[ast.AST, frozenset[ast.AST]]:
    """Of each class itself, what it is made from, and what is made from it."""
    classes = [node for node in nodes if isinstance(node, ast.ClassDef)]
    above: dict[ast.AST, set[ast.AST]] = {}
    for node in classes:
        found = above[node] = {node}
        waiting = [node]
        while waiting:
            bases = {base.id for base in waiting.pop().bases if isinstance(base, ast.Name)}
            new = [each for each in classes if each.name in bases and each not in found]
            found.update(new)
            waiting += new
    return {node: frozenset(each for each in classes if each in above[node] or node in above[each]) for node in classes}


def _attribute(node: ast.Attribute, parents: Mapping[ast.AST, ast.AST]) -> tuple[ast.AST | None, str]:
    """What it is known by: as it is written, one of `self` together with the class around it."""
    text = ast.unparse(node)
    outer: ast.AST | None = node if text.startswith(("self.", "cls.")) else None
    while outer is not None and not isinstance(outer, ast.ClassDef):
        outer = parents.get(outer)
    return outer, text


def caught_of(start: ast.AST, asking: Asking) -> tuple[Layers, ...]:
    """The clauses that a task's error comes to, by the places that ask; `start` is what starts the tasks.

    Nothing where it would end the program, or the loop that asks, at one of them, or where nobody asks.
    """
    found: list[_Place] = []
    if asking.handing:
        futures = _Futures(start, asking)
        found = [each for each in asking.places if futures.are_in(each.asked)]
    if any(each.looks for each in found):
        found = [each for each in found if each.layers]  # any other asks where it has seen that there is no error
    layers = [each.layers for each in found]
    layers = layers or [((Caught(None, True, node.lineno),),) for node in walk(start) if _calls_back(node)]
    unique = {tuple(map(_as_text, each)): each for each in reversed(layers)}
    return tuple(unique.values())[::-1] if all(map(_keeps, layers)) else ()


def clauses_in(places: Iterable[Layers]) -> list[Caught]:
    """All of them, one after the other."""
    return [each for layers in places for layer in layers for each in layer]


def _keeps(layers: Layers) -> bool:
    return any(each.is_kept for each in clauses_in([layers]))


def _as_text(layer: Iterable[Caught]) -> tuple[tuple[str, bool], ...]:
    return tuple((ast.unparse(each.type) if each.type is not None else "", each.is_kept) for each in layer)


def _calls_back(node: ast.AST) -> TypeGuard[ast.Call]:
    """Whether a pool's own callback is given for what a task raises."""
    return isinstance(node, ast.Call) and any(each.arg == "error_callback" for each in node.keywords)


def _asked(node: ast.AST) -> Iterator[ast.expr]:
    """What the code asks for its result, or for its error."""
    match node:
        case ast.Call(ast.Attribute(base, "result" | "exception")) | ast.Call(ast.Attribute(base, "get"), []):
            yield base  # with a key `get` takes something out of a dictionary
        case ast.Await(ast.Call(func, [first, *_])) if _last_name(func) in _AWAITING_ONE:
            yield first
        case ast.Await(ast.Name() | ast.Attribute() | ast.Subscript() as value):
            yield value
        case ast.Call(func, [*arguments]) if _last_name(func) == "gather":
            yield from arguments


def _places(node: ast.AST, parents: Mapping[ast.AST, ast.AST]) -> Iterator[_Place]:
    """The place as one that asks, for each that it asks, and what becomes of an error there."""
    every = [*_asked(node)]
    if not every:
        return
    layers, looks = tuple(_around(node, parents)), False
    match node:
        case ast.Call(ast.Attribute(_, "exception")):
            layers, looks = ((Caught(None, is_kept=True, line=node.lineno),),), True
        case ast.Call(func) if _last_name(func) == "gather":
            if any(each.arg == "return_exceptions" and _is_true(each.value) for each in node.keywords):
                layers = (((Caught(None, is_kept=True, line=node.lineno)),),)
            elif _keeps(layers):
                return  # what it catches is the first error of all: whoever asks each task decides
    yield from (_Place(each, layers, looks) for each in every)


def _around(node: ast.AST, parents: Mapping[ast.AST, ast.AST]) -> Iterator[tuple[Caught, ...]]:
    """The clauses around it, as far as the loop that it stands in: beyond that they catch for all tasks together."""
    inner, outer = node, parents.get(node)
    while outer is not None and not isinstance(outer, (*_DEFINITIONS, *_COMPREHENSIONS)):
        match outer:
            case ast.Try(body, handlers) if inner in body and handlers:
                yield tuple(Caught(each.type, not _raises(each), each.lineno) for each in handlers)
            case ast.With(items, body) if inner in body and (suppressed := [*_suppressed(items)]):
                yield tuple(Caught(each, True, outer.lineno) for each in suppressed)
            case _ if isinstance(outer, _LOOPS) and inner in (*outer.body, *outer.orelse):
                return
        inner, outer = outer, parents.get(outer)


def _raises(handler: ast.ExceptHandler) -> bool:
    return any(isinstance(each, ast.Raise) for each in own_statements(handler.body))


def _suppressed(items: Iterable[ast.withitem]) -> Iterator[ast.expr]:
    for each in items:
        if isinstance(each.context_expr, ast.Call) and _last_name(each.context_expr.func) == "suppress":
            yield from each.context_expr.args


class _Futures:
    """The names that may stand for what `start` gives, or hold it, in whichever order the file's statements run."""

    def __init__(self, start: ast.AST, asking: Asking) -> None:
        self._start, self._parents, self._relatives = start, asking.parents, asking.relatives
        self._variable_of, self._callees = asking.variable_of, asking.callees
        self._known: set[Hashable] = set()
        self._waiting: list[Hashable] = []
        node: ast.AST | None = start
        while node is not None:
            self._take(node)
            node = asking.parents.get(node)
        while self._waiting:
            for each in asking.handing.get(self._waiting.pop(), ()):
                self._take(each)

    def are_in(self, node: ast.AST) -> bool:
        """Whether the expression may give one of them, or something that holds one."""
        if node is self._start:
            return True
        if any(_asked(node)):
            return False  # a result is no future
        match node:
            case ast.Name():
                return self._variable_of(node) in self._known
            case ast.Attribute(value):
                return _attribute(node, self._parents) in self._known or self.are_in(value)
            case ast.Subscript(value, key):
                return self.are_in(value) and not self.are_in(key)  # `urls[future]` is what was kept beside it
            case ast.ListComp(value) | ast.SetComp(value) | ast.GeneratorExp(value):
                return self.are_in(value)  # `[each.result() for each in futures]` holds none
            case ast.DictComp(key, value):
                return self.are_in(key) or self.are_in(value)
            case ast.Call() if functions := self._callees(node):
                return any(each in self._known for each in functions)
        return not isinstance(node, _DEFINITIONS) and any(map(self.are_in, children(node)))

    def _take(self, node: ast.AST) -> None:
        match node:
            case ast.Assign(targets, value):
                for each in targets:
                    is_key = isinstance(each, ast.Subscript) and self.are_in(each.slice)
                    self._bind([each], is_key or self.are_in(value))
            case ast.AnnAssign(target, _, ast.expr() as value) | ast.AugAssign(target, _, value):
                self._bind([target], self.are_in(value))
            case ast.NamedExpr(target, value):
                self._bind([target], self.are_in(value))
            case ast.For(target, over) | ast.AsyncFor(target, over) | ast.comprehension(target, over):
                self._bind([target], self.are_in(over))
            case ast.Return(ast.expr() as value) | ast.Yield(ast.expr() as value) if self.are_in(value):
                self._learn(self._function_around(node))
            case ast.Call():
                self._hand_over(node)

    def _hand_over(self, node: ast.Call) -> None:
        if isinstance(node.func, ast.Attribute) and node.func.attr in _ADDING:
            self._bind([node.func.value], any(map(self.are_in, node.args)))
        for function in self._callees(node):
            arguments = [*function.args.posonlyargs, *function.args.args]
            is_method = isinstance(node.func, ast.Attribute) and bool(arguments) and arguments[0].arg == "self"
            given = [*zip(arguments[is_method:], node.args, strict=False)]
            by_name = {each.arg: each for each in (*arguments, *function.args.kwonlyargs)}
            given += [(by_name[each.arg], each.value) for each in node.keywords if each.arg in by_name]
            for argument, value in given:
                if self.are_in(value):
                    self._learn(self._variable_of(argument))

    def _bind(self, targets: Iterable[ast.expr], is_one: bool) -> None:
        for each in targets if is_one else ():
            match each:
                case ast.Tuple(parts) | ast.List(parts):
                    self._bind(parts, is_one)
                case ast.Starred(value) | ast.Subscript(value):
                    self._bind([value], is_one)
                case ast.Attribute():
                    self._learn_attribute(each)
                case ast.Name():
                    self._learn(self._variable_of(each))

    def _learn_attribute(self, node: ast.Attribute) -> None:
        owner, text = _attribute(node, self._parents)
        for each in (None,) if owner is None else self._relatives[owner]:
            self._learn((each, text))

    def _learn(self, name: Hashable) -> None:
        """It is one of them, whether a variable, an attribute as it is written, or a function that gives one."""
        if name not in self._known:
            self._known.add(name)
            self._waiting.append(name)

    def _function_around(self, node: ast.AST) -> ast.AST | None:
        outer = self._parents.get(node)
        while outer is not None and not isinstance(outer, _DEFINITIONS):
            outer = self._parents.get(outer)
        return outer


def _taken(node: ast.AST) -> Iterator[ast.expr]:
    """The expressions whose values a statement or a call hands on."""
    match node:
        case ast.Assign(targets, value):
            yield value
            yield from (each.slice for each in targets if isinstance(each, ast.Subscript))
        case ast.AnnAssign(_, _, ast.expr() as value) | ast.AugAssign(_, _, value) | ast.NamedExpr(_, value):
            yield value
        case ast.For(_, value) | ast.AsyncFor(_, value) | ast.comprehension(_, value):
            yield value
        case ast.Return(ast.expr() as value) | ast.Yield(ast.expr() as value):
            yield value
        case ast.Call():
            yield from (*node.args, *(each.value for each in node.keywords))


def _last_name(func: ast.expr) -> str:
    return getattr(func, "attr", getattr(func, "id", ""))


def _is_true(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is True
