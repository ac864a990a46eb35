"""The history in the window: found, searched, opened, renamed, deleted and had back, two of them side by side."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from parloop_gui.bridge.host.history import own_history
from parloop_gui.model.history.history import PAGE
from parloop_gui.model.history.schema import VERSION
from parloop_gui.ui.history.history_delegate import ROW_HEIGHT
from tests.helpers.comparisons.histories import begun
from tests.helpers.comparisons.scenes import CPU, IO, Pace
from tests.ui.conftest import close
from tests.ui.history.pages import HistoryPage, fill, history_folder
from tests.ui.pages import WindowPage
from tests.ui.settings.pages import Habits

OpenWindow = Callable[[], WindowPage]
SLOWER = replace(CPU, paces={slug: Pace(pace.wall_s * 1.5, pace.width, 0.98) for slug, pace in CPU.paces.items()})


@pytest.fixture
def three(tmp_path: Path, open_window: OpenWindow) -> HistoryPage:
    """A window with three comparisons in its history, the history open: Primes, Sleep, Primes (the newest first)."""
    fill(tmp_path, begun(1, 12), begun(2, 12, scene=IO), begun(3, 12, scene=SLOWER))
    made = HistoryPage(open_window())
    made.open()
    return made


def test_that_history_is_a_button_a_key_and_in_a_narrow_window_an_entry(three: HistoryPage) -> None:
    habits = Habits(three.page)
    assert three.is_open()
    assert "History" not in habits.titles()
    habits.key("Ctrl+H")
    assert not three.is_open()
    three.window.resize(1000, 700)
    QApplication.processEvents()
    assert not three.window.top.history.isVisible()
    assert "History" in habits.titles()
    habits.key("Ctrl+H")
    assert three.is_open()
    assert three.view.geometry().top() == three.window.top.height()


def test_that_rows_say_loop_interpreter_verdict_and_date(three: HistoryPage) -> None:
    assert three.titles == ["Primes", "Sleep", "Primes"]
    said = QAccessible.queryAccessibleInterface(three.view.list).child(1).text(QAccessible.Text.Name)
    for words in ("Sleep", "3.13.0", "Use ThreadPoolExecutor", "2 Jan 2026", "12 rounds"):
        assert words in said


def test_that_typing_finds(three: HistoryPage) -> None:
    three.search("sle threadpoolex")
    assert three.titles == ["Sleep"]
    three.search("nowhere")
    assert three.nothing == "Nothing is found for “nowhere”."
    QTest.keyClick(three.view.search, Qt.Key.Key_Escape)
    assert len(three.titles) == 3
    QTest.keyClick(three.view.search, Qt.Key.Key_Escape)
    assert not three.is_open()


def test_that_esc_closes_the_history_before_it_stops_a_comparison(three: HistoryPage) -> None:
    three.page.press_compare()
    three.view.list.setFocus()
    QTest.keyClick(three.view.list, Qt.Key.Key_Escape)
    assert not three.is_open()
    assert three.page.bridge.cancelled == 0


def test_that_the_keyboard_stays_out_of_what_lies_behind_and_comes_back(three: HistoryPage) -> None:
    habits = Habits(three.page)
    names = habits.tab_order()
    assert "Search" in names
    assert "Loop" not in names
    three.window.resize(900, 620)
    QApplication.processEvents()
    three.page.click(three.window.top.details)
    assert not three.window.details.isVisible()
    three.window.resize(1440, 900)
    habits.key("Ctrl+H")
    three.window.loops.items.setFocus()
    habits.key("Ctrl+H")
    habits.key("Ctrl+H")
    assert three.window.loops.items.hasFocus()


def test_that_what_can_not_be_changed_is_said_and_leaves_no_step(
    three: HistoryPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("parloop_gui.model.history.history.WAIT_S", 0.01)
    three.history.close()
    with closing(sqlite3.connect(history_folder(tmp_path) / "history.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        three.select(1)
        three.press(Qt.Key.Key_Delete)
        assert "locked by another program" in three.problem
        assert three.notice == ""
        assert len(three.titles) == 3
        assert not three.window.history.stack.canUndo()


@pytest.mark.parametrize("way", ["double click", "enter", "button"])
def test_that_one_is_opened_with_its_choices(three: HistoryPage, way: str) -> None:
    if way == "double click":
        three.double_click(1)
    else:
        three.select(1)
        three.press(Qt.Key.Key_Return) if way == "enter" else three.page.click(three.view.pane.open)
    assert not three.is_open()
    assert three.page.headline == "Use ThreadPoolExecutor"
    assert three.window.chosen.choices().loop == "sleep"


def test_that_opening_while_a_comparison_runs_asks_first(three: HistoryPage) -> None:
    three.page.press_compare()
    three.page.emit_events(CPU.events(2, None), over=False)
    three.double_click(1)
    assert "Stop it and open Sleep?" in Habits(three.page).question().text()
    Habits(three.page).answer("Cancel")


def test_that_a_name_and_a_note_are_typed_found_and_undone(three: HistoryPage) -> None:
    three.select(1)
    three.press(Qt.Key.Key_F2)
    assert three.view.pane.name.hasFocus()
    three.type_into(three.view.pane.name, "On battery")
    three.type_into(three.view.pane.note, "after the fix")
    assert three.titles == ["Primes", "On battery", "Primes"]
    three.search("fix battery")
    assert three.titles == ["On battery"]
    three.search("")
    stack = three.window.history.stack
    stack.undo()
    stack.undo()
    assert three.titles == ["Primes", "Sleep", "Primes"]
    assert three.view.pane.note.text() == ""


def test_that_what_is_deleted_can_be_had_back(three: HistoryPage) -> None:
    three.select(1)
    three.press(Qt.Key.Key_Delete)
    assert three.titles == ["Primes", "Primes"]
    assert three.notice == "Sleep was deleted."
    three.page.click(three.window.history_place.notice.action)
    assert three.titles == ["Primes", "Sleep", "Primes"]
    assert three.notice == ""
    three.select(0, 1)
    three.page.click(three.view.pane.delete)
    assert three.titles == ["Primes"]
    three.view.list.setFocus()
    QTest.keySequence(three.window, "Ctrl+Z")
    assert len(three.titles) == 3


def test_that_two_are_shown_side_by_side_with_the_change_and_its_interval(three: HistoryPage) -> None:
    three.select(0, 2)
    three.page.click(three.view.pane.pair)
    changes = three.changes()
    words, sure = changes["Pool"]
    assert words.endswith("× slower")
    assert 1.3 < float(words.partition("×")[0]) < 1.7
    assert sure.startswith("95% CI 1.")
    assert next(iter(changes)) == "for loop (serial)"
    QTest.keyClick(three.view.pair.back, Qt.Key.Key_Escape)
    three.press(Qt.Key.Key_Return)
    assert next(iter(three.changes())) == "for loop (serial)", "Enter does so too"
    QTest.keyClick(three.view.pair.back, Qt.Key.Key_Escape)
    assert three.is_open()
    assert three.view.list.isVisible()


def test_that_one_that_runs_is_put_beside_nothing(tmp_path: Path, open_window: OpenWindow) -> None:
    with own_history().recorder() as recorder:  # this very process: it is alive
        recorder.keep(begun(1, 4))
        recorder.keep(begun(2, 4, None))
    page = HistoryPage(open_window())
    page.open()
    page.select(0, 1)
    assert not page.view.pane.pair.isEnabled()
    page.press(Qt.Key.Key_Return)
    assert page.view.list.isVisible()


def test_that_what_is_unlike_between_two_is_said(three: HistoryPage) -> None:
    three.select(0, 1)
    three.page.click(three.view.pane.pair)
    assert "loop Sleep and Primes" in three.view.pair.unlike.text()
    assert three.changes()["Pool"] == ("–", "not measured in the earlier one")


def test_that_more_are_read_when_they_come_into_view(tmp_path: Path, open_window: OpenWindow) -> None:
    comparison = begun(1)
    fill(tmp_path, *(replace(comparison, plan=replace(comparison.plan, seed=seed)) for seed in range(PAGE * 2 + 5)))
    three = HistoryPage(open_window())
    three.open()
    assert len(three.titles) == PAGE
    bar = three.view.list.verticalScrollBar()
    while len(three.titles) < PAGE * 2 + 5:
        before = len(three.titles)
        bar.setValue(bar.maximum())
        QApplication.processEvents()
        assert len(three.titles) > before
    assert three.view.list.visualRect(three.view.rows.index(0, 0)).height() == ROW_HEIGHT


def test_that_an_empty_history_says_what_it_is_for(page: WindowPage, tmp_path: Path) -> None:
    history = HistoryPage(page)
    history.open()
    assert history.nothing == "Every comparison you make is kept here."
    assert history.view.pane.title.text() == "No comparison is selected"
    assert not history_folder(tmp_path).exists()


def test_that_a_comparison_made_meanwhile_appears(three: HistoryPage) -> None:
    three.page.press_compare()
    made = replace(CPU.comparison(2), created="2026-03-04T05:06:07+01:00")
    three.history.keep(made)
    three.page.emit_events(CPU.events(2), over=True)
    assert len(three.titles) == 4


def test_that_one_interrupted_is_offered_once(tmp_path: Path, open_window: OpenWindow) -> None:
    fill(tmp_path, begun(1, 12), begun(2, 4, None))
    first = open_window()
    history = HistoryPage(first)
    assert history.notice == "Primes of 2 Jan 2026, 03:04, was interrupted; its 4 rounds are kept."
    first.click(first.window.history_place.notice.action)
    assert first.pill == "stopped after 4 rounds"
    close(first.window)
    assert HistoryPage(open_window()).notice == ""


def test_that_one_that_runs_elsewhere_is_not_offered_nor_opened(tmp_path: Path, open_window: OpenWindow) -> None:
    with own_history().recorder() as recorder:  # this very process: it is alive
        recorder.keep(begun(2, 4, None))
    page = HistoryPage(open_window())
    assert page.notice == ""
    page.open()
    page.select(0)
    assert not page.view.pane.open.isEnabled()
    page.press(Qt.Key.Key_Return)
    page.press(Qt.Key.Key_Delete)
    assert page.is_open()
    assert page.titles == ["Primes"]


@pytest.mark.parametrize("what", ["damaged", "newer", "locked"])
def test_that_what_is_wrong_is_one_sentence_and_the_window_works_on(
    tmp_path: Path, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.setattr("parloop_gui.model.history.history.WAIT_S", 0.01)
    fill(tmp_path, begun(1))
    file = history_folder(tmp_path) / "history.sqlite"
    if what == "damaged":
        file.write_bytes(b"\x00" * 4096)
    with closing(sqlite3.connect(file if what != "damaged" else ":memory:", isolation_level=None)) as other:
        if what == "newer":
            other.execute(f"PRAGMA user_version = {VERSION + 1}")
        if what == "locked":
            other.execute("PRAGMA locking_mode = EXCLUSIVE")
            other.execute("BEGIN EXCLUSIVE")
        page = HistoryPage(open_window())
        assert what in page.notice
        assert page.notice.count("\n") == 0
        page.open()
        assert page.titles == []
        assert what == "damaged" or what in page.problem
        page.page.press_compare()
        assert len(page.page.bridge.plans) == 1


def test_that_two_windows_share_one_history(three: HistoryPage, open_window: OpenWindow) -> None:
    other = HistoryPage(open_window())
    other.open()
    other.select(1)
    other.press(Qt.Key.Key_Delete)
    three.view.refresh()
    assert three.titles == other.titles == ["Primes", "Primes"]
    three.select(0)
    three.type_into(three.view.pane.name, "Ours")
    other.page.click(other.window.history_place.notice.action)
    assert other.titles == ["Ours", "Sleep", "Primes"]


def test_that_text_size_and_theme_reach_it(three: HistoryPage) -> None:
    appearance = three.window.appearance
    appearance.use_text_size(2.0)
    appearance.use_theme("dark")
    QApplication.processEvents()
    assert three.view.list.visualRect(three.view.rows.index(0, 0)).height() == 2 * ROW_HEIGHT
    assert three.view.list.grab().toImage().pixelColor(2, three.view.list.height() - 2).lightness() < 60
    appearance.use_text_size(1.0)
    appearance.use_theme("light")
