"""Which names and expressions of a file may stand for the same object: what every statement of it hands to whom.

Longer than most: one visitor for every kind of statement and expression, and for what Python's own calls give back.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable

from parloop_gui.model.source.nodes import children, walk
from parloop_gui.model.splitting.heap import HELD, Heap
from parloop_gui.model.splitting.known_calls import ADDING, ADDING_ALL, COPYING, PICKING, PLAIN, TEXT
from parloop_gui.model.splitting.scopes import Function, Scopes, Variable, every_argument

_NOTHING = (ast.Constant, ast.JoinedStr, ast.Compare)


class Objects:
    """The objects of one file."""

    def __init__(self, tree: ast.Module, scopes: Scopes) -> None:
        self.heap = Heap()
        self.methods: dict[str, list[Function]] = defaultdict(list)
        self.functions: dict[Variable, list[Function]] = defaultdict(list)
        self.classes: dict[Variable, list[ast.ClassDef]] = defaultdict(list)
        self.class_of_method: dict[Function, ast.ClassDef] = {}
        self.class_of_self: dict[Variable, ast.ClassDef] = {}
        """By the first argument of a method: what its instance is one of."""
        self.values: dict[Variable, list[ast.expr]] = defaultdict(list)
        """What is bound to each variable, where that is an expression."""
        self.made_by: dict[int, ast.AST] = {}
        """The expression that makes an object, or the argument that hands one over that nobody here makes."""
        self._scopes = scopes
        self._variables: dict[Variable, int] = {}
        self._results: dict[Function, int] = {}
        self._instances: dict[ast.ClassDef, int] = {}
        self.methods_of: dict[ast.ClassDef, list[Function]] = defaultdict(list)
        self._made: dict[ast.AST, int] = {}
        self._callees: dict[ast.Call, list[Function]] = {}
        nodes = walk(tree)
        self._define(nodes)
        for node in nodes:
            self._take(node)

    def variable(self, variable: Variable) -> int:
        """The place of what it stands for."""
        if variable not in self._variables:
            is_known = variable.scope or variable.name in self._scopes.module.names
            is_known = is_known and variable not in self._scopes.imported
            self._variables[variable] = self.heap.new() if is_known else self.heap.from_outside()
        return self._variables[variable]

    def of(self, node: ast.expr) -> int:
        """The place of what the expression gives."""
        if isinstance(node, ast.Name):
            return self.variable(self._scopes.of(node))
        if node not in self._made:
            self._made[node] = self.heap.new()  # an expression within itself, by way of a call, ends here
            first = self.heap.count
            self.heap.copy(self._of(node), self._made[node])
            for made in range(first, self.heap.count):
                self.made_by.setdefault(made, node)
        return self._made[node]

    def callees(self, call: ast.Call) -> list[Function]:
        """The functions of the file that it may call by that name, constructors among them."""
        if call not in self._callees:
            found = list(self._called(call))
            for each in self.classes_called(call):
                found += [method for method in self.methods["__init__"] if self.class_of_method[method] is each]
            self._callees[call] = found
        return self._callees[call]

    def classes_called(self, call: ast.Call) -> list[ast.ClassDef]:
        """The classes of the file that it may make an instance of."""
        return self.classes.get(self._scopes.of(call.func), []) if isinstance(call.func, ast.Name) else []

    def _called(self, call: ast.Call) -> list[Function]:
        match call.func:
            case ast.Name():
                return self.functions.get(self._scopes.of(call.func), [])
            case ast.Attribute(_, name):
                return [each for each in self.methods.get(name, []) if _takes(each, call)]
        return []

    def _define(self, nodes: Iterable[ast.AST]) -> None:
        for node in nodes:
            if isinstance(node, ast.ClassDef):
                self.classes[self._scopes.around(node).variable(node.name)].append(node)
                for method in node.body:
                    if isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef):
                        self.class_of_method[method] = node
                        self.methods[method.name].append(method)
                        self.methods_of[node].append(method)
                        if method.args.args and _is_bound(method):
                            own = self._scopes.by_node[method].variable(method.args.args[0].arg)
                            self.class_of_self[own] = node
            elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                self.functions[self._scopes.around(node).variable(node.name)].append(node)
            elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda):
                for target in node.targets:
                    if isinstance(target, ast.Name):
                        self.functions[self._scopes.of(target)].append(node.value)

    def _take(self, node: ast.AST) -> None:
        match node:
            case ast.Assign(targets, value):
                for target in targets:
                    self._bind(target, value)
            case ast.AnnAssign(target, _, value) if value is not None:
                self._bind(target, value)
            case ast.NamedExpr(target, value):
                self._bind(target, value)
            case ast.AugAssign(target, _, value):
                self.heap.store(self.of(target), HELD, self.heap.load(self.of(value), HELD))
                if not isinstance(value, ast.Constant):
                    self.made_by[self.heap.count] = node
                    self._put(target, self._holding([], [target, value]))
            case ast.For(target, items) | ast.AsyncFor(target, items) | ast.comprehension(target, items):
                self._go_over(target, items)
            case ast.withitem(value, target) if target is not None:
                self._bind(target, value)
            case _:
                self._take_function(node)

    def _take_function(self, node: ast.AST) -> None:
        match node:
            case ast.Return() | ast.Yield() | ast.YieldFrom() if node.value is not None:
                self._give_back(node, node.value)
            case ast.Lambda(_, body):
                self.heap.copy(self.of(body), self._result(node))
                self._arguments(node)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                own = self._scopes.around(node).variable(node.name)
                self.heap.copy(self.heap.made(), self.variable(own))
                self._arguments(node)
            case ast.ClassDef():
                self._class(node)
            case ast.Call():
                self.of(node)

    def _arguments(self, function: Function) -> None:
        """Whoever calls it from outside hands over what nobody here knows."""
        own = every_argument(function)
        for each in own[1:] if function in self.class_of_method and _is_bound(function) else own:
            self.made_by[self.heap.count] = each
            self.heap.copy(self.heap.from_outside(), self.variable(self._scopes.of(each)))
        arguments = function.args
        given = [*arguments.posonlyargs, *arguments.args]
        by_place = zip(given[::-1], arguments.defaults[::-1], strict=False)
        pairs = [*by_place, *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)]
        for each, default in pairs:
            if default is not None:
                self.heap.copy(self.of(default), self.variable(self._scopes.of(each)))

    def _class(self, node: ast.ClassDef) -> None:
        """What its body binds is found in the class and in each of its instances."""
        scope = self._scopes.by_node[node]
        own = self.variable(self._scopes.around(node).variable(node.name))
        self.heap.copy(self.heap.made(), own)
        self._instance_of(node, self._unknown(node))
        methods = {getattr(each, "name", "") for each in node.body if each in self.class_of_method}
        for name in scope.names - methods:
            place = self.variable(scope.variable(name))
            self.heap.store(own, f".{name}", place)
            self.heap.store(self._unknown(node), f".{name}", place)

    def _unknown(self, node: ast.ClassDef) -> int:
        """The place of an instance that is made elsewhere."""
        if node not in self._instances:
            self._instances[node] = self.heap.from_outside()
        return self._instances[node]

    def _instance_of(self, node: ast.ClassDef, place: int) -> None:
        """The methods of the class, and of those that it is made from, may be called with what is there."""
        waiting, seen = [node], set[ast.ClassDef]()
        while waiting:
            each = waiting.pop()
            seen.add(each)
            for method in self.methods_of[each]:
                arguments = every_argument(method)
                if arguments and _is_bound(method):
                    self.heap.copy(place, self.variable(self._scopes.of(arguments[0])))
            bases = [base for base in each.bases if isinstance(base, ast.Name)]
            waiting += [one for base in bases for one in self.classes.get(self._scopes.of(base), ()) if one not in seen]

    def _give_back(self, node: ast.Return | ast.Yield | ast.YieldFrom, value: ast.expr) -> None:
        function = self._scopes.function_of.get(node)
        if function is None:
            return
        if isinstance(node, ast.Return):
            self.heap.copy(self.of(value), self._result(function))
            return
        self.heap.copy(self.heap.made(), self._result(function))
        held = self.of(value) if isinstance(node, ast.Yield) else self.heap.load(self.of(value), HELD)
        self.heap.store(self._result(function), HELD, held)

    def _bind(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Tuple | ast.List) and isinstance(value, ast.Tuple | ast.List):
            starred = any(isinstance(each, ast.Starred) for each in (*target.elts, *value.elts))
            if len(target.elts) == len(value.elts) and not starred:
                for one, other in zip(target.elts, value.elts, strict=True):
                    self._bind(one, other)
                return
        if isinstance(target, ast.Name):
            self.values[self._scopes.of(target)].append(value)
        self._put(target, self.of(value))

    def _put(self, target: ast.expr, place: int) -> None:
        match target:
            case ast.Tuple(parts) | ast.List(parts):
                for each in parts:
                    self._put(each, self.heap.load(place, HELD))
            case ast.Starred(inner):
                made = self.heap.made()
                self.heap.store(made, HELD, place)
                self._put(inner, made)
            case ast.Attribute(value, name):
                self.heap.store(self.of(value), f".{name}", place)
            case ast.Subscript(value):
                self.heap.store(self.of(value), HELD, place)
            case ast.Name():
                self.heap.copy(place, self.of(target))

    def _go_over(self, target: ast.expr, items: ast.expr) -> None:
        match items, target:
            case ast.Call(ast.Name("enumerate"), [over, *_]), ast.Tuple([_, inner]):
                self._go_over(inner, over)
            case ast.Call(ast.Name("zip"), every), ast.Tuple(targets) if len(every) == len(targets):
                for one, other in zip(targets, every, strict=True):
                    self._go_over(one, other)
            case ast.Call(ast.Attribute(over, "items"), []), ast.Tuple([_, inner]):
                self._go_over(inner, over)
            case ast.Call(ast.Attribute(over, "values"), []), _:
                self._go_over(target, over)
            case _:
                self._put(target, self.heap.load(self.of(items), HELD))

    def _result(self, function: Function) -> int:
        if function not in self._results:
            self._results[function] = self.heap.new()
        return self._results[function]

    def _of(self, node: ast.expr) -> int:
        match node:
            case ast.Attribute(value, name):
                return self.heap.load(self.of(value), f".{name}")
            case ast.Subscript(value, ast.Slice()):
                return self._any_of([value, *([self._holding([], [value])])])
            case ast.Subscript(value):
                return self.heap.load(self.of(value), HELD)
            case ast.Call():
                return self._call(node)
            case ast.IfExp(_, one, other):
                return self._any_of([one, other])
            case ast.BoolOp(_, values):
                return self._any_of(values)
            case ast.NamedExpr(_, value) | ast.Await(value) | ast.Starred(value):
                return self.of(value)
        return self._new_of(node)

    def _new_of(self, node: ast.expr) -> int:
        """Of an expression that makes an object of its own."""
        match node:
            case ast.BinOp(left, _, right):
                return self._holding([], [left, right])
            case ast.UnaryOp(_, value):
                return self._holding([], [value])
            case ast.List(values) | ast.Tuple(values) | ast.Set(values):
                starred = [each.value for each in values if isinstance(each, ast.Starred)]
                return self._holding([each for each in values if not isinstance(each, ast.Starred)], starred)
            case ast.Dict(keys, values):
                spread = [value for key, value in zip(keys, values, strict=True) if key is None]
                return self._holding([value for key, value in zip(keys, values, strict=True) if key], spread)
            case ast.ListComp(value) | ast.SetComp(value) | ast.GeneratorExp(value) | ast.DictComp(_, value):
                return self._holding([value], [])
            case _ if isinstance(node, _NOTHING):
                return self.heap.new()
        return self._holding([each for each in children(node) if isinstance(each, ast.expr)], [])

    def _holding(self, values: Iterable[ast.expr], like: Iterable[ast.expr]) -> int:
        """A new object that holds these, and what those hold."""
        made = self.heap.made()
        for each in values:
            if not isinstance(each, _NOTHING):
                self.heap.store(made, HELD, self.of(each))
        for each in like:
            self.heap.store(made, HELD, self.heap.load(self.of(each), HELD))
        return made

    def _from_outside(self, arguments: Iterable[ast.expr]) -> int:
        """What a function that is not the file's gives back: it may hold what it was handed, and more."""
        made = self.heap.from_outside()
        for each in arguments:
            if not isinstance(each, _NOTHING):
                self.heap.store(made, HELD, self.of(each))
        return made

    def _any_of(self, values: Iterable[ast.expr | int]) -> int:
        found = self.heap.new()
        for each in values:
            self.heap.copy(each if isinstance(each, int) else self.of(each), found)
        return found

    def _call(self, node: ast.Call) -> int:
        name = called_name(node)
        arguments = [*node.args, *(each.value for each in node.keywords)]
        functions, classes = self._called(node), self.classes_called(node)
        found = self.heap.new()
        for function in functions:
            self._hand_over(node, function)
            self.heap.copy(self._result(function), found)
        for each in classes:
            self._construct(node, each, found)
        if not functions and not classes:
            self.heap.copy(self._of_python(node, name, arguments), found)
        elif isinstance(node.func, ast.Attribute):
            self._change(node.func, name, arguments)
        return found

    def _construct(self, node: ast.Call, each: ast.ClassDef, found: int) -> None:
        made = self.heap.made()
        self.heap.copy(made, found)
        self._instance_of(each, made)
        scope = self._scopes.by_node[each]
        for name in scope.names - {getattr(method, "name", "") for method in self.methods_of[each]}:
            self.heap.store(made, f".{name}", self.variable(scope.variable(name)))
        for method in self.methods_of[each]:
            if isinstance(method, ast.FunctionDef) and method.name == "__init__":
                self._hand_over(node, method)
        for keyword in node.keywords:  # of a class that is given its fields, as a dataclass is
            if keyword.arg is not None:
                self.heap.store(made, f".{keyword.arg}", self.of(keyword.value))
        fields = [
            stmt.target.id
            for stmt in each.body
            if isinstance(stmt, ast.AnnAssign) and isinstance(stmt.target, ast.Name)
        ]
        for name, value in zip(fields, node.args, strict=False):
            self.heap.store(made, f".{name}", self.of(value))
        for value in node.args:
            self.heap.store(made, HELD, self.of(value))

    def _hand_over(self, node: ast.Call, function: Function) -> None:
        """What a call hands to a function of the file. Its object may be an instance of the method's class."""
        arguments = every_argument(function)
        if function in self.class_of_method and _is_bound(function) and arguments:
            if isinstance(node.func, ast.Attribute) and not self._scopes.is_import(node.func):
                self.heap.copy(self._unknown(self.class_of_method[function]), self.of(node.func.value))
            arguments = arguments[1:]
        by_name = {each.arg: each for each in arguments}
        if any(isinstance(each, ast.Starred) for each in node.args) or function.args.vararg:
            for value in node.args:
                for each in arguments:
                    self._pass(each, value, starred=True)
        else:
            for each, value in zip(arguments, node.args, strict=False):
                self._pass(each, value)
        for keyword in node.keywords:
            if keyword.arg in by_name:
                self._pass(by_name[keyword.arg], keyword.value)

    def _pass(self, argument: ast.arg, value: ast.expr, starred: bool = False) -> None:
        own = self._scopes.of(argument)
        self.values[own].append(value)
        self.heap.copy(self.of(value), self.variable(own))
        if starred:
            self.heap.copy(self.heap.load(self.of(value), HELD), self.variable(own))

    def _of_python(self, node: ast.Call, name: str, arguments: list[ast.expr]) -> int:
        if isinstance(node.func, ast.Attribute):
            return self._of_method(node, node.func, name, arguments)
        if name in PLAIN:
            return self.heap.new()
        if name in PICKING:
            found = self._any_of(arguments)
            return self._any_of([found, self.heap.load(found, HELD)])
        if name in COPYING:
            if name == "filter":
                self._map(node)  # what it asks is handed the items, too
            return self._holding([], arguments)
        if name in ("map", "starmap"):
            return self._map(node)
        return self._from_outside(arguments)

    def _of_method(self, node: ast.Call, func: ast.Attribute, name: str, arguments: list[ast.expr]) -> int:
        if self._scopes.is_import(func):
            if name in PICKING:
                return self._any_of(arguments)
            return self._holding(arguments, arguments)
        self._change(func, name, arguments)
        if name in TEXT:
            return self.heap.new()
        if name in PICKING:
            return self.of(func.value)
        if name == "copy" and not arguments:
            return self._holding([], [func.value])
        if name in ("setdefault", "get", "pop"):
            return self._any_of([self.heap.load(self.of(func.value), HELD), *arguments[1:]])
        return self._any_of([self.heap.load(self.of(func.value), HELD), self._from_outside(arguments)])

    def _map(self, node: ast.Call) -> int:
        made = self.heap.made()
        first = node.args[0] if node.args else None
        for function in self.functions.get(self._scopes.of(first), []) if isinstance(first, ast.Name) else []:
            self.heap.store(made, HELD, self._result(function))
            for argument, over in zip(every_argument(function), node.args[1:], strict=False):
                place = self.variable(self._scopes.of(argument))
                self.heap.copy(self.heap.load(self.of(over), HELD), place)
        return made

    def _change(self, func: ast.Attribute, name: str, arguments: list[ast.expr]) -> None:
        base = self.of(func.value)
        if name in ADDING and arguments:
            self.heap.store(base, HELD, self.of(arguments[-1]))
        elif name in ADDING_ALL:
            for each in arguments:
                self.heap.store(base, HELD, self.heap.load(self.of(each), HELD))


