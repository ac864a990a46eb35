"""The part of the time axis in view."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parloop_gui.model.timeline.part import LEAST_S, Part, axis_ticks, whole


def test_that_zooming_keeps_the_time_under_the_pointer_in_its_place() -> None:
    part = whole(10.0).zoomed(4, 6.0)
    assert part.width_s == pytest.approx(2.5)
    assert (6.0 - part.from_s) / part.width_s == pytest.approx(0.6)
    assert part.zoomed(0.25, 6.0) == whole(10.0)


@given(st.lists(st.tuples(st.floats(0.1, 10), st.floats(0, 1), st.floats(-5, 5)), max_size=30))
def test_that_no_move_leaves_the_axis(moves: list[tuple[float, float, float]]) -> None:
    part = whole(3.0)
    for factor, share, by_s in moves:
        part = part.zoomed(factor, part.from_s + share * part.width_s).panned(by_s)
        assert 0 <= part.from_s < part.to_s <= 3.0 + 1e-9
        assert part.width_s >= LEAST_S * 0.99


def test_that_fit_shows_all_of_it() -> None:
    assert not whole(1.0).zoomed(2, 0.5).is_whole
    assert whole(1.0).zoomed(2, 0.5).fitted().is_whole
    assert whole(0.0).width_s > 0


def test_that_the_axis_names_its_unit_once() -> None:
    shown = [text for _, text in axis_ticks(whole(0.4))]
    assert shown == ["0", "50", "100", "150", "200", "250", "300", "350", "400 ms"]
    assert [text for _, text in axis_ticks(Part(0.0, 0.06, 0.2))] == ["0", "10", "20", "30", "40", "50", "60 ms"]
    assert [text for _, text in axis_ticks(Part(12.0, 12.00002, 13.0))][-1] == "12,000,020 µs"


@given(st.floats(0, 100), st.floats(1e-6, 100))
def test_that_ticks_are_in_view_and_not_too_many(from_s: float, width_s: float) -> None:
    part = Part(from_s, from_s + width_s, 200.0)
    ticks = axis_ticks(part)
    assert 2 <= len(ticks) <= 10
    assert all(part.from_s - 1e-6 * width_s <= at <= part.to_s + 1e-5 * width_s for at, _ in ticks)
