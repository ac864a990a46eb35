"""Going on with a comparison from the window: by a click, from the menu, with the keyboard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from parloop_gui.model.events.events import RunBegan, WentOn
from tests.helpers.comparisons.scenes import CPU, STATES
from tests.ui.pages import WindowPage


def _click(page: WindowPage) -> None:
    page.click(page.window.view.verdict.go_on)


def _menu(page: WindowPage) -> None:
    page.window.top.menu.go_on.trigger()


def _key(page: WindowPage) -> None:
    page.press(Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)


@pytest.fixture
def measured(page: WindowPage) -> WindowPage:
    """A window with a comparison that is done."""
    page.press_compare()
    page.emit_events(CPU.events(6), over=True)
    return page


@pytest.mark.parametrize("way", [_click, _menu, _key])
def test_that_the_same_comparison_goes_on(measured: WindowPage, way: Callable[[WindowPage], None]) -> None:
    before = measured.comparison
    assert before is not None
    way(measured)
    assert measured.bridge.before[-1] is before
    assert measured.bridge.plans[-1].effort == "standard"
    assert measured.can_stop and not measured.can_compare
    assert measured.headline == "Use ProcessPoolExecutor"


def test_that_what_was_measured_stays_in_sight_until_there_is_more(measured: WindowPage) -> None:
    _click(measured)
    assert [row.wall_s for row in measured.chart.rows] != [None] * 7
    assert measured.status == "Going on…"
    began = RunBegan("more", CPU.contestants()[1], 7, at_most_s=42.0)
    measured.emit_events([WentOn(measured.bridge.plans[-1]), began], over=False)
    assert measured.status.startswith("Round 7 · Thread · at most 45 s")
    assert measured.pill == "so far: 6 rounds"


def test_that_a_likely_answer_stays_until_there_is_a_better_one(page: WindowPage) -> None:
    page.press_compare()
    page.emit_events(CPU.events(1, "budget"), over=True)
    likely = page.headline
    assert likely.startswith("Probably ")
    _click(page)
    page.emit_events([WentOn(page.bridge.plans[-1]), RunBegan("more", CPU.contestants()[1], 2)], over=False)
    assert page.headline == likely


def test_that_it_says_what_it_takes_and_is_quiet_while_something_runs(measured: WindowPage) -> None:
    button, action = measured.window.view.verdict.go_on, measured.window.top.menu.go_on
    assert button.isVisible() and action.isEnabled()
    assert button.toolTip().startswith("At most 90 s more: an answer within 10% of the best")
    _click(measured)
    assert not button.isVisible() and not action.isEnabled()


def test_that_a_comparison_that_was_read_does_not_go_on(page: WindowPage) -> None:
    page.window.presenter.show_document(STATES["done-cpu"]())
    assert not page.window.view.verdict.go_on.isVisible()
    assert not page.window.top.menu.go_on.isEnabled()


def test_that_one_that_was_stopped_goes_on_at_its_own_effort(page: WindowPage) -> None:
    page.press_compare()
    page.emit_events(CPU.events(4, "stopped"), over=True)
    _click(page)
    assert page.bridge.plans[-1].effort == "quick"
