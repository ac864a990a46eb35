"""Makes one comparison, until it is known or stopped; Ctrl-C reaches it at any time."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from dataclasses import dataclass

from parloop_gui.bridge.processes.leave import Leave
from parloop_gui.bridge.scheduler.conducting import conducting
from parloop_gui.bridge.scheduler.conductor import Conductor
from parloop_gui.cli.stopping import Waiting, stopping
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.events.events import ComparisonEvent
from parloop_gui.model.plan.plan import Plan


@dataclass
class _Made:
    """What the conductor's thread leaves behind."""

    comparison: Comparison | None = None
    error: BaseException | None = None


def measure(plan: Plan, emit: Callable[[ComparisonEvent, Comparison], None], leave: Leave) -> Comparison:
    """Make the comparison; `emit` is called with each event and what it led to, in another thread.

    Where that is a LeaveWanted, `leave` is to be answered.

    The conductor has a thread of its own, so that Ctrl-C can reach it in the main thread at any time.
    """
    made = _Made()
    with conducting(plan, emit, leave=leave) as conductor, stopping(conductor.cancel) as waiting:
        thread = threading.Thread(target=_conduct, args=(conductor, made, waiting), name="conductor")
        thread.start()
        try:
            waiting.wait()
        except BaseException:
            conductor.cancel()
            raise
        thread.join()
    if made.comparison is None:
        raise made.error or RuntimeError("the conductor left neither a comparison nor an error")
    return made.comparison


def _conduct(conductor: Conductor, made: _Made, waiting: Waiting) -> None:
    try:
        made.comparison = conductor.run()
    except BaseException as error:
        made.error = error
    finally:
        with contextlib.suppress(OSError):  # nobody waits any more after a second Ctrl-C
            waiting.over()
