"""Figures in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parloop_gui.model.wording import units


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (1.934, "1.93"),
        (0.97, "0.970"),
        (12345.0, "12,300"),
        (9.999, "10.0"),
        (99.96, "100"),
        (0.0, "0"),
        (-2.5, "-2.50"),
    ],
)
def test_that_numbers_have_three_significant_digits(value: float, shown: str) -> None:
    assert units.number(value) == shown


@given(st.floats(1e-6, 1e9))
def test_that_a_number_in_words_is_off_by_half_a_per_cent_at_most(value: float) -> None:
    shown = float(units.number(value).replace(",", ""))
    assert abs(shown / value - 1) <= 0.0051


@pytest.mark.parametrize(
    ("value_s", "shown"),
    [
        (1.2, "1.20 s"),
        (0.1, "0.100 s"),
        (0.0999, "99.9 ms"),
        (0.0123, "12.3 ms"),
        (4.5e-6, "4.50 µs"),
        (142.0, "2 min 22 s"),
        (120.0, "2 min"),
    ],
)
def test_that_durations_are_s_from_a_tenth_up_and_else_ms_or_us(value_s: float, shown: str) -> None:
    assert units.duration(value_s) == shown


def test_that_ratios_intervals_rates_and_shares_have_their_signs() -> None:
    assert units.times(1.93) == "1.93×"
    assert units.interval(1.88, 1.98) == "1.88–1.98"
    assert units.rate(1234.5) == "1,230/s"
    assert units.percent(0.994) == "99%"
    assert units.thousands(12345) == "12,345"


def test_that_counts_agree_with_their_noun() -> None:
    assert units.count(1, "round") == "1 round"
    assert units.count(1000, "round") == "1,000 rounds"
    assert units.count(2, "strategy", "strategies") == "2 strategies"


@pytest.mark.parametrize(("left_s", "shown"), [(0.2, "1 s"), (7.1, "8 s"), (42.0, "45 s"), (142.0, "3 min")])
def test_that_time_left_is_never_more_exact_than_it_is(left_s: float, shown: str) -> None:
    assert units.about(left_s) == shown


def test_that_names_are_listed_as_in_a_sentence() -> None:
    assert units.listed([]) == ""
    assert units.listed(["A"]) == "A"
    assert units.listed(["A", "B", "C"]) == "A, B and C"
