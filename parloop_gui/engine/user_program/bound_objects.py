"""What a function takes along where it is pickled: the object of a method, a partial's arguments.

A plain function goes by its name, and takes nothing along.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import Any, NamedTuple

from ..protocol.kinds import PartKind

_BY_NAME = (FunctionType, type, type(functools.lru_cache(len)))


class Held(NamedTuple):
    """One thing that goes along, under the name by which the user's code knows it."""

    kind: PartKind
    name: str
    value: Any


def held_by(function: Callable[..., Any]) -> list[Held]:
    """All that goes along with the function, the function itself apart."""
    return list(_held(function))


def _held(function: Any) -> Iterator[Held]:
    if isinstance(function, functools.partial):
        yield from _held(function.func)
        names = parameter_names(function.func)
        for at, value in enumerate(function.args):
            yield Held("argument", names[at] if at < len(names) else f"argument {at + 1}", value)
        for name, value in function.keywords.items():
            yield Held("argument", name, value)
    elif isinstance(function, (MethodType, BuiltinFunctionType)):
        owner = function.__self__
        if owner is not None and not isinstance(owner, (type, ModuleType)):
            yield Held("self", "self", owner)
    elif not isinstance(function, _BY_NAME):
        yield Held("self", "self", function)


def parameter_names(function: Callable[..., Any]) -> list[str]:
    """The names of its parameters; none where a function written in C does not tell."""
    try:
        return list(inspect.signature(function).parameters)
    except (TypeError, ValueError):
        return []
