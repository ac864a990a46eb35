"""A comparison conducted over an engine that runs nothing, and what it told."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NoReturn

from parloop_gui.bridge.host.kept_costs import KeptCosts
from parloop_gui.bridge.scheduler.conductor import Conductor
from parloop_gui.bridge.scheduler.contestants import contestants_of
from parloop_gui.bridge.scheduler.machine_costs import MachineCosts
from parloop_gui.engine.protocol.messages import RunSpec
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.events.events import ComparisonEnded, ComparisonEvent, RunBegan, RunFinished
from parloop_gui.model.forecast.costs import Cost, Costs, kind_of
from parloop_gui.model.plan.plan import Plan
from tests.helpers.engines.mock_engine import MockEngine

# A pool that is there at once.
CHEAP = Cost(0.002, 0.001, 0.0, 0.2)
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


def no_run(spec: RunSpec) -> NoReturn:
    """For costs that are known: nothing has to be run for them."""
    raise AssertionError(f"{spec.strategy} ran to know what it costs")


def known_costs(made: Plan, folder: Path, cost: Cost = CHEAP) -> MachineCosts:
    """What everyone costs, kept in that folder: the same for all."""
    kept = KeptCosts(folder / "costs.json")
    for python in made.pythons:
        kinds = [kind_of(each, made, python) for each in contestants_of(made).racing]
        kept.keep(python, Costs(dict.fromkeys(kinds, cost), 1e9, side_by_side=1.0))
    return MachineCosts(no_run, kept)


def compare(made: Plan, engine: MockEngine, **more: Any) -> tuple[Comparison, list[ComparisonEvent]]:
    """The comparison as it ended, and all that was emitted."""
    conductor, emitted = conducting(made, engine, **more)
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
