"""The user's own loop: chosen, read without being run, tried, and trusted only when the user says so."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton

from parloop_gui.engine.protocol import LoopSpec
from parloop_gui.model.comparison import fold
from parloop_gui.model.document import encode, to_document
from parloop_gui.ui.choices import from_text, to_text
from parloop_gui.ui.own_loop.function_box import ABOUT_ROLE
from parloop_gui.ui.own_loop.own_loop import OWN
from tests.helpers.own_scenes import OWN_STATES
from tests.helpers.scenes import CPU
from tests.ui.habit_pages import Habits
from tests.ui.own_loop_page import OwnLoopPage
from tests.ui.pages import WindowPage

SOURCE = '''"""Words of files."""
from pathlib import Path

NAMES = ["a", "b"]


def count(path, most=3):
    """The most frequent words of a file."""


def pair(left, right):
    """Two at a time."""


def names():
    """Every name."""
    yield from NAMES


def open_index():
    """Get ready."""
'''


@pytest.fixture
def own(page: WindowPage) -> OwnLoopPage:
    return OwnLoopPage(page)


@pytest.fixture
def words(tmp_path: Path) -> Path:
    path = tmp_path / "words.py"
    path.write_text(SOURCE)
    return path


def test_that_a_dropped_file_is_chosen_with_its_first_function(own: OwnLoopPage, words: Path) -> None:
    Habits(own.page).drop(words)
    own.page.bot.waitUntil(lambda: own.page.window.loops.loop().slug == OWN)
    assert own.fields.function.currentText() == "count(path, most=3)"
    assert own.fields.shown_problem("items") == "Say what it runs over."
    assert not own.page.can_compare
    own.type_items("NAMES")
    own.page.press_compare()
    assert (own.loop.kind, own.loop.path, own.loop.function, own.loop.items) == ("user", str(words), "count", "NAMES")
    assert not own.loop.unpack


def test_that_what_the_file_holds_is_offered_with_what_is_said_of_it(own: OwnLoopPage, words: Path) -> None:
    own.page.choose_loop(OWN)
    own.pick_file(words)
    assert own.offered(own.fields.function) == ["count(path, most=3)", "pair(left, right)"]
    assert "The most frequent words of a file." in own.fields.function.toolTip()
    assert own.fields.function.itemData(0, ABOUT_ROLE) == "The most frequent words of a file."
    assert own.offered(own.fields.items) == ["names", "A text or CSV file…"]
    assert own.offered(own.fields.setup) == ["None", "open_index()"]
    own.choose(own.fields.function, "pair")
    own.choose(own.fields.items, "names")
    own.choose(own.fields.setup, "open_index")
    own.page.press_compare()
    assert (own.loop.function, own.loop.items, own.loop.items_kind) == ("pair", "names", "function")
    assert (own.loop.setup, own.loop.unpack) == ("open_index", True)


def test_that_items_may_be_a_file_of_one_item_a_line(own: OwnLoopPage, words: Path, tmp_path: Path) -> None:
    lines = tmp_path / "lines.txt"
    lines.write_text("a\nb\n")
    own.page.window.open(words)
    own.choose(own.fields.items, "A text or CSV file")
    own.pick(own.fields.items.dialog, lines)
    own.page.press_compare()
    assert (own.loop.items, own.loop.items_kind) == (str(lines), "file")


@pytest.mark.parametrize(("typed", "items"), [("1,000", 1000), ("range(10, 50, 7)", "range(10, 50, 7)")])
def test_that_items_may_be_a_number_or_an_expression(
    own: OwnLoopPage, words: Path, typed: str, items: int | str
) -> None:
    own.page.window.open(Path(f"{words}:count"))
    own.type_items(typed)
    own.page.press_compare()
    assert own.loop.items == items


def test_that_what_is_no_python_is_said_under_its_field(own: OwnLoopPage, words: Path, tmp_path: Path) -> None:
    own.page.window.open(Path(f"{words}:count"))
    own.type_items("range(")
    assert "not 'range('" in own.fields.shown_problem("items")
    own.page.window.open(Path(f"{words}:cuont"))
    assert "did you mean 'count'?" in own.fields.shown_problem("function")
    broken = tmp_path / "broken.py"
    broken.write_text("def count(path:\n    pass\n")
    own.page.window.open(broken)
    assert own.fields.shown_problem("file").startswith("broken.py, line 1 is not Python")
    assert not own.page.can_compare


def test_that_choosing_a_file_runs_nothing_of_it_and_warns_of_what_importing_it_would(
    own: OwnLoopPage, tmp_path: Path
) -> None:
    path, trace = tmp_path / "noisy.py", tmp_path / "trace"
    path.write_text(f"def task(item):\n    return item\n\nopen({str(trace)!r}, 'w').write('ran')\n")
    own.page.window.open(path)
    own.type_items("10")
    assert own.warning.startswith("Importing noisy.py runs line 4")
    assert own.page.can_compare
    assert not trace.exists()


def test_that_a_file_without_a_task_says_what_it_lacks(own: OwnLoopPage, tmp_path: Path) -> None:
    path = tmp_path / "empty.py"
    path.write_text("LIMIT = 3\n")
    own.page.window.open(path)
    assert "no function that takes an item" in own.fields.shown_problem("file")


def test_that_the_third_card_asks_for_a_file_where_there_is_none(own: OwnLoopPage, words: Path) -> None:
    own.page.click(own.page.window.view.invitation.cards[OWN])
    own.pick(own.fields.file.dialog, words)
    assert own.fields.chosen().path == str(words)
    assert own.page.window.view.invitation.button.text().endswith("Compare count")
    own.page.click(own.page.window.view.invitation.cards[OWN])
    assert own.fields.file.dialog is None


def test_that_files_are_offered_again_and_choices_survive_a_restart(
    own: OwnLoopPage, words: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.py"
    other.write_text("def task(item):\n    return item\n")
    own.page.window.open(Path(f"{words}:count"))
    own.type_items("NAMES")
    choices = own.page.window.workbench.choices()
    assert from_text(to_text(choices)) == choices
    own.page.window.open(other)
    assert own.offered(own.fields.file) == ["other.py", "words.py", "Choose a file…", "Paste code…"]
    own.choose(own.fields.file, "words.py")
    assert own.fields.chosen().path == str(words)
    own.page.window.history.stack.undo()
    assert own.fields.chosen().path == str(other)


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
    assert own.page.window.workbench.session.running is False
    own.page.press_compare()
    answer(own, "Run it")
    assert own.loop.path == str(words)
    own.page.bridge.tell([], over=True)
    own.page.press_compare()
    assert len(own.page.bridge.plans) == 2


def test_that_a_restart_does_not_make_a_documents_file_trusted(own: OwnLoopPage, words: Path, tmp_path: Path) -> None:
    own.page.window.open(document_of(words, tmp_path))
    assert from_text(to_text(own.page.window.workbench.choices())).own.foreign
    own.pick_file(words)
    assert not own.fields.chosen().foreign
    assert own.fields.chosen().items == ""  # they were the document's: an expression can do anything, too


@pytest.mark.parametrize("named", ["/dev/zero", "none.py", "a\x00b.py", ""])
def test_that_a_document_may_name_anything(own: OwnLoopPage, named: str, tmp_path: Path) -> None:
    own.page.window.open(document_of(Path(named), tmp_path))
    assert not own.page.can_compare
    assert own.page.problem


# what was tried beforehand


def show(own: OwnLoopPage, state: str) -> None:
    own.page.window.workbench.show_comparison(OWN_STATES[state]())


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


def test_that_what_stops_everything_is_the_headline_and_the_last_check(own: OwnLoopPage) -> None:
    show(own, "in-the-way")
    assert own.page.headline == "Something is in the way"
    assert "line 11: ConnectionError" in own.checks[-1].text
    assert not own.page.window.view.chart.isVisible()
    own.page.press_compare()
    assert own.page.window.view.chart.isVisible()
    assert own.checks == []


def test_that_a_built_in_loop_has_no_such_card(own: OwnLoopPage) -> None:
    own.page.press_compare()
    own.page.tell(CPU.events(12), over=True)
    assert own.checks == []
    assert fold(None, next(iter(CPU.events(1)))).preflight == ()


# for loops


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


def test_that_copied_code_is_a_script_of_the_users_own_function(own: OwnLoopPage, words: Path) -> None:
    known = CPU.comparison(15)
    loop = LoopSpec("user", "count", "NAMES", path=str(words), function="count")
    own.page.window.workbench.show_comparison(replace(known, plan=replace(known.plan, loop=loop)))
    own.page.click(own.page.window.details.card.copy)
    copied = QGuiApplication.clipboard().text()
    assert "import words" in copied
    assert "pool.map(words.count, items)" in copied
    assert "items = words.NAMES" in copied
