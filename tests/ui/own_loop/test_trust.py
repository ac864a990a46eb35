"""The user's own loop: trusted only when the user says so, and tried before anything is timed."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton

from parloop_gui.engine.protocol.messages import LoopSpec
from parloop_gui.model.comparison.comparison import fold
from parloop_gui.model.document.write import encode, to_document
from parloop_gui.ui.setup.choices import from_text, to_text
from tests.helpers.comparisons.own_scenes import OWN_STATES
from tests.helpers.comparisons.scenes import CPU
from tests.ui.own_loop.pages import OwnLoopPage

# what a document names


def document_of(path: Path, folder: Path) -> Path:
    """A comparison of a user's loop, as somebody may have sent it."""
    known = CPU.comparison(12)
    loop = LoopSpec("user", "count", "NAMES", path=str(path), function="count")
    saved = folder / "sent.parloop"
    saved.write_bytes(encode(to_document(replace(known, plan=replace(known.plan, loop=loop)))))
    assert json.loads(saved.read_text())["plan"]["loop"]["path"] == str(path)
    return saved


def answer(own: OwnLoopPage, text: str) -> None:
    buttons: list[QAbstractButton] = own.page.question().buttons()
    own.page.click(next(button for button in buttons if button.text() == text))


def test_that_what_a_document_names_is_run_only_once_the_user_says_so(
    own: OwnLoopPage, words: Path, tmp_path: Path
) -> None:
    own.page.window.open(document_of(words, tmp_path))
    assert own.fields.chosen().foreign
    own.page.press_compare()
    assert own.page.question().text() == f"Run count from {words}?"
    assert "It runs over 'NAMES'." in own.page.question().informativeText()
    answer(own, "Cancel")
    assert own.page.window.session.running is False
    own.page.press_compare()
    answer(own, "Run it")
    assert own.loop.path == str(words)
    own.page.bridge.emit_events([], over=True)
    own.page.press_compare()
    assert len(own.page.bridge.plans) == 2


def test_that_a_restart_does_not_make_a_documents_file_trusted(own: OwnLoopPage, words: Path, tmp_path: Path) -> None:
    own.page.window.open(document_of(words, tmp_path))
    assert from_text(to_text(own.page.window.chosen.choices())).own.foreign
    own.pick_file(words)
    assert not own.fields.chosen().foreign
    assert own.fields.chosen().items == ""  # they were the document's: an expression can do anything, too


@pytest.mark.parametrize("named", ["/dev/zero", "none.py", "a\x00b.py"])
def test_that_a_document_may_name_anything(own: OwnLoopPage, named: str, tmp_path: Path) -> None:
    own.page.window.open(document_of(Path(named), tmp_path))
    own.page.press_compare()
    answer(own, "Run it")  # before that, nobody looks
    assert not own.page.can_compare
    assert own.page.problem
    assert not own.page.window.session.running


# what was tried beforehand


def show(own: OwnLoopPage, state: str) -> None:
    own.page.window.presenter.show_comparison(OWN_STATES[state]())


def test_that_what_was_tried_is_told_before_anything_is_timed(own: OwnLoopPage) -> None:
    show(own, "tried")
    assert {line.state for line in own.checks} == {"ok"}
    assert "the whole comparison about" in own.page.window.view.preflight.summary.text()


def test_that_it_says_which_strategies_are_ruled_out_and_which_go_on(own: OwnLoopPage) -> None:
    show(own, "ruled-out")
    pickling = next(line for line in own.checks if line.title == "Pickling")
    assert pickling.state == "failed"
    assert "fetch_price (line 8)" in pickling.text
    assert "rules out Pool and ProcessPoolExecutor" in pickling.text
    assert "Pool" not in [row.name for row in own.page.chart.rows]


def test_that_what_stops_everything_is_the_headline_and_said_nowhere_else(own: OwnLoopPage) -> None:
    show(own, "in-the-way")
    assert (
        own.page.headline
        == "fetch_price failed for item 0 ('ADA'), line 11: ConnectionError: the server does not answer."
    )
    assert [line.title for line in own.checks] == ["Import", "Items"]
    assert own.page.status == "Stopped before anything was timed"
    assert not own.page.window.view.chart.isVisible()
    own.page.press_compare()
    assert own.page.window.view.chart.isVisible()
    assert own.checks == []


def test_that_a_built_in_loop_has_no_such_card(own: OwnLoopPage) -> None:
    own.page.press_compare()
    own.page.emit_events(CPU.events(12), over=True)
    assert own.checks == []
    assert fold(None, next(iter(CPU.events(1)))).preflight == ()


def test_that_a_documents_path_is_not_even_looked_at_before_that(
    own: OwnLoopPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe = tmp_path / "there" / "pipe.py"
    pipe.parent.mkdir()
    os.mkfifo(pipe)
    document = document_of(pipe, tmp_path)
    looked: list[str] = []

    def watching(real: Callable[..., object]) -> Callable[..., object]:
        def watched(path: object, *more: object, **named: object) -> object:
            looked.extend([str(path)] if str(path).startswith(str(pipe.parent)) else [])
            return real(path, *more, **named)

        return watched

    for name in ("stat", "lstat", "open", "scandir", "listdir"):
        monkeypatch.setattr(os, name, watching(getattr(os, name)))
    own.page.window.open(document)
    own.page.window.details.card.copy.click()
    own.page.press_compare()
    answer(own, "Cancel")
    assert looked == []
    own.page.press_compare()
    answer(own, "Run it")
    assert looked != []
    assert "is not a file" in own.fields.problem()
    assert not own.page.window.session.running
