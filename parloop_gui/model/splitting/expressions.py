"""Loops that are expressions: comprehensions, generators that are gone over at once, `map`, and a pool's own `map`.

[f(x) for x in xs if ok(x)]   ─►   task(x) gives [f(x)] or []   ─►   [each for x, found in … for each in found]
list(map(f, xs))              ─►   task(item) gives f(item)     ─►   list(value for item, value in …)
pool.map(f, xs)               ─►   the same; as it stands it is a loop over f(item), without the pool
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from parloop_gui.model.source.cut import Change, Numbered
from parloop_gui.model.source.refusal import SplitError, refused
from parloop_gui.model.splitting.code import INDENT, Writer
from parloop_gui.model.splitting.first_match import Ender, Ending, ender_of, ending_of_call, ending_of_for
from parloop_gui.model.splitting.objects import called_name
from parloop_gui.model.splitting.place import File
from parloop_gui.model.splitting.scopes import Comprehension, Scope, Variable
from parloop_gui.model.splitting.sorting import Sorting, own_code
from parloop_gui.model.splitting.staged import ITEMS, RESULTS

Kind = Literal["comprehension", "map", "filter", "pool"]
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_MAPS = frozenset(("map", "starmap"))
_POOL_MAPS = frozenset(("map", "starmap", "imap", "imap_unordered"))
# They give their results when these are asked for.
LATER_MAPS = frozenset(("map_async", "starmap_async"))
# Of these, whose maps go over one thing alone.
_WITH_CHUNKSIZE = frozenset(("Pool", "ThreadPool"))
_POOLS = frozenset(("Pool", "ThreadPool", "ThreadPoolExecutor", "ProcessPoolExecutor", "InterpreterPoolExecutor"))


@dataclass(frozen=True)
class Found:
    """A loop that is an expression, the statement that holds it, and the loop over a single value that it amounts to.

    `spread`: an item is a tuple of arguments. `call`: what a `map` calls. `ender`: what may end before it has gone over
    all of it.
    """

    kind: Kind
    node: ast.expr
    statement: ast.stmt
    loop: ast.For
    scope: Scope
    call: ast.expr | None = None
    spread: bool = False
    zipped: tuple[ast.expr, ...] = ()
    ender: Ender | None = None


def expression_at(file: File, line: int) -> ast.expr | None:
    """The outermost such loop that begins at that line, a pool's own first; None where there is none."""
    here = list(_by_line(file).get(line, ()))
    here.sort(key=lambda node: (kind_of(file, node) != "pool", node.col_offset, -(node.end_col_offset or 0)))
    return here[0] if here else None


@functools.lru_cache(maxsize=4)
def _by_line(file: File) -> dict[int, list[ast.expr]]:
    found: dict[int, list[ast.expr]] = {}
    for node in expressions_of(file):
        found.setdefault(node.lineno, []).append(node)
    return found


@functools.lru_cache(maxsize=4)
def expressions_of(file: File) -> tuple[ast.expr, ...]:
    """All such loops of a file, in no order."""
    return tuple(node for node in file.nodes if isinstance(node, ast.expr) and kind_of(file, node) is not None)


def kind_of(file: File, node: ast.AST) -> Kind | None:
    """Which kind of loop the expression is; None where it is none."""
    if isinstance(node, _COMPREHENSIONS):
        return "comprehension"
    if not isinstance(node, ast.Call) or len(node.args) < 2 or any(isinstance(each, ast.Starred) for each in node.args):
        return None
    name = called_name(node)
    if name == "filter" and isinstance(node.func, ast.Name):
        return "filter"
    if name in _MAPS and (isinstance(node.func, ast.Name) or file.scopes.is_import(node.func)):
        return "map"
    if name in _POOL_MAPS | LATER_MAPS and isinstance(node.func, ast.Attribute) and _is_pool(file, node.func.value):
        return "pool"
    return None


def gone_over(file: File, node: ast.expr) -> ast.expr | None:
    """The loop whose values this one takes first: `map(f, xs)` of `[r for r in map(f, xs) if r]`."""
    items = node.generators[0].iter if isinstance(node, Comprehension) else None
    return items if items is not None and kind_of(file, items) is not None else None


def _is_pool(file: File, node: ast.expr) -> bool:
    if any(isinstance(each, ast.Call) and called_name(each) in _POOLS for each in _values(file, node)):
        return True
    name = ast.unparse(node).rpartition(".")[2].lower()
    return not isinstance(node, ast.Call) and ("pool" in name or "executor" in name)


def _values(file: File, node: ast.expr) -> list[ast.expr]:
    """What the expression may stand for: what its name is bound to, else itself."""
    return file.objects.values.get(file.scopes.of(node), []) if isinstance(node, ast.Name) else [node]


def made_of(file: File, node: ast.expr) -> Found:
    """The expression as a loop; raises SplitError where it is not gone over in any case, and at once."""
    kind = kind_of(file, node)
    assert kind is not None
    statement = _statement(file, node)
    if kind == "comprehension":
        assert isinstance(node, Comprehension)
        return replace(_of_comprehension(file, node, statement), ender=ender_of(file, node))
    assert isinstance(node, ast.Call)
    if called_name(node) in LATER_MAPS:
        raise refused(node, "gives its results later, where they are asked for.")
    ender = ender_of(file, node) if kind != "pool" else None
    return replace(map_of(file, node, statement, kind), ender=ender)


