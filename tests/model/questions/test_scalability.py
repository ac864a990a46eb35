"""The law of scalability: what is fitted to wall times that follow it is what they were made of."""

from __future__ import annotations

import math

import pytest

from parloop_gui.model.questions.scalability import Law, Width, fit

WORKERS = (1, 2, 4, 8, 16, 32)


@pytest.mark.parametrize(
    "law", [Law(1.0, 0.05, 0.001), Law(0.3, 0.0, 0.0), Law(2.0, 0.2, 0.0), Law(0.1, 0.0, 0.002)], ids=str
)
@pytest.mark.parametrize("width", [Width(1_000), Width(32), Width(32, 2.0)], ids=str)
def test_that_a_curve_of_known_parameters_gives_them_back(law: Law, width: Width) -> None:
    found = fit({float(workers): law.wall_s(workers, width.at_once(workers)) for workers in WORKERS}, width)
    assert found.one_s == pytest.approx(law.one_s, rel=1e-4)
    assert found.coherency == pytest.approx(law.coherency, abs=1e-5)
    if width.most > 2:  # of two cores alone contention is all in one step
        assert found.contention == pytest.approx(law.contention, abs=1e-4)


def test_that_no_share_is_ever_negative() -> None:
    better_than_ideal = {workers: 1 / workers**1.2 for workers in WORKERS}
    found = fit({float(each): wall for each, wall in better_than_ideal.items()}, Width(1_000))
    assert (found.contention, found.coherency) == (0.0, 0.0)
    assert found.limit == math.inf
    assert found.peak == math.inf


@pytest.mark.parametrize("grows", [0.2, 1.0])
def test_that_workers_that_only_cost_are_all_in_line(grows: float) -> None:
    found = fit({float(each): 1 + grows * (each - 1) for each in WORKERS}, Width(1_000))
    assert found.contention == 1.0
    assert found.coherency > 0
    assert (found.limit, found.peak) == (1.0, 1.0)


def test_that_limit_and_peak_are_gunther_s() -> None:
    law = Law(1.0, 0.04, 0.0006)
    assert law.limit == 25.0
    assert law.peak == 40.0


@pytest.mark.parametrize(
    ("workers", "at_once"), [(1, 1.0), (8, 8.0), (16, 16.0), (20, 16.0), (31, 16.0), (32, 32.0), (64, 32.0)]
)
def test_that_items_in_waves_bound_how_many_are_under_way(workers: int, at_once: float) -> None:
    assert Width(32).at_once(workers) == at_once
    assert Width(32, 2.0).at_once(workers) == min(at_once, 2.0)
