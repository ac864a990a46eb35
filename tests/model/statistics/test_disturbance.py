"""A run that others disturbed more than usual is made again and counts for nothing."""

from __future__ import annotations

import pytest

from parloop_gui.engine.protocol.messages import Noise, RunEnded
from parloop_gui.model.statistics.disturbance import KNOWN_FROM, LEAST_S, MOST_SHARE, Disturbance
from parloop_gui.model.statistics.thresholds import DISTURBED_CORES

WALLS = {"serial": 0.6, "thread-pool": 0.6, "process-pool": 0.4}
BUDGET_S = 20.0


def ended(cores: float | None, outcome: str = "finished") -> RunEnded:
    return RunEnded("r", outcome, noise=Noise(foreign_cores=cores))  # type: ignore[arg-type]


def used_to(cores: float) -> Disturbance:
    """What has seen others keep so many cores busy, as often as it takes to know what is usual."""
    made = Disturbance()
    for _ in range(KNOWN_FROM):
        assert not made.met(ended(cores), 1.0, BUDGET_S)
    return made


@pytest.mark.parametrize("usual", [0.0, 1.5])
def test_that_it_is_what_goes_beyond_the_usual_that_disturbs(usual: float) -> None:
    assert not used_to(usual).met(ended(usual + 0.9 * DISTURBED_CORES), 1.0, BUDGET_S)
    assert used_to(usual).met(ended(usual + 1.1 * DISTURBED_CORES), 1.0, BUDGET_S)


def test_that_a_machine_that_gets_busy_for_good_disturbs_no_more_once_that_is_usual() -> None:
    made = used_to(0.0)
    again = [made.met(ended(1.8), 0.3, 1e6) and not made.met(ended(1.8), 0.3, 0.0) for _ in range(20)]
    assert any(again)
    assert not any(again[-5:])


@pytest.mark.parametrize(
    ("run", "took_s"),
    [(ended(None), 1.0), (ended(2.0, "crashed"), 1.0), (ended(2.0), 0.9 * LEAST_S)],
    ids=["nobody-can-tell", "ended-badly", "too-short-to-tell"],
)
def test_that_nothing_is_made_again_where_others_are_not_to_blame(run: RunEnded, took_s: float) -> None:
    assert not used_to(0.0).met(run, took_s, BUDGET_S)


def test_that_runs_made_again_take_a_small_part_of_the_budget_in_all() -> None:
    made = used_to(0.0)
    again_s = sum(0.5 for _ in range(20) if made.met(ended(2.0), 0.5, BUDGET_S))
    assert 0 < again_s <= MOST_SHARE * BUDGET_S
