"""What all items share goes to each worker once: the loop as it is once an initializer hands that over.

    (image, 0) (image, 1) …  and  f      ─►      (0,) (1,) …  and  f with image in its place

Only what is the same object in every item is taken out. The function itself stays where it is: `fork` lets workers have
it, and a worker started afresh reads it once, as it would take an initializer's arguments.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ..loops.user import SetUpFirst, Unpacked
from ..reach.held import held_by
from ..tracing.sent_function import SentFunction
from .coroutines import RunEach
from .job import CannotRunError, Job

Function = Callable[[Any], Any]


class Filled:
    """A function whose items lack what they all share, at these places; pickled as both are."""

    __slots__ = ("function", "shared")

    def __init__(self, function: Function, shared: dict[int, Any]) -> None:
        self.function, self.shared = function, shared

    def __call__(self, item: tuple[Any, ...]) -> Any:
        """The function's result for the whole item."""
        parts = iter(item)
        count = len(item) + len(self.shared)
        return self.function(tuple(self.shared[at] if at in self.shared else next(parts) for at in range(count)))

    def __reduce__(self) -> tuple[type[Filled], tuple[Function, dict[int, Any]]]:
        return Filled, (self.function, self.shared)


def shared_places(items: list[Any]) -> list[int]:
    """The places at which tuples hold the same object in every item; none where items are no tuples of one length."""
    if len(items) < 2 or any(type(item) is not tuple or len(item) != len(items[0]) for item in items):
        return []
    return [at for at, value in enumerate(items[0]) if all(item[at] is value for item in items)]


def given_once(job: Job) -> Job:
    """The job without what its items share; raises CannotRunError where nothing would be handed over less often."""
    places = shared_places(job.items)
    if not places:
        if is_bound(job.function):
            return job
        raise CannotRunError("Nothing is the same for all items here.")
    shared = {at: job.items[0][at] for at in places}
    items = [tuple(part for at, part in enumerate(item) if at not in shared) for item in job.items]
    return replace(job, function=Filled(job.function, shared), items=items)


def is_bound(function: Any) -> bool:
    """Whether pickling what an idiom is given takes along more than a name."""
    while isinstance(function, (Unpacked, RunEach, SetUpFirst, Filled)):
        function = function.function
    return bool(held_by(function))


def as_sent(function: Function, task: Function) -> Function:
    """What the idiom is given where it pickles: the recorder's task by its name, or the function along with it."""
    return SentFunction(function, task) if is_bound(function) else task
