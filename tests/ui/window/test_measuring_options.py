"""A time of one's own and the same precision for all: beside the effort, kept, undone, reached by the keyboard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from parloop_gui.ui.setup.choices import Choices, from_text, to_text
from tests.helpers.comparisons.scenes import CPU
from tests.ui.pages import WindowPage


def test_that_neither_is_asked_for_at_first(page: WindowPage) -> None:
    assert page.window.top.options.text() == ""
    page.press_compare()
    plan = page.bridge.plans[0]
    assert (plan.budget_s, plan.even) == (None, False)


def test_that_what_is_set_goes_into_the_plan_and_stands_on_the_button(page: WindowPage) -> None:
    page.type_seconds("45")
    page.measure_evenly()
    assert page.window.top.options.text() == "45 s · even"
    page.press_compare()
    plan = page.bridge.plans[0]
    assert (plan.budget_s, plan.seconds, plan.even, plan.races) == (45.0, 45.0, True, False)


def test_that_the_invitation_says_the_time_in_force(page: WindowPage) -> None:
    page.type_seconds("45")
    assert page.window.view.invitation.estimate().startswith("At most 45 s")
    page.type_seconds("0")
    assert page.window.view.invitation.estimate().startswith("At most 90 s")


def test_that_both_are_there_the_next_time(page: WindowPage, open_window: Callable[[], WindowPage]) -> None:
    page.type_seconds("45")
    page.measure_evenly()
    later = open_window()
    assert later.window.top.options.text() == "45 s · even"
    assert later.window.top.options.seconds().value() == 45


def test_that_each_is_undone_in_one_step(page: WindowPage) -> None:
    page.type_seconds("45")
    page.measure_evenly()
    menu = page.window.top.menu
    assert menu.undo.text() == "Undo change of precision"
    menu.undo.trigger()
    assert page.window.top.options.text() == "45 s"
    assert menu.undo.text() == "Undo change of time"
    menu.undo.trigger()
    assert page.window.top.options.text() == ""
    menu.redo.trigger()
    assert page.window.top.options.budget_s == 45.0


def test_that_the_keyboard_reaches_them(page: WindowPage) -> None:
    top = page.window.top
    assert top.options in top.tab_stops()
    assert top.options.accessibleName() == "Time and precision: as the effort says"
    top.options.options.aboutToShow.emit()
    row, even = top.options.options.actions()
    top.options.options.setActiveAction(even)
    QTest.keyClick(top.options.options, Qt.Key.Key_Return)
    assert top.options.is_even
    assert top.options.seconds().focusPolicy() & Qt.FocusPolicy.TabFocus
    assert row.isEnabled()


def test_that_they_are_off_while_it_measures_and_in_the_menu_where_there_is_no_room(page: WindowPage) -> None:
    top = page.window.top
    page.window.resize(900, 620)
    assert not top.options.isVisible()
    assert top.options.options.menuAction() in top.menu.actions()
    page.window.resize(1440, 900)
    assert top.options.isVisible()
    page.press_compare()
    page.emit_events(CPU.events(1, None), over=False)
    assert not top.options.isEnabled()


@pytest.mark.parametrize("kept", [-1.0, 0.0, 1e9])
def test_that_a_time_that_makes_no_sense_is_none(kept: float) -> None:
    assert from_text(to_text(Choices(budget_s=kept))).budget_s is None
    assert from_text(to_text(Choices(budget_s=2.5, even=True))) == Choices(budget_s=2.5, even=True)
