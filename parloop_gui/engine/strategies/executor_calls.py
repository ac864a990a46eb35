"""Idioms of concurrent.futures, the same for every executor; `executor_class` is its class."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, as_completed
from typing import Any

from .pool_calls import one_by_one
from .strategy import Call, Items, SetUp

Task = Callable[[Any], Any]
ExecutorClass = Callable[..., Executor]


def executor_map(
    executor_class: ExecutorClass, task: Task, items: Items, workers: int | None, set_up: SetUp, chunksize: int
) -> list[Any]:
    """All items submitted; results in order."""
    with executor_class(workers, initializer=set_up) as pool:
        return list(pool.map(task, items, chunksize=chunksize))


def executor_submit(
    executor_class: ExecutorClass, task: Task, items: Items, workers: int | None, set_up: SetUp, results: list[Any]
) -> list[Any]:
    """A future per item; results as they are completed."""
    with executor_class(workers, initializer=set_up) as pool:
        futures = [pool.submit(task, item) for item in items]
        for future in as_completed(futures):
            results.append(future.result())  # raises what the task raised  # noqa: PERF401 - used as it comes
    return results


SUBMIT = Call(
    "submit",
    executor_submit,
    "A future per call, taken as it is completed; good for different functions and for first come, first served.",
    ordered=False,
    lazy=True,
)

THREAD_EXECUTOR_CALLS = (
    Call(
        "map",
        executor_map,
        "Hands every item over at once and yields the results in order; chunk size means nothing here.",
    ),
    SUBMIT,
)
"""How threads are called: nothing travels, so nothing is chunked."""

PROCESS_EXECUTOR_CALLS = (
    Call(
        "map",
        executor_map,
        "Hands the items over, one at a time unless told otherwise, and yields the results in order.",
        takes_chunksize=True,
        default_chunksize=one_by_one,
    ),
    SUBMIT,
)
