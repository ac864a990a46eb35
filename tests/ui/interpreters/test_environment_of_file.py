"""The Python for the user's own file: its environment's by default, and what one lacks is said before Compare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from parloop_gui.model.plan.plan import Interpreter
from parloop_gui.ui.interpreters.pythons import Pythons
from parloop_gui.ui.own_loop.own_loop import OwnLoop
from tests.helpers.comparisons.scenes import FREE, PYTHON
from tests.ui.pages import WindowPage

ENVIRONMENT = replace(PYTHON, id="3.13", path="/shop/.venv/bin/python", version="3.13.2")
LACKING = "Python 3.13 has no numpy, which work.py imports."


def lacking(file: Path, pythons: Sequence[Interpreter]) -> str:
    return LACKING if any(each.path == PYTHON.path for each in pythons) else ""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of the user's own."""
    path = tmp_path / "work.py"
    path.write_text("import numpy\n\n\ndef task(item):\n    return item\n")
    return path


def said(page: WindowPage) -> str:
    """What stands at the file."""
    notice = page.window.loops.own.missing
    return "" if notice.isHidden() else notice.sentence.text()


def use(page: WindowPage, file: Path) -> None:
    """Choose the file, and wait until all is known of it."""
    page.window.loops.use_file(file)
    page.bot.waitUntil(lambda: not page.window.environment.asker.busy)


def test_that_the_python_of_a_file_s_environment_is_chosen(
    page: WindowPage, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page.window, "pythons", Pythons(own_of=lambda path: ENVIRONMENT, first_missing=lacking))
    use(page, file)
    assert [each.path for each in page.window.top.chosen()] == [ENVIRONMENT.path]
    assert said(page) == ""
    page.window.top.pythons.boxes()[0].trigger()
    page.bot.waitUntil(lambda: said(page) == LACKING)


def test_that_what_is_missing_is_said_and_compare_is_off_until_another_is_chosen(
    page: WindowPage, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page.window, "pythons", Pythons(own_of=lambda path: None, first_missing=lacking))
    use(page, file)
    page.bot.waitUntil(lambda: said(page) == LACKING)
    assert page.status != LACKING
    page.window.loops.own.items.setEditText("3")
    assert page.window.top.compare.toolTip() == LACKING
    assert not page.can_compare
    page.choose_loop("primes")
    page.bot.waitUntil(lambda: page.can_compare)


def test_that_a_python_that_has_it_is_offered_at_the_file_and_chosen_by_a_click(
    page: WindowPage, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page.window, "pythons", Pythons(own_of=lambda path: None, first_missing=lacking))
    use(page, file)
    notice = page.window.loops.own.missing
    page.bot.waitUntil(notice.use.isVisible)
    assert notice.use.text() == f"Python {FREE.id} has it: use it"
    page.click(notice.use)
    page.bot.waitUntil(lambda: said(page) == "")
    assert page.window.top.chosen() == (FREE,)
    page.window.loops.own.items.setEditText("3")
    assert page.can_compare


def test_that_the_sentence_goes_with_its_file(
    page: WindowPage, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page.window, "pythons", Pythons(own_of=lambda path: None, first_missing=lacking))
    use(page, file)
    page.bot.waitUntil(lambda: said(page) == LACKING)
    other = tmp_path / "other.py"
    other.write_text("def task(item):\n    return item\n")
    monkeypatch.setattr(page.window, "pythons", Pythons(own_of=lambda path: None, first_missing=lambda *asked: ""))
    page.window.loops.use_file(other)
    assert said(page) == ""
    page.bot.waitUntil(lambda: not page.window.environment.asker.busy)


def test_that_nothing_is_asked_of_a_file_that_a_document_names(
    page: WindowPage, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Path] = []
    monkeypatch.setattr(page.window, "pythons", Pythons(own_of=asked.append))
    choices = replace(page.window.chosen.choices(), loop="your-function")
    page.window.remembered.show(replace(choices, own=OwnLoop(str(file), "task", "3", foreign=True)))
    page.window.environment.follow()
    assert not page.window.environment.asker.busy
    assert asked == []
