"""The functions of a file that could be a loop's task, make its items or set its workers up."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from parloop_gui.model.source.parsed import Parsed, importing_runs
from parloop_gui.model.source.told_tree import written

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
        for function in _functions_in(node):
            found.pop(function.name, None)
            found[function.name] = function
    return tuple(found.values())


def _functions_in(node: ast.stmt) -> Iterator[FunctionFound]:
    if isinstance(node, _Function):
        about = (ast.get_docstring(node) or "").partition("\n")[0].strip()
        is_async = isinstance(node, ast.AsyncFunctionDef)
        yield _described(node.name, node.args, about, node.lineno, is_async, is_generator(node))
    elif isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Lambda):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        for target in targets:
            if isinstance(target, ast.Name):
                yield _described(target.id, node.value.args, "", node.lineno, False, False)


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
            waiting.extend(ast.iter_child_nodes(node))
    return False
