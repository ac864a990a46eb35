"""Idioms of multiprocessing's pools, the same for threads and processes; `pool_class` is either."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..host.lazy_function import deferred
from .strategy import Call, Idiom, Items, SetUp

if TYPE_CHECKING:
    from multiprocessing.pool import Pool

Task = Callable[[Any], Any]
PoolClass = Callable[..., "Pool"]


def pool_map(
    pool_class: PoolClass, task: Task, items: Items, workers: int | None, set_up: SetUp, chunksize: int | None
) -> list[Any]:
    """All items in chunks; returns when the last result is in."""
    with pool_class(workers, initializer=set_up) as pool:
        return pool.map(task, items, chunksize=chunksize)


def pool_imap(
    pool_class: PoolClass,
    task: Task,
    items: Items,
    workers: int | None,
    set_up: SetUp,
    chunksize: int | None,
    results: list[Any],
) -> list[Any]:
    """Results one by one, in the order of the items."""
    with pool_class(workers, initializer=set_up) as pool:
        for result in pool.imap(task, items, chunksize=chunksize):
            results.append(result)  # noqa: PERF402 - each can be used as it comes
    return results


def pool_imap_unordered(
    pool_class: PoolClass,
    task: Task,
    items: Items,
    workers: int | None,
    set_up: SetUp,
    chunksize: int | None,
    results: list[Any],
) -> list[Any]:
    """Results one by one, whichever is ready first."""
    with pool_class(workers, initializer=set_up) as pool:
        for result in pool.imap_unordered(task, items, chunksize=chunksize):
            results.append(result)  # noqa: PERF402 - each can be used as it comes
    return results


def pool_starmap(
    pool_class: PoolClass, task: Task, items: Items, workers: int | None, set_up: SetUp, chunksize: int | None
) -> list[Any]:
    """As map, for functions of several arguments."""
    arguments = [(item,) for item in items]  # a tuple per call: put further arguments here
    with pool_class(workers, initializer=set_up) as pool:
        return pool.starmap(task, arguments, chunksize=chunksize)


def pool_starmap_tuples(
    pool_class: PoolClass, task: Task, items: Items, workers: int | None, set_up: SetUp, chunksize: int | None
) -> list[Any]:
    """The same where each item is a tuple of the arguments already."""
    with pool_class(workers, initializer=set_up) as pool:
        return pool.starmap(task, items, chunksize=chunksize)


def pool_apply(pool_class: PoolClass, task: Task, items: Items, workers: int | None, set_up: SetUp) -> list[Any]:
    """One call at a time, each waited for."""
    with pool_class(workers, initializer=set_up) as pool:
        return [pool.apply(task, (item,)) for item in items]


def pool_apply_async(pool_class: PoolClass, task: Task, items: Items, workers: int | None, set_up: SetUp) -> list[Any]:
    """One call each, none waited for until its result is asked for."""
    with pool_class(workers, initializer=set_up) as pool:
        pending = [pool.apply_async(task, (item,)) for item in items]
        return [call.get() for call in pending]


def pool_map_async(
    pool_class: PoolClass, task: Task, items: Items, workers: int | None, set_up: SetUp, chunksize: int | None
) -> list[Any]:
    """As map, but the caller is free meanwhile."""
    with pool_class(workers, initializer=set_up) as pool:
        pending = pool.map_async(task, items, chunksize=chunksize)
        # Here is time to do something else.
        return pending.get()


def pool_starmap_async(
    pool_class: PoolClass, task: Task, items: Items, workers: int | None, set_up: SetUp, chunksize: int | None
) -> list[Any]:
    """As starmap, but the caller is free meanwhile."""
    arguments = [(item,) for item in items]  # a tuple per call: put further arguments here
    with pool_class(workers, initializer=set_up) as pool:
        pending = pool.starmap_async(task, arguments, chunksize=chunksize)
        # Here is time to do something else.
        return pending.get()


def pool_starmap_async_tuples(
    pool_class: PoolClass, task: Task, items: Items, workers: int | None, set_up: SetUp, chunksize: int | None
) -> list[Any]:
    """The same where each item is a tuple of the arguments already."""
    with pool_class(workers, initializer=set_up) as pool:
        pending = pool.starmap_async(task, items, chunksize=chunksize)
        # Here is time to do something else.
        return pending.get()


def _chunked(slug: str, idiom: Idiom, does: str, summary: str, of_tuples: Idiom | None = None) -> Call:
    tuples = deferred(of_tuples) if of_tuples is not None else None
    return Call(
        slug, deferred(idiom), summary, takes_chunksize=True, chunking="four-each", code_of_tuples=tuples, does=does
    )


POOL_CALLS = (
    _chunked(
        "map",
        pool_map,
        "results in order",
        "Shares the items out in chunks and returns all results in order, once they are all in.",
    ),
    Call(
        "imap",
        deferred(pool_imap),
        "Lazy: results come one by one, in order, while later ones are still being worked on.",
        does="one by one, in order",
        lazy=True,
        takes_chunksize=True,
        chunking="single",
    ),
    Call(
        "imap_unordered",
        deferred(pool_imap_unordered),
        "Lazy: results come one by one, whichever is ready first, so a slow one holds nobody up.",
        does="first come, first served",
        ordered=False,
        lazy=True,
        takes_chunksize=True,
        chunking="single",
    ),
    _chunked(
        "starmap",
        pool_starmap,
        "several arguments",
        "As map, for a function of several arguments: each item is a tuple of them.",
        pool_starmap_tuples,
    ),
    Call(
        "apply",
        deferred(pool_apply),
        "A single call that is waited for: in a loop only one worker is ever busy.",
        does="one call, waited for",
        one_at_a_time=True,
    ),
    Call(
        "apply_async",
        deferred(pool_apply_async),
        "A single call that is not waited for; good for different functions. get() hands over the result.",
        does="one call, not waited for",
    ),
    _chunked(
        "map_async",
        pool_map_async,
        "results later, in order",
        "As map, but returns at once; get() waits for the list of results.",
    ),
    _chunked(
        "starmap_async",
        pool_starmap_async,
        "several arguments, later",
        "As starmap, but returns at once; get() waits for the list.",
        pool_starmap_async_tuples,
    ),
)
