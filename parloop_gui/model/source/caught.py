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

from parloop_gui.model.source.names import Function, own_statements

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


@dataclass(frozen=True)
class Asking:
    """Where a file asks for results, each with the clauses that an error comes to there; by what futures are handed on.

    `handing` are the statements and calls that hand something on, by each name or function that they take it from;
    `relatives` of a class are those whose objects may be its own.
    Found once for all loops of the file: 400 loops that each went through all of it took 9 s.
    """

    parents: Mapping[ast.AST, ast.AST]
    variable_of: Callable[[ast.AST], Hashable]
    callees: Callable[[ast.Call], Sequence[Function]]
    clauses: tuple[tuple[ast.expr, tuple[Caught, ...]], ...]
    handing: Mapping[Hashable, Sequence[ast.AST]]
    relatives: Mapping[ast.AST, frozenset[ast.AST]]


def asking_in(
    parents: Mapping[ast.AST, ast.AST],
    variable_of: Callable[[ast.AST], Hashable],
    callees: Callable[[ast.Call], Sequence[Function]],
) -> Asking:
    """What there is of it in a file of these nodes, each with the one it stands in."""
    found = ((asked, _clauses(node, parents)) for node in parents for asked in _asked(node))
    clauses = tuple((asked, caught) for asked, caught in found if caught)
    handing: dict[Hashable, list[ast.AST]] = {}
    for node in parents if clauses else ():
        for part in (inner for taken in _taken(node) for inner in ast.walk(taken)):
            match part:
                case ast.Name():
                    handing.setdefault(variable_of(part), []).append(node)
                case ast.Attribute():
                    handing.setdefault(_attribute(part, parents), []).append(node)
                case ast.Call():
                    for function in callees(part):
                        handing.setdefault(function, []).append(node)
    return Asking(parents, variable_of, callees, clauses, handing, _relatives(parents))


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


def caught_of(start: ast.AST, asking: Asking) -> tuple[Caught, ...]:
    """The clauses that a task's error comes to, the first to be asked first; `start` is what starts the tasks.

    Nothing where it would end the program, or the loop that asks, or where nobody asks.
    """
    found = [each for node in ast.walk(start) for each in _on_its_way(node)]
    if asking.clauses:
        futures = _Futures(start, asking)
        found += [each for asked, clauses in asking.clauses if futures.are_in(asked) for each in clauses]
    by_type = {ast.unparse(each.type) if each.type is not None else "": each for each in reversed(found)}
    unique = tuple(by_type.values())[::-1]
    return unique if any(each.is_kept for each in unique) else ()


def _on_its_way(node: ast.AST) -> Iterator[Caught]:
    """A pool's own callback for what a task raises."""
    if isinstance(node, ast.Call) and any(each.arg == "error_callback" for each in node.keywords):
        yield Caught(None, is_kept=True, line=node.lineno)


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


def _clauses(node: ast.AST, parents: Mapping[ast.AST, ast.AST]) -> tuple[Caught, ...]:
    """What becomes of an error of the one task that is asked there."""
    match node:
        case ast.Call(ast.Attribute(_, "exception")):
            return (Caught(None, is_kept=True, line=node.lineno),)
        case ast.Call(func) if _last_name(func) == "gather":
            is_kept = any(each.arg == "return_exceptions" and _is_true(each.value) for each in node.keywords)
            return (Caught(None, is_kept=True, line=node.lineno),) if is_kept else ()
    return tuple(_around(node, parents))


def _around(node: ast.AST, parents: Mapping[ast.AST, ast.AST]) -> Iterator[Caught]:
    """The clauses around it, as far as the loop that it stands in: beyond that they catch for all tasks together."""
    inner, outer = node, parents.get(node)
    while outer is not None and not isinstance(outer, (*_DEFINITIONS, *_COMPREHENSIONS)):
        match outer:
            case ast.Try(body) if inner in body:
                for each in outer.handlers:
                    raises = any(isinstance(one, ast.Raise) for one in own_statements(each.body))
                    yield Caught(each.type, not raises, each.lineno)
            case ast.With(items, body) if inner in body:
                suppressing = [each.context_expr for each in items if isinstance(each.context_expr, ast.Call)]
                for call in suppressing:
                    if _last_name(call.func) == "suppress":
                        yield from (Caught(each, True, outer.lineno) for each in call.args)
            case _ if isinstance(outer, _LOOPS) and inner in (*outer.body, *outer.orelse):
                return
        inner, outer = outer, parents.get(outer)


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
        return not isinstance(node, _DEFINITIONS) and any(map(self.are_in, ast.iter_child_nodes(node)))

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
