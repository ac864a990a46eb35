"""The functions of a file that could be a loop's task, make its items or set its workers up."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from parloop_gui.model.source.foreign_tree import written
from parloop_gui.model.source.nodes import children
from parloop_gui.model.source.parsed import Parsed, importing_runs

_Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class FunctionFound:
    """A function at the top level of a file.

    `signature` as it is written, "count(path, words=3)"; `about` is the docstring's first line or "". `required` counts
    the arguments without a default that can be given by place, `most` all that can be (None: any number). `needs_names`
    are arguments without a default that can only be given by name: nothing calls such a function with an item.
    """

    name: str
    signature: str
    about: str
    line: int
    required: int
    most: int | None
    needs_names: tuple[str, ...] = ()
    is_async: bool = False
    is_generator: bool = False

    @property
    def takes_items(self) -> bool:
        """Whether it can be a task: called with an item, or with the parts of one."""
        return not self.needs_names and not self.is_generator and (self.most is None or self.most >= 1)

    @property
    def takes_several(self) -> bool:
        """Whether an item, a tuple, is handed over as that many arguments."""
        return self.required >= 2

    @property
    def makes_items(self) -> bool:
        """Whether its call without arguments can be gone over."""
        return self.is_generator and self.takes_nothing

    @property
    def takes_nothing(self) -> bool:
        """Whether it can be called without arguments, as a set-up function is."""
        return self.required == 0 and not self.needs_names and not self.is_async


def functions_of(parsed: Parsed) -> tuple[FunctionFound, ...]:
    """The functions at the file's top level, lambdas with a name included, in order; of two of a name the last one."""
    found: dict[str, FunctionFound] = {}
    for node in importing_runs(parsed.tree.body):
        for function in (*_functions_in(node), *_partial_in(node, found)):
            found.pop(function.name, None)
            found[function.name] = function
    return tuple(found.values())


def methods_of(parsed: Parsed) -> tuple[FunctionFound, ...]:
    """The methods of the classes at the top level, as `Class.method`: what has an object takes it as first argument."""
    classes = [node for node in importing_runs(parsed.tree.body) if isinstance(node, ast.ClassDef)]
    return tuple(_method(each, node.name) for node in classes for each in node.body if isinstance(each, _Function))


def _method(node: _Function, owner: str) -> FunctionFound:
    is_bound = any(isinstance(each, ast.Name) and each.id == "classmethod" for each in node.decorator_list)
    arguments = ast.arguments(**dict(ast.iter_fields(node.args)))
    if is_bound and arguments.args:
        arguments.args = arguments.args[1:]
    return _function(node, f"{owner}.{node.name}", arguments)


def _function(node: _Function, name: str, arguments: ast.arguments) -> FunctionFound:
    about = (ast.get_docstring(node) or "").partition("\n")[0].strip()
    is_async = isinstance(node, ast.AsyncFunctionDef)
    return _described(name, arguments, about, node.lineno, is_async, is_generator(node))


def _functions_in(node: ast.stmt) -> Iterator[FunctionFound]:
    if isinstance(node, _Function):
        yield _function(node, node.name, node.args)
    elif isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Lambda):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        for target in targets:
            if isinstance(target, ast.Name):
                yield _described(target.id, node.value.args, "", node.lineno, False, False)


def _partial_in(node: ast.stmt, known: Mapping[str, FunctionFound]) -> Iterator[FunctionFound]:
    """A `partial` of a function of the file, with the arguments that are left to be given."""
    match node:
        case ast.Assign([ast.Name(name)], ast.Call(function, [ast.Name(of), *given], keywords)):
            found = known.get(of)
            called = getattr(function, "attr", getattr(function, "id", ""))
            if found is None or called != "partial" or any(isinstance(each, ast.Starred) for each in given):
                return
            named = [each.arg for each in keywords if each.arg is not None]
            yield replace(
                found,
                name=name,
                signature=f"{name} = {ast.unparse(node.value)}",
                line=node.lineno,
                required=max(found.required - len(given) - len(named), 0),
                most=None if found.most is None else max(found.most - len(given), 0),
                needs_names=tuple(each for each in found.needs_names if each not in named),
            )


def _described(
    name: str, arguments: ast.arguments, about: str, line: int, is_async: bool, generates: bool
) -> FunctionFound:
    by_place = [*arguments.posonlyargs, *arguments.args]
    needs_names = tuple(
        each.arg for each, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if default is None
    )
    return FunctionFound(
        name=name,
        signature=f"{name}({written(arguments)})",
        about=about,
        line=line,
        required=len(by_place) - len(arguments.defaults),
        most=None if arguments.vararg else len(by_place),
        needs_names=needs_names,
        is_async=is_async,
        is_generator=generates,
    )


def is_generator(function: _Function) -> bool:
    """Whether it yields, functions and lambdas within it left out."""
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Yield | ast.YieldFrom):
            return True
        if not isinstance(node, _Function | ast.Lambda | ast.ClassDef):
            waiting.extend(children(node))
    return False
