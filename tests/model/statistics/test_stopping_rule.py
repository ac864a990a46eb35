"""When a comparison stops by itself."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.plan.plan import Contestant, round_limits
from parloop_gui.model.statistics.stopping_rule import enough, is_precise
from tests.helpers.comparisons.races import PLAIN, PROCESSES, compare, plan_for

POOL, EXECUTOR = PROCESSES[1], PROCESSES[2]


def _rounds(count: int, wobble: float = 0.0, **wall_times_s: float) -> list[dict[Contestant, float]]:
    means = {PLAIN: 1.0, POOL: wall_times_s.get("pool", 0.5), EXECUTOR: wall_times_s.get("executor", 0.7)}
    return [
        {each: wall_s * math.exp(wobble * math.sin((2 + i) * number)) for i, (each, wall_s) in enumerate(means.items())}
        for number in range(count)
    ]


def _stops(effort: str, count: int, wobble: float, rounds: int | None = None, **wall_times_s: float) -> bool:
    plan = plan_for(effort, (PLAIN, POOL, EXECUTOR), rounds)
    return _is_enough(compare(plan, (PLAIN, POOL, EXECUTOR), _rounds(count, wobble, **wall_times_s)))


def _is_enough(so_far: Comparison) -> bool:
    return enough(so_far.plan, so_far.rounds_finished, so_far.rows, so_far.ranking)


@pytest.mark.parametrize(("effort", "least"), [("quick", 10), ("standard", 10), ("thorough", 20)])
def test_that_it_never_stops_below_the_floor_and_there_if_it_is_known(effort: str, least: int) -> None:
    assert not _stops(effort, least - 1, 0.001)
    assert _stops(effort, least, 0.001)


def test_that_it_goes_on_while_the_figures_are_not_precise() -> None:
    assert not _stops("standard", 12, 0.1)


def test_that_it_goes_on_while_rivals_are_not_told_apart() -> None:
    assert not _stops("quick", 12, 0.04, executor=0.51)


def test_that_it_stops_at_the_most_rounds_whatever_is_known() -> None:
    assert _stops("quick", 15, 0.3)


def test_that_a_number_of_rounds_asked_for_is_made_exactly() -> None:
    assert round_limits(plan_for("quick", rounds=7)) == (7, 7)
    assert not _stops("quick", 6, 0.0001, rounds=7)
    assert _stops("quick", 7, 0.3, rounds=7)


def test_that_it_stops_when_there_is_nothing_to_compare_with() -> None:
    comparison = compare(plan_for("quick", (PLAIN, POOL)), (PLAIN, POOL), [{POOL: 0.5}])
    assert _is_enough(comparison)


def test_that_a_plain_loop_alone_needs_no_more_than_the_floor() -> None:
    plan = plan_for("standard", (PLAIN,))
    assert not _is_enough(compare(plan, (PLAIN,), [{PLAIN: 1.0}] * 9))
    assert _is_enough(compare(plan, (PLAIN,), [{PLAIN: 1.0}] * 10))


def test_that_one_added_later_gets_its_own_floor_of_rounds() -> None:
    rounds = _rounds(12, 0.001)
    for early in rounds[:4]:
        del early[EXECUTOR]
    assert not _is_enough(compare(plan_for("quick", (PLAIN, POOL, EXECUTOR)), (PLAIN, POOL, EXECUTOR), rounds))


def test_that_before_a_round_is_over_there_is_nothing_to_stop() -> None:
    comparison = compare(plan_for("quick", (PLAIN, POOL)), (PLAIN, POOL), [{PLAIN: 1.0, POOL: 0.5}])
    assert not _is_enough(replace(comparison, ranking=None, rounds_finished=0))


def test_that_precision_is_half_the_interval_by_its_median() -> None:
    assert is_precise((math.log(2), math.log(1.9), math.log(2.1)), 0.0501)
    assert not is_precise((math.log(2), math.log(1.9), math.log(2.1)), 0.0499)
