"""Intervals of medians: known quantiles, hand-computed cases, and simulated coverage."""

from __future__ import annotations

import math
from statistics import median

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parloop_gui.model.statistics.intervals import level_of_one_look, median_interval, t_quantile


@pytest.mark.parametrize(
    ("level", "freedom", "t"),
    [(0.05, 1, 12.7062), (0.05, 2, 4.30265), (0.05, 9, 2.26216), (0.01, 30, 2.75000), (0.001, 10, 4.58689)],
)
def test_that_t_quantiles_are_those_of_the_tables(level: float, freedom: int, t: float) -> None:
    assert t_quantile(level, freedom) == pytest.approx(t, rel=1e-5)


def test_that_one_look_at_one_figure_has_the_whole_level() -> None:
    assert level_of_one_look(1, 10, 10) == pytest.approx(0.05, rel=1e-6)


def test_that_several_figures_share_the_level() -> None:
    assert level_of_one_look(6, 10, 10) == pytest.approx(0.05 / 6, rel=1e-6)


def test_that_more_looks_leave_less_for_each() -> None:
    levels = [level_of_one_look(6, 10, most) for most in (10, 15, 40, 200)]
    assert levels == sorted(levels, reverse=True)
    assert levels[-1] > 0.05 / 6 / 191


@pytest.mark.slow
def test_that_looking_at_a_brownian_motion_leaves_the_bounds_as_rarely_as_said() -> None:
    generator = np.random.default_rng(3)
    sums = generator.normal(size=(20_000, 40)).cumsum(axis=1)[:, 9:]
    z = np.abs(sums / np.sqrt(np.arange(10, 41)))
    bound = t_quantile(level_of_one_look(1, 10, 40), 100_000)
    left = float((z.max(axis=1) > bound).mean())
    assert 0.02 < left <= 0.05


def test_that_an_interval_is_the_trimmed_t_interval_of_ten_values() -> None:
    values = [0.0, 0.9, 0.1, 0.8, 0.2, 0.7, 0.3, 0.6, 0.4, 0.5]
    drawn_in = [min(max(value, 0.1), 0.8) for value in values]
    centre = sum(sorted(values)[1:-1]) / 8
    squares = sum((value - sum(drawn_in) / 10) ** 2 for value in drawn_in)
    half = 2.364624 * math.sqrt(squares / (8 * 7))
    assert median_interval(values, 0.05) == pytest.approx((0.45, centre - half, centre + half), rel=1e-5)


def test_that_fewer_than_three_values_have_no_interval() -> None:
    assert median_interval([1.0, 3.0], 0.05) == (2.0, 2.0, 2.0)


def test_that_one_wild_round_in_fifteen_hardly_widens_the_interval() -> None:
    calm = [0.01 * math.sin(7 * i) for i in range(15)]
    _, low, high = median_interval(calm, 0.05)
    _, wild_low, wild_high = median_interval([*calm[:-1], 3.0], 0.05)
    assert wild_high - wild_low < 1.5 * (high - low)


@given(st.lists(st.floats(-5, 5), min_size=3, max_size=60), st.sampled_from([0.05, 0.002]))
def test_that_the_interval_always_holds_the_median(values: list[float], level: float) -> None:
    middle, low, high = median_interval(values, level)
    assert middle == median(values)
    assert low <= middle <= high


@given(st.lists(st.floats(-5, 5), min_size=3, max_size=40), st.floats(-3, 3))
def test_that_shifting_all_values_shifts_the_interval(values: list[float], shift: float) -> None:
    moved = median_interval([value + shift for value in values], 0.05)
    assert moved == pytest.approx([each + shift for each in median_interval(values, 0.05)], abs=1e-6)


@pytest.mark.parametrize("correlation", [0.0, 0.5, 0.8])
@pytest.mark.parametrize("rounds", [15, 40])
def test_that_correlated_rounds_keep_the_coverage(rounds: int, correlation: float) -> None:
    """Correlation of one run with the next; the rounds of one contestant are seven runs apart."""
    generator = np.random.default_rng(1)
    memory = math.sqrt(correlation)
    level = level_of_one_look(1, 10, rounds)
    covered = 0
    for _ in range(400):
        speed = _ar1(generator, 7 * rounds, memory)[::7]
        values = math.sqrt(memory) * speed + math.sqrt(1 - memory) * generator.normal(size=rounds)
        _, low, high = median_interval(values.tolist(), level)
        covered += low <= 0 <= high
    assert covered / 400 >= 0.92


def _ar1(generator: np.random.Generator, count: int, memory: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    values = generator.normal(size=count)
    for index in range(1, count):
        values[index] = memory * values[index - 1] + math.sqrt(1 - memory**2) * values[index]
    return values
