"""Puts together what makes a comparison: an engine, the contestants, their spans, the trial of a user's loop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from parloop_gui.bridge.host.span_store import SpansFiles, spans_folder
from parloop_gui.bridge.processes.engine import Engine
from parloop_gui.bridge.processes.leave import Leave
from parloop_gui.bridge.scheduler.conductor import Conductor
from parloop_gui.bridge.scheduler.contestants import contestants_of
from parloop_gui.bridge.scheduler.machine_costs import MachineCosts
from parloop_gui.bridge.scheduler.preflight import Preflight
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.events.events import ComparisonEvent
from parloop_gui.model.plan.plan import Plan


@contextmanager
def conducting(
    plan: Plan,
    emit: Callable[[ComparisonEvent, Comparison], None],
    make_engine: Callable[[], Engine] = Engine,
    before: Comparison | None = None,
    leave: Leave | None = None,
) -> Iterator[Conductor]:
    """The conductor of that comparison, not begun yet; behind the block its processes are gone.

    `before` is the comparison that goes on by that plan, where it is not a new one. `leave` is asked before
    what the user's program does outside itself is done again; None: it may be.
    """
    with make_engine() as engine:
        engine.prepare(python.path for python in plan.pythons)
        # What another engine takes, one that a test made up, is no cost of this machine's to be kept.
        # Nor is a point of a question forecast: its plain loop is not the one that is known.
        is_forecast = make_engine is Engine and plan.asked is None and plan.against is None
        costs = MachineCosts(engine.execute, stop=engine.stop) if is_forecast else None
        yield Conductor(
            plan,
            contestants_of(plan),
            engine.execute,
            emit,
            stop=engine.stop,
            spans=SpansFiles(spans_folder(), (*before.runs, *before.recorded) if before is not None else ()),
            preflight=Preflight(leave=leave),
            costs=costs,
            before=before,
            leave=leave,
        )
