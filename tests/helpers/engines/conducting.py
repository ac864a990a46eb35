"""A comparison conducted over an engine that runs nothing, and what it told."""

from __future__ import annotations

from typing import Any

from parloop_gui.bridge.scheduler.conductor import Conductor
from parloop_gui.bridge.scheduler.contestants import contestants_of
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.events.events import ComparisonEnded, ComparisonEvent, RunBegan, RunFinished
from parloop_gui.model.plan.plan import Plan
from tests.helpers.engines.mock_engine import MockEngine

FAST = {"serial": 0.1, "thread-pool-executor": 0.1, "process-pool": 0.06, "process-pool-executor": 0.05}


def conducting(made: Plan, engine: MockEngine, **more: Any) -> tuple[Conductor, list[ComparisonEvent]]:
    """A conductor over that engine, and the list of all that it will have emitted."""
    emitted: list[ComparisonEvent] = []
    conductor = Conductor(
        made,
        contestants_of(made),
        engine.execute,
        lambda event, _: emitted.append(event),
        stop=engine.stop,
        clock=engine.clock,
        **more,
    )
    return conductor, emitted


def compare(made: Plan, engine: MockEngine) -> tuple[Comparison, list[ComparisonEvent]]:
    """The comparison as it ended, and all that was emitted."""
    conductor, emitted = conducting(made, engine)
    return conductor.run(), emitted


def order(told: list[ComparisonEvent], number: int) -> list[str]:
    """The strategies in the order in which they ran in that round."""
    return [event.contestant.strategy for event in told if isinstance(event, RunBegan) and event.round == number]


def finished(told: list[ComparisonEvent], strategy: str) -> list[RunFinished]:
    """The ended runs of that strategy."""
    return [event for event in told if isinstance(event, RunFinished) and event.contestant.strategy == strategy]


def end(told: list[ComparisonEvent]) -> ComparisonEnded:
    """The last event: always a ComparisonEnded, and the only one."""
    ends = [event for event in told if isinstance(event, ComparisonEnded)]
    assert told[-1:] == ends
    return ends[0]
