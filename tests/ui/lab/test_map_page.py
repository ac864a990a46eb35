"""The break-even map: measured beside nothing else, read, drawn once, kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt

from parloop_gui.bridge.break_even.kept_maps import KeptMaps
from parloop_gui.model.plan.plan import Interpreter
from parloop_gui.ui.lab.break_even import BREAK_EVEN
from parloop_gui.ui.lab.lessons import LESSON
from tests.helpers.comparisons.scenes import CPU, IO
from tests.ui.lab.made_maps import FakeMapRun, made_map
from tests.ui.lab.pages import LabPage
from tests.ui.pages import WindowPage


@pytest.fixture
def runs(page: WindowPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[FakeMapRun]:
    """The maps that the window begins to measure; none is kept yet."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    begun: list[FakeMapRun] = []

    def make_run(python: Interpreter, share: int, budget_s: float, parent: QObject) -> FakeMapRun:
        begun.append(FakeMapRun(python, share, budget_s, parent))
        return begun[-1]

    monkeypatch.setattr(page.window.lab.break_even, "make_run", make_run)
    return begun


def test_that_a_map_is_measured_beside_nothing_else_and_saved(
    page: WindowPage, runs: list[FakeMapRun], tmp_path: Path
) -> None:
    lab, maps = LabPage(page), page.window.lab.break_even
    page.press(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    page.press_compare()
    page.emit_events(CPU.events(8), over=True)
    page.press(Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    lab.choose(BREAK_EVEN)
    assert maps.widget is not None
    assert maps.widget.words.second.text().startswith("No such map of this machine was measured under this Python yet")
    page.click(maps.widget.measure)
    (run,) = runs
    assert run.started
    page.press(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert not page.can_compare
    page.press(Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    run.told.emit(made_map(run.python))
    assert maps.widget.words.second.text().startswith("Measuring: 16 places so far. ")
    page.click(maps.widget.stop)
    assert run.stopped
    run.finished.emit()
    assert maps.widget.words.sentence.text().startswith("Processes win from tasks of ")
    assert any(each.startswith("Primes (tasks of 1.9 ms, ") for each in maps.widget.also.sentences())
    panel = page.window.lab.panel
    assert panel is not None
    assert (panel.title.text(), panel.subtitle.text()) == ("Primes", "Processes win there, with 100 items.")
    assert "Across" in panel.how.notes()[0]
    for ending in (".png", ".svg", ".pdf", ".json", ".csv", ".md"):
        maps.save(tmp_path / f"map{ending}")
        assert (tmp_path / f"map{ending}").stat().st_size > 500
    page.press(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert page.can_compare


def test_that_nothing_goes_on_or_begins_beside_a_map(page: WindowPage, runs: list[FakeMapRun]) -> None:
    window, lab = page.window, LabPage(page)
    lab.answer("workers")
    page.press(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert window.view.invitation.button.isEnabled()
    window.lab.break_even.measure()
    assert not window.view.invitation.button.isEnabled()
    runs[0].finished.emit()
    page.press_compare()
    page.emit_events(CPU.events(8), over=True)
    plans = len(page.bridge.plans)
    page.press(Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    lab.choose(LESSON)
    window.lab.break_even.measure()
    before = window.chosen.choices()
    window.lab.lessons.wanted.emit("how-long")
    assert window.chosen.choices() == before
    assert not lab.lesson_row("how-long").run.isEnabled()
    lab.choose("workers")
    assert not lab.view.answer.go_on.isVisible()
    window.asking.go_on()
    page.press(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert not window.view.verdict.go_on.isVisible()
    assert not window.top.menu.go_on.isEnabled()
    window.presenter.go_on()
    window.top.menu.aboutToShow.emit()
    assert not window.top.menu.failure_lab.isEnabled()
    assert len(page.bridge.plans) == plans
    runs[1].finished.emit()
    assert window.view.verdict.go_on.isVisible()
    window.top.menu.aboutToShow.emit()
    assert window.top.menu.failure_lab.isEnabled()


def test_that_a_loop_that_waits_is_no_dot_on_the_map_of_tasks_that_compute(
    page: WindowPage, runs: list[FakeMapRun]
) -> None:
    maps = page.window.lab.break_even
    page.press_compare()
    page.emit_events(IO.events(8), over=True)
    LabPage(page).choose(BREAK_EVEN)
    assert maps.widget is not None
    assert maps.widget.shares.chosen() == "0", "nobody chose: it is the loop's own"
    panel = page.window.lab.panel
    assert panel is not None
    assert (panel.title.text(), panel.subtitle.text()) == (
        "Sleep",
        "Measure the map of 0% on CPU, and its place is marked there.",
    )
    page.click(maps.widget.shares.buttons["100"])
    maps.measure()
    (run,) = runs
    assert run.share == 100
    assert not maps.widget.shares.isEnabled()
    run.told.emit(made_map(run.python))
    run.finished.emit()
    said = maps.widget.also.sentences()
    assert not any("lies where" in each for each in said)
    assert said[0] == "Sleep is not on this map: its place is on the one of 0% on CPU."
    assert panel.subtitle.text() == "Its place is on the map of 0% on CPU."
    page.click(maps.widget.shares.buttons["0"])
    assert maps.widget.words.second.text().startswith("No such map of this machine")
    maps.measure()
    assert runs[-1].share == 0
    runs[-1].told.emit(made_map(run.python, 0))
    runs[-1].finished.emit()
    assert any(each.startswith("Sleep (tasks of ") for each in maps.widget.also.sentences())
    assert (panel.title.text(), panel.subtitle.text()) == ("Sleep", "Threads win there, with 100 items.")


def test_that_a_map_is_drawn_once_and_looked_up_once_however_often_the_window_is_fitted(
    page: WindowPage, runs: list[FakeMapRun], monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[int] = []
    monkeypatch.setattr(KeptMaps, "of", lambda kept, python, share: looks.append(share))
    lab, maps = LabPage(page), page.window.lab.break_even
    lab.choose(BREAK_EVEN)
    assert maps.widget is not None
    page.window.presenter.refresh()
    assert looks == [100]
    maps.measure()
    maps.show_map(made_map(runs[0].python))
    drawn: list[object] = []
    monkeypatch.setattr(maps.widget, "show_map", lambda *shown: drawn.append(shown))
    for _ in range(3):
        page.window.presenter.refresh()
    assert drawn == []
    runs[0].finished.emit()
    assert len(drawn) == 1


def test_that_a_map_that_was_measured_elsewhere_meanwhile_is_seen(page: WindowPage, runs: list[FakeMapRun]) -> None:
    lab, maps = LabPage(page), page.window.lab.break_even
    lab.choose(BREAK_EVEN)
    assert maps.widget is not None
    assert not maps.widget.save.isVisible()
    maps.measure()
    made = made_map(runs[0].python)
    maps.show_map(replace(made, cells=made.cells[:5]))
    runs[0].finished.emit()
    KeptMaps().keep(replace(made, created="2026-01-02T03:04:04+01:00"))
    page.window.presenter.refresh()
    assert not maps.widget.words.second.text().startswith("No such map")
    assert maps.widget.map.accessibleDescription().count("not whole"), "older than what was stopped here"
    KeptMaps().keep(replace(made, created="2026-01-02T03:05:05+01:00"))
    page.window.presenter.refresh()
    assert not maps.widget.map.accessibleDescription().count("not whole")
