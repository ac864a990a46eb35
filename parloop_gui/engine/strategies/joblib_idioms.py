"""Idioms of joblib: `parallel` is its class, `delayed` what makes a call of a function and its arguments.

joblib itself is imported only where a run needs it, and the interpreter may lack it: `names` binds both.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .strategy import Items, SetUp

Task = Callable[..., Any]
Parallel = Callable[..., Callable[..., list[Any]]]
Delayed = Callable[[Task], Callable[..., Any]]


def joblib_processes(
    parallel: Parallel, delayed: Delayed, task: Task, items: Items, workers: int | None, set_up: SetUp
) -> list[Any]:
    """All items in batches of joblib's own size; results in order."""
    return parallel(n_jobs=workers, initializer=set_up)(delayed(task)(item) for item in items)


def joblib_processes_of_tuples(
    parallel: Parallel, delayed: Delayed, task: Task, items: Items, workers: int | None, set_up: SetUp
) -> list[Any]:
    """The same where each item is a tuple of the arguments already."""
    return parallel(n_jobs=workers, initializer=set_up)(delayed(task)(*item) for item in items)


def joblib_threads(parallel: Parallel, delayed: Delayed, task: Task, items: Items, workers: int | None) -> list[Any]:
    """All items, one by one, in threads; results in order."""
    pool = parallel(n_jobs=workers, prefer="threads")
    return pool(delayed(task)(item) for item in items)


def joblib_threads_of_tuples(
    parallel: Parallel, delayed: Delayed, task: Task, items: Items, workers: int | None
) -> list[Any]:
    """The same where each item is a tuple of the arguments already."""
    pool = parallel(n_jobs=workers, prefer="threads")
    return pool(delayed(task)(*item) for item in items)
