"""How contestants stand, by hand-made walls: order, speed-ups, who is named and who is level with it."""

from __future__ import annotations

import math
from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from parloop_gui.model.plan.plan import EFFORTS, Contestant
from parloop_gui.model.statistics.race import advanced, begun
from parloop_gui.model.statistics.ranking import Ranking, ranking
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
    race = advanced(begun(wall_times), wall_times, tuple(wall_times), EFFORTS["standard"])
    return ranking(wall_times, tuple(wall_times), race)


def test_that_the_order_is_the_fastest_first_with_the_plain_loop_in_its_place() -> None:
    stands = _stand(_wall_times({PLAIN: 1.0, POOL: 0.5, EXECUTOR: 0.6, THREADS[0]: 1.02}))
    assert (stands.best, stands.level) == (POOL, ())
    assert stands.order == (POOL, EXECUTOR, PLAIN, THREADS[0])
    assert PLAIN not in stands.speedups


def test_that_those_within_what_may_be_lost_are_level_with_the_one_named() -> None:
    stands = _stand(_wall_times({PLAIN: 1.0, POOL: 0.5, EXECUTOR: 0.505}))
    assert (stands.best, stands.level) == (EXECUTOR, (POOL,))
    unsteady = _stand(_wall_times({PLAIN: 1.0, POOL: 0.5, EXECUTOR: 0.505}, wobble=0.3))
    assert unsteady.level == ()


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


def test_that_interpreters_are_compared_by_wall_and_sped_up_by_their_own_plain_loop() -> None:
    newer_plain, newer_pool = (Contestant(each.strategy, each.call, "3.14") for each in (PLAIN, POOL))
    stands = _stand(_wall_times({PLAIN: 1.0, POOL: 0.5, newer_plain: 0.7, newer_pool: 0.4}))
    assert stands.best == newer_pool
    assert stands.order == (newer_pool, POOL, newer_plain, PLAIN)
    assert math.isclose(math.exp(stands.speedups[newer_pool][0]), 1.75, rel_tol=0.01)


@given(st.lists(st.floats(0.1, 10.0), min_size=7, max_size=7), st.integers(1, 12), st.floats(0, 0.3))
def test_that_everyone_has_a_place_and_somebody_is_always_named(
    wall_times_s: list[float], rounds: int, wobble: float
) -> None:
    stands = _stand(_wall_times(dict(zip(SEVEN, wall_times_s, strict=True)), rounds, wobble))
    assert sorted(map(str, stands.order)) == sorted(map(str, SEVEN))
    assert stands.best in SEVEN
    assert stands.best not in stands.level
