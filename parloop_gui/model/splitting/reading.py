"""Finds what code reads and changes, and which functions of the file it may call.

Longer than most: one visitor for every kind of expression.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable

from parloop_gui.model.source.names import own_statements
from parloop_gui.model.source.nodes import children, walk
from parloop_gui.model.splitting.effects import ANY_NAME, OUTPUT, RANDOM, WHOLE, Cell, Effects, Place, Touch
from parloop_gui.model.splitting.known_calls import CHANGING, CHANGING_ARGUMENT, DRAWING, PICKING, TEXT
from parloop_gui.model.splitting.objects import Objects, called_name
from parloop_gui.model.splitting.scopes import Function, Scopes, Variable

_FRESH = (
    *(ast.Constant, ast.JoinedStr, ast.Compare, ast.UnaryOp, ast.BinOp, ast.List, ast.Tuple, ast.Set, ast.Dict),
    *(ast.ListComp, ast.SetComp, ast.DictComp),
)
_PLAIN_VALUES = (ast.Constant, ast.JoinedStr, ast.Compare, ast.UnaryOp)
_REMEMBERING = {"lru_cache", "cache", "cached", "memoize"}


class Reading:
    """Asked for the effects of any code of one file."""

    def __init__(self, scopes: Scopes, objects: Objects) -> None:
        self.scopes, self.objects, self.heap = scopes, objects, objects.heap
        self._own: dict[Function, Effects] = {}
        self._fresh: dict[Function, frozenset[Variable]] = {}
        self._mentions: dict[ast.AST, frozenset[Function]] = {}
        self._reached: dict[frozenset[Function], frozenset[Function]] = {}
        self._together: dict[frozenset[Function], Effects] = {}

    def effects(
        self,
        nodes: Iterable[ast.AST],
        fresh: frozenset[Variable] = frozenset(),
        without: frozenset[ast.AST] = frozenset(),
    ) -> Effects:
        """Those of the code; objects that the `fresh` names hold belong to it alone. `without` are parts left out."""
        nodes = list(nodes)
        found = _Visit(self, fresh, without)
        for node in nodes:
            found.visit(node)
        found.effects.add(self._of_functions(frozenset(self.callable_from(nodes, without))))
        return found.effects

    def _of_functions(self, functions: frozenset[Function]) -> Effects:
        """Those of several functions together: in a long file most loops may call the same ones."""
        if functions not in self._together:
            made = Effects()
            # In the order of the file: of two reasons the same one is told each time.
            for function in sorted(functions, key=lambda each: (each.lineno, each.col_offset)):
                inner = self.of_function(function)
                made.add(Effects(inner.reads, inner.deep, {}, inner.all_changes()))
            self._together[functions] = made
        return self._together[functions]

    def callable_from(self, nodes: Iterable[ast.AST], without: frozenset[ast.AST] = frozenset()) -> set[Function]:
        """The functions of the file that the code may call, by way of others too: all that it names."""
        begin: list[ast.AST] = list(nodes)
        if without:
            parts = [part for node in nodes for part in _parts_without(node, without)]
            begin = [part for part in parts if isinstance(part, ast.Name | ast.Attribute | ast.Lambda)]
        first = frozenset(function for node in begin for function in self._mentioned(node))
        if first not in self._reached:
            self._reached[first] = self._reached_from(first)
        return set(self._reached[first])

    def _reached_from(self, first: frozenset[Function]) -> frozenset[Function]:
        found, waiting = set(first), list(first)
        while waiting:
            more = self._mentioned(waiting.pop()) - found
            found |= more
            waiting.extend(more)
        return frozenset(found)

    def fresh_names(self, body: Iterable[ast.AST], besides: set[Variable]) -> frozenset[Variable]:
        """The names that stand for nothing but objects made by this very code."""
        made: dict[Variable, bool] = dict.fromkeys(besides, False)
        counted: set[ast.AST] = set()
        nodes = list(own_statements(body))
        for node in nodes:
            match node:
                case ast.Assign([ast.Name() as target], value) | ast.AnnAssign(ast.Name() as target, _, value) if value:
                    pass
                case ast.withitem(value, ast.Name() as target):
                    pass
                case ast.NamedExpr(target, value):
                    pass
                case ast.AugAssign(ast.Name() as target):
                    counted.add(target)
                    continue
                case _:
                    continue
            counted.add(target)
            variable = self.scopes.of(target)
            made[variable] = made.get(variable, True) and self.is_fresh(value)
        for node in nodes:
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node not in counted:
                made[self.scopes.of(node)] = False
        return frozenset(variable for variable, is_fresh in made.items() if is_fresh)

    def is_fresh(self, node: ast.expr, depth: int = 3) -> bool:
        """Whether the expression makes a new object, that nobody else knows."""
        match node:
            case ast.IfExp(_, one, other):
                return self.is_fresh(one, depth) and self.is_fresh(other, depth)
            case ast.Await(value):
                return self.is_fresh(value, depth)
            case ast.Call():
                return self._makes(node, depth)
        return isinstance(node, _FRESH)

    def is_plain(self, variable: Variable) -> bool:
        """Whether it only ever stands for numbers and text, which nobody can change."""
        values = self.objects.values.get(variable, [])
        return bool(values) and all(self._is_plain_value(each) for each in values)

    def is_dictionary(self, node: ast.Name) -> bool:
        """Whether the name only ever stands for a dictionary, which takes any key."""
        values = self.objects.values.get(self.scopes.of(node), [])
        return bool(values) and all(
            isinstance(each, ast.Dict | ast.DictComp)
            or (isinstance(each, ast.Call) and called_name(each) in ("dict", "Counter", "defaultdict", "OrderedDict"))
            for each in values
        )

    def _is_plain_value(self, node: ast.expr) -> bool:
        if isinstance(node, ast.BinOp):
            return self._is_plain_value(node.left) and self._is_plain_value(node.right)
        return isinstance(node, _PLAIN_VALUES)

    def _makes(self, node: ast.Call, depth: int) -> bool:
        name = called_name(node)
        functions = self.objects.callees(node)
        if functions and not self.objects.classes_called(node):
            return depth > 0 and all(self._returns_fresh(each, depth) for each in functions)
        if name in PICKING:
            return False
        if isinstance(node.func, ast.Attribute):
            return self.scopes.is_import(node.func) or name in TEXT or name == "copy"
        return True

    def _returns_fresh(self, function: Function, depth: int) -> bool:
        if isinstance(function, ast.Lambda):
            return self.is_fresh(function.body, depth - 1)
        fresh = self._fresh_of(function)
        values = [node.value for node in own_statements(function.body) if isinstance(node, ast.Return) and node.value]
        return all(
            self.scopes.of(each) in fresh if isinstance(each, ast.Name) else self.is_fresh(each, depth - 1)
            for each in values
        )

    def _fresh_of(self, function: Function) -> frozenset[Variable]:
        if function not in self._fresh:
            self._fresh[function] = frozenset()  # a function that calls itself ends here
            self._fresh[function] = self._fresh_in(function)
        return self._fresh[function]

    def _fresh_in(self, function: Function) -> frozenset[Variable]:
        scope = self.scopes.by_node[function]
        names = self.fresh_names(function.body, set()) if isinstance(function.body, list) else frozenset[Variable]()
        arguments = {self.scopes.of(each) for each in walk(function.args) if isinstance(each, ast.arg)}
        return frozenset(each for each in names - arguments if each.scope == scope.number)

    def of_function(self, function: Function) -> Effects:
        """Those of a function of the file, but for its own names."""
        if function not in self._own:
            found = _Visit(self, self._fresh_of(function) | self._constructed(function))
            for node in function.body if isinstance(function.body, list) else [function.body]:
                found.visit(node)
            for each in getattr(function, "decorator_list", []):
                if called_name(each if isinstance(each, ast.Call) else ast.Call(each, [], [])) in _REMEMBERING:
                    name = f"the cache of {getattr(function, 'name', '')}()"
                    found.effects.changes[Cell(-1, name)] = Touch(function, name)
            self._own[function] = self._without_own_names(function, found.effects)
        return self._own[function]

    def _without_own_names(self, function: Function, effects: Effects) -> Effects:
        """What it does with its own variables concerns nobody else."""
        outer = set[int]()
        scope = self.scopes.by_node[function].outer
        while scope is not None:
            outer.add(scope.number)
            scope = scope.outer
        reads = {place: touch for place, touch in effects.reads.items() if _is_known(place, outer)}
        changes = {place: touch for place, touch in effects.changes.items() if _is_known(place, outer)}
        return Effects(reads, effects.deep, changes, effects.inner)

    def _constructed(self, function: Function) -> frozenset[Variable]:
        """The object that a constructor makes is nobody else's yet."""
        if isinstance(function, ast.FunctionDef) and function.name == "__init__" and function.args.args:
            return frozenset({self.scopes.of(function.args.args[0])})
        return frozenset()

    def _mentioned(self, node: ast.AST) -> frozenset[Function]:
        if node not in self._mentions:
            self._mentions[node] = frozenset()
            self._mentions[node] = frozenset(self._mentions_in(node))
        return self._mentions[node]

    def _mentions_in(self, node: ast.AST) -> Iterable[Function]:
        nodes = [node] if isinstance(node, ast.Name | ast.Attribute) else list(walk(node))
        called = {inner.func for inner in nodes if isinstance(inner, ast.Call)}
        for inner in nodes:
            if isinstance(inner, ast.Attribute):
                yield from self.objects.methods.get(inner.attr, ())
            elif isinstance(inner, ast.Lambda):
                yield inner
            elif isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Load):
                variable = self.scopes.of(inner)
                yield from self.objects.functions.get(variable, ())
                yield from self._of_classes(variable, is_made=inner in called)
                for value in self.objects.values.get(variable, ()):
                    if inner in called or self._may_be_function(value):
                        yield from self._mentioned(value)

    def _of_classes(self, variable: Variable, is_made: bool) -> Iterable[Function]:
        """What Python calls of a class without its name being written."""
        for owner in self.objects.classes.get(variable, ()):
            for method in self.objects.methods_of[owner]:
                name = getattr(method, "name", "")
                if name.startswith("__") and (is_made or name != "__init__"):
                    yield method

    def _may_be_function(self, value: ast.expr) -> bool:
        """Whether the value may be called, or be an object whose class is the file's: no mere result of a call."""
        if not isinstance(value, ast.Call):
            return True
        return called_name(value) == "partial" or bool(
            self.objects.callees(value) or self.objects.classes_called(value)
        )


