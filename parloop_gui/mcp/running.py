"""One comparison for a client: in a thread of its own, told of as it goes, ended when the client calls it off.

tool ─► executor's thread ─► conductor          events ─► progress notifications
└── cancelled ─► conductor.cancel ─► waits until nothing of it runs any more
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

import anyio

from parloop_gui.api.measuring import measured
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.events.events import ComparisonEvent
from parloop_gui.model.plan.plan import Plan
from parloop_gui.model.report.progress import progress_line

Report = Callable[[float, float | None, str], Coroutine[Any, Any, None]]
"""Told of seconds gone by, of how many in all (None: nobody knows), and what goes on."""

# Short loops come to hundreds of events a second: each told of would take a core's time from what is measured.
_BETWEEN_S = 1.0


class Cancelling:
    """Calls off a comparison that may not have begun, or may be over: from any thread, as often as one likes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._cancel: Callable[[], None] | None = None
        self._is_asked = False

    def begun(self, cancel: Callable[[], None] | None) -> None:
        """From now on this is how; None: there is nothing to call off any more."""
        with self._lock:
            self._cancel = cancel
            if cancel is not None and self._is_asked:
                cancel()

    def cancel(self) -> None:
        """Call it off."""
        with self._lock:
            self._is_asked = True
            if self._cancel is not None:
                self._cancel()


class Telling:
    """Passes what happens on to the client, from the thread that measures, which waits for nobody."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._loop = asyncio.get_running_loop()
        self._began_at = time.monotonic()
        self._told_at = 0.0

    def __call__(self, event: ComparisonEvent, comparison: Comparison) -> None:
        """Tell of it, unless something was told of just before."""
        now = time.monotonic()
        if now - self._told_at >= _BETWEEN_S:
            self._told_at = now
            told = self._report(now - self._began_at, None, progress_line(comparison))
            asyncio.run_coroutine_threadsafe(told, self._loop)


async def comparison_of(plan: Plan, report: Report, *, repeat_effects: bool) -> Comparison:
    """The comparison of that plan; where the task is cancelled nothing of it is left when that comes up.

    Raises RepeatsEffectsError where it has effects and may not repeat them.
    """
    cancelling = Cancelling()
    work = partial(measured, plan, repeat_effects=repeat_effects, tell=Telling(report), begun=cancelling.begun)
    future = asyncio.get_running_loop().run_in_executor(None, work)
    try:
        return await asyncio.shield(future)
    except asyncio.CancelledError:
        cancelling.cancel()
        # Within a scope that is cancelled every await would be cancelled anew.
        with anyio.CancelScope(shield=True):
            await asyncio.wait([future])
        future.exception()  # looked at, so that asyncio does not report it as forgotten
        raise
