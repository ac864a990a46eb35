"""How long a comparison takes is found by playing the race's own rule."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parloop_gui.model.events.forecast import Forecast
from parloop_gui.model.forecast.played import LOOPS, PROBED_S, PROBES, Played, played
from parloop_gui.model.plan.plan import BEHIND_S, BEHIND_SHARE, Contestant, Plan
from parloop_gui.model.statistics.race import could_matter_s
from tests.helpers.engines.mock_engine import PYTHON, plan

BESIDE_S = 0.05
CLASSIC = {"serial": "for", "thread-pool": "map", "process-pool": "map", "process-pool-executor": "map"}


def expected(spread: float = 1.02, **walls_s: float) -> tuple[Forecast, ...]:
    """What each is expected to take, by slug with _ for -; `spread` is the end of each interval as a factor."""
    named = {slug.replace("_", "-"): wall_s for slug, wall_s in walls_s.items()}
    return tuple(
        Forecast(Contestant(slug, CLASSIC[slug], PYTHON.id), wall_s, wall_s / spread, wall_s * spread)
        for slug, wall_s in named.items()
    )


def took_s(made: tuple[Forecast, ...], of: Plan, crowd: float = 0.0) -> float:
    return played(of, made, {each.contestant: BESIDE_S for each in made}, crowd).took_s


QUICK = replace(plan(), effort="quick", rounds=None)
FAR = expected(serial=0.001, thread_pool=0.003, process_pool=0.05, process_pool_executor=0.05)
NEAR = expected(serial=0.1, thread_pool=0.1, process_pool=0.09, process_pool_executor=0.09)


def test_that_a_race_that_is_clear_is_over_after_its_first_rounds() -> None:
    plain_s, threads_s, pool_s, _ = (each.wall_s + BESIDE_S for each in FAR)
    once_s = sum(each.wall_s + BESIDE_S for each in FAR)
    behind_s = threads_s + LOOPS * (threads_s + pool_s) - 2 * BESIDE_S
    assert took_s(FAR, QUICK) == pytest.approx(PROBES * plain_s + 4 * once_s + behind_s, rel=0.1)


def test_that_a_close_race_takes_more_rounds() -> None:
    once_s = sum(each.wall_s + BESIDE_S for each in NEAR)
    assert took_s(NEAR, QUICK) > 6 * once_s


def test_that_no_race_takes_longer_than_its_budget() -> None:
    long = expected(serial=9.0, process_pool=5.0)
    assert took_s(long, QUICK) == QUICK.seconds


def test_that_rounds_that_were_asked_for_are_all_made_whatever_they_take() -> None:
    long = expected(spread=1.0, serial=9.0, process_pool=5.0)
    assert took_s(long, replace(QUICK, rounds=3)) == pytest.approx(9.05 + 4 * 14.1)  # no time for two loops of 5 s


@pytest.mark.parametrize(("pool_s", "runs"), [(0.4 * BEHIND_S, 8), (0.6 * BEHIND_S, 7)])
def test_that_a_run_behind_the_last_round_is_none_where_there_is_no_time_for_it(pool_s: float, runs: int) -> None:
    made = played(replace(QUICK, rounds=2), expected(spread=1.0, serial=10.0, process_pool=pool_s), {})
    assert made.runs == runs


def test_that_who_takes_longer_than_could_matter_is_cut_once_and_never_runs_again() -> None:
    slow = expected(spread=1.0, serial=0.2, process_pool_executor=60.0)
    most_s = could_matter_s(0.2, 0.2)
    assert most_s < took_s(slow, QUICK) < 2 * most_s + QUICK.seconds * BEHIND_SHARE


@pytest.mark.slow
def test_that_the_same_loop_is_told_the_same_time_twice() -> None:
    assert took_s(NEAR, QUICK) == took_s(NEAR, QUICK)


def test_that_nobody_expected_takes_no_time() -> None:
    assert played(QUICK, (), {}) == Played(0.0, 0)


def test_that_runs_are_counted_with_what_comes_before_the_rounds() -> None:
    made = played(replace(QUICK, rounds=3), NEAR, {})
    threads_again, kept_open = 1, 2
    assert made.runs == 2 + 3 + 3 * 4 + threads_again + kept_open
    assert played(replace(QUICK, rounds=1, once=True), NEAR, {}).runs == 4


def test_that_a_loop_that_is_over_at_once_has_its_plain_run_made_again_for_the_probe() -> None:
    def runs(plain_s: float) -> int:
        return played(replace(QUICK, rounds=1), expected(spread=1.0, serial=plain_s), {}).runs

    assert runs(PROBED_S / 2) == runs(PROBED_S * 2) + PROBES - 1
