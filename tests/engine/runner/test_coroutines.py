"""Async functions run where an event loop runs already."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from parloop_gui.engine.runner.coroutines import ordinary, outside_event_loop


async def double(number: int) -> int:
    await asyncio.sleep(0)
    return 2 * number


async def within(call: Callable[[Any], Any]) -> tuple[int, bool]:
    """What the call gives from within a task, and whether that task is the current one again."""
    task = asyncio.current_task()
    result = call(4)
    await asyncio.sleep(0)
    return result, asyncio.current_task() is task


def test_that_an_async_function_is_run_within_a_running_loop_too() -> None:
    call = ordinary(double)
    assert call(4) == 8
    assert asyncio.run(within(call)) == (8, True)


def test_that_another_loop_can_be_run_meanwhile() -> None:
    def run(number: int) -> int:
        with outside_event_loop():
            return asyncio.run(double(number))

    assert asyncio.run(within(run)) == (8, True)
