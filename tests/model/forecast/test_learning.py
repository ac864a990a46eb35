"""A comparison's own runs correct what strategies are taken to cost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parloop_gui.model.forecast.costs import Cost, Costs, kind_of
from parloop_gui.model.forecast.forecast import Known
from parloop_gui.model.forecast.learning import MOST, learned
from parloop_gui.model.forecast.loop_facts import LoopFacts
from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.statistics.summary import Row
from tests.helpers.comparisons.finished import a_comparison
from tests.helpers.engines.mock_engine import PYTHON, plan

POOL = Contestant("process-pool", "map", PYTHON.id)
COST = Cost(start_s=0.04, worker_s=0.0, item_s=0.0, spread=0.2)
TRIVIAL = LoopFacts(items=60, all_items=60, task_s=1e-6, longest_s=1e-6, cpu_s=1e-6, gil="held")


def row(wall_s: float, outcome: str = "finished") -> Row:
    """A row of the pool's, of three rounds that all took that long."""
    some = next(each for each in a_comparison().rows if each.wall_s is not None)
    assert some.wall_s is not None
    figure = replace(some.wall_s, median=wall_s)
    return replace(some, contestant=POOL, rounds=3, outcome=outcome, wall_s=figure)


def corrected(cost: Cost, facts: LoopFacts, *rows: Row) -> Cost | None:
    kind = kind_of(POOL, plan(), PYTHON)
    return learned(plan(), Known(PYTHON, facts, Costs({kind: cost}), 2), rows, None).by_kind.get(kind)


@pytest.mark.parametrize("truth_s", [0.01, 0.04, 0.1])
def test_that_costs_come_nearer_with_each_comparison(truth_s: float) -> None:
    cost = COST
    for _ in range(6):
        found = corrected(cost, TRIVIAL, row(truth_s))
        assert found is not None
        cost = found
    assert cost.start_s == pytest.approx(truth_s, rel=0.05)


def test_that_being_far_off_makes_the_next_forecast_less_sure() -> None:
    near, far = corrected(COST, TRIVIAL, row(0.04)), corrected(COST, TRIVIAL, row(0.12))
    assert near is not None and far is not None
    assert near.spread < far.spread


def test_that_one_comparison_never_moves_them_further_than_it_may() -> None:
    found = corrected(COST, TRIVIAL, row(100.0))
    assert found is not None
    assert COST.start_s * MOST**0.45 < found.start_s <= COST.start_s * MOST**0.5


def test_that_costs_that_were_kept_without_any_spread_are_learned_too() -> None:
    """Nothing was anybody's fault, then, and its share was divided by nothing."""
    found = corrected(replace(COST, spread=0.0), TRIVIAL, row(0.1))
    assert found is not None
    assert found.start_s > COST.start_s


MANY = replace(TRIVIAL, items=10_000, all_items=10_000)


def test_that_a_run_over_many_items_tells_what_an_item_costs_and_nothing_of_the_start() -> None:
    cost = COST
    for _ in range(8):
        found = corrected(cost, MANY, row(COST.start_s + MANY.items * 1e-4))
        assert found is not None
        cost = found
    assert cost.item_s == pytest.approx(1e-4, rel=0.1)
    assert cost.start_s == pytest.approx(COST.start_s, rel=0.1)


def beside(kept_s: float | None, measured_s: float | None, facts: LoopFacts = TRIVIAL) -> float | None:
    known = Known(PYTHON, facts, Costs(beside_s=kept_s), 2)
    return learned(plan(), known, [], measured_s).beside_s


def test_that_what_a_run_takes_beside_its_time_is_learned_too() -> None:
    assert beside(None, 0.03) == 0.03
    assert beside(0.04, 0.01) == pytest.approx(0.02)
    assert beside(0.04, None) is None


def test_that_a_busy_machine_teaches_nothing_of_what_a_run_takes_beside_its_time() -> None:
    assert beside(0.04, 0.2, replace(TRIVIAL, foreign=1.0)) is None


OF_NO_USE = {
    "crashed": row(0.08, outcome="crashed"),
    "one round": replace(row(0.08), rounds=1),
    "another Python": replace(row(0.08), contestant=replace(POOL, python="9")),
}


@pytest.mark.parametrize("of_no_use", OF_NO_USE.values(), ids=OF_NO_USE)
def test_that_what_tells_nothing_of_costs_changes_nothing(of_no_use: Row) -> None:
    assert corrected(COST, TRIVIAL, of_no_use) is None


def test_that_long_tasks_tell_nothing_of_costs() -> None:
    assert corrected(COST, replace(TRIVIAL, task_s=0.1, longest_s=0.1, cpu_s=0.1), row(3.2)) is None