def _statement(file: File, node: ast.expr) -> ast.stmt:
    """The statement that evaluates the expression, in any case and once."""
    inner: ast.AST = node
    outer = file.parents[inner]
    while not isinstance(outer, ast.stmt):
        if not _is_certain(outer, inner):
            raise refused(node, "runs only as what stands around it says.")
        inner, outer = outer, file.parents[outer]
    head = own_code(outer)
    if isinstance(outer, ast.While) or (head != [outer] and inner not in head):
        raise refused(node, "stands where it may run more than once.")
    if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        raise refused(node, "stands in the head of a definition.")
    return outer


def _is_certain(outer: ast.AST, inner: ast.AST) -> bool:
    match outer:
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            return inner is outer.generators[0]
        case ast.comprehension(_, items):
            return inner is items
        case ast.Lambda():
            return False
        case ast.IfExp(test):
            return inner is test
        case ast.BoolOp(_, [first, *_]):
            return inner is first
        case ast.Compare(left, _, [first, *_]):
            return inner in (left, first)
    return True


def _of_comprehension(file: File, node: Comprehension, statement: ast.stmt) -> Found:
    first, *rest = node.generators
    if any(part.is_async for part in node.generators):
        raise refused(node, "waits for each item, so the items are not there beforehand.")
    values: list[ast.expr] = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
    if isinstance(node, ast.DictComp):
        pair = ast.copy_location(ast.Tuple(values, ast.Load()), node.value)
        body: list[ast.stmt] = [ast.copy_location(ast.Return(pair), node)]
    else:
        body = [ast.copy_location(ast.Return(values[0]), node)]
    for part in reversed(rest):
        loop = ast.For(part.target, part.iter, [*map(_as_statement, part.ifs), *body], [])
        body = [ast.copy_location(loop, node)]
    body = [*map(_as_statement, first.ifs), *body]
    made = ast.copy_location(ast.For(first.target, first.iter, body, []), node)
    return Found("comprehension", node, statement, made, file.scopes.by_node[node])


def _without_chunksize(file: File, node: ast.Call) -> list[ast.expr]:
    """The arguments of a pool's map: a third is its chunk size, but that of an executor is something to go over."""
    if called_name(node) == "map" and not isinstance(node.args[-1], ast.Constant):
        assert isinstance(node.func, ast.Attribute)
        pools = [called_name(each) for each in _values(file, node.func.value) if isinstance(each, ast.Call)]
        if _WITH_CHUNKSIZE.isdisjoint(pools):
            return node.args
    return node.args[:2]


def _as_statement(node: ast.expr) -> ast.stmt:
    return ast.copy_location(ast.Expr(node), node)


def map_of(file: File, node: ast.Call, statement: ast.stmt, kind: Kind) -> Found:
    """The call of a map as a loop; raises SplitError."""
    function, *items = _without_chunksize(file, node) if kind == "pool" else node.args
    if isinstance(function, ast.Constant):
        raise refused(node, "calls nothing.")
    around: ast.AST = statement
    while around not in file.scopes.by_node:
        around = file.parents[around]
    outer = file.scopes.by_node[around]
    scope = Scope(len(file.scopes.scopes), node, outer, {"item"})
    file.scopes.scopes.append(scope)
    item = ast.copy_location(ast.Name("item", ast.Store()), node)
    file.scopes.variables[item] = Variable(scope.number, "item")
    called = ast.copy_location(ast.Call(function, [], []), function)
    body: list[ast.stmt] = [ast.copy_location(ast.Return(called), node)]
    made = ast.copy_location(ast.For(item, items[0], body, []), node)
    spread = called_name(node).startswith("starmap") or len(items) > 1
    zipped = tuple(items) if len(items) > 1 else ()
    return Found(kind, node, statement, made, scope, function, spread, zipped)


