"""What all items share goes to each worker once: the loop as it is once an initializer hands that over.

    (image, 0) (image, 1) …  and  f      ─►      (0,) (1,) …  and  f with image in its place; lists and dicts likewise

Only what is the same object in every item is taken out. The function itself stays where it is: `fork` lets workers have
it, and a worker started afresh reads it once, as it would take an initializer's arguments.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from ..loops.user import SetUpFirst, Unpacked
from ..tracing.sent_function import SentFunction
from ..user_program.bound_objects import held_by
from .coroutines import RunEach
from .job import CannotRunError, Job

Function = Callable[[Any], Any]


class Filled:
    """A function whose items lack what they all share, at these places; pickled as both are.

    `keys` are all places of an item, `made_of` its type: a tuple, a list or a dict.
    """

    __slots__ = ("function", "keys", "made_of", "shared")

    def __init__(self, function: Function, shared: dict[Any, Any], keys: Sequence[Any], made_of: type) -> None:
        self.function, self.shared, self.keys, self.made_of = function, shared, keys, made_of

    def __call__(self, item: tuple[Any, ...]) -> Any:
        """The function's result for the whole item."""
        parts = iter(item)
        values = [self.shared[key] if key in self.shared else next(parts) for key in self.keys]
        whole = zip(self.keys, values) if self.made_of is dict else values  # noqa: B905 - as many
        return self.function(self.made_of(whole))

    def __reduce__(self) -> tuple[type[Filled], tuple[Function, dict[Any, Any], Sequence[Any], type]]:
        return Filled, (self.function, self.shared, self.keys, self.made_of)


def shared_places(items: list[Any]) -> list[Any]:
    """The places at which items hold the same object, all of them; none where they are not alike."""
    return [key for key in _places(items) if all(item[key] is items[0][key] for item in items)]


def _places(items: list[Any]) -> Sequence[Any]:
    """The places of items that are tuples or lists of one length, or dicts of the same keys."""
    first: Any = items[0] if len(items) > 1 else None
    if type(first) is dict:
        return list(first) if all(type(item) is dict and list(item) == list(first) for item in items) else ()
    if type(first) not in (tuple, list) or any(type(item) is not type(first) for item in items):
        return ()
    return range(len(first)) if all(len(item) == len(first) for item in items) else ()


def given_once(job: Job) -> Job:
    """The job without what its items share; raises CannotRunError where nothing would be handed over less often."""
    places = shared_places(job.items)
    if not places:
        if is_bound(job.function):
            return job
        raise CannotRunError("Nothing is the same for all items here.")
    shared, keys = {key: job.items[0][key] for key in places}, _places(job.items)
    items = [tuple(item[key] for key in keys if key not in shared) for item in job.items]
    return replace(job, function=Filled(job.function, shared, keys, type(job.items[0])), items=items)


def is_bound(function: Any) -> bool:
    """Whether pickling what an idiom is given takes along more than a name."""
    while isinstance(function, (Unpacked, RunEach, SetUpFirst, Filled)):
        function = function.function
    return bool(held_by(function))


def as_sent(function: Function, task: Function) -> Function:
    """What the idiom is given where it pickles: the recorder's task by its name, or the function along with it."""
    return SentFunction(function, task) if is_bound(function) else task
