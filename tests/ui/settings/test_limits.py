"""The limits in the settings dialog: typed, remembered, used by Compare, and said where they won't do."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtTest import QTest

from parloop_gui.ui.settings.dialog import SettingsDialog
from parloop_gui.ui.settings.preferences import LimitName
from tests.helpers.comparisons.scenes import CPU
from tests.ui.conftest import close
from tests.ui.pages import WindowPage
from tests.ui.settings.pages import Habits


@pytest.fixture
def habits(page: WindowPage) -> Habits:
    """A window to live in."""
    return Habits(page)


def type_in(dialog: SettingsDialog, limit: LimitName, text: str) -> str:
    """Type a limit in place of what stands there; the sentence under it."""
    field = dialog.limits[limit]
    field.editor.setFocus()
    field.editor.selectAll()
    QTest.keyClicks(field.editor, text)
    return field.shown_problem()


def limits_of_compare(page: WindowPage) -> tuple[float | None, float | None, int | None]:
    page.press_compare()
    plan = page.bridge.plans[-1]
    return plan.task_timeout_s, plan.total_timeout_s, plan.memory_limit_bytes


def test_that_there_is_no_limit_at_first(habits: Habits) -> None:
    dialog = habits.settings()
    assert [field.editor.text() for field in dialog.limits.values()] == ["", "", ""]
    hints = [field.editor.placeholderText() for field in dialog.limits.values()]
    assert hints == ["None", "None", "What is free"]
    dialog.reject()
    assert limits_of_compare(habits.page) == (None, None, None)


def test_that_limits_that_are_typed_hold_for_compare_and_are_remembered(
    habits: Habits, open_window: Callable[[], WindowPage]
) -> None:
    dialog = habits.settings()
    typed: dict[LimitName, str] = {"task_timeout_s": "2.5", "total_timeout_s": "90", "memory_limit_bytes": "800 MB"}
    for limit, text in typed.items():
        assert type_in(dialog, limit, text) == ""
    dialog.reject()
    assert limits_of_compare(habits.page) == (2.5, 90.0, 800_000_000)
    habits.page.emit_events(CPU.events(3), over=True)
    close(habits.window)
    again = open_window()
    assert Habits(again).settings().limits["memory_limit_bytes"].editor.text() == "800 MB"
    assert limits_of_compare(again) == (2.5, 90.0, 800_000_000)


def test_that_a_limit_of_a_comparison_is_what_the_first_screen_promises(habits: Habits) -> None:
    invitation = habits.window.view.invitation
    assert invitation.estimate().startswith("At most 90 s")
    for text, seconds in (("30", 30), ("300", 90)):
        dialog = habits.settings()
        type_in(dialog, "total_timeout_s", text)
        dialog.reject()
        assert invitation.estimate().startswith(f"At most {seconds} s")


@pytest.mark.parametrize(
    ("limit", "text", "said"),
    [
        ("task_timeout_s", "soon", "This is not a number of seconds from 0.1 to 86,400: no limit is set."),
        ("total_timeout_s", "0", "This is not a number of seconds from 0.1 to 86,400: no limit is set."),
        ("total_timeout_s", "nan", "This is not a number of seconds from 0.1 to 86,400: no limit is set."),
        ("memory_limit_bytes", "5 MB", "This is not a size from 50 MB to 1000 TB: what is free is the limit."),
        ("memory_limit_bytes", "much", "This is not a size from 50 MB to 1000 TB: what is free is the limit."),
    ],
)
def test_that_what_is_no_limit_is_said_and_limits_nothing(
    habits: Habits, limit: LimitName, text: str, said: str
) -> None:
    dialog = habits.settings()
    assert type_in(dialog, limit, text) == said
    assert dialog.limits[limit].editor.accessibleDescription() == said
    assert limits_of_compare(habits.page) == (None, None, None)
    dialog.limits[limit].editor.clear()
    assert dialog.limits[limit].shown_problem() == ""


def test_that_a_limit_taken_out_is_none_again(habits: Habits) -> None:
    dialog = habits.settings()
    type_in(dialog, "task_timeout_s", "3")
    dialog.limits["task_timeout_s"].editor.clear()
    assert limits_of_compare(habits.page) == (None, None, None)


def test_that_as_last_time_means_what_the_last_window_began_with(
    page: WindowPage, open_window: Callable[[], WindowPage]
) -> None:
    for default, begins in (("quick", "quick"), ("last", "quick")):
        QSettings("parloop", "parloop").setValue("default-effort", default)
        close(page.window)
        page = open_window()
        assert page.window.top.efforts.chosen() == begins
