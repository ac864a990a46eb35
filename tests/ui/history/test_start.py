"""The history and the start: the keyboard stays where it was, and the next window takes up what the last one left."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from parloop_gui.model.plan.plan import Interpreter
from parloop_gui.ui.interpreters.pythons import Pythons
from parloop_gui.ui.style.theme import FAMILY
from parloop_gui.ui.window.main_window import MainWindow
from parloop_gui.ui.window.remembered import first_size
from tests.helpers.comparisons.histories import begun
from tests.helpers.comparisons.scenes import CPU, IO, OTHERS, PYTHON
from tests.ui.conftest import close
from tests.ui.fake_bridge import FakeBridge
from tests.ui.history.pages import HistoryPage, fill
from tests.ui.pages import WindowPage
from tests.ui.style.fonts import FAMILIES, is_here, use

OpenWindow = Callable[[], WindowPage]


@pytest.fixture
def three(tmp_path: Path, open_window: OpenWindow) -> HistoryPage:
    """A window with three comparisons in its history, the history open."""
    fill(tmp_path, begun(1, 12), begun(2, 12, scene=IO), begun(3, 12))
    made = HistoryPage(open_window())
    made.open()
    return made


def test_that_the_keyboard_stays_on_the_row_through_every_change(three: HistoryPage) -> None:
    def is_on_its_row() -> bool:
        return three.view.list.hasFocus() and len(three.view.list.selected()) == 1

    three.select(1)
    three.view.pane.name.setFocus()
    QTest.keyClicks(three.view.pane.name, "x")
    QTest.keyClick(three.view.pane.name, Qt.Key.Key_Tab)
    assert three.view.pane.note.hasFocus()
    for field in ("name", "note"):
        three.type_into(getattr(three.view.pane, field), "the evening one")
        assert is_on_its_row()
        assert getattr(three.view.list.selected()[0], field) == "the evening one"
    for by_key in (True, False):
        three.press(Qt.Key.Key_Delete) if by_key else three.page.click(three.view.pane.delete)
        assert len(three.titles) == 2
        assert is_on_its_row()
        three.page.click(three.window.history_place.notice.action)  # Undo
        assert len(three.titles) == 3
        assert is_on_its_row()
    QTest.keyClick(three.view.list, Qt.Key.Key_Space)
    assert not three.window.session.running


def test_that_two_are_told_whole_and_compared_in_plain_words(three: HistoryPage) -> None:
    three.select(0, 1)
    pane = three.view.pane
    QApplication.processEvents()
    assert pane.verdict.text() == "Earlier: Sleep, 2 Jan 2026, 03:04\nLater: Primes, 2 Jan 2026, 03:04"
    assert pane.minimumSizeHint().width() <= three.view.pane_area.viewport().width()
    words = three.view.pair.how.text()
    assert words.startswith("Change: how many times as fast the later one is")
    assert not any(term in words for term in ("Yuen", "logarithm", "trimmed", "independent"))


def test_that_the_last_results_stand_on_the_start_card_and_open_with_a_click(three: HistoryPage) -> None:
    three.select(0)
    three.press(Qt.Key.Key_Delete)
    three.view.leave()
    last = three.window.view.invitation.last_results
    assert last is not None
    shown = [button.accessibleName().split(",")[0] for button in last.buttons if button.isVisible()]
    assert shown == ["Open Sleep", "Open Primes"]
    three.page.click(last.buttons[0])
    assert not three.page.invites
    assert "ThreadPoolExecutor" in three.page.headline


@pytest.mark.parametrize("family", FAMILIES)
def test_that_the_start_with_last_results_needs_no_scrolling_where_it_opens(three: HistoryPage, family: str) -> None:
    if not is_here(family):
        pytest.skip(f"{family} is not on this machine")
    use(family)
    try:
        three.view.leave()
        three.window.resize(first_size(QSize(1440, 900)))
        QApplication.processEvents()
        assert three.window.view.invitation.last_results is not None
        assert three.window.view.minimumSizeHint().height() <= three.window.frame.centre.height()
    finally:
        use(FAMILY)


def test_that_a_window_closed_while_it_measured_is_spoken_of_once(open_window: OpenWindow) -> None:
    first = open_window()
    first.press_compare()
    first.emit_events(CPU.events(4, None), over=False)
    close(first.window)
    second = HistoryPage(open_window())
    assert second.notice == "Primes of 2 Jan 2026, 03:04, was stopped when the window closed; its 4 rounds are kept."
    second.page.click(second.window.history_place.notice.action)
    assert second.page.pill == "stopped after 4 rounds"
    close(second.window)
    assert HistoryPage(open_window()).notice == ""


def test_that_the_choice_of_several_pythons_survives_a_restart(
    tmp_path: Path, qtbot: QtBot, open_window: OpenWindow
) -> None:
    path, both = tmp_path / "mine.py", [each.id for each in OTHERS[:2]]
    path.write_text("def double(x):\n    return 2 * x\n")
    first = open_window()
    first.window.open(path)
    first.window.top.pythons.choose(OTHERS[:2])
    close(first.window)
    found_all = threading.Event()

    def own_of(file: Path) -> Interpreter:
        found_all.wait(10)  # the environment beside the file is asked last, as on a real machine
        return OTHERS[2]

    early = MainWindow(make_bridge=FakeBridge, pythons=Pythons(lambda: PYTHON, lambda: OTHERS, own_of=own_of))
    early.offered.take_found((PYTHON,), False)
    early.remembered.keep()  # as with any choice made before the other Python is found
    close(early)
    last = WindowPage(MainWindow(make_bridge=FakeBridge, pythons=early.pythons), qtbot)
    last.show()
    found_all.set()
    last.bot.waitUntil(lambda: not last.window.environment.asker.busy)
    assert last.window.top.chosen_ids() == both
    close(last.window)
