"""Sorts the statements of a pass: what computes from its item alone, and what folds that into what outlives it.

A statement folds if it changes what outlives the pass, or reads what a fold changes; the smallest such statement is
taken. That is repeated until nothing more folds: what is left computes. What can't be told apart so is refused.
Longer than most: each rule needs what the others have found.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterable, Sequence

from parloop_gui.model.source.for_loops import blocks
from parloop_gui.model.source.names import bound, own_statements
from parloop_gui.model.source.nodes import walk
from parloop_gui.model.source.passes import all_read_too_early, surely_assigned
from parloop_gui.model.source.refusal import refused
from parloop_gui.model.splitting.effects import Cell, Changed, Conflict, Effects, Place, Touch
from parloop_gui.model.splitting.known_calls import CHANGING, CHEAP
from parloop_gui.model.splitting.objects import called_name
from parloop_gui.model.splitting.own_part import OwnPart
from parloop_gui.model.splitting.place import Place as Standing
from parloop_gui.model.splitting.place import statements_of
from parloop_gui.model.splitting.scopes import Comprehension, Scope, Variable

_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_COMPOUND = (*_LOOPS, ast.If, ast.With, ast.AsyncWith, ast.Try, ast.TryStar, ast.Match)
_WORK = (*_LOOPS, ast.Await, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.MatMult)


class Sorting:
    """The statements of a loop's pass, sorted."""

    def __init__(
        self,
        standing: Standing,
        loop: ast.For,
        whole_calls: bool = False,
        leaving: Sequence[ast.stmt] = (),
        with_rows: bool = False,
    ) -> None:
        """`whole_calls`: a call of an unknown method is taken for work, not for bookkeeping.

        `leaving` are the statements that end the loop: they fold, as whether they are reached is told in order.
        `with_rows`: a row that is the pass's own is computed in a copy, and put in its place by the folds.
        """
        self.standing, self.file, self.loop, self.body = standing, standing.file, loop, loop.body
        self._whole_calls = whole_calls
        self.leaving = leaving
        self._reading, self._scopes = self.file.reading, self.file.scopes
        self.part = OwnPart(self.file, loop.target, loop.iter, self.body)
        self._names = bound(self.body)
        self.rows = self.part.rows() if with_rows else {}
        self.own = self._own()
        self.left: set[Variable] = set()
        """Temporary names that are read behind the loop, where they hold what the last pass gave them."""
        self.folds: set[ast.stmt] = set()
        self.changed = Changed(self.file.objects.heap)
        self.reasons: dict[ast.stmt, Conflict] = {}
        """Why a statement that changes nothing itself is done with the folds."""
        self.state = self._state()
        for variable, touch in self.state.items():
            self.changed.add({variable: touch})
        self.fresh = self._reading.fresh_names(self.body, set()) - self.part.names - set(self.state)
        self._inner = {scope.number for node in self.nodes for scope in self._scope_of(node)}
        while self._mark(self.body) or self._bind_shared():
            pass

    def is_target_read_behind(self) -> bool:
        """Whether the last item is still asked for when the loop has ended."""
        names = bound([self.loop.target])
        return any(self.is_read_behind(self.standing.scope.variable(name)) for name in names)

    def skips(self) -> list[ast.Continue]:
        """Where a pass ends early."""
        return [node for node in own_statements(self.body, *_LOOPS) if isinstance(node, ast.Continue)]

    def is_temporary(self, name: ast.Name) -> bool:
        """Whether the name holds what this pass computed: the fold can't know it."""
        variable = self._scopes.of(name)
        return variable in self.own and variable not in self.state and variable not in self.part.names

    def conflict_of(self, nodes: Iterable[ast.AST]) -> Conflict | None:
        """The first read of what a fold changes, that is not of the pass's own part."""
        return self._conflict(self._reading.effects(nodes, self.fresh))

    def outlives(self, effects: Effects) -> bool:
        """Whether the code itself changes what outlives a pass."""
        return any(self._outlives(place) for place, touch in effects.changes.items() if not self.is_of_row(touch.node))

    def is_of_row(self, node: ast.AST) -> bool:
        """Whether it is an element of a row that the pass has for itself."""
        return isinstance(node, ast.Subscript) and any(node.value in rows for rows in self.rows.values())

    @functools.cached_property
    def nodes(self) -> list[ast.AST]:
        """All that a pass is made of."""
        return [node for stmt in self.body for node in walk(stmt)]

    @functools.cached_property
    def _within(self) -> frozenset[ast.AST]:
        return frozenset(self.nodes)

    def _own(self) -> set[Variable]:
        names = bound([self.loop.target]) | self._names
        return {self.standing.scope.variable(name) for name in names}

    def _scope_of(self, node: ast.AST) -> list[Scope]:
        found = self._scopes.by_node.get(node)
        return [found] if found is not None else []

    def _state(self) -> dict[Variable, Touch]:
        """The names that a pass finds as an earlier one left them, or leaves for what comes behind the loop."""
        scope, names = self.standing.scope, self._names
        target = bound([self.loop.target])
        found: dict[Variable, Touch] = {}
        for name in all_read_too_early(self.body, names - target, target):
            found.setdefault(scope.variable(name.id), Touch(self._where_bound(name.id), name.id))
        before = self._before_leaving()
        # What is bound anew behind the end of a loop is not yet what that pass leaves.
        sure = surely_assigned(before) - bound(self.body[len(before) :])
        for variable in self.own:
            is_of_others = variable.scope != scope.number and not self._stands_here_alone(variable)
            if variable.name not in names or not (is_of_others or self.is_read_behind(variable)):
                continue
            if variable.name in sure and variable.scope == scope.number:
                self.left.add(variable)
            else:
                found.setdefault(variable, Touch(self._where_bound(variable.name), variable.name))
        self.left -= set(found)
        return found

    def _stands_here_alone(self, variable: Variable) -> bool:
        """Whether it is bound by `:=` in a comprehension, and of no use to anybody else."""
        if not isinstance(self.standing.scope.node, Comprehension):
            return False
        within = self._within
        return all(node in within for node in self._scopes.places.get(variable, ()))

    def _before_leaving(self) -> list[ast.stmt]:
        """The statements that every pass comes to the end of, the one that ends the loop as well."""
        ends = [any(each in self.leaving for each in statements_of([stmt])) for stmt in self.body]
        return self.body[: ends.index(True)] if True in ends else self.body

    def _where_bound(self, name: str) -> ast.AST:
        nodes = (node for node in self.nodes if isinstance(node, ast.Name) and node.id == name)
        return next((node for node in nodes if not isinstance(node.ctx, ast.Load)), self.loop)

    def is_read_behind(self, variable: Variable) -> bool:
        """Whether what follows the loop reads the variable before it is set anew."""
        early = self.file.behind.reads(self.standing.after, variable.name)
        if any(self._scopes.variables.get(name) in (variable, None) for name in early):
            return True
        within = self._within
        return any(node not in within and self._is_elsewhere(node) for node in self.file.read_in_functions(variable))

    def _is_elsewhere(self, node: ast.AST) -> bool:
        """Whether a function that stands in this scope reads it, whenever it is called."""
        outer: ast.AST | None = node
        while outer is not None and outer is not self.standing.scope.node:
            if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
                return True
            outer = self.file.parents.get(outer)
        return False

    def _outlives(self, place: Place) -> bool:
        if isinstance(place, Cell):
            return True
        return place.scope not in self._inner and (place in self.state or place not in self.own)

    def _mark(self, stmts: Sequence[ast.stmt]) -> bool:
        """Whether a statement was found to fold that was not before."""
        found = False
        for stmt in stmts:
            if stmt in self.folds:
                continue
            if self._folds(stmt):
                self._take(stmt)
                found = True
            elif isinstance(stmt, _COMPOUND):
                for block in blocks(stmt):
                    found |= self._mark(block)
                if stmt not in self.folds and self._must_stay_whole(stmt):
                    self._take(stmt)
                    found = True
        return found

    def _bind_shared(self) -> bool:
        """Names that folds need for an object which folds change: they must be bound where the folds are done."""
        found = False
        for stmt in self.folds:
            for name in walk(stmt):
                if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Load) and self.is_temporary(name):
                    variable = self._scopes.of(name)
                    if variable not in self.fresh and self.conflict_of([name]) is not None:
                        self._becomes_state(variable, Touch(name, name.id))
                        found = True
        return found

    def _folds(self, stmt: ast.stmt) -> bool:
        if stmt in self.leaving:
            return True
        effects = self._reading.effects(own_code(stmt), self.fresh)
        if self.outlives(effects) or _yields(stmt):
            return True
        conflict = self._conflict(effects)
        if conflict is not None:
            self.reasons.setdefault(stmt, conflict)
            return True
        return self._is_bookkeeping(stmt, effects)

    def _conflict(self, effects: Effects) -> Conflict | None:
        return next((each for each in self.changed.conflicts(effects) if not self.part.is_own(each)), None)

    def _is_bookkeeping(self, stmt: ast.stmt, effects: Effects) -> bool:
        """Whether it is a call for its effect on an object from around the loop, and not for the work it does."""
        match stmt:
            case ast.Expr(ast.Call(func) as call) | ast.Expr(ast.Await(ast.Call(func) as call)):
                arguments = [*call.args, *(each.value for each in call.keywords)]
            case _:
                return False
        if isinstance(func, ast.Attribute) and not self._scopes.is_import(func) and not self._is_shared(func.value):
            return False  # the object is the pass's own
        if self.file.objects.callees(call):
            inner = self._reading.effects([func]).inner
            return bool(inner) and any(map(is_work, arguments))
        if not isinstance(func, ast.Attribute) or self._scopes.is_import(func):
            return False
        return func.attr in CHANGING or not self._whole_calls or any(map(is_work, arguments))

    def _is_shared(self, node: ast.expr) -> bool:
        while isinstance(node, ast.Attribute | ast.Subscript):
            node = node.value
        return isinstance(node, ast.Name) and self._scopes.of(node) not in self.fresh

    def _take(self, stmt: ast.stmt) -> None:
        """It folds: what it changes is state from now on."""
        self.folds.add(stmt)
        for inner in statements_of([stmt]):
            if inner is not stmt:
                self.folds.discard(inner)
        effects = self._reading.effects([stmt])
        changes = {place: touch for place, touch in effects.changes.items() if self._is_known_outside(place)}
        match stmt:
            case ast.Expr(ast.Call(func)) | ast.Expr(ast.Await(ast.Call(func))):
                changes = {**self._reading.effects([func]).inner, **changes}
        self.changed.add(changes)
        for place, touch in effects.changes.items():
            if isinstance(place, Variable) and place in self.own and place.name in self._names:
                self._becomes_state(place, touch)
        for base in _changed_bases(stmt):
            variable = self._scopes.of(base)
            if self.is_temporary(base) and variable not in self.fresh:
                self._becomes_state(variable, Touch(base, base.id))

    def _becomes_state(self, variable: Variable, touch: Touch) -> None:
        self.state.setdefault(variable, touch)
        self.left.discard(variable)
        self.fresh -= {variable}
        self.changed.add({variable: touch})

    def _is_known_outside(self, place: Place) -> bool:
        return isinstance(place, Cell) or place.scope not in self._inner

    def _must_stay_whole(self, stmt: ast.stmt) -> bool:
        """Whether the folds within it can't be done without what stands around them."""
        within = [each for each in statements_of([stmt]) if each in self.folds]
        if not within:
            return False
        if any(each in self.leaving for each in within):
            return True  # what decides whether the loop ends, decides so where the results are
        if isinstance(stmt, _LOOPS) and any(map(_turns, within)):
            return True  # what ends it would end the loop over what was found
        if isinstance(stmt, ast.If) and any(_is_elif(stmt, each) for each in within):
            return True  # it can't stand without its `if`
        if isinstance(stmt, ast.Try | ast.TryStar):
            return not all(map(self._can_hardly_fail, within)) or bool(stmt.finalbody)
        if isinstance(stmt, ast.With | ast.AsyncWith):
            names = bound(stmt.items)
            return any(isinstance(node, ast.Name) and node.id in names for each in within for node in walk(each))
        return False

    def _can_hardly_fail(self, stmt: ast.stmt) -> bool:
        """Whether it may be done outside the `try` that it stands in: what could fail in it was computed before."""
        match stmt:
            case ast.Expr(ast.Call(ast.Attribute(_, "append" | "add" | "put" | "update" | "extend"))):
                return True
            case ast.Expr(ast.Call(ast.Name("print"))) | ast.AugAssign(ast.Name()):
                return True
            case ast.Assign([ast.Subscript(ast.Name() as base)]):
                return self._reading.is_dictionary(base)
            case ast.Assign([ast.Name()], ast.BinOp() | ast.Constant() | ast.Name()):
                return True
        return False


