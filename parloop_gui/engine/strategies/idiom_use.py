"""How an idiom is called: with which arguments, and where the loop's set-up function goes."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

from ..protocol.kinds import SetUpPlace, StartMethod
from .strategy import Call, Effective, Items, SetUp, Strategy


def sets_up(strategy: Strategy, call: Call, workers: int | None) -> SetUpPlace:
    """Where a set-up function is called, once in each of so many workers (None: as many as Python itself takes).

    As the pools' "initializer"; before the "task" where each task has a worker of its own; else "first", before
    the loop.
    """
    if "set_up" in inspect.signature(call.idiom).parameters:
        return "first" if workers == 1 and strategy.one_is_caller else "initializer"
    return "task" if strategy.width == "items" else "first"


def arguments_for(
    strategy: Strategy,
    call: Call,
    task: Callable[[Any], Any],
    items: Items,
    results: list[Any],
    effective: Effective,
    set_up: SetUp = None,
    start_method: StartMethod | None = None,
    bound: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """What to call the idiom with: exactly the parameters it names, the bound ones imported where they are not given.

    The effective numbers stand for Python's own defaults, which not every function takes as None. A `set_up` whose
    place is "first" is left to the caller.
    """
    if sets_up(strategy, call, effective.workers) == "first":
        set_up = None
    known = {
        "task": task,
        "items": items,
        "results": results,
        "workers": effective.workers,
        "chunksize": effective.chunksize or 1,
        "set_up": set_up,
        "start_method": start_method,
        **(bindings(strategy) if bound is None else bound),
    }
    return {name: known[name] for name in inspect.signature(call.idiom).parameters}


def bindings(strategy: Strategy) -> dict[str, Any]:
    """The objects behind `names`, imported now."""
    bound: dict[str, Any] = {}
    for name, import_line, expression in strategy.names:
        scope: dict[str, Any] = {}
        exec(import_line, scope)  # noqa: S102 - the line is this package's own
        bound[name] = eval(expression, scope)  # noqa: S307
    return bound
