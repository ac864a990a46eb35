"""Simulated races in small: no false winners, intervals that hold, leads that are found; `replays.aa` is it in full."""

from __future__ import annotations

import math
import random
from itertools import islice, pairwise
from statistics import fmean

import pytest

from parloop_gui.model.plan.plan import EFFORTS
from parloop_gui.model.statistics.race import advanced, begun
from parloop_gui.model.statistics.wall_times import WallTimes
from tests.bench.replays.aa import Score, score, table
from tests.bench.replays.answers import FROZEN, recordings, rounds_of
from tests.bench.replays.intervals import LEAST_COVERED, coverage

# Enough for the seeds here to fail where a promise is broken outright; the bench makes a thousand of each.
RACES = 25


@pytest.mark.slow
@pytest.mark.parametrize(
    ("machine", "scenario"),
    [("unsteady", "all equal"), *(("steady", scenario) for scenario in ("all equal", "six equal", "nothing helps"))],
)  # the bench runs them all, a thousand times each: on an unsteady machine races are long
def test_that_equals_bring_forth_no_winner(machine: str, scenario: str) -> None:
    result = score((machine, scenario, "quick"), RACES, seed=11)
    assert result.false_winners <= 0.05
    assert result.all_covered >= 0.93
    assert result.each_covered >= 0.97


@pytest.mark.slow
def test_that_a_lead_is_found_on_a_steady_machine() -> None:
    result = score(("steady", "ahead by 20%", "quick"), RACES, seed=12)
    assert result.true_winner >= 0.9
    assert result.mean_rounds < 13
    assert result.false_winners <= 0.05


@pytest.mark.slow
def test_that_processes_far_ahead_of_threads_are_often_named_within_forty_rounds() -> None:
    result = score(("steady", "processes", "standard"), 40, seed=13)
    assert result.settled >= 0.75
    assert result.mean_rounds < 35


@pytest.mark.slow
def test_that_a_race_repeats_by_its_seed() -> None:
    case = ("unsteady", "all equal", "quick")
    assert score(case, 5, seed=3) == score(case, 5, seed=3)


def test_that_a_promise_that_is_broken_shows() -> None:
    good = Score("steady", "all equal", "quick", 100, 0.05, 0.93, 0.93, 0.0, 0.5, 15.0)
    assert good.holds
    for bad in (
        Score("steady", "all equal", "quick", 100, 0.051, 0.93, 0.93, 0.0, 0.5, 15.0),
        Score("steady", "all equal", "quick", 100, 0.05, 0.92, 0.93, 0.0, 0.5, 15.0),
        Score("steady", "all equal", "quick", 100, 0.05, 0.93, 0.92, 0.0, 0.5, 15.0),
    ):
        assert not bad.holds
        assert "not held" in table([bad])
    assert "not held" not in table([good])


@pytest.mark.slow
@pytest.mark.parametrize("effort", ["quick", "standard"])
def test_that_no_race_over_recorded_noise_says_what_can_not_be(effort: str) -> None:
    """After any round: bounds that are finite where everyone met, in order, and nobody level that is not near."""
    for recording in (*recordings(), *recordings(FROZEN)):
        walls = recording.wall_times_s
        late = next(each for each in walls if not each.is_plain)
        race, times = begun(walls), WallTimes({each: {} for each in walls})
        for number, at in enumerate(islice(rounds_of(recording, random.Random(1)), 12), 1):
            # As the executor that joins at the width of Thread: it never meets whoever rested or was out by then.
            for each in (each for each in race.racing if each != late or number > 4):
                times[each][number] = math.log(walls[each][at])
            race = advanced(race, times, walls, EFFORTS[effort])
            assert race.named in walls
            assert all(0.0 <= behind <= math.log1p(EFFORTS[effort].loss) for behind in race.level.values())
            assert all(loss >= 0.0 for loss in race.losses.values())
            assert all(low <= middle <= high for middle, low, high in (*race.gains.values(), *race.slower.values()))
            if race.sure and race.named is not None:
                assert race.losses[race.named] <= math.log1p(EFFORTS[effort].loss)


@pytest.mark.slow
def test_that_intervals_hold_on_recorded_noise_and_narrow_with_more_rounds() -> None:
    found = [
        coverage(each, rounds, 20, random.Random(1))
        for each in recordings()
        for rounds in (3, 5, 10)
        if each.rounds > 10
    ]
    assert fmean(each.covered for each in found) >= LEAST_COVERED
    narrowing = [
        one.half_width > other.half_width for one, other in pairwise(found) if one.recording == other.recording
    ]
    assert len(narrowing) >= 10
    assert all(narrowing)
