"""Which comparison is shown and which row of it is selected: the one ahead, until the user picks another."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from parloop_gui.ui.result.chart_texts import best_of
from parloop_gui.ui.result.current_comparison import CurrentComparison
from tests.helpers.comparisons.scenes import CPU, IO, STATES


def test_that_the_row_ahead_is_selected_until_the_user_picks_another(qtbot: QtBot) -> None:
    current, early, late = CurrentComparison(), CPU.comparison(3), CPU.comparison(15)
    current.take(early)
    assert current.selected == best_of(early)
    with qtbot.waitSignal(current.picked):
        current.pick(early.contestants[0])
    current.take(late)
    assert current.selected == early.contestants[0]
    current.open()
    current.take(late)
    assert current.selected == best_of(late)


def test_that_nothing_can_be_picked_before_there_is_a_row(qtbot: QtBot) -> None:
    current = CurrentComparison()
    with qtbot.assertNotEmitted(current.picked):
        current.pick(CPU.comparison(3).contestants[0])
    assert current.selected is None


def test_that_whoever_is_expected_to_be_ahead_is_selected_while_nothing_is_measured() -> None:
    current, comparison = CurrentComparison(), STATES["forecast"]()
    current.take(comparison)
    assert comparison.forecast is not None
    assert current.selected == min(comparison.forecast.forecasts, key=lambda each: each.wall_s).contestant


def test_that_rows_are_new_once_and_only_what_was_measured_here_can_be_made_again(qtbot: QtBot) -> None:
    current, comparison = CurrentComparison(), IO.comparison(12)
    with qtbot.waitSignal(current.rows_changed) as emitted:
        current.begin()
    assert emitted.args == [None]
    assert current.made_here
    assert [current.take(comparison), current.take(comparison)] == [True, False]
    current.open()
    assert not current.made_here
