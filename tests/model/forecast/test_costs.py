"""Costs by runs of a loop that does nothing."""

from __future__ import annotations

import pytest

from parloop_gui.model.forecast.costs import (
    FEW_ITEMS,
    FEW_WORKERS,
    MANY_ITEMS,
    MORE_WORKERS,
    Cost,
    Trial,
    cost_from,
    kind_of,
    trials_of,
)
from parloop_gui.model.plan.plan import Arrangement, Contestant
from parloop_gui.model.statistics.thresholds import COST_SPREAD_LEAST
from tests.helpers.engines.mock_engine import PYTHON, plan

FEW, WIDE, MANY = Trial(FEW_ITEMS, FEW_WORKERS), Trial(FEW_ITEMS, MORE_WORKERS), Trial(MANY_ITEMS, FEW_WORKERS)


def walls(start_s: float, worker_s: float, item_s: float) -> dict[Trial, float]:
    """What those costs come to in each run."""
    return {each: start_s + worker_s * (each.workers or 0) + item_s * each.items for each in (FEW, WIDE, MANY)}


def test_that_costs_are_found_again() -> None:
    found = cost_from([walls(0.01, 0.004, 0.0002)] * 3, foreign=0.5)
    assert found is not None
    assert (found.start_s, found.worker_s, found.item_s) == pytest.approx((0.01, 0.004, 0.0002))
    assert (found.spread, found.foreign) == (COST_SPREAD_LEAST, 0.5)


def test_that_one_pass_in_a_slow_spell_does_not_count() -> None:
    usual = walls(0.01, 0.004, 0.0002)
    slow = {trial: 4 * wall for trial, wall in usual.items()}
    found = cost_from([usual, slow, usual])
    assert found is not None and found.start_s == pytest.approx(0.01)
    assert found.spread > 3 * COST_SPREAD_LEAST


def test_that_no_cost_is_below_nothing() -> None:
    found = cost_from([{FEW: 0.05, WIDE: 0.02, MANY: 0.01}])
    assert found == Cost(0.05, 0.0, 0.0, COST_SPREAD_LEAST)


def test_that_without_a_whole_pass_there_is_no_cost() -> None:
    assert cost_from([]) is None


@pytest.mark.parametrize(
    ("strategy", "call", "count"),
    [("process-pool", "map", 3), ("thread", "slots", 2), ("process", "queue", 2), ("asyncio", "gather", 2)],
)
def test_that_as_many_runs_are_made_as_there_are_costs_to_tell_apart(strategy: str, call: str, count: int) -> None:
    trials = trials_of(Contestant(strategy, call, "3.11"))
    assert len(set(trials)) == count
    assert len({(each.items, each.workers) for each in trials}) == count


def test_that_kinds_differ_by_what_changes_costs_and_by_nothing_else() -> None:
    pool = Contestant("process-pool", "map", "3.11")
    spawned = Contestant("process-pool", "map", "3.11", Arrangement(start_method="spawn"))
    wide = Contestant("process-pool", "map", "3.11", Arrangement(workers=8))
    kinds = {each: kind_of(each, plan(), PYTHON) for each in (pool, spawned, wide)}
    assert kinds[pool] == kinds[wide] == "process-pool:map:fork:"
    assert kinds[spawned] == "process-pool:map:spawn:"
    assert kind_of(pool, plan(chunksize=5), PYTHON) == "process-pool:map:fork:5"