def own_code(stmt: ast.stmt) -> list[ast.AST]:
    """The statement itself; of one that holds others, what stands before these."""
    match stmt:
        case ast.If(test) | ast.While(test):
            return [test]
        case ast.For(target, items) | ast.AsyncFor(target, items):
            return [target, items]
        case ast.With(items) | ast.AsyncWith(items):
            return list(items)
        case ast.Match(subject, cases):
            return [subject, *(part for case in cases for part in (case.pattern, case.guard) if part is not None)]
        case ast.Try(_, handlers) | ast.TryStar(_, handlers):
            return [each.type for each in handlers if each.type is not None]
    return [stmt]


def _is_elif(outer: ast.If, stmt: ast.stmt) -> bool:
    return stmt in outer.orelse and isinstance(stmt, ast.If) and stmt.col_offset == outer.col_offset


def _turns(stmt: ast.stmt) -> bool:
    """Whether it has a `break` or `continue` of the loop that it stands in."""
    return any(isinstance(node, ast.Break | ast.Continue) for node in own_statements([stmt], *_LOOPS))


def _yields(stmt: ast.stmt) -> bool:
    return any(isinstance(node, ast.Yield | ast.YieldFrom) for part in own_code(stmt) for node in walk(part))


def _changed_bases(stmt: ast.stmt) -> Iterable[ast.Name]:
    """The names at the beginning of what the statement changes: `node` of `node.visits += 1`."""
    for node in own_statements([stmt]):
        match node:
            case ast.Attribute(base) | ast.Subscript(base) if not isinstance(node.ctx, ast.Load):
                pass
            case ast.Call(ast.Attribute(base, name)) if name in CHANGING or node is getattr(stmt, "value", None):
                pass
            case _:
                continue
        while isinstance(base, ast.Attribute | ast.Subscript):
            base = base.value
        if isinstance(base, ast.Name):
            yield base


def is_work(node: ast.AST) -> bool:
    """Whether the code calls anything that may take long, or loops."""
    for inner in walk(node):
        if isinstance(inner, ast.Call) and (called_name(inner) not in CHEAP or _asks_elsewhere(inner)):
            return True
        if isinstance(inner, _WORK):
            return True
    return False


def _asks_elsewhere(call: ast.Call) -> bool:
    """Whether a `get` is not a dictionary's: `session.get(url, timeout=10)`."""
    return called_name(call) == "get" and bool(call.keywords)


def leaving_of(body: Sequence[ast.stmt]) -> list[ast.stmt]:
    """The statements that end the loop: its own `break`, and `return`."""
    found: list[ast.stmt] = [node for node in own_statements(body, *_LOOPS) if isinstance(node, ast.Break)]
    return found + [node for node in own_statements(body) if isinstance(node, ast.Return)]


def refuse_sharing(body: Sequence[ast.stmt]) -> None:
    """Raise SplitError for what changes whose names are meant."""
    for node in own_statements(body):
        if isinstance(node, ast.Global | ast.Nonlocal):
            raise refused(node, "lets passes change a name that all of them share.")
