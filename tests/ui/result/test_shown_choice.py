"""The result on screen is of the choice on screen, or says whose it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from parloop_gui.model.document.write import encode, to_document
from tests.helpers.comparisons.scenes import CPU, IO
from tests.ui.own_loop.pages import OwnLoopPage
from tests.ui.pages import WindowPage


def is_pale(page: WindowPage) -> bool:
    """Whether the verdict has stepped back."""
    return page.window.view.verdict.headline.objectName() == "so-far"


def offers_again(page: WindowPage) -> bool:
    return page.window.view.verdict.again.isVisible()


@pytest.fixture
def measured(page: WindowPage) -> WindowPage:
    """A window that has just compared Primes."""
    page.press_compare()
    page.emit_events(CPU.events(15), over=True)
    return page


def test_that_a_verdict_says_whose_it_is(measured: WindowPage) -> None:
    assert measured.window.view.verdict.subject.text() == "Primes · 200 items"
    assert (is_pale(measured), offers_again(measured)) == (False, False)


CHANGES: dict[str, Callable[[WindowPage], object]] = {
    "loop": lambda page: page.choose_loop("sleep"),
    "items": lambda page: page.type_items("77"),
    "strategy": lambda page: page.click_strategy("thread"),
    "workers": lambda page: page.window.loops.width_fields.workers.setCurrentText("7"),
    "chunk size": lambda page: page.window.loops.width_fields.chunksize.setValue(5),
    "Python": lambda page: page.window.top.pythons.boxes()[1].trigger(),
}


@pytest.mark.parametrize("what", CHANGES)
def test_that_it_is_pale_as_soon_as_another_choice_is_on_screen_and_no_longer(measured: WindowPage, what: str) -> None:
    CHANGES[what](measured)
    assert (is_pale(measured), offers_again(measured)) == (True, True)
    assert not measured.window.view.verdict.go_on.isVisible()
    measured.window.history.stack.undo()
    if what == "Python":  # which is no step of its own
        measured.window.top.pythons.boxes()[1].trigger()
    assert (is_pale(measured), offers_again(measured)) == (False, False)


def test_that_how_long_to_measure_makes_no_other_result(measured: WindowPage) -> None:
    measured.click(measured.window.top.efforts.buttons["quick"])
    measured.type_seconds("40")
    assert not is_pale(measured)


def test_that_compare_again_compares_what_is_chosen_now(measured: WindowPage) -> None:
    measured.choose_loop("sleep")
    measured.click(measured.window.view.verdict.again)
    assert measured.bridge.plans[-1].loop.name == "sleep"
    assert measured.window.view.verdict.subject.text() == "Sleep"
    measured.emit_events(IO.events(12), over=True)
    assert (is_pale(measured), offers_again(measured)) == (False, False)


def test_that_a_comparison_made_again_stays_that_of_the_former_choice(page: WindowPage) -> None:
    page.choose_loop("sleep")
    page.press_compare()
    page.emit_events(IO.events(12), over=True)
    page.choose_loop("primes")
    page.click(page.failed_links(0).again)
    page.emit_events(IO.events(12), over=True)
    assert page.bridge.plans[-1].loop.name == "sleep"
    assert is_pale(page)


def test_that_a_document_is_of_the_choice_that_it_brings(page: WindowPage, tmp_path: Path) -> None:
    path = tmp_path / "mine.parloop"
    path.write_bytes(encode(to_document(IO.comparison(12))))
    page.window.open(path)
    assert (page.window.loops.loop().slug, is_pale(page)) == ("sleep", False)
    page.choose_loop("primes")
    assert is_pale(page)


def test_that_a_file_that_was_changed_since_is_another_choice(own: OwnLoopPage, words: Path) -> None:
    own.page.window.open(Path(f"{words}:count"))
    own.type_items("NAMES")
    own.page.press_compare()
    own.page.emit_events(CPU.events(15), over=True)
    assert not is_pale(own.page)
    words.write_text(words.read_text() + "\n\nMORE = 1\n")
    own.page.bot.waitUntil(lambda: is_pale(own.page))
    own.page.press(Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    own.page.emit_events(CPU.events(15), over=True)
    assert not is_pale(own.page)
