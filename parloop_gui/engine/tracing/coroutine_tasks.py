"""Records tasks that an event loop awaits: many are under way at once in one thread, each in a lane of its own.

    idiom ── await task(item) ─► lane ── send ─► the user's async function
                                  ▲                     │ runs until it waits
                                  └── CPU time of the step ┘

A lane is a place among those that may be under way at once, and writes blocks as a thread does (`worker_records.py`).
Its clocks count its own steps only: CPU time is read around each, so what others compute while a task waits is not its.
What a task hands to others (tasks or threads that it starts itself) is not counted.
"""

from __future__ import annotations

import itertools
import os
import types
from collections.abc import Coroutine, Generator
from time import perf_counter, thread_time_ns
from typing import Any

from ..host import run_delay
from . import recorder
from .mapped_buffers import RECORD
from .worker_records import WorkerRecords, key_of, schedstat_of_this_thread

_now = perf_counter
_cpu_ns = thread_time_ns
_free: list[TaskLane] = []
_numbers = itertools.count(1)
_delay = run_delay.NONE
_delay_read_ns = 0


class TaskLane(WorkerRecords):
    """One of the places for tasks under way at once; its number, negative, stands where a thread's id would."""

    __slots__ = ("cpu_ns", "delay_ns", "lane")

    def __init__(self) -> None:
        super().__init__(recorder.buffers())
        self.lane, self.cpu_ns, self.delay_ns = -next(_numbers), 0, -1 if _delay is run_delay.NONE else 0
        self.read_at = _now()
        self._sign_block()

    def number(self) -> int:
        """Its own, negative."""
        return self.lane

    def clocks(self) -> tuple[int, int]:
        """How far those of its own steps are."""
        return self.cpu_ns, self.delay_ns

    def start(self, item: Any) -> None:
        """Stamp a task's start, its item noted first: if the run ends here, this is what was under way."""
        if self.at >= len(self.view):
            self.take_block()
        self.words[5] = key_of(item)
        self.view[self.at] = _now()

    def end(self, item: Any) -> None:
        """The task has ended; its clocks are read each time."""
        self.view[self.at + 1] = _now()
        self.at += RECORD
        self.read(item)

    def count_step(self, cpu_ns: int) -> None:
        """Add a step's CPU time, and the time that the thread had to wait for a core since the step before it."""
        global _delay_read_ns
        self.cpu_ns += cpu_ns
        delay_ns = _delay.run_delay_ns()
        if delay_ns >= 0:
            self.delay_ns += delay_ns - _delay_read_ns
            _delay_read_ns = delay_ns


def expect(count: int) -> None:
    """Get ready, before the clock, for so many tasks under way at once in this thread."""
    global _delay, _delay_read_ns
    recorder.expect_threads(0)
    _delay = schedstat_of_this_thread(recorder.buffers())
    _delay_read_ns = max(0, _delay.run_delay_ns())
    _free[:] = [TaskLane() for _ in range(min(count, recorder.MOST_SPARE))][::-1]


async def task(item: Any) -> Any:
    """Await the loop's async function on the item and record it."""
    lane = _free.pop() if _free else TaskLane()
    lane.start(item)
    try:
        result = await _step_by_step(lane, recorder.function()(item))
    except BaseException as error:
        if lane.buffers.pid == os.getpid():  # as in `recorder.py`
            lane.end_raised(item)
            recorder.note(error, key_of(item))
        raise
    else:
        lane.end(item)
    finally:
        _free.append(lane)
    return result


@types.coroutine
def _step_by_step(lane: TaskLane, coroutine: Coroutine[Any, Any, Any]) -> Generator[Any, Any, Any]:
    """Run the coroutine as `await` would, the CPU time of each of its steps counted."""
    step, value = coroutine.send, None
    while True:
        began = _cpu_ns()
        try:
            waits_for = step(value)
        except StopIteration as end:
            return end.value
        finally:
            lane.count_step(_cpu_ns() - began)
        try:
            step, value = coroutine.send, (yield waits_for)
        except BaseException as error:
            step, value = coroutine.throw, error