class _Visit:
    def __init__(self, reading: Reading, fresh: frozenset[Variable], without: frozenset[ast.AST] = frozenset()) -> None:
        self._reading, self._fresh, self._without = reading, fresh, without
        self._scopes, self._objects, self._heap = reading.scopes, reading.objects, reading.heap
        self.effects = Effects()

    def visit(self, node: ast.AST, deep: bool = True) -> None:
        """Take its reads and changes; `deep`: what it gives is used as a whole."""
        if node in self._without:
            return
        match node:
            case ast.Name():
                self._name(node, deep)
            case ast.Attribute() | ast.Subscript():
                self._part(node, deep)
            case ast.AugAssign():
                self._add_to(node)
            case ast.Call():
                self._call(node)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():  # its body is read where it may be called
                for each in (*getattr(node, "decorator_list", ()), node.args):
                    self.visit(each)
            case _:
                self._children(node)
        for variable in self._scopes.bound_by.get(node, ()):
            self.effects.changes.setdefault(variable, Touch(node, variable.name))

    def _children(self, node: ast.AST) -> None:
        for child in children(node):
            self.visit(child)

    def _name(self, node: ast.Name, deep: bool) -> None:
        variable, touch = self._scopes.of(node), Touch(node, node.id)
        if not isinstance(node.ctx, ast.Load):
            self.effects.changes.setdefault(variable, touch)
            return
        self.effects.reads.setdefault(variable, touch)
        if deep:
            self.effects.deep.setdefault(self._objects.variable(variable), touch)

    def _part(self, node: ast.Attribute | ast.Subscript, deep: bool) -> None:
        self.visit(node.value, deep=False)
        if isinstance(node, ast.Subscript):
            self.visit(node.slice)
        cell, touch = self._cell(node), Touch(node, ast.unparse(node))
        if not isinstance(node.ctx, ast.Load):
            self._change(node.value, cell, Touch(node, ast.unparse(node.value)))
            return
        self.effects.reads.setdefault(cell, touch)
        if deep:
            self.effects.deep.setdefault(self._objects.of(node), touch)

    def _cell(self, node: ast.Attribute | ast.Subscript) -> Cell:
        owner = self._objects.of(node.value)
        if isinstance(node, ast.Attribute):
            return Cell(owner, f".{node.attr}")
        key = node.slice
        is_key = isinstance(key, ast.Constant) and isinstance(key.value, str)
        return Cell(owner, f"[{ast.unparse(key)}]" if is_key else WHOLE)

    def _change(self, base: ast.expr, cell: Cell, touch: Touch) -> None:
        """An object is changed; nothing to anybody else where it was made by this code."""
        if isinstance(base, ast.Name) and self._scopes.of(base) in self._fresh:
            return
        if not isinstance(base, ast.Name | ast.Attribute | ast.Subscript) and self._reading.is_fresh(base):
            return
        self.effects.changes.setdefault(cell, touch)

    def _add_to(self, node: ast.AugAssign) -> None:
        self.visit(node.value)
        target = node.target
        if not isinstance(target, ast.Name):
            self._part(target, deep=True)
            cell, touch = self._cell(target), Touch(target, ast.unparse(target))
            self.effects.reads.setdefault(cell, touch)
            held = self._objects.of(target)
            self.effects.deep.setdefault(held, touch)
            return
        variable, touch = self._scopes.of(target), Touch(target, target.id)
        self.effects.reads.setdefault(variable, touch)
        self.effects.deep.setdefault(self._objects.variable(variable), touch)
        self.effects.changes.setdefault(variable, touch)
        place = self._objects.variable(variable)
        if variable in self._fresh or self._reading.is_plain(variable) or not self._heap.objects(place):
            return
        # A number added to what came from outside: most likely a number too, but an array would be changed in place.
        is_number = isinstance(node.value, ast.Constant) and isinstance(node.value.value, int | float)
        changes = self.effects.inner if is_number else self.effects.changes
        changes.setdefault(Cell(place, WHOLE), touch)

    def _call(self, node: ast.Call) -> None:
        name, callees = called_name(node), self._objects.callees(node)
        arguments = [*node.args, *(each.value for each in node.keywords)]
        is_own = bool(callees or self._objects.classes_called(node))
        for each in arguments:
            self.visit(each, deep=not is_own)
        if isinstance(node.func, ast.Attribute):
            self._method(node, node.func, is_own)
        else:
            self.visit(node.func)
        if is_own:
            return
        self._arguments(node, name)

    def _method(self, node: ast.Call, func: ast.Attribute, is_own: bool) -> None:
        owner = self._objects.of(func.value)
        touch = Touch(node, ast.unparse(func.value))
        from_import = self._scopes.is_import(func)
        if from_import:
            self.visit(func, deep=False)
            if func.attr in DRAWING:
                self.effects.inner.setdefault(RANDOM, Touch(node, RANDOM.label))
            return
        changes = func.attr in CHANGING and not self._is_of_self(func)
        if is_own:
            self.visit(func.value, deep=False)
            self.effects.reads.setdefault(Cell(owner, f".{func.attr}"), touch)
        else:
            self.visit(func.value, deep=not changes)
        if changes:
            self._change(func.value, Cell(owner, WHOLE), touch)
        elif func.attr in DRAWING and not is_own and not self._is_fresh_name(func.value):
            self.effects.inner.setdefault(Cell(owner, WHOLE), touch)

    def _is_of_self(self, func: ast.Attribute) -> bool:
        """Whether it is a method of the very class that calls it: `self.remove(x)` is no list's, then."""
        owner = (
            self._objects.class_of_self.get(self._scopes.of(func.value)) if isinstance(func.value, ast.Name) else None
        )
        methods = self._objects.methods.get(func.attr, ())
        return owner is not None and any(self._objects.class_of_method[each] is owner for each in methods)

    def _is_fresh_name(self, node: ast.expr) -> bool:
        return isinstance(node, ast.Name) and self._scopes.of(node) in self._fresh

    def _arguments(self, node: ast.Call, name: str) -> None:
        """What a function that is not the file's own does to what it is handed."""
        if isinstance(node.func, ast.Name) and name in ("print", "input"):
            self.effects.changes.setdefault(OUTPUT, Touch(node, OUTPUT.label))
        by_import = isinstance(node.func, ast.Name) or self._scopes.is_import(node.func)
        at = CHANGING_ARGUMENT.get(name, -1)
        changed = [node.args[at]] if by_import and 0 <= at < len(node.args) else []
        changed += [each.value for each in node.keywords if each.arg in ("out", "file")]
        for each in changed:
            owner = self._objects.of(each)
            label = ANY_NAME if name in ("setattr", "delattr") else WHOLE
            self._change(each, Cell(owner, label), Touch(node, ast.unparse(each)))


def _is_known(place: Place, scopes: set[int]) -> bool:
    return isinstance(place, Cell) or place.scope in scopes


def _parts_without(node: ast.AST, without: frozenset[ast.AST]) -> Iterable[ast.AST]:
    if node not in without:
        yield node
        for child in children(node):
            yield from _parts_without(child, without)
