"""The failure lab: what is chosen is run, what ends is shown, and nothing of it is left when it is closed."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from parloop_gui.bridge.interpreters.discovery import own_interpreter
from parloop_gui.engine.catalogue import catalogue
from parloop_gui.ui.drawing.colours import LIGHT
from parloop_gui.ui.failure_lab.dialog import FailureLab
from parloop_gui.ui.interpreters.pythons import Pythons
from parloop_gui.ui.window.main_window import MainWindow
from tests.helpers.comparisons.scenes import PYTHON
from tests.ui.conftest import close
from tests.ui.failure_lab.pages import LabPage
from tests.ui.pages import WindowPage
from tests.ui.settings.pages import Habits


@pytest.fixture
def lab(page: WindowPage) -> LabPage:
    """The lab over a window, nothing run yet."""
    return LabPage(page)


def a_run(lab: LabPage) -> None:
    """Start a run of one fault with three strategies."""
    lab.check_only(["killed"], ["thread", "process-pool", "process-pool-executor"])
    lab.choose_method("fork")
    lab.click(lab.lab.run)


def test_that_the_menu_opens_it_but_not_beside_a_comparison(page: WindowPage) -> None:
    habits = Habits(page)
    habits.open_menu()
    habits.menu.close()
    habits.trigger(habits.menu.failure_lab)
    opened = page.window.findChildren(FailureLab)
    assert [each.isVisible() for each in opened] == [True]
    opened[0].close()
    page.press_compare()
    habits.open_menu()
    assert not habits.menu.failure_lab.isEnabled()
    habits.menu.close()


def test_that_every_fault_and_strategy_can_be_chosen(lab: LabPage) -> None:
    lab.click(lab.lab.choices.all)
    lab.choose_method("each")
    faults = len(catalogue.faults())
    own = [each for each in catalogue.strategies() if each.package is None]
    strategies = [each for each in own if PYTHON.version_info >= each.needs_python]
    assert len(lab.lab.cells()) == faults * sum(3 if each.uses_start_method else 1 for each in strategies)
    assert f"{len(lab.lab.cells())} cells to run" in lab.lab.status.text()


def test_that_nothing_can_be_run_where_nothing_is_chosen(lab: LabPage) -> None:
    lab.click(lab.lab.choices.none)
    assert not lab.lab.run.isEnabled()
    assert "at least one fault" in lab.lab.status.text()


def test_that_the_chosen_cells_run_under_the_chosen_python(lab: LabPage) -> None:
    a_run(lab)
    cells = [(cell.fault, cell.strategy, cell.start_method) for cell in lab.run.cells]
    assert cells == [
        ("killed", "thread", None),
        ("killed", "process-pool", "fork"),
        ("killed", "process-pool-executor", "fork"),
    ]
    assert (lab.run.python, lab.run.started) == (PYTHON.path, True)
    assert not lab.lab.run.isEnabled()
    assert not lab.lab.choices.isEnabled()


def test_that_each_row_says_how_it_ended_and_what_python_alone_would_do(lab: LabPage) -> None:
    a_run(lab)
    lab.run.end(0, "timed-out")
    lab.run.end(1, "finished")
    lab.run.began.emit(lab.run.cells[2])
    assert lab.row(0) == ("SIGKILL", "Thread", "timed out", "It timed-out.", "Waits for ever.")
    assert lab.row(1)[1:4] == ("Pool, fork", "finished", "The run went through, and nothing was left behind.")
    assert lab.row(2)[2:] == ("running…", "", "")
    assert lab.lab.status.text() == "3 of 3: ProcessPoolExecutor, fork"


def test_that_python_alone_has_a_column_only_where_it_differs(lab: LabPage) -> None:
    a_run(lab)
    table = lab.lab.table
    lab.run.end(0, "finished", alone="Works.", works_alone=True)
    lab.run.end(1, "finished", alone="Works: under fork nothing is pickled.", works_alone=True)
    assert lab.row(0)[3:] == ("It works, with Parloop and without.", "")
    assert table.isColumnHidden(4)
    lab.run.end(2, "finished", alone="Works, and the daemon runs on.")
    assert lab.row(2)[4] == "Works, and the daemon runs on."
    assert not table.isColumnHidden(4)


def test_that_it_has_a_key_of_its_own(page: WindowPage) -> None:
    Habits(page).key("Ctrl+L")
    (opened,) = page.window.findChildren(FailureLab)
    assert opened.isVisible()
    opened.close()


def test_that_all_as_expected_is_said_at_the_end(lab: LabPage) -> None:
    a_run(lab)
    for number in range(3):
        lab.run.end(number)
    lab.run.finished.emit()
    assert lab.lab.status.text() == "3 cells ended as expected, and nothing was left behind."
    assert lab.lab.run.isEnabled()
    assert lab.copied()[1].split("\t")[:3] == ["SIGKILL", "Thread", "failed"]


def test_that_what_is_not_as_expected_is_said_in_words_and_colour(lab: LabPage) -> None:
    a_run(lab)
    lab.run.end(0, expected=False, left=("77 sleep",))
    lab.run.end(1)
    lab.run.finished.emit()
    assert lab.row(0)[3] == "Not as expected: It failed. Left behind: 77 sleep."
    assert (lab.colour(0, 3), lab.colour(1, 3)) == (LIGHT.fail, LIGHT.t2)
    assert lab.lab.status.text() == "2 of 3 cells ended, 1 of them not as expected."


def test_that_stop_ends_the_run_and_keeps_what_ended(lab: LabPage) -> None:
    a_run(lab)
    lab.run.end(0)
    lab.click(lab.lab.stop)
    assert lab.run.stopped
    lab.run.end(1, "stopped", expected=False)
    lab.run.finished.emit()
    assert lab.lab.status.text() == "1 of 3 cells ended as expected, and nothing was left behind."
    assert lab.row(0)[2] == "failed"
    assert lab.row(2)[2] == ""


def test_that_closing_it_stops_what_is_under_way(lab: LabPage) -> None:
    a_run(lab)
    run = lab.run
    lab.press_esc()
    assert run.stopped


@pytest.mark.slow
def test_that_real_faults_end_as_expected(qtbot: QtBot) -> None:
    window = MainWindow(pythons=Pythons(own_interpreter, lambda: (own_interpreter(),)))
    lab = FailureLab(own_interpreter(), window)
    window.menu_actions.show_dialog(lab)
    for slug in [row.slug for row in lab.choices.faults.rows()]:
        lab.choices.faults.set_checked(slug, slug in ("exception", "os-exit"))
    count = len(lab.cells())
    lab.run.click()
    qtbot.waitUntil(lab.run.isEnabled, timeout=60_000)
    assert lab.status.text() == f"{count} cells ended as expected, and nothing was left behind."
    lab.close()
    close(window)
