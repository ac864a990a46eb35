"""Idioms of concurrent.futures, the same for every executor; `executor_class` is its class.

Imported only when one is needed, as concurrent.futures is.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, as_completed
from typing import Any

from .strategy import Items, SetUp

Task = Callable[[Any], Any]
ExecutorClass = Callable[..., Executor]


def executor_map(
    executor_class: ExecutorClass, task: Task, items: Items, workers: int | None, set_up: SetUp, chunksize: int
) -> list[Any]:
    """All items submitted; results in order."""
    with executor_class(workers, initializer=set_up) as pool:
        return list(pool.map(task, items, chunksize=chunksize))


def executor_map_buffered(
    executor_class: Callable[..., Any], task: Task, items: Items, workers: int | None, set_up: SetUp, chunksize: int
) -> list[Any]:
    """As map, with no more than so many chunks handed over and not yet taken back; results in order."""
    with executor_class(workers, initializer=set_up) as pool:
        return list(pool.map(task, items, chunksize=chunksize, buffersize=64))


def executor_submit(
    executor_class: ExecutorClass, task: Task, items: Items, workers: int | None, set_up: SetUp, results: list[Any]
) -> list[Any]:
    """A future per item; results as they are completed."""
    with executor_class(workers, initializer=set_up) as pool:
        futures = [pool.submit(task, item) for item in items]
        for future in as_completed(futures):
            results.append(future.result())  # raises what the task raised  # noqa: PERF401 - used as it comes
    return results
