"""What must hold for a split to do what the loop does; each raises SplitError with the names and lines."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from parloop_gui.model.source.for_loops import blocks
from parloop_gui.model.source.names import bound, own_statements
from parloop_gui.model.source.nodes import walk
from parloop_gui.model.source.refusal import SplitError, quoted, refused
from parloop_gui.model.splitting.effects import WHOLE, Cell, Changed, Conflict, Effects, Touch
from parloop_gui.model.splitting.known_calls import FINISHED_WITH, LOOKING, STARTING, WAITING
from parloop_gui.model.splitting.lifted import Fold, closures
from parloop_gui.model.splitting.objects import called_name
from parloop_gui.model.splitting.own_part import is_table_cell
from parloop_gui.model.splitting.place import File, statements_of
from parloop_gui.model.splitting.scopes import Variable
from parloop_gui.model.splitting.sorting import Sorting, own_code
from parloop_gui.model.splitting.started import line_of_starting

_SNAPSHOTS = frozenset(
    (
        *("range", "list", "sorted", "tuple", "set", "frozenset", "dict", "split", "splitlines", "glob", "listdir"),
        *("copy", "readlines"),
    )
)
_WRAPPING = frozenset((*("enumerate", "zip", "reversed", "tqdm", "trange", "track"),))
_VIEWS = frozenset(["items", "keys", "values"])
_ROWS = frozenset(["iterrows", "itertuples", "groupby"])
_ITERATORS = frozenset(
    (
        *("open", "reader", "DictReader", "iter", "map", "zip", "filter", "enumerate", "chain", "islice"),
        *("scandir", "iglob"),
    )
)
# Of itertools.
_ENDLESS = frozenset(("cycle", "count"))


class Checks:
    """The checks of one split."""

    def __init__(self, sorting: Sorting, folds: Sequence[Fold]) -> None:
        self._sorting, self._folds, self._file = sorting, folds, sorting.file
        self._reading, self._heap = sorting.file.reading, sorting.file.objects.heap
        self._lifted = frozenset(value for fold in folds for value in fold.values)
        self.computing = computing(sorting, folds)
        self.compute = self._reading.effects(self.computing, sorting.fresh)
        self.fold = self._reading.effects([fold.node for fold in folds], without=self._lifted)

    def all(self) -> None:
        """Raise the first refusal."""
        self._passes_apart()
        self._functions()
        self._closures()
        self._captured()
        self._endless()
        self._rows()
        self._items()
        self._leaving()

    def changed_by_calls(self) -> list[str]:
        """What the functions that a pass calls change, and processes each change for themselves alone."""
        found: dict[str, None] = {}
        for place, touch in self.compute.inner.items():
            if isinstance(place, Variable) or place.owner < 0 or self._is_shared(place.owner):
                found[touch.name] = None
        return list(found)

    def _is_shared(self, place: int) -> bool:
        """Whether one of the objects there may be made outside the pass, where other passes find it too."""
        objects, code = self._file.objects, self._pass_code()
        for each in self._heap.numbers(place):
            made = objects.made_by.get(each)
            if isinstance(made, ast.arg) and objects.values.get(self._file.scopes.of(made)):
                continue  # whatever is handed over within the file is looked at itself
            if made is None or not self._stands_in(made, code):
                return True
        return False

    def _pass_code(self) -> frozenset[ast.AST]:
        """What a pass runs: its own statements, and those of the functions that it may call."""
        functions = self._reading.callable_from(self._sorting.body)
        bodies = [each.body if isinstance(each.body, list) else [each.body] for each in functions]
        return frozenset(part for body in [self._sorting.body, *bodies] for part in body)

    def _stands_in(self, node: ast.AST | None, code: frozenset[ast.AST]) -> bool:
        while node is not None and node not in code:
            node = self._file.parents.get(node)
        return node is not None

    def _passes_apart(self) -> None:
        changed = Changed(self._heap)
        changed.add(self.fold.all_changes())
        for each in changed.conflicts(self.compute):
            if not self._sorting.part.is_own(each):
                raise carried(each)
        made = Changed(self._heap)
        made.add(self.compute.inner)
        conflict = made.read_by(self.fold) or made.touched_by(self.fold.all_changes())
        if conflict is not None:
            read, change = conflict
            raise SplitError(
                f"{quoted(change.node)} (line {_line(change)}) changes `{change.name}`, which line {_line(read)} "
                "needs as it is in that pass.",
                _line(change),
            )

    def _functions(self) -> None:
        """Functions that stand elsewhere and read or set a name that the pass has for itself."""
        within = {node for stmt in self._sorting.body for node in walk(stmt)}
        for function in self._reading.callable_from(self._sorting.body):
            if function in within:
                continue
            effects = self._reading.of_function(function)
            for place, touch in {**effects.all_changes(), **effects.reads}.items():
                if isinstance(place, Variable) and place in self._sorting.own:
                    name = f"{function.name}()" if not isinstance(function, ast.Lambda) else "A lambda"
                    raise SplitError(
                        f"{name} uses `{touch.name}` (line {_line(touch)}), which the loop at line "
                        f"{self._sorting.loop.lineno} sets anew in each pass.",
                        _line(touch),
                    )

    def _closures(self) -> None:
        for node in closures(self._sorting):
            if isinstance(node, ast.Lambda):
                if not self._is_finished_with(node):
                    raise refused(node, "keeps a name of the pass for later, when it means something else.")
                continue
            assert isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            for name in (each for stmt in self._sorting.body for each in walk(stmt)):
                if isinstance(name, ast.Name) and name.id == node.name and not self._is_called_or_finished(name):
                    raise refused(name, "keeps a name of the pass for later, when it means something else.")

    def _is_finished_with(self, node: ast.expr) -> bool:
        outer = self._file.parents.get(node)
        if isinstance(outer, ast.keyword):
            return outer.arg == "key"
        return isinstance(outer, ast.Call) and called_name(outer) in FINISHED_WITH

    def _is_called_or_finished(self, name: ast.Name) -> bool:
        outer = self._file.parents.get(name)
        return (isinstance(outer, ast.Call) and outer.func is name) or self._is_finished_with(name)

    def _captured(self) -> None:
        """An object that a fold was handed must not be changed by the rest of its pass before the fold looks at it."""
        for fold in self._folds:
            for value in fold.values:
                if isinstance(value, ast.Name):
                    self._refuse_later_change(fold, value)

    def _refuse_later_change(self, fold: Fold, name: ast.Name) -> None:
        owner = self._heap.within(self._file.objects.of(name))
        for node in self.computing:
            if node in self._lifted or (_end(node) < fold.node.lineno and not self._share_a_loop(node, fold.node)):
                continue
            effects = self._reading.effects([node])
            for place, touch in effects.all_changes().items():
                if isinstance(place, Cell) and place.owner >= 0 and owner & self._heap.objects(place.owner):
                    raise SplitError(
                        f"{quoted(touch.node)} (line {_line(touch)}) changes `{name.id}` after line "
                        f"{fold.node.lineno} has used it.",
                        _line(touch),
                    )

    def _share_a_loop(self, one: ast.AST, other: ast.AST) -> bool:
        return bool(self._loops_around(one) & self._loops_around(other))

    def _loops_around(self, node: ast.AST | None) -> set[ast.AST]:
        found: set[ast.AST] = set()
        while node is not None and node is not self._sorting.loop:
            if isinstance(node, ast.For | ast.AsyncFor | ast.While):
                found.add(node)
            node = self._file.parents.get(node)
        return found

    def _items(self) -> None:
        """All items are taken before the first pass: nothing that a pass does may change which they are."""
        items = self._sorting.loop.iter
        self._refuse_shared_iterator(items)
        effects = self._over(items)
        changed = Changed(self._heap)
        changed.add(self.fold.all_changes())
        changed.add(self.compute.inner)
        for conflict in changed.conflicts(effects):
            change = conflict.change.node
            if self._sorting.part.goes_over(change):
                continue
            if is_table_cell(change) and isinstance(items, ast.Call) and called_name(items) in _ROWS:
                continue
            raise SplitError(
                f"{quoted(change)} (line {_line(conflict.change)}) changes `{conflict.read.name}`, which the loop at "
                f"line {self._sorting.loop.lineno} goes over.",
                _line(conflict.change),
            )
        made = Changed(self._heap)
        made.add(effects.all_changes())
        conflict_of_items = made.read_by(self.fold) or made.read_by(self.compute)
        conflict_of_items = conflict_of_items or made.touched_by(self.fold.all_changes())
        if conflict_of_items is not None:
            raise carried(conflict_of_items)

    def _rows(self) -> None:
        """A row that is computed in a copy must not be looked at by another way, nor before it is put in its place."""
        nodes = frozenset(node for rows in self._sorting.rows.values() for node in rows)
        for fold in self._folds:
            for node in walk(fold.node):
                if node in nodes:
                    raise refused(node, "is changed in the pass, and needed where the results are put together.")
        changed = Changed(self._heap)
        for node in nodes:
            changed.add({Cell(self._file.objects.of(node), WHOLE): Touch(node, ast.unparse(node))})
        others = self._reading.effects(self.computing, self._sorting.fresh, without=nodes)
        found = (each for each in changed.conflicts(others) if not self._sorting.is_of_row(each.read.node))
        conflict = next(found, None) or changed.read_by(self.fold) or changed.touched_by(self.fold.all_changes())
        if conflict is not None:
            raise carried(conflict)

    def _endless(self) -> None:
        """All items are taken before the first pass, so that there must be an end of them."""
        items = self._sorting.loop.iter
        if not isinstance(items, ast.Call) or not self._file.scopes.is_import(items.func):
            return
        if called_name(items) in _ENDLESS or (called_name(items) == "repeat" and len(items.args) == 1):
            raise refused(items, "has no end, so that its items can't be there beforehand.")

    def _leaving(self) -> None:
        for stmt in self._sorting.leaving:
            self.ends_early(stmt)

    def ends_early(self, node: ast.AST, statement: ast.stmt | None = None) -> None:
        """Raise SplitError where it would be noticed that passes behind the match compute, or that items were taken.

        `node` ends the loop; `statement` holds the loop, where that is an expression.
        """
        changed = self.changed_by_calls()
        if changed:
            because = f"and a pass behind it would change `{changed[0]}`"
            raise refused(node, f"ends the loop at the first match, {because}.")
        name = self._left_over(statement)
        if name is not None:
            because = f"and what is left of `{name}` is needed behind the loop"
            raise refused(node, f"ends the loop at the first match, {because}.")

    def _left_over(self, statement: ast.stmt | None) -> str | None:
        """An iterator that the loop takes its items from, and that is read behind it."""
        scopes, values = self._file.scopes, self._file.objects.values
        names = [each for each in walk(self._sorting.loop.iter) if isinstance(each, ast.Name)]
        made = [value for name in names for value in values.get(scopes.of(name), [])]
        iterators = [each for each in made if isinstance(each, ast.Call) and self._is_iterator(each)]
        if not iterators:
            return None
        names += [each for value in iterators for each in walk(value) if isinstance(each, ast.Name)]
        own = [each for each in names if values.get(scopes.of(each))]
        behind = self._behind_within(statement) if statement is not None else set()
        return next(
            (each.id for each in own if self._sorting.is_read_behind(scopes.of(each)) or scopes.of(each) in behind),
            None,
        )

    def _behind_within(self, statement: ast.stmt) -> set[Variable]:
        """What is read in the statement that holds the loop, once that is over."""
        items = self._sorting.loop.iter
        end = (items.end_lineno or 0, items.end_col_offset or 0)
        names = [each for each in walk(statement) if isinstance(each, ast.Name)]
        return {self._file.scopes.of(each) for each in names if (each.lineno, each.col_offset) >= end}

    def _over(self, node: ast.expr) -> Effects:
        """What is read while the items are given, one by one; nothing of what is read at once."""
        objects = self._file.objects
        match node:
            case ast.Call(ast.Attribute(base, name)) if name in _VIEWS | _ROWS and not objects.callees(node):
                return self._held_by(base)
            case ast.Call(_, arguments) if called_name(node) in _WRAPPING and not objects.callees(node):
                found = Effects()
                for each in arguments:
                    found.add(self._over(each))
                return found
            case ast.Call() if called_name(node) in _SNAPSHOTS and not objects.callees(node):
                return Effects()
            case ast.Call() if objects.callees(node):
                return self._reading.effects([node]) if self._yields(node) else Effects()
            case ast.List() | ast.Tuple() | ast.Set() | ast.ListComp() | ast.SetComp() | ast.BinOp() | ast.Constant():
                return Effects()
            case ast.Subscript(_, ast.Slice()):
                return Effects()
            case ast.Name() | ast.Attribute() | ast.Subscript():
                return self._held_by(node)
        return self._reading.effects([node])

    def _held_by(self, node: ast.expr) -> Effects:
        touch = Touch(node, ast.unparse(node))
        return Effects(reads={Cell(self._file.objects.of(node), WHOLE): touch})

    def _yields(self, node: ast.Call) -> bool:
        return any(
            isinstance(each, ast.Yield | ast.YieldFrom)
            for function in self._reading.callable_from([node.func])
            for each in walk(function)
        )

    def _refuse_shared_iterator(self, items: ast.expr) -> None:
        """What is read from within the passes as well: the items would all be gone by then."""
        for name in (each for each in walk(items) if isinstance(each, ast.Name)):
            values = self._file.objects.values.get(self._file.scopes.of(name), [])
            if not any(isinstance(each, ast.Call) and self._is_iterator(each) for each in values):
                continue
            for used in (each for stmt in self._sorting.body for each in walk(stmt)):
                if isinstance(used, ast.Name) and self._file.scopes.of(used) == self._file.scopes.of(name):
                    raise SplitError(
                        f"`{used.id}` (line {used.lineno}) is what the loop at line {self._sorting.loop.lineno} takes "
                        "its items from.",
                        used.lineno,
                    )

    def _is_iterator(self, call: ast.Call) -> bool:
        if called_name(call) in _ITERATORS:
            return True
        return bool(self._file.objects.callees(call)) and self._yields(call)


def computing(sorting: Sorting, folds: Sequence[Fold]) -> list[ast.AST]:
    """The code of the pass that no fold does: statements, the heads of those that hold folds, what was lifted."""
    found: list[ast.AST] = [value for fold in folds for value in fold.values]
    for stmt in _outside(sorting, sorting.body):
        holds_folds = any(inner in sorting.folds for inner in statements_of([stmt]))
        found += own_code(stmt) if holds_folds else [stmt]
    return found


def _outside(sorting: Sorting, stmts: Sequence[ast.stmt]) -> list[ast.stmt]:
    found: list[ast.stmt] = []
    for stmt in stmts:
        if stmt in sorting.folds:
            continue
        found.append(stmt)
        if any(inner in sorting.folds for inner in statements_of([stmt])):
            for block in blocks(stmt):
                found += _outside(sorting, block)
    return found


def refuse_what_looks(file: File, loop: ast.For) -> None:
    """Raise SplitError for calls that mean something else in a function of their own, or start tasks by hand."""
    for node in own_statements(loop.body):
        if isinstance(node, ast.Call):
            name = called_name(node)
            if isinstance(node.func, ast.Name) and name in LOOKING and not file.objects.callees(node):
                raise refused(node, "sees the names around it, which would be others elsewhere.")
            if name == "result" or (name in WAITING and not node.args):
                _refuse_waiting(file, loop, node)
            if name in STARTING and not (name == "start" and _is_asked_for(file, node)):
                raise refused(node, "starts a task on the side already: compare the function that it runs.")
        if isinstance(node, ast.Name) and node.id == "__class__":
            raise refused(node, "has a meaning only within its class.")


def _refuse_waiting(file: File, loop: ast.For, node: ast.Call) -> None:
    """Raise SplitError where it is a task: `join`, `get` and `start` are of other things as well."""
    name, line = called_name(node), line_of_starting(file, loop.lineno)
    if name != "result" and (line is None or not _is_of_item(loop, node)):
        return
    what = "starts what was made" if name == "start" else "waits for what was started"
    which = f"loop at line {line}, which starts it" if line is not None else "loop that starts it"
    raise refused(node, f"{what} elsewhere: compare the {which}.")


def _is_asked_for(file: File, node: ast.Call) -> bool:
    """Whether what the call gives is used: `match.start()` says where, `thread.start()` nothing."""
    return not isinstance(file.parents.get(node), ast.Expr | ast.Await)


def _is_of_item(loop: ast.For, node: ast.Call) -> bool:
    base = node.func.value if isinstance(node.func, ast.Attribute) else None
    return isinstance(base, ast.Name) and base.id in bound([loop.target])


def carried(conflict: Conflict) -> SplitError:
    """The refusal because a pass needs what an earlier one left."""
    read, change = conflict
    return SplitError(
        f"`{read.name}` (line {_line(read)}) is what earlier passes left: line {_line(change)} changes it.", _line(read)
    )


def _line(touch: Touch) -> int:
    return int(getattr(touch.node, "lineno", 0))


def _end(node: ast.AST) -> int:
    return int(getattr(node, "end_lineno", 0) or 0)