class ExpressionWriter(Writer):
    """Writes the code of a loop that is an expression."""

    def __init__(self, found: Found, sorting: Sorting, computing: Sequence[ast.AST]) -> None:
        super().__init__(sorting, (), computing)
        self._found = found
        self.found_name = ""
        """The name of a pass's list of values; "" where each gives one."""
        self._item = self._file.fresh("item", self._also) if found.call is not None else ""

    def _parts(self) -> tuple[list[Numbered], str, list[Numbered]]:
        found = self._found
        if found.call is not None:
            function = self._source(found.call)
            called = function if isinstance(found.call, ast.Name | ast.Attribute) else f"({function})"
            result = f"return {called}({'*' * found.spread}{self._item})"
            return [(f"{INDENT}{result}", self._line)], self._file.fresh("value", self._also), []
        assert isinstance(found.node, Comprehension)
        first, *rest = found.node.generators
        value = self._value(found.node)
        if not rest and not first.ifs:
            return self._returned(value), self._value_name(found.node), []
        inner = "".join(
            f" for {self._source(part.target)} in {self._source(part.iter)}" + self._tests(part) for part in rest
        )
        text = f"[{value}{inner}]"
        if first.ifs:
            text += f" if {' and '.join(f'({self._source(each)})' for each in first.ifs)} else []"
        self.found_name = self._file.fresh("found", self._also)
        return self._returned(text), self.found_name, []

    def _argument(self) -> tuple[str, list[str]]:
        return super()._argument() if self._found.call is None else (self._item, [])

    def _target(self) -> str:
        return super()._target() if self._found.call is None else self._item

    def _tests(self, part: ast.comprehension) -> str:
        return "".join(f" if {self._source(each)}" for each in part.ifs)

    def _returned(self, text: str) -> list[Numbered]:
        lines = f"return {text}".split("\n")
        return [(f"{INDENT * (at == 0)}{each}", self._line + at) for at, each in enumerate(lines)]

    def _value(self, node: Comprehension) -> str:
        if isinstance(node, ast.DictComp):
            return f"({self._source(node.key)}, {self._source(node.value)})"
        text = self._source(node.elt)
        return f"({text})" if isinstance(node.elt, ast.Tuple | ast.NamedExpr) else text

    def _value_name(self, node: Comprehension) -> str:
        if isinstance(node, ast.DictComp):
            return f"({self._file.fresh('key', self._also)}, {self._file.fresh('value', self._also)})"
        return self._file.fresh("value", self._also)

    def over(self) -> str:
        """What is gone over, as one expression."""
        if self._found.zipped:
            return f"zip({', '.join(map(self._source, self._found.zipped))})"
        return super().over()

    def collected(self, target: str, results: str, passes: str) -> str:
        """The expression again, over the results."""
        node = self._found.node
        opened, closed = "()" if isinstance(node, ast.GeneratorExp) else "[]"
        value, inner = results, ""
        if self._found.kind == "filter":
            return f"({target} for {target}, {results} in {passes} if {results})"
        if self._found.call is not None:
            opened, closed = "()" if self._found.kind == "map" else "[]"
        elif self.found_name:
            value = self._file.fresh("value", self._also)
            inner = f" for {value} in {results}"
            if isinstance(node, ast.DictComp):
                value = f"{value}[0]: {value}[1]"
        elif isinstance(node, ast.DictComp):
            value = results.strip("()").replace(", ", ": ")
        if isinstance(node, ast.SetComp | ast.DictComp):
            opened, closed = "{}"
        return f"{opened}{value} for {target}, {results} in {passes}{inner}{closed}"

    def of_results(self) -> str:
        """The expression again, where the results are all there."""
        node, found = self._found.node, self.found_name
        if self._found.kind == "filter":
            value = self._file.fresh("value", self._also)
            return f"({self._item} for {self._item}, {value} in zip({ITEMS}, {RESULTS}) if {value})"
        if found:
            value = self._file.fresh("value", self._also)
            opened, closed = "()" if isinstance(node, ast.GeneratorExp) else "[]"
            if isinstance(node, ast.SetComp | ast.DictComp):
                opened, closed = "{}"
            first = f"{value}[0]: {value}[1]" if isinstance(node, ast.DictComp) else value
            return f"{opened}{first} for {found} in {RESULTS} for {value} in {found}{closed}"
        if isinstance(node, ast.DictComp):
            return f"dict({RESULTS})"
        if isinstance(node, ast.SetComp):
            return f"set({RESULTS})"
        return f"({RESULTS})" if isinstance(node, ast.GeneratorExp) and self._found.ender is None else RESULTS

    def ending(self) -> Ending:
        """How the results of a chunk are gone over, where that may end before all items are."""
        found, values = self._found, self.of_results()
        node, ender, cutter = found.node, found.ender, self._file.cutter
        assert ender is not None
        if isinstance(ender, ast.For):
            changed = cutter.numbered_statement(ender, self.grouped([(node, values)]))
            return ending_of_for(self._file, ender, changed)
        given = ender.args[0]
        if given is not node:
            values = cutter.source(given, self.grouped([(node, values)]))
        return ending_of_call(self._file, ender, found.statement, values)

    def as_it_stands(self, name: str) -> Change:
        """What stands in the place of the expression, or of what it goes over, where it runs as it stands."""
        found, over = self._found, f"{name}.originals({self.over()})"
        if found.call is None:
            return self._loop.iter, over
        called = self._source(found.call)
        called = called if isinstance(found.call, ast.Name | ast.Attribute) else f"({called})"
        if found.kind in ("map", "filter") and not found.spread:
            return self._loop.iter, over
        opened, closed = "()" if found.kind == "map" else "[]"
        return found.node, f"{opened}{called}({'*' * found.spread}{self._item}) for {self._item} in {over}{closed}"


def refuse_folds(found: Found, folds: list[ast.stmt]) -> None:
    """Raise SplitError where such a loop changes something besides giving its values."""
    if folds:
        raise SplitError(
            f"The loop at line {found.node.lineno} changes something besides giving its values.", found.node.lineno
        )
