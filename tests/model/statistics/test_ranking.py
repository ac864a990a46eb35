"""Who is ahead, level or undecided: hand-made walls."""

from __future__ import annotations

import math
from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.statistics.intervals import level_of_one_look, median_interval
from parloop_gui.model.statistics.ranking import Ranking, ranking
from parloop_gui.model.statistics.thresholds import LEVEL
from parloop_gui.model.statistics.wall_times import WallTimes, log_ratios
from tests.helpers.comparisons.races import PLAIN, PROCESSES, SEVEN, THREADS

POOL, EXECUTOR = PROCESSES[1], PROCESSES[2]


def _wall_times(wall_times_s: Mapping[Contestant, float], rounds: int = 12, wobble: float = 0.002) -> WallTimes:
    """Walls that wobble by that much, each contestant in its own rhythm, around the wall given."""
    return {
        contestant: {
            number: math.log(wall_s) + wobble * math.sin((2.1 + index) * number) for number in range(1, rounds + 1)
        }
        for index, (contestant, wall_s) in enumerate(wall_times_s.items())
    }


def _stand(wall_times: WallTimes) -> Ranking:
    return ranking(wall_times, tuple(wall_times), max(len(wall_times) - 1, 1), (10, 15))


def test_that_one_ahead_of_all_leaves_the_others_behind() -> None:
    stands = _stand(_wall_times({PLAIN: 1.0, POOL: 0.5, EXECUTOR: 0.55, THREADS[0]: 1.02}))
    assert stands.best == POOL
    assert set(stands.behind) == {PLAIN, EXECUTOR, THREADS[0]}
    assert stands.helps == (POOL, EXECUTOR)
    assert stands.order == (POOL, EXECUTOR, PLAIN, THREADS[0])
    assert stands.settled


def test_that_level_is_within_five_per_cent_for_sure() -> None:
    assert _stand(_wall_times({PLAIN: 1.0, POOL: 0.5, EXECUTOR: 0.505})).level == (EXECUTOR,)
    unsteady = _stand(_wall_times({PLAIN: 1.0, POOL: 0.5, EXECUTOR: 0.505}, wobble=0.08))
    assert {unsteady.best, *unsteady.undecided} == {POOL, EXECUTOR}
    assert not unsteady.settled


def test_that_two_per_cent_ahead_is_no_win_however_sure() -> None:
    stands = _stand(_wall_times({PLAIN: 1.0, POOL: 0.5, EXECUTOR: 0.51}, wobble=0.0001))
    assert (stands.best, stands.level) == (POOL, (EXECUTOR,))


def test_that_nothing_helps_where_all_are_slower_than_the_plain_loop() -> None:
    stands = _stand(_wall_times({PLAIN: 1.0, THREADS[0]: 1.02, POOL: 1.3}))
    assert (stands.best, stands.helps, stands.settled) == (PLAIN, (), True)
    assert (stands.level, stands.behind) == ((THREADS[0],), (POOL,))


def test_that_one_that_may_yet_be_faster_than_the_plain_loop_is_undecided() -> None:
    stands = _stand(_wall_times({PLAIN: 1.0, POOL: 0.97}, wobble=0.08))
    assert (stands.best, stands.undecided, stands.settled) == (PLAIN, (POOL,), False)


def test_that_without_the_plain_loop_nothing_stands() -> None:
    assert _stand(_wall_times({POOL: 0.5, EXECUTOR: 0.6})).best is None


def test_that_one_added_later_is_compared_in_the_rounds_it_shares() -> None:
    wall_times = _wall_times({PLAIN: 1.0, POOL: 0.5, EXECUTOR: 0.4})
    for number in range(1, 6):
        wall_times[PLAIN][number] += 1.0
        wall_times[POOL][number] += 1.0
        del wall_times[EXECUTOR][number]
    stands = _stand(wall_times)
    assert len(log_ratios(wall_times, PLAIN, EXECUTOR)) == 7
    assert abs(stands.speedups[EXECUTOR][0] - math.log(2.5)) < 0.01
    assert stands.best == EXECUTOR


def test_that_one_with_two_rounds_is_neither_best_nor_level() -> None:
    wall_times = _wall_times({PLAIN: 1.0, POOL: 0.5, EXECUTOR: 0.2})
    wall_times[EXECUTOR] = {number: wall_times[EXECUTOR][number] for number in (1, 2)}
    stands = _stand(wall_times)
    assert stands.best == POOL
    assert stands.undecided == (EXECUTOR,)


def test_that_those_far_behind_do_not_keep_two_others_from_being_told_apart() -> None:
    rivals = _wall_times({PLAIN: 1.0, POOL: 0.5, EXECUTOR: 0.5}, wobble=0.045)
    stands = _stand({**rivals, **_wall_times(dict.fromkeys((*THREADS, PROCESSES[0]), 1.5))})
    _, low, high = median_interval(log_ratios(rivals, POOL, EXECUTOR), level_of_one_look(6, 10, 15))
    assert max(-low, high) > LEVEL
    assert {stands.best, *stands.level} == {POOL, EXECUTOR}


def test_that_interpreters_are_compared_by_wall_and_sped_up_by_their_own_plain_loop() -> None:
    newer_plain, newer_pool = (Contestant(each.strategy, each.call, "3.14") for each in (PLAIN, POOL))
    stands = ranking(
        _wall_times({PLAIN: 1.0, POOL: 0.5, newer_plain: 0.7, newer_pool: 0.4}),
        (PLAIN, POOL, newer_plain, newer_pool),
        2,
        (10, 15),
    )
    assert stands.best == newer_pool
    assert stands.order == (newer_pool, POOL, newer_plain, PLAIN)
    assert math.isclose(math.exp(stands.speedups[newer_pool][0]), 1.75, rel_tol=0.01)


@given(st.lists(st.floats(0.1, 10.0), min_size=7, max_size=7), st.integers(3, 12), st.floats(0, 0.3))
def test_that_everyone_has_exactly_one_place(wall_times_s: list[float], rounds: int, wobble: float) -> None:
    stands = _stand(_wall_times(dict(zip(SEVEN, wall_times_s, strict=True)), rounds, wobble))
    placed = [stands.best, *stands.behind, *stands.level, *stands.undecided]
    assert sorted(map(str, placed)) == sorted(map(str, SEVEN))
    assert sorted(map(str, stands.order)) == sorted(map(str, SEVEN))
    assert stands.settled is not bool(stands.undecided)
