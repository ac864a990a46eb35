"""Stands for a function whose module takes long to import, until it is called for."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, NamedTuple

Function = Callable[..., Any]


class Deferred(NamedTuple):
    """The function called `name` of the module of that whole name."""

    module: str
    name: str


def loaded(function: Function | Deferred) -> Function:
    """The function itself; a deferred one's module is imported now."""
    if not isinstance(function, Deferred):
        return function
    found: Function = getattr(import_module(function.module), function.name)
    return found


def name_of(function: Function | Deferred) -> str:
    """Its name; nothing is imported."""
    return function.name if isinstance(function, Deferred) else function.__name__
