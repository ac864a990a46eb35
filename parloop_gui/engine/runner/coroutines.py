"""Runs an async function where an ordinary one is wanted."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any


class RunEach:
    """Each call of an async function in an event loop of its own, by asyncio.run; pickled as the function is."""

    __slots__ = ("function",)

    def __init__(self, function: Callable[[Any], Any]) -> None:
        self.function = function

    def __call__(self, item: Any) -> Any:
        """The function's result for the item."""
        import asyncio

        return asyncio.run(self.function(item))

    def __reduce__(self) -> tuple[type[RunEach], tuple[Callable[[Any], Any]]]:
        return RunEach, (self.function,)


def is_async(function: Callable[..., Any]) -> bool:
    """Whether calling it makes a coroutine, also where it is called through something that unpacks its arguments."""
    return inspect.iscoroutinefunction(getattr(function, "function", function))


def is_in_event_loop() -> bool:
    """Whether an event loop runs in this thread: then none can be started here."""
    if "asyncio" not in sys.modules:
        return False
    import asyncio

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def ordinary(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The function as one to be called: an async one is run; asyncio is imported now, not at the first call."""
    if not is_async(function):
        return function
    import_module("asyncio")
    return RunEach(function)
