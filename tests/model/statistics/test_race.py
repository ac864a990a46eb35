"""The race: who runs on, who rests, who is out, and whom it names."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pytest

from parloop_gui.model.plan.plan import EFFORTS, Contestant
from parloop_gui.model.statistics.race import Race, advanced, begun
from parloop_gui.model.statistics.wall_times import WallTimes
from tests.helpers.comparisons.races import PLAIN, PROCESSES, SEVEN, THREADS

THREAD, THREAD_POOL, THREAD_EXECUTOR = THREADS
PROCESS, POOL, EXECUTOR = PROCESSES
STANDARD = EFFORTS["standard"]


class Racing:
    """A race whose wall times wobble by a few percent, each contestant in a way of its own; the plain loop by more."""

    def __init__(
        self, walls_s: Mapping[Contestant, float], wobble: float = 0.02, plain_wobble: float | None = None
    ) -> None:
        self.walls_s, self.wobble = dict(walls_s), wobble
        self.plain_wobble = wobble if plain_wobble is None else plain_wobble
        self.race: Race = begun(walls_s)
        self.wall_times: WallTimes = {each: {} for each in walls_s}
        self.round = 0

    def go(self, rounds: int) -> Race:
        """So many rounds more, of those that race."""
        for _ in range(rounds):
            self.round += 1
            for number, each in enumerate(self.walls_s):
                if each in self.race.racing:
                    wobble = self.plain_wobble if each.is_plain else self.wobble
                    wobble *= math.sin((2.1 + number) * self.round)
                    self.wall_times[each][self.round] = math.log(self.walls_s[each]) + wobble
            self.race = advanced(self.race, self.wall_times, self.walls_s, STANDARD)
        return self.race


def computing() -> dict[Contestant, float]:
    """A loop for which processes are 1.8 times as fast."""
    return {PLAIN: 1.0, **dict.fromkeys(THREADS, 1.05), PROCESS: 0.7, POOL: 0.55, EXECUTOR: 0.56}


def test_that_nobody_drops_out_before_the_third_round() -> None:
    race = Racing(computing()).go(2)
    assert (set(race.racing), race.out_after, race.sure) == (set(SEVEN), {}, False)


def test_that_somebody_is_named_from_the_first_round_on() -> None:
    assert Racing(computing()).go(1).named == EXECUTOR
    assert Racing({PLAIN: 1.0, POOL: 1.4}).go(1).named == PLAIN


def test_that_who_is_surely_slower_is_out_and_stays_out() -> None:
    racing = Racing(computing())
    race = racing.go(3)
    assert race.out_after.keys() >= set(THREADS)
    assert set(race.out_after.values()) == {3}
    racing.walls_s[THREAD_POOL] = 0.01
    assert THREAD_POOL not in racing.go(3).racing
    assert len(racing.wall_times[THREAD_POOL]) == 3


def test_that_of_two_level_ones_the_executor_is_named_and_the_other_rests() -> None:
    race = Racing(computing()).go(4)
    assert (race.named, race.sure, race.family) == (EXECUTOR, True, "processes")
    assert race.losses[EXECUTOR] <= math.log1p(STANDARD.loss)
    assert POOL not in race.racing or race.known


def test_that_the_executor_is_not_named_where_it_is_slower_than_is_allowed() -> None:
    assert Racing({**computing(), EXECUTOR: 0.7}).go(6).named == POOL


def test_that_the_plain_loop_is_named_where_nothing_helps() -> None:
    race = Racing({PLAIN: 1.0, **dict.fromkeys(THREADS, 1.04), **dict.fromkeys(PROCESSES, 1.3)}).go(6)
    assert (race.named, race.sure, race.known) == (PLAIN, True, True)


@pytest.mark.parametrize(
    ("thread_s", "executor_s", "named"),
    [
        (0.10, 0.14, THREAD),  # 40% and 40 ms
        (0.10, 0.12, THREAD_EXECUTOR),  # 20%, but 20 ms
        (1.00, 1.15, THREAD),  # 15% and 150 ms
        (1.00, 1.06, THREAD_EXECUTOR),  # 6%
    ],
)
def test_that_one_per_item_is_named_only_where_it_is_well_ahead(
    thread_s: float, executor_s: float, named: Contestant
) -> None:
    walls_s = {PLAIN: 5.0, THREAD: thread_s, THREAD_EXECUTOR: executor_s, THREAD_POOL: executor_s * 1.01}
    assert Racing(walls_s, wobble=0.001).go(8).named == named


def test_that_one_that_rests_runs_again_where_the_target_gets_slow() -> None:
    racing = Racing({PLAIN: 1.0, POOL: 0.56, EXECUTOR: 0.56}, plain_wobble=0.4)
    while POOL not in racing.race.resting:
        assert not racing.go(1).known
    racing.walls_s[EXECUTOR] = 0.9
    assert any(POOL in racing.go(1).racing for _ in range(20))


def half_gain(race: Race, of: Contestant) -> float:
    middle, low, high = race.gains[of]
    return (math.exp(high - middle) - math.exp(low - middle)) / 2


def test_that_it_is_known_only_when_the_gain_is_known_too() -> None:
    racing, seen = Racing(computing(), plain_wobble=0.4), set()
    while not racing.race.known:
        race = racing.go(1)
        if race.sure and race.named is not None:
            seen.add((race.known, half_gain(race, race.named) <= STANDARD.gain))
    assert seen == {(False, False), (True, True)}


def test_that_the_plain_loop_runs_until_the_gain_is_known() -> None:
    racing = Racing(computing(), plain_wobble=0.4)
    while not racing.race.known:
        race = racing.go(1)
        assert PLAIN in race.racing or min(half_gain(race, EXECUTOR), half_gain(race, POOL)) <= STANDARD.gain


def test_that_one_that_failed_is_not_named_and_not_compared_with() -> None:
    racing = Racing(computing())
    racing.go(3)
    able = [each for each in racing.walls_s if each not in (EXECUTOR, POOL)]
    race = advanced(racing.race, racing.wall_times, able, STANDARD)
    assert race.named == PROCESS
    assert EXECUTOR not in race.alive


def test_that_without_a_plain_loop_nobody_is_named() -> None:
    assert Racing({POOL: 0.5, EXECUTOR: 0.5}).go(5).named is None


def test_that_one_is_level_by_how_far_it_is_from_the_named_one_whomever_else_it_never_met() -> None:
    every, early, late = range(1, 8), range(1, 4), range(4, 8)
    there = {PLAIN: (1.0, every), EXECUTOR: (0.2, every), POOL: (0.201, early), THREAD_EXECUTOR: (0.199, late)}
    wall_times = {each: {number: math.log(wall_s) for number in when} for each, (wall_s, when) in there.items()}
    race = advanced(begun(wall_times), wall_times, wall_times, STANDARD)
    assert (race.named, race.losses[THREAD_EXECUTOR]) == (EXECUTOR, math.inf)
    assert set(race.level) == {POOL, THREAD_EXECUTOR}
    assert all(0.0 <= behind <= math.log1p(STANDARD.loss) for behind in race.level.values())
