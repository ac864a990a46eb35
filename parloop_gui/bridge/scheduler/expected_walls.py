"""What each contestant of a user's loop is expected to take before anything is measured: by trying it out alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parloop_gui.bridge.host.kept_costs import KeptCosts
from parloop_gui.bridge.scheduler.contestants import contestants_of
from parloop_gui.bridge.scheduler.width import common_workers
from parloop_gui.engine.protocol.messages import PreflightFacts
from parloop_gui.model.events.forecast import Forecast
from parloop_gui.model.forecast.costs import Cost, Costs, kind_of
from parloop_gui.model.forecast.estimate import task_s
from parloop_gui.model.forecast.forecast import Known, forecasts
from parloop_gui.model.forecast.loop_facts import facts_of_part
from parloop_gui.model.plan.plan import Contestant, Interpreter, Plan
from parloop_gui.model.statistics.thresholds import MOSTLY_CPU

# What stands for a cost that was never measured here: about a pool of processes (two workers took 20–30 ms).
USUAL = Cost(start_s=0.02, worker_s=0.002, item_s=0.0001, spread=0.5)


def expected_walls(
    plan: Plan, tried: Sequence[tuple[Interpreter, PreflightFacts]], kept: KeptCosts
) -> tuple[Forecast, ...]:
    """The wall time of each contestant under each Python whose tasks were tried."""
    contestants = contestants_of(plan).racing
    known = [
        _known(plan, python, facts, contestants, kept.of(python))
        for python, facts in tried
        if facts.items and facts.task_s is not None
    ]
    return forecasts(plan, contestants, known)


def _known(
    plan: Plan, python: Interpreter, tried: PreflightFacts, contestants: Sequence[Contestant], costs: Costs
) -> Known:
    items = min(plan.loop.sample or tried.items or 1, tried.items or 1)
    facts = facts_of_part(items, items * task_s(tried), None, tried, cut=False)
    every = {kind_of(each, plan, python): USUAL for each in contestants}
    workers = common_workers(plan, facts.cpu_s < MOSTLY_CPU * facts.task_s, items, python.cores)
    return Known(python, facts, replace(costs, by_kind={**every, **costs.by_kind}), workers)
