"""What there is time for, by what runs have taken."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from parloop_gui.bridge.scheduler.budget import GRACE_S, TRACED_S, Budget
from parloop_gui.engine.protocol.messages import Measurement
from parloop_gui.model.plan.plan import Choice, Contestant, plain_loop
from parloop_gui.model.statistics.thresholds import COLD_S
from tests.helpers.comparisons.finished import a_comparison
from tests.helpers.engines.mock_engine import plan

PLAIN = plain_loop("3.11")
POOL, EXECUTOR = (Contestant(each, "map", "3.11") for each in ("process-pool", "process-pool-executor"))


def measured(wall_s: float) -> Measurement:
    found = next(run.ended.measurement for run in a_comparison().runs if run.ended.measurement is not None)
    return replace(found, wall_s=wall_s)


def a_budget(**changes: Any) -> Budget:
    budget = Budget(plan(**changes))
    budget.note(PLAIN, 1.2, measured(1.0))
    return budget


def overtaken(budget: Budget) -> tuple[object, ...]:
    """From when on a run of the pool can't matter, and beside whom."""
    return budget.overtaken(POOL) or ()


def test_that_a_run_gets_what_is_left_and_a_little() -> None:
    budget = a_budget()
    assert budget.limit_s(5.0) == 15.0 + GRACE_S
    assert budget.limit_s(25.0) == GRACE_S
    assert a_budget(timeout_s=3.0).limit_s(5.0) == 3.0
    assert a_budget(rounds=2).limit_s(500.0) == 300.0


def test_that_a_run_is_overtaken_at_three_times_the_plain_loop_and_a_cold_start() -> None:
    budget = a_budget()
    assert overtaken(budget) == (pytest.approx(3.0 + COLD_S), PLAIN)
    for _ in range(3):
        budget.note(PLAIN, 2.2, measured(2.0))
    assert overtaken(budget) == (pytest.approx(6.0 + COLD_S), PLAIN)
    assert budget.overtaken(PLAIN) is None
    assert Budget(plan()).overtaken(POOL) is None


@pytest.mark.parametrize(("fastest_s", "most_s"), [(0.9, 2.7), (0.6, 1.8), (0.1, 1.5)])
def test_that_the_fastest_overtakes_those_that_are_slower_than_the_plain_loop_too(
    fastest_s: float, most_s: float
) -> None:
    budget = a_budget()
    budget.note(EXECUTOR, 1.0, measured(fastest_s))
    assert overtaken(budget) == (pytest.approx(most_s + COLD_S), EXECUTOR)


@pytest.mark.parametrize("changes", [{"rounds": 3}, {"even": True}])
def test_that_nobody_is_overtaken_where_nobody_races(changes: dict[str, Any]) -> None:
    assert a_budget(**changes).overtaken(POOL) is None


def test_that_a_round_is_what_its_runs_take_the_unseen_as_the_others() -> None:
    budget = a_budget()
    budget.note(POOL, 0.8, measured(0.7))
    assert budget.round_s([PLAIN, POOL]) == pytest.approx(2.0)
    assert budget.round_s([PLAIN, POOL, EXECUTOR]) == pytest.approx(3.0)
    assert budget.fits_another([PLAIN, POOL], 17.9)
    assert not budget.fits_another([PLAIN, POOL], 18.1)
    assert budget.rounds_meant([PLAIN, POOL], 10.0) == 5
    assert budget.left_s([PLAIN, POOL], 3, 10.0) == pytest.approx(6.0)
    assert budget.left_s([PLAIN, POOL], 30, 10.0) == pytest.approx(10.0)


def test_that_the_latest_runs_say_what_the_next_one_takes() -> None:
    budget = a_budget()
    for took_s in (9.0, 2.0, 2.0, 2.0):
        budget.note(POOL, took_s, None)
    assert budget.run_s(POOL) == 2.0
    assert budget.wall_s(POOL) == 0.0


def test_that_a_pass_is_everyone_at_their_own_plain_loops_pace() -> None:
    other = plain_loop("3.13t")
    budget = a_budget()
    budget.note(other, 3.0, measured(2.8))
    assert budget.pass_s([PLAIN, POOL, other]) == pytest.approx(1.2 + 1.2 + 3.0)
    assert budget.fits_before_a_pass(PLAIN, [PLAIN, POOL], 16.3)
    assert not budget.fits_before_a_pass(PLAIN, [PLAIN, POOL], 16.5)


def test_that_what_a_run_costs_beside_its_wall_is_the_least_seen() -> None:
    budget = a_budget()
    budget.note(PLAIN, 1.1, measured(1.0))
    budget.note(PLAIN, 4.0, None)
    assert budget.overhead_s(PLAIN) == pytest.approx(0.1)
    assert budget.overhead_s(POOL) == 0.0


def test_that_the_runs_behind_the_last_round_take_a_small_part_of_what_is_left() -> None:
    assert a_budget().traced_s(5.0) == 2.0
    assert a_budget().traced_s(19.0) == 1.0
    assert a_budget().traced_s(21.0) == 0.0
    assert a_budget(rounds=2).traced_s(500.0) == TRACED_S


def test_that_nothing_is_left_of_what_runs_took_when_it_begins_anew() -> None:
    budget = a_budget()
    budget.begin_anew()
    assert budget.round_s([PLAIN]) == 0.0
    assert budget.pass_s([PLAIN, POOL]) == 0.0


def test_that_the_budget_is_the_efforts_or_its_own() -> None:
    assert Budget(plan()).budget_s == 20.0
    assert Budget(plan(budget_s=45.0)).budget_s == 45.0
    assert replace(plan(), choices=(Choice("process-pool", "map"),)).seconds == 20.0
    assert Budget(plan(rounds=2, budget_s=1.0)).is_used_up(5.0) is False
