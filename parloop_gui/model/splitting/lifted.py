"""What a fold needs from its pass: the largest parts of its statement that can be computed before any fold is done.

    total += weight(n) * factor     ─►  computes weight(n) * factor, folds total += value
    best = max(best, score(row))    ─►  computes score(row),         folds best = max(best, value)

Only what the statement evaluates in any case is lifted: what stands behind `if`, `and` or in a lambda is not.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass

from parloop_gui.model.source.names import bound, loads, own_statements
from parloop_gui.model.source.nodes import children, walk
from parloop_gui.model.source.refusal import refused
from parloop_gui.model.splitting.known_calls import TAKING_ALL
from parloop_gui.model.splitting.objects import called_name
from parloop_gui.model.splitting.place import statements_of
from parloop_gui.model.splitting.sorting import Sorting, is_work

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
_LAZY = frozenset(["map", "filter", "zip", "enumerate", "reversed", "iter", "chain", "islice", "starmap"])
_LOOPS = (ast.For, ast.AsyncFor, ast.While)


@dataclass(frozen=True)
class Fold:
    """A statement that is done with the results, and what it needs of its pass, in the order of evaluation.

    `listed` are those of them that a worker has to go through first, as they are gone over only once.
    """

    node: ast.stmt
    values: tuple[ast.expr, ...]
    listed: frozenset[ast.expr] = frozenset()


def folds_of(sorting: Sorting) -> list[Fold]:
    """The folds of a pass in the order in which they stand; raises SplitError."""
    found = [_Lifting(sorting, stmt).fold() for stmt in statements_of(sorting.body) if stmt in sorting.folds]
    return sorted(found, key=lambda each: (each.node.lineno, each.node.col_offset))


class _Lifting:
    def __init__(self, sorting: Sorting, stmt: ast.stmt) -> None:
        self._sorting, self._stmt = sorting, stmt
        self._reading = sorting.file.reading
        self._values: list[ast.expr] = []
        self._listed: set[ast.expr] = set()

    def fold(self) -> Fold:
        """The statement and what it needs."""
        self._refuse_control()
        for part, is_certain in _in_order(self._stmt):
            if isinstance(part, ast.Call) and part is _own_call(self._stmt):
                self._lift_call(part, is_certain)
            else:
                self._lift(part, is_certain)
        self._refuse_unknown()
        return Fold(self._stmt, tuple(self._values), frozenset(self._listed))

    def _refuse_unknown(self) -> None:
        """Raise SplitError for a name of the pass that the fold would not find."""
        lifted = {inner for value in self._values for inner in walk(value)}
        for name in walk(self._stmt):
            if not isinstance(name, ast.Name) or not isinstance(name.ctx, ast.Load) or name in lifted:
                continue
            if self._sorting.is_temporary(name):
                raise refused(name, "is known in its pass alone, and needed where the results are put together.")

    def _refuse_control(self) -> None:
        for inner in own_statements([self._stmt], *_LOOPS):
            if isinstance(inner, ast.Continue):
                conflict = self._sorting.reasons.get(self._stmt)
                because = f" by `{conflict.read.name}`, which all passes share" if conflict else ""
                raise refused(inner, f"skips the rest of a pass{because}.")
        if _is_one_of(self._stmt, _FUNCTIONS):
            raise refused(self._stmt, "defines what depends on earlier passes.")

    def _lift(self, node: ast.AST, is_certain: bool) -> None:
        if isinstance(node, ast.expr) and self._is_worth(node, is_certain) and self._can(node):
            self._take(node)
            return
        match node:
            case ast.Call():
                self._lift_call(node, is_certain)
            case ast.BoolOp(_, [first, *rest]):
                self._lift(first, is_certain)
                self._all(rest, False)
            case ast.IfExp(test, body, orelse):
                self._lift(test, is_certain)
                self._all([body, orelse], False)
            case ast.Compare(left, _, [first, *rest]):
                self._all([left, first], is_certain)
                self._all(rest, False)
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                self._lift(node.generators[0].iter, is_certain)
                over = node.generators[0]
                self._all([child for child in children(node) if child is not over], False)
                self._all([over.target, *over.ifs], False)
            case ast.Lambda(_, body):
                self._lift(body, False)
            case ast.Dict(keys, values):
                pairs = zip(keys, values, strict=True)
                self._all([part for pair in pairs for part in pair if part is not None], is_certain)
            case _:
                self._all(children(node), is_certain)

    def _all(self, nodes: Iterable[ast.AST], is_certain: bool) -> None:
        for each in nodes:
            self._lift(each, is_certain)

    def _lift_call(self, node: ast.Call, is_certain: bool) -> None:
        self._lift_function(node.func, is_certain)
        for each in [*node.args, *(keyword.value for keyword in node.keywords)]:
            self._lift_argument(node, each, is_certain)

    def _lift_function(self, func: ast.expr, is_certain: bool) -> None:
        """Of what is called only what stands before the method's name: the method itself is called by the fold."""
        if isinstance(func, ast.Attribute):
            self._lift(func.value, is_certain)
        elif not isinstance(func, ast.Name) or self._sorting.is_temporary(func):
            self._lift(func, is_certain)

    def _lift_argument(self, call: ast.Call, node: ast.expr, is_certain: bool) -> None:
        """Something that is gone over once is lifted as a list, where it is gone over at once."""
        inner = node.value if isinstance(node, ast.Starred) else node
        lazy = isinstance(inner, ast.GeneratorExp) or _is_lazy(inner)
        if lazy and is_certain and self._sorting.conflict_of([inner]) is None and self._is_worth(inner, True):
            if called_name(call) not in TAKING_ALL and not isinstance(node, ast.Starred):
                raise refused(inner, "is gone over later, when the pass is done.")
            self._listed.add(inner)
            self._values.append(inner)
        else:
            self._lift(inner, is_certain)

    def _is_worth(self, node: ast.expr, is_certain: bool) -> bool:
        """Whether a fold can't or shouldn't evaluate it: it holds a name that only the pass knows, or it is work."""
        if isinstance(node, ast.Starred) or not isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
            return False
        if not is_certain:
            return isinstance(node, ast.Name) and self._sorting.is_temporary(node)
        return is_work(node) or any(
            self._sorting.is_temporary(name) for name in loads([node]) if name in self._sorting.file.scopes.variables
        )

    def _can(self, node: ast.expr) -> bool:
        if isinstance(node, ast.GeneratorExp | ast.Lambda) or _is_lazy(node):
            return False
        if isinstance(node, ast.Name) and self._sorting.file.scopes.of(node) in self._sorting.fresh:
            return True  # the object is the pass's own: whoever changes it has it handed over
        effects = self._reading.effects([node], self._sorting.fresh)
        if self._sorting.outlives(effects) or any(isinstance(each, ast.NamedExpr) for each in walk(node)):
            return False
        if any(isinstance(each, ast.Yield | ast.YieldFrom) for each in walk(node)):
            return False
        conflict = self._sorting.conflict_of([node])
        if conflict is not None:
            self._sorting.reasons.setdefault(self._stmt, conflict)
        return conflict is None

    def _take(self, node: ast.expr) -> None:
        if isinstance(node, ast.Name):
            self._refuse_function(node)
        self._values.append(node)

    def _refuse_function(self, name: ast.Name) -> None:
        """A function made in the pass looks its names up when it is called, which then mean something else."""
        variable = self._sorting.file.scopes.of(name)
        made = self._sorting.file.objects.functions.get(variable, [])
        within = {node for stmt in self._sorting.body for node in walk(stmt)}
        if any(function in within for function in made):
            raise refused(name, "is a function made anew in each pass.")
        for value in self._sorting.file.objects.values.get(variable, ()):
            if value in within and (isinstance(value, ast.GeneratorExp | ast.Lambda) or _is_lazy(value)):
                raise refused(name, "is gone over later, when the pass is done.")


