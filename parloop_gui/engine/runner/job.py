"""A loop made ready for one run: loaded, sampled, its function as the call wants it, refused where that fails."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from ..loops.user_errors import reason_of
from ..protocol.kinds import StartMethod
from ..protocol.loop_spec import LoopSpec
from ..protocol.runner_messages import Assignment
from ..strategies.idiom_use import sets_up
from ..strategies.strategy import Call, Strategy
from .coroutines import is_async, ordinary


class CannotRunError(Exception):
    """The strategy can't run this loop; the message is a sentence."""


@dataclass(frozen=True)
class Job:
    """A loop made ready: its function, its items (of `of_items` in all), and its set-up.

    A built-in loop's `set_up` is called with `arguments` where its code is imported; a user's `initializer` once in
    each worker, within the run's time.
    """

    function: Callable[[Any], Any]
    items: list[Any]
    set_up: Callable[..., None] | None = None
    arguments: tuple[Any, ...] = ()
    initializer: Callable[[], object] | None = None
    of_items: int | None = None

    def given(self, initializer: Callable[[], object]) -> Job:
        """The same with what each worker calls once."""
        return replace(self, initializer=initializer)

    def of_sample(self, sample: int | None) -> Job:
        """The same over so many of its items."""
        return replace(self, items=sampled(self.items, sample), of_items=len(self.items))


def load(assignment: Assignment) -> Job:
    """The run's loop over all of its items; raises what the loop's own code raises."""
    from ..loops.loop import Surroundings
    from ..loops.registry import find as find_loop

    spec = assignment.run.loop
    if spec.kind == "user":
        from ..loops import user

        loaded = user.load(spec, assignment.folder)
        return Job(loaded.function, loaded.items, initializer=loaded.set_up)
    if spec.kind == "fault":
        from ..faults.registry import find as find_fault

        return Job(*find_fault(spec.name).load())
    loop = find_loop(spec.name)
    surroundings = Surroundings(Path(assignment.work), assignment.address, spec.seed)
    params = loop.settle(spec.params)
    if loop.set_up is not None:
        loop.set_up(params, surroundings)
    items = loop.make_items(int(spec.items), params, surroundings)
    return Job(loop.task, items, loop.set_up, (params, surroundings))


def fitting(job: Job, strategy: Strategy, call: Call) -> Job:
    """The job with a function as the call wants it: an async one is run by asyncio.run where it is not awaited."""
    if call.awaits and not is_async(job.function):
        raise CannotRunError(
            f"{strategy.title}'s {call.slug} awaits an async function, and this one is an ordinary one: use to_thread."
        )
    function = job.function if call.awaits else ordinary(job.function)
    # Where each task has a worker of its own, how many there are is no matter.
    if job.initializer is not None and sets_up(strategy, call, None) == "task":
        from ..loops.user import SetUpFirst

        function = SetUpFirst(job.initializer, function)
    return replace(job, function=function)


def sampled(items: list[Any], sample: int | None) -> list[Any]:
    """So many items, evenly spread over all of them."""
    if sample is None or sample >= len(items):
        return items
    # The middle of each of so many equal parts: where tasks grow along the items, those of the sample do, too.
    return [items[(2 * at + 1) * len(items) // (2 * sample)] for at in range(sample)]


def refuse_unless_pickled(function: Callable[[Any], Any], strategy: Strategy) -> None:
    """Raise CannotRunError where the strategy would have to pickle a function that can't be."""
    try:
        pickle.dumps(function)
    except Exception as error:  # a `__reduce__` of the user's may raise anything
        # A package may do without: joblib can send a function's code, what mpire forks inherits it. A run can't.
        who = f"{strategy.title} pickles" if strategy.package is None else f"To run {strategy.title} Parloop pickles"
        raise CannotRunError(
            f"{who} the function, and this one can't be pickled: {reason_of(error)}. "
            "Define it with def at the top level of its module, or use threads."
        ) from None


def refuse_unless_given(job: Job, loop: LoopSpec, strategy: Strategy, start_method: StartMethod) -> None:
    """Raise CannotRunError where workers started afresh would need a value of the program's that can't be pickled."""
    if not isinstance(job.initializer, partial):
        return
    names = loop.program.given if loop.program is not None else ()
    for at, value in enumerate(job.initializer.args):
        try:
            pickle.dumps(value)
        except Exception as error:  # a `__reduce__` of the user's may raise anything
            name = names[at] if at < len(names) else f"value {at + 1}"
            raise CannotRunError(
                f"{strategy.title} hands {name} to each worker that {start_method} starts, and it can't be pickled: "
                f"{reason_of(error)}. Use fork or threads."
            ) from None
