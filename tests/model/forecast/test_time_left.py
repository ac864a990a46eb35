"""The time that is said to be left: it learns, and takes nothing back that may be as true."""

from __future__ import annotations

import random

import pytest

from parloop_gui.model.forecast.time_left import TimeLeft
from parloop_gui.model.statistics.thresholds import TIME_LEFT_KNOWN_TO


def test_that_nothing_is_said_before_anything_is_known() -> None:
    assert TimeLeft().left_s(3.0) is None
    assert TimeLeft().learnt(8.0, 3.0).left_s(3.0) == 8.0


def test_that_it_is_counted_down_until_it_should_be_over() -> None:
    known = TimeLeft().learnt(8.0, 0.0)
    assert [known.left_s(at) for at in (0.0, 5.0, 8.0, 9.0)] == [8.0, 3.0, None, None]


@pytest.mark.parametrize(
    ("found_s", "said_s"),
    [(10.0, 10.0), (8.0, 10.0), (14.0, 10.0), (2.0, 2.0 * TIME_LEFT_KNOWN_TO), (60.0, 60.0 / TIME_LEFT_KNOWN_TO)],
)
def test_that_what_was_said_moves_no_farther_than_is_known(found_s: float, said_s: float) -> None:
    assert TimeLeft().learnt(10.0, 0.0).learnt(found_s, 0.0).left_s(0.0) == pytest.approx(said_s)


def test_that_guesses_that_wobble_within_what_is_known_are_not_seen() -> None:
    chance, left = random.Random(3), TimeLeft().learnt(20.0, 0.0)
    for at in range(1, 16):
        left = left.learnt((20.0 - at) * chance.uniform(1 / TIME_LEFT_KNOWN_TO, TIME_LEFT_KNOWN_TO), float(at))
        assert left.left_s(float(at)) == pytest.approx(20.0 - at)
