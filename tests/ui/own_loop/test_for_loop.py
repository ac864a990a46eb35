"""A for-loop of the user's: of a program that is run up to it, or of one that is pasted."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from parloop_gui.model.document.write import encode, to_document
from parloop_gui.model.source.parsed import parse
from parloop_gui.model.user_code.program_loop import Command, loop_at
from parloop_gui.ui.own_loop.function_box import ABOUT_ROLE
from parloop_gui.ui.own_loop.own_loop import OWN
from tests.helpers.comparisons.scenes import CPU
from tests.ui.own_loop.pages import OwnLoopPage
from tests.ui.settings.pages import Habits

LOOPS = '''"""Sizes."""
import os
import zlib

found = []
for name in sorted(os.listdir(".")):
    found.append(zlib.crc32(name.encode()))

for name in found:
    if last:
        last = zlib.adler32(b"x" * name, last)
'''


@pytest.fixture
def loops(tmp_path: Path) -> Path:
    path = tmp_path / "loops.py"
    path.write_text(LOOPS)
    return path


def test_that_a_for_loop_is_offered_and_compared_where_it_stands(own: OwnLoopPage, loops: Path) -> None:
    own.page.window.open(loops)
    assert own.offered(own.fields.function)[0] == "for name in sorted(os.listdir('.'))"
    line, rest = "Compare runs loops.py up to line 6", "once for all runs where it can be copied there."
    assert own.warning == f"{line} (for name in sorted(os.listdir('.'))), {rest}"
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


def test_that_arguments_are_undone_in_one_step(own: OwnLoopPage, loops: Path) -> None:
    own.page.window.open(loops)
    own.type_arguments("--days 3")
    Habits(own.page).key("Ctrl+Z")
    assert own.fields.chosen().arguments == own.fields.arguments.text() == ""
    assert own.fields.chosen().line == 6


def test_that_what_a_document_names_is_a_program_s_loop_again(own: OwnLoopPage, loops: Path, tmp_path: Path) -> None:
    own.page.window.open(loops)
    own.type_arguments("--days 3")
    own.page.press_compare()
    own.page.bridge.emit_events([], over=True)
    known = CPU.comparison(12)
    sent = tmp_path / "sent.parloop"
    sent.write_bytes(encode(to_document(replace(known, plan=replace(known.plan, loop=own.loop)))))
    own.page.window.open(sent)
    chosen = own.fields.chosen()
    assert (chosen.line, chosen.arguments, chosen.pasted, chosen.foreign) == (6, "--days 3", LOOPS, True)
    own.page.press_compare()
    assert own.page.question().text() == f"Run {loops} up to line 6?"
    assert own.page.question().detailedText() == LOOPS


def test_that_what_stands_in_the_way_of_a_loop_is_said(own: OwnLoopPage, loops: Path) -> None:
    own.page.window.open(loops)
    own.choose(own.fields.function, "for name in found")
    assert "`last` (line 1" in own.fields.shown_problem("function")
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


def test_that_a_notebook_is_opened_with_its_places_named_by_cell(own: OwnLoopPage, tmp_path: Path) -> None:
    path = tmp_path / "sizes.ipynb"
    cells = [{"cell_type": "code", "source": text} for text in ("%time\nimport zlib", LOOPS)]
    path.write_text(json.dumps({"cells": cells}))
    own.page.window.open(path)
    assert own.warning.startswith("Compare runs sizes.ipynb up to line 6 of cell 2 (for name in sorted(")
    own.page.press_compare()
    assert own.loop.program is not None
    assert (own.loop.path, own.loop.program.line) == (str(path), 10)


def test_that_the_program_that_a_document_wants_run_is_asked_about(
    own: OwnLoopPage, loops: Path, tmp_path: Path
) -> None:
    (tmp_path / "main.py").write_text("import loops\n")
    command = Command(("--days", "3"), tmp_path / "main.py")
    known, loop = CPU.comparison(12), loop_at(parse(LOOPS, loops), 6, command=command)
    sent = tmp_path / "sent.parloop"
    sent.write_bytes(encode(to_document(replace(known, plan=replace(known.plan, loop=loop)))))
    own.page.window.open(sent)
    own.page.press_compare()
    question = own.page.question()
    assert question.text() == f"Run {tmp_path / 'main.py'} up to line 6 of {loops}?"
    next(each for each in question.buttons() if each.text() == "Run it").click()
    assert own.warning.startswith("Compare runs main.py --days 3 up to line 6 of loops.py (")


def test_that_the_list_says_what_a_loop_took_last_time(own: OwnLoopPage, loops: Path) -> None:
    own.page.window.open(loops)
    own.fields.took_last = lambda path, titles: {"6": 1.5} if path == loops and len(titles) == 2 else {}
    own.fields.function.showPopup()
    assert own.fields.function.itemData(0, ABOUT_ROLE) == "line 6 · 1.5 s last time"
    own.fields.function.hidePopup()
