"""Refers to a function by its module and name: plain data, and its module is not imported until it is called for."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, NamedTuple

Function = Callable[..., Any]


class Deferred(NamedTuple):
    """The function called `name` of the module of that whole name."""

    module: str
    name: str


# Stands where there is none; it can't be loaded.
NO_FUNCTION = Deferred("", "")


def deferred(function: Function) -> Deferred:
    """What refers to a function at the top level of its module."""
    return Deferred(function.__module__, function.__name__)


def loaded(reference: Deferred) -> Function:
    """The function itself; its module is imported now."""
    found: Function = getattr(import_module(reference.module), reference.name)
    return found
