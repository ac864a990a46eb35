"""A for-loop of the user's: of a program that is run up to it, or of one that is pasted."""

from __future__ import annotations

from pathlib import Path

import pytest

from parloop_gui.ui.own_loop.own_loop import OWN
from tests.ui.own_loop.pages import OwnLoopPage

LOOPS = '''"""Sizes."""
import os
import zlib

found = []
for name in sorted(os.listdir(".")):
    found.append(zlib.crc32(name.encode()))

for name in found:
    if zlib.adler32(b"x" * name) > 3:
        break
'''


@pytest.fixture
def loops(tmp_path: Path) -> Path:
    path = tmp_path / "loops.py"
    path.write_text(LOOPS)
    return path


def test_that_a_for_loop_is_offered_and_compared_where_it_stands(own: OwnLoopPage, loops: Path) -> None:
    own.page.window.open(loops)
    assert own.offered(own.fields.function)[0] == "for name in sorted(os.listdir('.'))"
    assert own.warning == "Compare runs loops.py up to line 6 (for name in sorted(os.listdir('.'))), anew for each run."
    assert own.page.problem == ""
    assert not own.fields.items.isVisible()
    own.page.press_compare()
    assert (own.loop.kind, own.loop.path, own.loop.function) == ("program", str(loops), "task")
    assert own.loop.program is not None
    assert (own.loop.program.line, own.loop.program.source) == (6, LOOPS)


def test_that_the_program_is_run_with_the_arguments_that_were_typed(own: OwnLoopPage, loops: Path) -> None:
    own.page.window.open(loops)
    own.type_arguments("--days 3 'a b")
    assert own.fields.shown_problem("arguments") == "A shell could not take these apart: no closing quotation."
    assert not own.page.can_compare
    own.type_arguments("--days 3 'a b'")
    own.page.press_compare()
    assert own.loop.program is not None
    assert own.loop.program.arguments == ("--days", "3", "a b")


def test_that_what_stands_in_the_way_of_a_loop_is_said(own: OwnLoopPage, loops: Path) -> None:
    own.page.window.open(loops)
    own.choose(own.fields.function, "for name in found")
    assert "`break` (line 11)" in own.fields.shown_problem("function")
    assert not own.page.can_compare
    own.choose(own.fields.function, "for name in sorted")
    assert own.page.can_compare


def test_that_how_it_is_taken_apart_is_shown(own: OwnLoopPage, loops: Path) -> None:
    own.page.window.open(Path(f"{loops}:6"))
    own.page.click(own.fields.code)
    dialog = own.fields.dialog
    assert dialog is not None
    text = dialog.text.toPlainText()
    assert dialog.text.isReadOnly()
    assert "def task(name):" in text
    assert "return zlib.crc32(name.encode())" in text
    assert "for name, " in text
    assert "found.append(" in text


def test_that_pasted_code_is_compared_as_a_file_would_be(own: OwnLoopPage) -> None:
    own.page.choose_loop(OWN)
    own.choose(own.fields.file, "Paste code")
    dialog = own.fields.dialog
    assert dialog is not None
    assert not dialog.use.isEnabled()
    dialog.text.setPlainText("found = []\nfor number in range(9):\n    found.append(pow(number, number, 7))\n")
    own.page.click(dialog.use)
    assert own.fields.function.currentText() == "for number in range(9)"
    own.page.press_compare()
    assert own.loop.program is not None
    assert "def task(number):" in own.loop.program.text


def test_that_a_function_that_was_pasted_needs_its_items(own: OwnLoopPage) -> None:
    own.fields.use_code("def double(number):\n    return 2 * number\n")
    own.page.choose_loop(OWN)
    own.type_items("30")
    own.page.press_compare()
    assert (own.loop.function, own.loop.items) == ("double", 30)
    assert (own.loop.code or "").startswith("def double")
