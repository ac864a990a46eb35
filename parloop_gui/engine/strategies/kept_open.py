"""A pool that is kept open: the loop twice in the same one, the second time by the clock.

Services make their pool once and use it for many loops. What such a loop takes is no figure of the code that is shown,
which makes a pool of its own, so these idioms are neither shown nor scored. They fill `results` with the two stamps.
"""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import TYPE_CHECKING, Any

from ..host.lazy_function import Deferred, deferred
from .strategy import Call, Items, SetUp

if TYPE_CHECKING:
    from concurrent.futures import Executor
    from multiprocessing.pool import Pool

Task = Callable[[Any], Any]


def pool_twice(
    pool_class: Callable[..., Pool],
    task: Task,
    items: Items,
    workers: int | None,
    set_up: SetUp,
    chunksize: int | None,
    results: list[Any],
) -> list[Any]:
    """`map` of multiprocessing's pools, twice."""
    with pool_class(workers, initializer=set_up) as pool:
        pool.map(task, items, chunksize=chunksize)
        results.append(perf_counter())
        again = pool.map(task, items, chunksize=chunksize)
        results.append(perf_counter())
        return again


def executor_twice(
    executor_class: Callable[..., Executor],
    task: Task,
    items: Items,
    workers: int | None,
    set_up: SetUp,
    chunksize: int,
    results: list[Any],
) -> list[Any]:
    """`map` of concurrent.futures' executors, twice."""
    with executor_class(workers, initializer=set_up) as pool:
        list(pool.map(task, items, chunksize=chunksize))
        results.append(perf_counter())
        again = list(pool.map(task, items, chunksize=chunksize))
        results.append(perf_counter())
        return again


_TWICE: dict[str, Deferred] = {"pool_map": deferred(pool_twice), "executor_map": deferred(executor_twice)}
"""By the name of the idiom that is shown."""


def kept_open(call: Call) -> Call | None:
    """The call that does the loop twice in the same pool; None where there is no such thing."""
    twice = _TWICE.get(call.code.name)
    return None if twice is None or call.spreads else call._replace(code=twice)
