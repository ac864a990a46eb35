"""Puts the engine and the conductor together and makes one comparison, until it is known or stopped."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from parloop_gui.bridge.processes.engine import Engine
from parloop_gui.bridge.scheduler.conductor import Conductor
from parloop_gui.bridge.scheduler.contestants import contestants_of
from parloop_gui.bridge.scheduler.preflight import Preflight
from parloop_gui.bridge.scheduler.span_store import SpansFiles, spans_folder
from parloop_gui.cli.stopping import Waiting, stopping
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.events.events import ComparisonEvent
from parloop_gui.model.plan.plan import Plan

Watch = Callable[[Comparison, ComparisonEvent], None]


@dataclass
class _Made:
    """What the conductor's thread leaves behind."""

    comparison: Comparison | None = None
    error: BaseException | None = field(default=None)


def measure(plan: Plan, watch: Watch) -> Comparison:
    """Make the comparison; `watch` is called with it after each event, in another thread.

    The conductor has a thread of its own, so that Ctrl-C can reach it in the main thread at any time.
    """
    made = _Made()
    with Engine() as engine:

        def take(event: ComparisonEvent, comparison: Comparison) -> None:
            made.comparison = comparison
            watch(comparison, event)

        conductor = Conductor(
            plan,
            contestants_of(plan),
            engine.execute,
            take,
            stop=engine.stop,
            preflight=Preflight(),
            spans=SpansFiles(spans_folder()),
        )
        with stopping(conductor.cancel) as waiting:
            thread = threading.Thread(target=_conduct, args=(conductor, made, waiting), name="conductor")
            thread.start()
            try:
                waiting.wait()
            except BaseException:
                conductor.cancel()
                raise
            thread.join()
    if made.error is not None:
        raise made.error
    if made.comparison is None:
        raise RuntimeError("the conductor told nothing")
    return made.comparison


def _conduct(conductor: Conductor, made: _Made, waiting: Waiting) -> None:
    try:
        conductor.run()
    except BaseException as error:
        made.error = error
    finally:
        with contextlib.suppress(OSError):  # nobody waits any more after a second Ctrl-C
            waiting.over()