def called_name(call: ast.Call) -> str:
    """The last name of what is called: "append" of `self.results.append(x)`; "" where it has none."""
    match call.func:
        case ast.Name(name) | ast.Attribute(_, name):
            return name
    return ""


def called_on(node: ast.AST, methods: frozenset[str]) -> str:
    """The last name of whose method the code calls: "jobs" of `self.jobs.put(n)`; "" where it is another."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or node.func.attr not in methods:
        return ""
    return ast.unparse(node.func.value).rpartition(".")[2]


def _takes(function: Function, call: ast.Call) -> bool:
    """Whether the method can be called so: one of that name that can't is another class's."""
    own = function.args
    names = [each.arg for each in (*own.posonlyargs, *own.args)][_is_bound(function) :]
    if any(isinstance(each, ast.Starred) for each in call.args) or any(each.arg is None for each in call.keywords):
        return True
    given = {each.arg for each in call.keywords}
    known = {*names, *(each.arg for each in own.kwonlyargs)}
    if (len(call.args) > len(names) and not own.vararg) or (not given <= known and not own.kwarg):
        return False
    required = names[len(call.args) : len(names) - len(own.defaults)]
    return set(required) <= given


def _is_bound(function: Function) -> bool:
    if isinstance(function, ast.Lambda):
        return False
    return not any(isinstance(each, ast.Name) and each.id == "staticmethod" for each in function.decorator_list)
