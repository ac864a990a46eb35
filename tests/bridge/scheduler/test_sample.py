"""How many items are measured where all of them would not fit."""

from __future__ import annotations

import pytest

from parloop_gui.bridge.scheduler.sample import LEAST_PER_CORE, ROUNDS, RUN_SHARE, sample_that_fits


def test_that_all_items_are_measured_where_rounds_of_them_fit() -> None:
    assert sample_that_fits(20.0, 0.3, 1_000, 7, 2, 0.0) is None


@pytest.mark.parametrize("plain_s", [1.0, 3.0, 30.0, 3_000.0, 30_000.0])
@pytest.mark.parametrize("contestants", [2, 7, 14])
def test_that_the_passes_meant_fit_the_time(plain_s: float, contestants: int) -> None:
    items = 1_000_000
    sample = sample_that_fits(20.0, plain_s, items, contestants, 2, 0.01) or items
    run_s = plain_s * sample / items
    runs = 2 + (1 + ROUNDS) * contestants
    assert run_s * (2 + (1 + ROUNDS) * contestants * RUN_SHARE) + 0.01 * runs <= 20.0


def test_that_a_sample_is_a_plain_number() -> None:
    assert sample_that_fits(20.0, 1_234.0, 987_654, 7, 2, 0.0) == 400


def test_that_nearly_all_items_are_all() -> None:
    fits_s = next(s / 100 for s in range(1, 1_000) if sample_that_fits(20.0, s / 100, 1_000, 7, 2, 0.0) is not None)
    assert sample_that_fits(20.0, fits_s, 1_000, 7, 2, 0.0) < 800  # type: ignore[operator]


def test_that_each_core_gets_items_enough_where_the_least_rounds_of_them_fit() -> None:
    assert sample_that_fits(20.0, 10.0, 100, 7, 2, 0.0) == LEAST_PER_CORE * 2


def test_that_fewer_items_are_as_many_for_each_core() -> None:
    assert sample_that_fits(20.0, 16.0, 100, 7, 2, 0.0) == 4  # five would fit


def test_that_each_core_gets_an_item_at_least() -> None:
    assert sample_that_fits(20.0, 1_000.0, 100, 7, 4, 0.0) == 4
    assert sample_that_fits(20.0, 20.0, 3, 7, 4, 0.0) is None


def test_that_a_loop_shorter_than_what_a_run_costs_anyway_is_not_sampled() -> None:
    assert sample_that_fits(20.0, 1.5, 1_000, 7, 2, 0.5) is None
    assert sample_that_fits(20.0, 8.0, 1_000, 7, 2, 0.5) is not None


def test_that_one_item_is_no_sample() -> None:
    assert sample_that_fits(1.0, 50.0, 1, 7, 2, 0.0) is None
