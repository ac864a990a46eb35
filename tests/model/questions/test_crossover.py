"""Where one side overtakes the other: between places, before the first, behind the last, or not clearly."""

from __future__ import annotations

import math

import pytest

from parloop_gui.model.questions.crossover import crossing, is_clear, rising
from parloop_gui.model.statistics.summary import Figure


@pytest.mark.parametrize(
    ("logs", "place"),
    [
        ({0: -1.0, 50: -0.5, 100: 0.5}, 75.0),
        ({0: -1.0, 100: 1.0}, 50.0),
        ({0: 0.1, 100: 1.0}, -math.inf),
        ({0: -1.0, 100: -0.1}, math.inf),
        ({0: -1.0, 25: 0.2, 50: -0.2, 100: 1.0}, 50.0),  # what falls in between is noise: 0 at both
        ({}, -math.inf),
    ],
)
def test_that_a_crossing_lies_where_the_straight_lines_pass_nought(logs: dict[float, float], place: float) -> None:
    assert crossing(logs) == pytest.approx(place)


def test_that_neighbours_that_fall_are_put_together() -> None:
    assert rising([1.0, 3.0, 2.0, 2.0, 5.0]) == pytest.approx([1.0, 7 / 3, 7 / 3, 7 / 3, 5.0])


@pytest.mark.parametrize(("low", "high", "clear"), [(3, 5, True), (-math.inf, 5, False), (3, math.inf, False)])
def test_that_a_crossing_is_clear_where_both_ends_lie_among_the_places(low: float, high: float, clear: bool) -> None:
    assert is_clear(Figure(4, low, high)) is clear
