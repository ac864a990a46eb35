"""The window over the real engine: the mouse presses Compare, and a verdict comes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from parloop_gui.bridge.interpreters.discovery import own_interpreter
from parloop_gui.ui.interpreters.pythons import Pythons
from parloop_gui.ui.window.main_window import MainWindow
from tests.ui.conftest import close
from tests.ui.lab.pages import LabPage
from tests.ui.pages import WindowPage


@pytest.fixture
def real_page(qtbot: QtBot) -> Iterator[WindowPage]:
    """A window as a user has it, with this Python only."""
    window = MainWindow(pythons=Pythons(own_interpreter, lambda: (own_interpreter(),)))
    page = WindowPage(window, qtbot)
    page.show()
    page.click(window.top.efforts.buttons["quick"])
    yield page
    close(window)


def choose_a_few(page: WindowPage, loop: str, items: str) -> None:
    """The plain loop against one executor of each family, over few items."""
    page.choose_loop(loop)
    page.type_items(items)
    for slug in ("thread", "thread-pool", "process", "process-pool"):
        page.click_strategy(slug)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_that_compare_leads_to_a_verdict(real_page: WindowPage) -> None:
    page = real_page
    choose_a_few(page, "sleep", "10")
    session = page.window.session
    with page.bot.waitSignal(session.ended, timeout=90_000):
        page.press_compare()
        assert page.can_stop
    assert page.comparison is not None
    assert page.comparison.ended is not None
    assert page.comparison.ended.reason in {"done", "budget"}, page.comparison.ended.message
    assert page.comparison.verdict is not None
    assert page.headline == page.comparison.verdict.headline
    assert page.comparison.rounds_finished >= 1
    # On a busy machine a pool may take longer to start than could matter: it has no figure then.
    outcomes = [row.outcome for row in page.comparison.rows]
    assert set(outcomes) <= {"finished", "overtaken"}
    measured = [row for row in page.chart.rows if row.wall_s is not None and row.pill is not None]
    assert len(measured) == outcomes.count("finished") > 0
    assert page.can_compare


@pytest.mark.slow
def test_that_stop_ends_a_real_run_and_another_can_be_made(real_page: WindowPage) -> None:
    page = real_page
    choose_a_few(page, "sleep", "100")
    session = page.window.session
    with page.bot.waitSignal(session.ended, timeout=30_000):
        page.press_compare()
        page.bot.waitUntil(lambda: page.comparison is not None and page.comparison.done > 0, timeout=20_000)
        page.press_stop()
    assert page.comparison is not None
    assert page.comparison.ended is not None
    assert page.comparison.ended.reason == "stopped"
    assert page.can_compare


@pytest.mark.slow
def test_that_closing_the_window_in_the_middle_of_a_run_leaves_nothing(real_page: WindowPage) -> None:
    page = real_page
    choose_a_few(page, "sleep", "200")
    page.press_compare()
    page.bot.waitUntil(lambda: page.comparison is not None and page.comparison.done > 0, timeout=20_000)
    page.window.close()
    assert not page.window.isVisible()


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_that_a_question_of_the_lab_is_asked_stopped_and_gone_on_with(real_page: WindowPage) -> None:
    page, lab = real_page, LabPage(real_page)
    page.choose_loop("sleep")
    page.type_items("8")
    lab.choose("workers")
    lab.type_values("1, 4")
    session = page.window.session
    with page.bot.waitSignal(session.ended, timeout=60_000):
        page.press_compare()
        page.bot.waitUntil(lambda: bool(session.comparison and session.comparison.rounds_finished), timeout=40_000)
        page.press_stop()
    stopped = page.window.lab.comparison
    assert stopped is not None and stopped.ended is not None
    assert stopped.rounds_finished >= 1
    with page.bot.waitSignal(session.ended, timeout=60_000):
        page.click(lab.view.answer.go_on)
        before = stopped.rounds_finished
        page.bot.waitUntil(
            lambda: session.comparison is not None and session.comparison.rounds_finished > before, timeout=40_000
        )
        page.press_stop()
    over = page.window.lab.comparison
    assert over is not None and over.answer is not None
    assert over.rounds_finished > stopped.rounds_finished
    assert lab.sentence == over.answer.sentence
    assert {point.where for line in lab.curves.lines for point in line.points} == {"1 worker", "4 workers"}
