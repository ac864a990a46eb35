"""What if: reckoned from the last comparison, kept with it, shown again."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest

from parloop_gui.model.events.events import RunBegan, WentOn
from parloop_gui.model.what_if.answer import NOTHING
from parloop_gui.model.what_if.answer import what_if as what_if_of
from parloop_gui.model.what_if.basis import basis_of
from parloop_gui.model.what_if.changes import Changes
from parloop_gui.model.what_if.keeping import with_what_if
from parloop_gui.ui.lab.what_if import WHAT_IF
from tests.helpers.comparisons.scenes import CPU, failed
from tests.ui.lab.pages import LabPage
from tests.ui.pages import WindowPage


def test_that_what_if_reckons_from_the_last_comparison_and_measures_nothing(
    page: WindowPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    lab = LabPage(page)
    lab.choose(WHAT_IF)
    what_if = page.window.lab.what_if.widget
    assert what_if is not None
    assert what_if.words.second.text() == "Compare a loop first: what if starts from what was measured of it."
    page.press(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    page.press_compare()
    page.emit_events(CPU.events(8), over=True)
    page.press(Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert not page.can_compare
    # What is known of the loop is made out once, not at each step of a slider.
    monkeypatch.delattr("parloop_gui.model.what_if.basis.basis_of")
    cores = what_if.sliders["cores"].bar
    cores.setFocus()
    for _ in range(2):
        QTest.keyClick(cores, Qt.Key.Key_Right)
    assert what_if.sliders["cores"].value.text() == "8 cores"
    assert what_if.words.sentence.text().startswith("With 8 cores use ProcessPoolExecutor: ")
    assert any("extrapolated" in each for each in what_if.also.sentences())
    gains = {line.points[0].where: line.points[0].times.median for line in what_if.chart.data.lines}
    measured = {line.points[1].where: line.points[1].times.median for line in what_if.chart.data.lines}
    assert gains["ProcessPoolExecutor"] > measured["ProcessPoolExecutor"]
    what_if.no_gil.click()
    assert any("GIL" in each for each in what_if.also.sentences())
    reckoned = QSignalSpy(what_if.changed)
    page.click(what_if.back)
    assert reckoned.count() == 1, "everything is reckoned once, not once for each slider"
    assert not any("GIL" in each for each in what_if.also.sentences())
    assert what_if.sliders["cores"].value.text() == "2 cores, measured"


def test_that_what_is_supposed_is_kept_and_shown_again_beside_what_was_kept_elsewhere(page: WindowPage) -> None:
    comparison = CPU.comparison(8)
    elsewhere = what_if_of(basis_of(comparison), Changes(items=12_345, no_gil=True))
    page.window.presenter.show_document(with_what_if(comparison, elsewhere))
    LabPage(page).choose(WHAT_IF)
    what_if = page.window.lab.what_if.widget
    assert what_if is not None
    assert not what_if.keep.isEnabled(), "what was measured needs no keeping"
    cores = what_if.sliders["cores"].bar
    cores.setValue(cores.maximum())
    said = what_if.words.sentence.text()
    page.click(what_if.keep)
    assert what_if.kept.sentences()[1] == said
    assert cores.value() == cores.maximum(), "sliders stay where they are"
    assert page.comparison is not None
    assert [each.cores for each in page.comparison.what_ifs] == [None, 64]
    page.click(what_if.kept.rows[0][2])
    assert what_if.sliders["items"].value.text() == "12,345 items"
    assert what_if.no_gil.isChecked()
    assert what_if.words.sentence.text().startswith("With 12,345 items and the GIL released ")
    page.click(what_if.kept.rows[1][2])
    assert what_if.words.sentence.text() == said
    assert not what_if.no_gil.isChecked()


def test_that_nothing_is_kept_with_a_comparison_that_is_being_measured(page: WindowPage) -> None:
    page.press_compare()
    page.emit_events(CPU.events(8), over=True)
    lab = LabPage(page)
    lab.choose(WHAT_IF)
    what_if = page.window.lab.what_if.widget
    assert what_if is not None
    page.press(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    page.click(page.window.view.verdict.go_on)
    page.emit_events([WentOn(page.bridge.plans[-1]), RunBegan("more", CPU.contestants()[1], 9)], over=False)
    page.press(Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    cores = what_if.sliders["cores"].bar
    cores.setValue(cores.maximum())
    page.click(what_if.keep)
    assert what_if.kept.sentences() == [], "its last state would take the place of the one that goes on"


def test_that_what_if_tells_too_little_from_nothing_yet(page: WindowPage) -> None:
    LabPage(page).choose(WHAT_IF)
    what_if = page.window.lab.what_if
    what_if.take(failed())
    what_if.refresh("")
    assert what_if.widget is not None
    assert what_if.widget.words.second.text() == NOTHING
