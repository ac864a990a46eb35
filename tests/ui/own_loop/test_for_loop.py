"""A for-loop of the user's: lifted out of its file, or pasted."""

from __future__ import annotations

from pathlib import Path

import pytest

from parloop_gui.ui.own_loop.own_loop import OWN
from tests.ui.own_loop.pages import OwnLoopPage

LOOPS = '''"""Sizes."""
import os

found = []
for name in sorted(os.listdir(".")):
    found.append(len(name))

for name in found:
    if name > 3:
        break
'''


@pytest.fixture
def loops(tmp_path: Path) -> Path:
    path = tmp_path / "loops.py"
    path.write_text(LOOPS)
    return path


def test_that_a_for_loop_is_offered_lifted_out_and_compared(own: OwnLoopPage, loops: Path) -> None:
    own.page.window.open(loops)
    assert own.offered(own.fields.function)[0] == "for name in sorted(os.listdir('.'))"
    assert own.warning == ""  # the file is not imported
    assert own.page.problem == ""
    own.page.press_compare()
    assert own.loop.code is not None
    assert "def task(name):" in own.loop.code
    assert (own.loop.function, own.loop.items, own.loop.path) == ("task", "items", str(loops))


def test_that_what_stands_in_the_way_of_lifting_is_said(own: OwnLoopPage, loops: Path) -> None:
    own.page.window.open(loops)
    own.choose(own.fields.function, "for name in found")
    assert "`break` (line 10)" in own.fields.shown_problem("function")
    assert not own.page.can_compare
    own.choose(own.fields.function, "for name in sorted")
    assert own.page.can_compare


def test_that_the_lifted_code_is_shown_and_can_be_edited(own: OwnLoopPage, loops: Path) -> None:
    own.page.window.open(Path(f"{loops}:5"))
    own.page.click(own.fields.code)
    dialog = own.fields.dialog
    assert dialog is not None
    lifted = dialog.text.toPlainText()
    assert "def task(name):" in lifted
    dialog.text.setPlainText("def task(:")
    assert "is not Python" in dialog.problem.text()
    assert not dialog.use.isEnabled()
    dialog.text.setPlainText(lifted.replace("len(name)", "2 * len(name)"))
    own.page.click(dialog.use)
    own.page.press_compare()
    assert "2 * len(name)" in (own.loop.code or "")


def test_that_pasted_code_is_compared_as_a_file_would_be(own: OwnLoopPage) -> None:
    own.page.choose_loop(OWN)
    own.choose(own.fields.file, "Paste code")
    dialog = own.fields.dialog
    assert dialog is not None
    assert not dialog.use.isEnabled()
    dialog.text.setPlainText("found = []\nfor number in range(9):\n    found.append(number * number)\n")
    own.page.click(dialog.use)
    assert own.fields.function.currentText() == "for number in range(9)"
    own.page.press_compare()
    assert "def task(number):" in (own.loop.code or "")


def test_that_a_function_that_was_pasted_needs_its_items(own: OwnLoopPage) -> None:
    own.fields.use_code("def double(number):\n    return 2 * number\n")
    own.page.choose_loop(OWN)
    own.type_items("30")
    own.page.press_compare()
    assert (own.loop.function, own.loop.items) == ("double", 30)
    assert (own.loop.code or "").startswith("def double")
