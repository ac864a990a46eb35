"""Idioms of mpire's pool, the same for processes and threads; `pool_class` is its class.

mpire takes a tuple, list or dict for all arguments of a call, whichever function it is for, so each item is handed over
in a tuple of its own. Arrays it would join into one, unless it is told not to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any, Protocol

from .strategy import Items, SetUp

Task = Callable[..., Any]


class Pool(Protocol):
    """What is used of a pool of mpire's, which the app's own Python need not have."""

    def map(self, task: Task, arguments: Items, **options: Any) -> list[Any]:
        """Results in order."""

    def imap_unordered(self, task: Task, arguments: Items, **options: Any) -> Iterator[Any]:
        """Results as they come."""

    def apply_async(self, task: Task, arguments: Items, **options: Any) -> Any:
        """What to ask for the result."""


PoolClass = Callable[..., AbstractContextManager[Pool]]


def mpire_map(
    pool_class: PoolClass,
    task: Task,
    items: Items,
    workers: int | None,
    set_up: SetUp,
    chunksize: int | None,
    start_method: str | None,
) -> list[Any]:
    """All items in chunks; results in order."""
    arguments = [(item,) for item in items]  # mpire would spread an item that is a tuple, a list or a dict
    with pool_class(workers, start_method=start_method) as pool:
        return pool.map(task, arguments, chunk_size=chunksize, worker_init=set_up, concatenate_numpy_output=False)


def mpire_map_of_tuples(
    pool_class: PoolClass,
    task: Task,
    items: Items,
    workers: int | None,
    set_up: SetUp,
    chunksize: int | None,
    start_method: str | None,
) -> list[Any]:
    """The same where each item is a tuple of the arguments already."""
    with pool_class(workers, start_method=start_method) as pool:
        return pool.map(task, items, chunk_size=chunksize, worker_init=set_up, concatenate_numpy_output=False)


def mpire_imap_unordered(
    pool_class: PoolClass,
    task: Task,
    items: Items,
    workers: int | None,
    set_up: SetUp,
    chunksize: int | None,
    start_method: str | None,
    results: list[Any],
) -> list[Any]:
    """Results one by one, whichever is ready first."""
    arguments = [(item,) for item in items]  # mpire would spread an item that is a tuple, a list or a dict
    with pool_class(workers, start_method=start_method) as pool:
        for result in pool.imap_unordered(task, arguments, chunk_size=chunksize, worker_init=set_up):
            results.append(result)  # noqa: PERF402 - each can be used as it comes
    return results


def mpire_apply_async(
    pool_class: PoolClass, task: Task, items: Items, workers: int | None, set_up: SetUp, start_method: str | None
) -> list[Any]:
    """One call each, none waited for until its result is asked for."""
    with pool_class(workers, start_method=start_method) as pool:
        pending = [pool.apply_async(task, (item,), worker_init=set_up) for item in items]
        return [call.get() for call in pending]
