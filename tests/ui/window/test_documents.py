"""Documents: opened, dropped, and nothing lost without asking."""

from __future__ import annotations

from pathlib import Path

import pytest

from parloop_gui.model.document.write import encode, to_document
from parloop_gui.model.events.events import ComparisonEnded
from tests.helpers.comparisons.scenes import CPU, IO
from tests.ui.settings.pages import Habits, document


def test_that_a_dropped_document_is_shown_as_it_was_kept(habits: Habits, tmp_path: Path) -> None:
    assert habits.drop(document(tmp_path))
    assert habits.page.headline == "Use ThreadPoolExecutor"
    assert not habits.drop(tmp_path / "picture.png")


def test_that_open_asks_for_a_document(habits: Habits, tmp_path: Path) -> None:
    habits.key("Ctrl+O")
    dialog = habits.window.documents.dialog
    assert dialog is not None
    dialog.fileSelected.emit(str(document(tmp_path)))
    dialog.reject()
    assert habits.page.headline == "Use ThreadPoolExecutor"


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\x00", b'{"format": "parloop-comparison", "version": 99}'])
def test_that_a_damaged_document_gets_one_sentence_and_the_window_works_on(
    habits: Habits, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "broken.parloop"
    path.write_bytes(content)
    habits.drop(path)
    assert habits.question().text().count(".") >= 1
    assert "\n" not in habits.question().text()
    habits.answer("Close")
    habits.page.press_compare()
    assert len(habits.page.bridge.plans) == 1


def test_that_an_opened_document_brings_its_choices_and_those_before_can_be_had_back(
    habits: Habits, tmp_path: Path
) -> None:
    before = habits.window.chosen.choices()
    habits.window.open(document(tmp_path))
    opened = habits.window.chosen.choices()
    plan = IO.comparison(12).plan
    assert (opened.loop, opened.of_loop(opened.loop, 0).items) == (plan.loop.name, plan.loop.items)
    assert opened.strategies == [choice.strategy for choice in plan.choices]
    assert before.loop != opened.loop
    habits.menu.undo.trigger()
    assert habits.window.chosen.choices().loop == before.loop


def test_that_opening_while_a_comparison_runs_asks_and_keeps_its_rounds(habits: Habits, tmp_path: Path) -> None:
    page = habits.page
    page.press_compare()
    page.emit_events(CPU.events(4, None), over=False)
    habits.drop(document(tmp_path))
    habits.answer("Cancel")
    assert page.bridge.cancelled == 0
    habits.drop(document(tmp_path))
    habits.answer("Stop and open")
    assert page.bridge.cancelled == 1
    page.emit_events([ComparisonEnded("stopped", "", 3.0)], over=True)
    assert page.headline == "Use ThreadPoolExecutor"
    (kept,) = habits.window.kept_comparisons().page()
    assert (kept.loop, kept.rounds, kept.state) == ("Primes", 4, "stopped")


def test_that_one_the_app_did_not_see_the_end_of_is_shown_as_stopped(habits: Habits, tmp_path: Path) -> None:
    path = tmp_path / "crashed.parloop"
    path.write_bytes(encode(to_document(CPU.comparison(4, None))))
    habits.drop(path)
    assert habits.page.pill == "stopped after 4 rounds"
    assert habits.page.can_compare


@pytest.fixture
def nowhere_to_keep(tmp_path: Path) -> None:
    """The folder of the last comparisons can't be written: a file is in its way."""
    (tmp_path / "data").write_text("in the way")


@pytest.mark.usefixtures("nowhere_to_keep")
def test_that_results_that_can_not_be_kept_are_asked_about_before_they_are_lost(habits: Habits) -> None:
    page = habits.page
    page.press_compare()
    page.emit_events(CPU.events(12), over=True)
    page.press_compare()
    assert len(page.bridge.plans) == 1
    habits.answer("Cancel")
    habits.window.close()
    assert habits.window.isVisible()
    assert "can’t be kept" in habits.question().informativeText()
    habits.answer("Save")
    assert habits.window.exporting.dialog is not None
    habits.window.exporting.dialog.reject()
    habits.window.close()
    habits.answer("Discard")
    assert not habits.window.isVisible()


@pytest.mark.usefixtures("nowhere_to_keep")
def test_that_what_the_user_saved_is_not_asked_about(habits: Habits, tmp_path: Path) -> None:
    page = habits.page
    page.press_compare()
    page.emit_events(CPU.events(12), over=True)
    assert page.comparison is not None
    habits.window.exporting.saved.emit(page.comparison)
    page.press_compare()
    assert len(page.bridge.plans) == 2
