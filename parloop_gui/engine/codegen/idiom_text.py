"""Turns an idiom, the function that is run and timed, into the lines a reader would write.

    with pool_class(workers) as pool:                               with Pool(2) as pool:
        return pool.map(task, items, chunksize=chunksize)   ─►          results = pool.map(is_prime, items)

Only names are exchanged in the source text; comments and layout stay. A number that is left to Python
takes its argument with it.
"""

from __future__ import annotations

import ast
import json
import re
import sys
import textwrap
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ..strategies.idiom_use import sets_up
from ..strategies.strategy import Call, Strategy
from .slicing import (
    Edit,
    Import,
    Slice,
    Source,
    annotation_edits,
    cut_out,
    import_text,
    parse_imports,
    source_of,
    top_level_names,
    used_names,
)

GUARD = 'if __name__ == "__main__":'
_FOR_CHECKERS = re.compile(r" *# (noqa|type: ignore)\b.*$", re.MULTILINE)


def idiom_text(
    strategy: Strategy,
    call: Call,
    *,
    task: str,
    items: str = "items",
    workers: int | None = None,
    chunksize: int | None = None,
    start_method: str | None = None,
    is_async: bool = False,
    unpack: bool = False,
    set_up: str | None = None,
) -> str:
    """The idiom as a small script: imports, helpers, and the block under the main guard.

    `task` and `items` are the expressions to stand for them. None leaves workers, chunk size or start
    method to Python. An async task (`is_async`) gets a function that runs it, where the call does not await it; one
    that takes several arguments (`unpack`) one that hands over an item's parts. `set_up` is called once in each worker.
    """
    call = call.for_loop(unpack)
    needs = idiom_needs(strategy, call)
    needs.imports.update(start_method_imports(strategy, start_method))
    task = add_caller(needs, strategy, call, task, is_async=is_async, unpack=unpack, set_up=set_up)
    block = idiom_block(
        strategy,
        call,
        task=task,
        items=items,
        workers=workers,
        chunksize=chunksize,
        start_method=start_method,
        set_up=set_up,
    )
    block = start_method_line(strategy, start_method) + block
    pieces = [import_text(needs.imports), needs.text(), f"{GUARD}\n{textwrap.indent(block, '    ')}"]
    # Two blank lines only where functions stand between.
    return ("\n\n\n" if needs.parts else "\n\n").join(piece for piece in pieces if piece) + "\n"


def idiom_needs(strategy: Strategy, call: Call) -> Slice:
    """The imports and helper functions that the block leans on."""
    source, function = _find(call.idiom)
    helpers = used_names(ast.Module(body=function.body, type_ignores=[]), bare=True) & top_level_names(source)
    needs = cut_out(source.path, helpers, bare=True)
    needs.parts = {place: _FOR_CHECKERS.sub("", part) for place, part in needs.parts.items()}
    parameters = {argument.arg for argument in function.args.args}
    for name, import_line, _ in strategy.names:
        if name in parameters:
            needs.imports |= parse_imports(import_line)
    return needs


def idiom_block(
    strategy: Strategy,
    call: Call,
    *,
    task: str,
    items: str,
    workers: int | None,
    chunksize: int | None,
    start_method: str | None = None,
    set_up: str | None = None,
) -> str:
    """The block itself, without indentation; it leaves its results in `results`."""
    source, function = _find(call.idiom)
    values: dict[str, str | None] = {"start_method": json.dumps(start_method) if start_method is not None else None}
    values |= {name: expression for name, _, expression in strategy.names}
    unbounded = f"len({items})" if call.awaits else strategy.all_cores
    values |= {"task": task, "items": items, "workers": unbounded if workers is None else str(workers)}
    values["chunksize"] = str(chunksize) if chunksize is not None and call.takes_chunksize else None
    is_first = set_up is not None and sets_up(strategy, call, workers) == "first"
    values["set_up"] = None if is_first else set_up
    values |= _renamed(function, values)
    results = values.get("results") or "results"
    edits = [
        *exchange_edits(source, function, values),
        *annotation_edits(source, function),
        *_return_edits(source, function, results),
    ]
    body = source.edited(_body_line(function), _last_line(function), edits)
    body = _FOR_CHECKERS.sub("", textwrap.dedent(body)).rstrip()
    fills_results = any(argument.arg == "results" for argument in function.args.args)
    if is_first:
        body = f"{set_up}()\n{body}"
    return f"{results} = []\n{body}" if fills_results else body


