"""Makes one comparison, until it is known or stopped; Ctrl-C reaches it at any time."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from parloop_gui.bridge.processes.leave import Leave
from parloop_gui.bridge.scheduler.conducting import conducting
from parloop_gui.cli.stopping import Waiting, stopping
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.events.events import ComparisonEvent
from parloop_gui.model.plan.plan import Plan

T = TypeVar("T")


@dataclass
class _Made(Generic[T]):
    """What the thread leaves behind: a result or an error."""

    results: list[T] = field(default_factory=list)
    error: BaseException | None = None


def measure(plan: Plan, emit: Callable[[ComparisonEvent, Comparison], None], leave: Leave) -> Comparison:
    """Make the comparison; `emit` is called with each event and what it led to, in another thread.

    Where that is a LeaveWanted, `leave` is to be answered.

    The conductor has a thread of its own, so that Ctrl-C can reach it in the main thread at any time.
    """
    with conducting(plan, emit, leave=leave) as conductor, stopping(conductor.cancel) as waiting:
        return apart(conductor.run, conductor.cancel, waiting)


def apart(work: Callable[[], T], cancel: Callable[[], None], waiting: Waiting) -> T:
    """What `work` returns, done in a thread of its own; it is cancelled where the wait for it ends before."""
    made: _Made[T] = _Made()
    thread = threading.Thread(target=_do, args=(work, made, waiting), name="conductor")
    thread.start()
    try:
        waiting.wait()
    except BaseException:
        cancel()
        raise
    thread.join()
    if made.error is not None:
        raise made.error
    return made.results[0]


def _do(work: Callable[[], T], made: _Made[T], waiting: Waiting) -> None:
    try:
        made.results.append(work())
    except BaseException as error:
        made.error = error
    finally:
        with contextlib.suppress(OSError):  # nobody waits any more after a second Ctrl-C
            waiting.over()
