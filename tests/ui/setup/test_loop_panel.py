"""The left panel: what it takes, and the sentence for what it does not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from parloop_gui.engine.catalogue.fitness import NOT_HERE, Obstacle
from parloop_gui.ui.own_loop.own_loop import OWN
from parloop_gui.ui.setup.choices import Choices, from_text, to_text
from parloop_gui.ui.widgets.row_delegate import ROW_HEIGHT
from tests.ui.pages import WindowPage


@pytest.mark.parametrize("typed", ["0", "-1", "2000000"])
def test_that_items_out_of_range_are_refused_with_a_sentence(page: WindowPage, typed: str) -> None:
    page.type_items(typed)
    assert page.window.loops.items_problem().startswith("Items is a number from 1 to")
    assert not page.can_compare
    page.type_items("5")
    assert page.window.loops.items_problem() == ""
    assert page.can_compare


def test_that_a_bad_parameter_is_refused_with_its_range(page: WindowPage) -> None:
    page.choose_loop("sleep")
    fields = page.window.loops.parameters
    name = next(iter(fields.values()))
    editor = fields.field(name).editor
    editor.setProperty("value", -5)
    assert "is between" in page.problem
    assert "is between" in fields.field(name).shown_problem()
    assert not page.can_compare


@pytest.mark.parametrize("typed", ["0", "many", "-3", "5000", ""])
def test_that_workers_take_a_number_or_one_of_two_words(page: WindowPage, typed: str) -> None:
    page.window.loops.width_fields.workers.setCurrentText(typed)
    assert page.problem.startswith("Workers is a number from 1 to 2,000")
    page.window.loops.width_fields.workers.setCurrentText("4")
    page.press_compare()
    assert page.bridge.plans[0].workers == 4


def test_that_pythons_own_workers_are_asked_for_by_that_name(page: WindowPage) -> None:
    page.window.loops.width_fields.workers.setCurrentIndex(1)
    page.press_compare()
    assert page.bridge.plans[0].workers == "python"


def test_that_every_loop_can_be_chosen_and_brings_its_own_items(page: WindowPage) -> None:
    for row in page.window.loops.loops.rows():
        if row.slug and row.slug != OWN:
            page.choose_loop(row.slug)
            assert page.window.loops.loop().slug == row.slug
            assert page.window.loops.items.value() == page.window.loops.loop().default_items
            assert page.problem == ""


def test_that_the_plain_loop_can_not_be_left_out(page: WindowPage) -> None:
    page.click_strategy("serial")
    assert "serial" in page.window.loops.strategies.chosen()


def test_that_there_must_be_something_to_compare_with(page: WindowPage) -> None:
    for slug in page.window.loops.strategies.chosen():
        page.click_strategy(slug)
    assert page.problem == "Check a strategy to compare the plain loop with."
    assert not page.can_compare


def test_that_space_changes_a_box(page: WindowPage) -> None:
    rows = page.window.loops.strategies.list
    rows.choose("thread")
    QTest.keyClick(rows, Qt.Key.Key_Space)
    assert "thread" not in page.window.loops.strategies.chosen()
    QTest.keyClick(rows, Qt.Key.Key_Space)
    assert "thread" in page.window.loops.strategies.chosen()


# What this Python lacks: sub-interpreters came later, and packages are not installed here.
LACKING = {"interpreter-pool-executor", "joblib"}


def test_that_one_row_says_which_packages_are_not_installed(page: WindowPage) -> None:
    last = page.window.loops.strategies.list.rows()[-1]
    assert (last.text, last.hint, last.off) == ("joblib, mpire", "not installed", True)
    assert [line.rpartition(" ")[2] for line in last.why.splitlines()] == ["joblib", "mpire"]


def test_that_one_thread_for_each_of_very_many_items_is_unavailable_with_its_reason(page: WindowPage) -> None:
    page.type_items("5000")
    off = {row.slug: row.why for row in page.window.loops.strategies.list.rows() if row.off}
    assert set(off) - LACKING == {"thread", "process"}
    assert "5,000 threads" in off["thread"]
    page.type_items("50")
    off = {row.slug: row.why for row in page.window.loops.strategies.list.rows() if row.off}
    assert set(off) <= LACKING
    assert len(page.window.loops.strategies.chosen()) == 7


def test_that_choices_survive_being_written() -> None:
    choices = Choices(loop="sleep", loops={"sleep": {"items": 3, "params": {"ms": 2}}}, workers=4, chunksize=2)
    assert from_text(to_text(choices)) == choices
    assert choices.of_loop("sleep", 60).items == 3


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"loop": 3}', '{"nothing": 1}', None])
def test_that_settings_that_make_no_sense_give_the_defaults(text: object) -> None:
    assert from_text(text) == Choices()


def test_that_reasons_are_brief_beside_the_name_and_whole_in_the_tooltip(page: WindowPage) -> None:
    page.type_items("5000")
    rows = {row.slug: row for row in page.window.loops.strategies.list.rows()}
    assert rows["thread"].hint == "too many items"
    page.window.loops.show_unavailable(
        {
            "process-pool": Obstacle("needs Python 3.14+", "needs 3.14+"),
            "thread": Obstacle("this loop suits submit only", NOT_HERE),
        }
    )
    rows = {row.slug: row for row in page.window.loops.strategies.list.rows()}
    assert (rows["process-pool"].hint, rows["process-pool"].why) == ("needs 3.14+", "needs Python 3.14+")
    assert rows["thread"].hint == "not this loop"


def test_that_words_that_need_it_are_explained(page: WindowPage) -> None:
    panel = page.window.loops
    for editor in (panel.items, *panel.width_fields.editors()):
        assert editor.toolTip().endswith(".")


def in_view(page: WindowPage) -> list[str]:
    loops = page.window.loops.loops
    return [row.slug for row in loops.rows() if row.slug and not loops.row_rect(row.slug).isEmpty()]


def test_that_loops_few_begin_with_are_shown_when_asked_for(
    page: WindowPage, open_window: Callable[[], WindowPage]
) -> None:
    loops = page.window.loops.loops
    at_first, every = in_view(page), [row.slug for row in loops.rows() if row.slug]
    assert at_first == [slug for slug in every if slug not in ("device", "image", "video", "learn", "errands")]
    assert loops.more.text() == "5 more"
    height = loops.height()
    page.click(loops.more)
    assert (in_view(page), loops.more.text()) == (every, "Show fewer")
    assert loops.height() == height + 5 * ROW_HEIGHT
    assert in_view(open_window()) == every  # at the next start too
    page.click(loops.more)
    assert in_view(page) == at_first


def test_that_the_chosen_loop_is_in_view(page: WindowPage) -> None:
    loops = page.window.loops.loops
    page.window.loops.restore(Choices(loop="errands"))
    assert "errands" in in_view(page)
    page.click(loops.more)
    assert "errands" in in_view(page)
    assert "device" not in in_view(page)