def _own_call(stmt: ast.stmt) -> ast.Call | None:
    """The call that the statement is, which it makes for what it changes."""
    match stmt:
        case ast.Expr(ast.Call() as call) | ast.Expr(ast.Await(ast.Call() as call)):
            return call
    return None


def _is_lazy(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _LAZY


def _is_one_of(node: ast.AST, kinds: tuple[type[ast.AST], ...]) -> bool:
    return isinstance(node, kinds)


def _in_order(stmt: ast.stmt) -> list[tuple[ast.AST, bool]]:
    """The parts of a statement in the order of evaluation, and whether each is evaluated in any case and only once."""
    match stmt:
        case ast.Assign(targets, value):
            return [(value, True), *((each, True) for each in targets)]
        case ast.AnnAssign(target, _, value) if value is not None:
            return [(value, True), (target, True)]
        case ast.AugAssign(target, _, value):
            return [(target, True), (value, True)]
        case ast.Expr(ast.Yield(value)):
            return [(value, True)] if value is not None else []
        case ast.Expr(ast.Call() as call) | ast.Expr(ast.Await(ast.Call() as call)):
            return [(call, True)]
        case ast.If(test, body, orelse):
            return [(test, True), *((each, False) for each in (*body, *orelse))]
        case ast.For(target, items, body, orelse):
            return [(items, True), (target, False), *((each, False) for each in (*body, *orelse))]
        case ast.With(items, body):
            first, *rest = items
            return [(first.context_expr, True), *((each, False) for each in (*rest, *body))]
        case ast.Return() | ast.Delete() | ast.Expr() | ast.Assert():
            return [(each, True) for each in children(stmt)]
    return [(each, False) for each in children(stmt)]


def closures(sorting: Sorting) -> Iterable[ast.AST]:
    """The functions and generators made in a pass that look up what is the pass's own."""
    names = bound(sorting.body) | bound([sorting.loop.target])
    for node in own_statements(sorting.body):
        if isinstance(node, ast.Lambda | ast.FunctionDef | ast.AsyncFunctionDef) and any(
            name.id in names for name in loads([node])
        ):
            yield node
