"""The list of interpreters: several at once, one more added, and one click for with and without the GIL."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox

from parloop_gui.bridge.interpreters.errors import InterpreterError
from parloop_gui.model.plan.plan import Interpreter
from parloop_gui.model.wording.gil_pair import gil_pair
from parloop_gui.ui.charts.compare.layout import captions
from parloop_gui.ui.interpreters.menu import InterpreterMenu
from parloop_gui.ui.interpreters.offered import OfferedPythons
from parloop_gui.ui.interpreters.pythons import Pythons
from parloop_gui.ui.settings.preferences import preferences
from tests.helpers.comparisons.scenes import FREE, OTHERS, PYTHON
from tests.ui.pages import LEFT_BUTTON, NO_KEY, WindowPage

# What an interpreter's button has beside its text, with a pixel or two to spare.
BESIDE_TEXT = 48
NEW = Interpreter("3.14", "/opt/new/python", "3.14.1", free_threaded=False, gil=True, cores=2)


def menu_of(page: WindowPage) -> InterpreterMenu:
    return page.window.top.pythons


def check(page: WindowPage, number: int) -> None:
    """Click one of the boxes in the open menu."""
    menu = menu_of(page)
    menu.popup(page.window.mapToGlobal(page.window.rect().center()))
    QTest.mouseClick(menu, LEFT_BUTTON, NO_KEY, menu.actionGeometry(menu.boxes()[number]).center())


def test_that_several_are_checked_while_the_menu_stays_open(page: WindowPage) -> None:
    check(page, 1)
    assert menu_of(page).isVisible()
    check(page, 2)
    menu_of(page).hide()
    assert page.window.top.chosen_ids() == ["3.13", "3.13t", "3.11"]
    assert page.window.top.interpreter.text().endswith("3.13, 3.13t and 3.11")
    plan = page.window.chosen.plan()
    assert plan is not None
    assert [each.id for each in plan.pythons] == ["3.13", "3.13t", "3.11"]


@pytest.mark.parametrize("said", ["Python 3.13, 3.13t and 3.11", "3.13, 3.13t and 3.11", "3 Pythons"])
def test_that_what_is_chosen_is_said_more_briefly_before_it_is_cut(page: WindowPage, said: str) -> None:
    button = page.window.top.interpreter
    menu_of(page).choose(OTHERS)
    button.setFixedWidth(button.fontMetrics().horizontalAdvance(said) + BESIDE_TEXT)
    assert button.text() == said


def test_that_the_rows_to_come_are_grouped_by_interpreter(page: WindowPage) -> None:
    assert captions(page.chart) == 0
    check(page, 1)
    menu_of(page).hide()
    assert captions(page.chart) == 2
    assert [row.group for row in page.chart.rows[::7]] == ["Python 3.13.0 · GIL on", "Python 3.13.0t · free-threaded"]


def test_that_one_stays_checked_and_the_keyboard_checks_too(page: WindowPage) -> None:
    menu = menu_of(page)
    menu.popup(page.window.mapToGlobal(page.window.rect().center()))
    menu.setActiveAction(menu.boxes()[0])
    QTest.keyClick(menu, Qt.Key.Key_Space)
    assert menu.isVisible()
    assert page.window.top.chosen_ids() == ["3.13"]
    menu.setActiveAction(menu.boxes()[2])
    QTest.keyClick(menu, Qt.Key.Key_Space)
    assert page.window.top.chosen_ids() == ["3.13", "3.11"]
    menu.hide()


def test_that_the_choice_is_kept_from_one_start_to_the_next(open_window: Callable[[], WindowPage]) -> None:
    first = open_window()
    check(first, 1)
    menu_of(first).hide()
    first.window.close()
    assert open_window().window.top.chosen_ids() == ["3.13", "3.13t"]


def test_that_what_is_left_of_last_time_s_choice_is_taken_up(page: WindowPage) -> None:
    offered = OfferedPythons(Pythons, ["9.9", "3.11"], menu_of(page), lambda: False, page.window)
    offered.take_found(OTHERS[:2], last=False)
    assert page.window.top.chosen_ids() == ["3.13"]
    offered.take_found(OTHERS, last=True)
    assert page.window.top.chosen_ids() == ["3.11"]


def test_that_one_click_compares_with_and_without_the_gil(page: WindowPage) -> None:
    menu_of(page).both.trigger()
    assert page.window.top.chosen_ids() == ["3.13", "3.13t"]
    assert page.can_stop
    assert [each.id for each in page.bridge.plans[-1].pythons] == ["3.13", "3.13t"]


def test_that_without_a_free_threaded_python_it_is_said_how_to_get_one(page: WindowPage) -> None:
    menu_of(page).set_interpreters([PYTHON], [])
    menu_of(page).both.trigger()
    question = page.window.offered.question
    assert isinstance(question, QMessageBox)
    assert question.text().startswith("No free-threaded Python was found. Get one with “uv python install 3.14t”")
    question.close()
    assert not page.can_stop


@pytest.mark.parametrize(
    ("chosen", "pair"), [(PYTHON, ("3.13", "3.13t")), (OTHERS[2], ("3.11", "3.13t")), (FREE, ("3.13", "3.13t"))]
)
def test_that_the_nearest_of_the_other_kind_is_taken(chosen: Interpreter, pair: tuple[str, str]) -> None:
    found = gil_pair(chosen, OTHERS)
    assert found is not None
    assert (found[0].id, found[1].id) == pair
    assert gil_pair(replace(FREE, gil=True), (PYTHON, replace(FREE, gil=True))) is None


def test_that_a_python_that_is_added_is_offered_checked_and_kept(
    page: WindowPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = page.window
    monkeypatch.setattr(window, "pythons", Pythons(ask=lambda path: replace(NEW, path=path)))
    with page.bot.waitSignal(window.offered.asker.answered, timeout=5000):
        window.offered.add("/opt/new/python")
    assert window.top.chosen_ids() == ["3.13", "3.14"]
    assert [each.id for each in menu_of(page).interpreters()] == ["3.13", "3.14", "3.13t", "3.11"]
    assert preferences.added_pythons == ["/opt/new/python"]
    page.bot.waitUntil(lambda: not window.offered.asker.busy)


def test_that_a_file_that_is_no_python_is_refused_in_one_sentence(
    page: WindowPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: str) -> Interpreter:
        raise InterpreterError(f"{path} is not a Python 3.10 or newer.")

    monkeypatch.setattr(page.window, "pythons", Pythons(ask=refuse))
    with page.bot.waitSignal(page.window.offered.asker.refused, timeout=5000):
        page.window.offered.add(str(Path("/etc/passwd")))
    assert page.status == "/etc/passwd is not a Python 3.10 or newer."
    assert page.window.top.chosen_ids() == ["3.13"]
    page.bot.waitUntil(lambda: not page.window.offered.asker.busy)


def test_that_a_strategy_is_off_only_where_no_chosen_python_can_run_it(page: WindowPage) -> None:
    def off() -> set[str]:
        return {row.slug for row in page.window.loops.strategies.list.rows() if row.off}

    assert off() == {"interpreter-pool-executor", "joblib"}
    with_packages = replace(NEW, packages=("joblib", "mpire"))
    menu_of(page).set_interpreters([PYTHON, with_packages], ["3.13", "3.14"])
    assert off() == set()


def test_that_two_pythons_that_would_read_the_same_say_where_they_are(page: WindowPage) -> None:
    own = replace(PYTHON, id="3.11", version="3.11.7", path="/home/ada/shop/.venv/bin/python")
    pyenv = replace(own, id="3.11.7", path="/home/ada/.pyenv/versions/3.11.7/bin/python3")
    menu_of(page).set_interpreters([own, pyenv, NEW], [])
    assert [box.text() for box in menu_of(page).boxes()] == [
        "Python 3.11.7 · GIL on · shop/.venv",
        "Python 3.11.7 · GIL on · versions/3.11.7",
        "Python 3.14.1 · GIL on",
    ]


def test_that_two_of_a_version_are_told_apart_by_folder_in_the_panel_too(page: WindowPage) -> None:
    twins = [replace(PYTHON, path=f"/{folder}/bin/python3.13") for folder in ("usr/local", "shop/.venv")]
    menu_of(page).set_interpreters([*twins, FREE], [])
    page.window.presenter.refresh()
    panel = page.window.details.sections[0].facts
    assert panel.value("Python 3.13.0 · usr/local") == "GIL on"
    assert panel.value("Python 3.13.0 · shop/.venv") == "GIL on"
    assert panel.value("Python 3.13.0t") == "free-threaded"
