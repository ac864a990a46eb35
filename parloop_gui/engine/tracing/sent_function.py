"""The loop's function as it travels with each chunk of items, where pickling it takes along what it is bound to.

    idiom ── SentFunction, pickled with a chunk ─► worker: the copy becomes the recorder's function ─► recorder.task

A function that goes by its name costs the same whoever sends it, so the recorder's own is sent in its place. A method's
object or a partial's arguments are sent anew with each chunk, which takes its time and gives each chunk a fresh copy:
left out, a run would be faster than the code that is shown.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import recorder

Function = Callable[[Any], Any]


class SentFunction:
    """Pickled as the function, called as the recorder's `task`."""

    __slots__ = ("function", "task")

    def __init__(self, function: Function, task: Callable[..., Any]) -> None:
        self.function, self.task = function, task

    def __call__(self, *parts: Any) -> Any:
        """The recorded call."""
        return self.task(*parts)

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Function, Callable[..., Any]]]:
        return received, (self.function, self.task)


def received(function: Function, task: Callable[..., Any]) -> Callable[..., Any]:
    """What a worker makes of it."""
    recorder.receive(function)
    return task
