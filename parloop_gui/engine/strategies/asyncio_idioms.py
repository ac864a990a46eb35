"""Idioms of asyncio: ordinary functions in threads of the event loop's own, async ones awaited so many at a time.

Importing asyncio takes longer than the window may take to open, so this module is imported only when it is needed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from .strategy import Items

Task = Callable[[Any], Any]
AsyncTask = Callable[[Any], Awaitable[Any]]


async def in_threads(task: Task, items: Items, limit: int | None = None) -> list[Any]:
    """Each call in a thread; the event loop's pool bounds how many there are."""
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(limit))
    return await asyncio.gather(*(asyncio.to_thread(task, item) for item in items))


async def limited(semaphore: asyncio.Semaphore, task: AsyncTask, item: Any) -> Any:
    """The task once there is room for it."""
    async with semaphore:
        return await task(item)


async def gather_all(task: AsyncTask, items: Items, limit: int) -> list[Any]:
    """Every item's result, in order."""
    semaphore = asyncio.Semaphore(limit)
    return await asyncio.gather(*(limited(semaphore, task, item) for item in items))


async def group_all(task: AsyncTask, items: Items, limit: int) -> list[Any]:
    """Every item's result, in order; where one task fails the others are cancelled."""
    semaphore = asyncio.Semaphore(limit)
    async with asyncio.TaskGroup() as group:  # type: ignore[attr-defined,unused-ignore]  # new in 3.11
        tasks = [group.create_task(limited(semaphore, task, item)) for item in items]
    return [done.result() for done in tasks]


def asyncio_to_thread(task: Task, items: Items, workers: int | None) -> list[Any]:
    """An ordinary function in threads that the event loop waits for."""
    return asyncio.run(in_threads(task, items, workers))


def asyncio_task_group(task: AsyncTask, items: Items, workers: int) -> list[Any]:
    """An async function awaited for all items within one TaskGroup."""
    return asyncio.run(group_all(task, items, workers))


def asyncio_gather(task: AsyncTask, items: Items, workers: int) -> list[Any]:
    """An async function awaited for all items by one gather."""
    return asyncio.run(gather_all(task, items, workers))
