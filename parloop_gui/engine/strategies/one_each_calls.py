"""Idioms of one worker per item, all started and then joined, and how their results get back."""

from __future__ import annotations

from collections.abc import Callable
from multiprocessing import Process, Queue
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .strategy import Items

Task = Callable[[Any], Any]


def fill_slot(slots: list[Any], task: Task, index: int, item: Any) -> None:
    """A task's result, in its slot."""
    slots[index] = task(item)


def put_result(queue: Any, task: Task, index: int, item: Any) -> None:
    """Do the task and send its result back, with the item's place."""
    queue.put((index, task(item)))


def thread_slots(task: Task, items: Items) -> list[Any]:
    """Each thread fills its own slot of a list: no two touch the same one, so no lock is needed."""
    results = [None] * len(items)
    threads = [Thread(target=fill_slot, args=(results, task, index, item)) for index, item in enumerate(items)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def thread_queue(task: Task, items: Items) -> list[Any]:
    """Each thread puts its result into a queue, with the item's place."""
    queue: Any = SimpleQueue()
    threads = [Thread(target=put_result, args=(queue, task, index, item)) for index, item in enumerate(items)]
    for thread in threads:
        thread.start()
    results = [None] * len(items)
    for _ in threads:
        index, result = queue.get()
        results[index] = result
    for thread in threads:
        thread.join()
    return results


def process_queue(task: Task, items: Items) -> list[Any]:
    """Each process puts its result into a queue, with the item's place."""
    queue: Any = Queue()
    processes = [Process(target=put_result, args=(queue, task, index, item)) for index, item in enumerate(items)]
    for process in processes:
        process.start()
    results = [None] * len(items)
    # Before join: a process does not end until its result has been read.
    for _ in processes:
        index, result = queue.get()
        results[index] = result
    for process in processes:
        process.join()
    return results
