"""Runs an async function where an ordinary one is wanted."""

from __future__ import annotations

import contextlib
import inspect
import sys
from collections.abc import Callable, Iterator
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

        with outside_event_loop():
            return asyncio.run(self.function(item))

    def __reduce__(self) -> tuple[type[RunEach], tuple[Callable[[Any], Any]]]:
        return RunEach, (self.function,)


def is_async(function: Callable[..., Any]) -> bool:
    """Whether calling it makes a coroutine, also where it is called through something that unpacks its arguments."""
    return inspect.iscoroutinefunction(getattr(function, "function", function))


@contextlib.contextmanager
def outside_event_loop() -> Iterator[None]:
    """Where an event loop runs in this thread, step out of it and its task meanwhile, so that another can be run.

    Nothing of the outer loop goes on meanwhile; what belongs to it (a client's connections, say) fails in another.
    """
    asyncio: Any = sys.modules.get("asyncio")
    loop = asyncio.events._get_running_loop() if asyncio is not None else None
    if loop is None:
        yield
        return
    task = asyncio.current_task(loop)
    if task is not None:
        asyncio.tasks._leave_task(loop, task)
    asyncio.events._set_running_loop(None)
    try:
        yield
    finally:
        asyncio.events._set_running_loop(loop)
        if task is not None:
            asyncio.tasks._enter_task(loop, task)


def ordinary(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The function as one to be called: an async one is run; asyncio is imported now, not at the first call."""
    if not is_async(function):
        return function
    import_module("asyncio")
    return RunEach(function)