def add_caller(
    needs: Slice, strategy: Strategy, call: Call, task: str, *, is_async: bool, unpack: bool, set_up: str | None
) -> str:
    """What is called with an item: the task, or a function added for it, which has to stand at the top level."""
    runs, spreads = is_async and not call.awaits, unpack and not call.spreads
    is_set_up = set_up is not None and sets_up(strategy, call, None) == "task"
    if not (runs or spreads or is_set_up):
        return task
    name = f"{'run' if runs else 'call'}_{task.rpartition('.')[2]}"
    called = f"{task}({'*' * spreads}item)"
    lines = [f"{'async ' * call.awaits}def {name}(item):"]
    lines += ["    # Each worker does one task, so it is set up here.", f"    {set_up}()"] if is_set_up else []
    lines += ["    # An event loop of its own for each task."] if runs else []
    lines += ["    # An item is a tuple of the arguments."] if spreads else []
    lines.append(f"    return asyncio.run({called})" if runs else f"    return {'await ' * call.awaits}{called}")
    needs.imports |= parse_imports("import asyncio") if runs else set()
    needs.parts[Path(), 0] = "\n".join(lines)
    return name


def start_method_line(strategy: Strategy, start_method: str | None) -> str:
    """The line that chooses the start method, "" where it is Python's own, has no meaning or is told elsewhere."""
    if not strategy.uses_start_method or strategy.own_start_method is not None or start_method is None:
        return ""
    return f"multiprocessing.set_start_method({json.dumps(start_method)})\n"


def start_method_imports(strategy: Strategy, start_method: str | None) -> set[Import]:
    """What that line needs."""
    return parse_imports("import multiprocessing") if start_method_line(strategy, start_method) else set()


def exchange_edits(source: Source, node: ast.AST, values: Mapping[str, str | None]) -> list[Edit]:
    """What puts values in the place of names; a call loses the arguments whose value is None."""
    edits: list[Edit] = []
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name):
            value = values.get(inner.id)
            if value is not None:
                edits.append((source.start(inner), source.end(inner), value))
        elif isinstance(inner, ast.Call):
            edits.extend(_dropped_arguments(source, inner, values))
    return edits


def _dropped_arguments(source: Source, call: ast.Call, values: Mapping[str, str | None]) -> list[Edit]:
    arguments: list[ast.expr | ast.keyword] = [*call.args, *call.keywords]
    edits: list[Edit] = []
    for index, argument in enumerate(arguments):
        value = argument.value if isinstance(argument, ast.keyword) else argument
        if isinstance(value, ast.Name) and value.id in values and values[value.id] is None:
            start = source.end(arguments[index - 1]) if index else source.start(argument)
            end = source.start(arguments[1]) if index == 0 and len(arguments) > 1 else source.end(argument)
            edits.append((start, end, ""))
    return edits


def _last_line(function: ast.FunctionDef) -> int:
    """The last line shown: `return results` is left out."""
    if _returns_results(function):
        return function.body[-2].end_lineno or 0
    return function.end_lineno or 0


def _return_edits(source: Source, function: ast.FunctionDef, results: str) -> list[Edit]:
    """Any other return leaves its value in `results`."""
    (node,) = (inner for inner in ast.walk(function) if isinstance(inner, ast.Return))
    start = source.start(node)
    return [] if _returns_results(function) else [(start, start + len("return"), f"{results} =")]


def _returns_results(function: ast.FunctionDef) -> bool:
    last = function.body[-1]
    return isinstance(last, ast.Return) and isinstance(last.value, ast.Name) and last.value.id == "results"


def _renamed(function: ast.FunctionDef, values: Mapping[str, str | None]) -> dict[str, str]:
    """New names for the idiom's own variables that would hide the user's function or items."""
    foreign = {
        name for value in values.values() if value for name in used_names(ast.parse(value, mode="eval"), bare=True)
    }
    own = {node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    return {name: f"{name}_" for name in (own | {"results"}) & foreign}


def _find(idiom: Callable[..., Any]) -> tuple[Source, ast.FunctionDef]:
    source = source_of(Path(str(sys.modules[idiom.__module__].__file__)))
    return source, source.function(idiom.__name__)


def _body_line(function: ast.FunctionDef) -> int:
    documented = ast.get_docstring(function) is not None
    return (function.body[0].end_lineno or 0) + 1 if documented else function.body[0].lineno
