"""Idioms of concurrent.futures' pool of sub-interpreters; `executor_class` is its class, there from Python 3.14 on."""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import Executor, as_completed
from typing import Any

from .strategy import Items

Task = Callable[[Any], Any]
ExecutorClass = Callable[..., Executor]


def interpreters_map(executor_class: ExecutorClass, task: Task, items: Items, workers: int | None) -> list[Any]:
    """All items submitted; results in order."""
    # A sub-interpreter does not inherit changes to sys.path; without this it would not find your module.
    set_path = "import sys; sys.path = "
    with executor_class(workers, initializer=exec, initargs=(set_path + repr(sys.path),)) as pool:
        return list(pool.map(task, items))


def interpreters_submit(
    executor_class: ExecutorClass, task: Task, items: Items, workers: int | None, results: list[Any]
) -> list[Any]:
    """A future per item; results as they are completed."""
    # A sub-interpreter does not inherit changes to sys.path; without this it would not find your module.
    set_path = "import sys; sys.path = "
    with executor_class(workers, initializer=exec, initargs=(set_path + repr(sys.path),)) as pool:
        futures = [pool.submit(task, item) for item in items]
        for future in as_completed(futures):
            results.append(future.result())  # raises what the task raised  # noqa: PERF401 - used as it comes
    return results
