"""Puts the engine and the conductor together and makes one comparison, until it is known or stopped."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from parloop_gui.bridge.child import Engine
from parloop_gui.bridge.conductor import Conductor
from parloop_gui.cli.stopping import stopping
from parloop_gui.model.comparison import Comparison, fold
from parloop_gui.model.events import ComparisonEvent
from parloop_gui.model.plan import Plan

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

        def take(event: ComparisonEvent) -> None:
            made.comparison = fold(made.comparison, event)
            watch(made.comparison, event)

        conductor = Conductor(plan, engine.execute, take, stop=engine.stop)
        thread = threading.Thread(target=_conduct, args=(conductor, made), name="conductor")
        with stopping(conductor.cancel):
            thread.start()
            _wait(thread, conductor)
    if made.error is not None:
        raise made.error
    if made.comparison is None:
        raise RuntimeError("the conductor told nothing")
    return made.comparison


def _conduct(conductor: Conductor, made: _Made) -> None:
    try:
        conductor.run()
    except BaseException as error:
        made.error = error


def _wait(thread: threading.Thread, conductor: Conductor) -> None:
    try:
        thread.join()
    except BaseException:
        conductor.cancel()
        raise
