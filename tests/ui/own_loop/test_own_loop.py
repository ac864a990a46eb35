"""The user's own loop: chosen, and read without being run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from parloop_gui.engine.protocol.messages import LoopSpec
from parloop_gui.ui.own_loop.function_box import ABOUT_ROLE
from parloop_gui.ui.own_loop.own_loop import OWN
from parloop_gui.ui.setup.choices import from_text, to_text
from tests.helpers.comparisons.scenes import CPU
from tests.ui.own_loop.pages import OwnLoopPage
from tests.ui.settings.pages import Habits


def test_that_a_dropped_file_is_chosen_with_its_first_function(own: OwnLoopPage, words: Path) -> None:
    Habits(own.page).drop(words)
    own.page.bot.waitUntil(lambda: own.page.window.loops.loop().slug == OWN)
    assert own.fields.function.currentText() == "count(path, most=3)"
    assert own.fields.shown_problem("items") == "Say what it runs over, such as NAMES."
    assert not own.marks_a_mistake("items")
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
    assert own.offered(own.fields.items) == ["NAMES", "names", "A text or CSV file…"]
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
    assert own.marks_a_mistake("items")
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
    choices = own.page.window.chosen.choices()
    assert from_text(to_text(choices)) == choices
    own.page.window.open(other)
    assert own.offered(own.fields.file) == ["other.py", "words.py", "Choose a file…", "Paste code…"]
    own.choose(own.fields.file, "words.py")
    assert own.fields.chosen().path == str(words)
    own.page.window.history.stack.undo()
    assert own.fields.chosen().path == str(other)


def test_that_copied_code_is_a_script_of_the_users_own_function(own: OwnLoopPage, words: Path) -> None:
    known = CPU.comparison(15)
    loop = LoopSpec("user", "count", "NAMES", path=str(words), function="count")
    own.page.window.presenter.show_comparison(replace(known, plan=replace(known.plan, loop=loop)))
    own.page.click(own.page.window.details.card.copy)
    copied = QGuiApplication.clipboard().text()
    assert "import words" in copied
    assert "pool.map(words.count, items)" in copied
    assert "items = words.NAMES" in copied


def test_that_items_that_the_file_itself_uses_are_filled_in_until_others_are_typed(
    own: OwnLoopPage, tmp_path: Path
) -> None:
    path = tmp_path / "shop.py"
    path.write_text(
        "NAMES = ['a']\nPAIRS = [(1, 2)]\n\n\ndef count(name):\n    return name\n\n\ndef pair(left, right):\n"
        "    return left\n\n\nif __name__ == '__main__':\n    print([count(n) for n in NAMES])\n"
        "    print([pair(a, b) for a, b in PAIRS])\n"
    )
    own.page.window.open(Path(f"{path}:count"))
    assert own.fields.chosen().items == "NAMES"
    assert own.page.can_compare
    own.choose(own.fields.function, "pair")
    assert own.fields.chosen().items == "PAIRS"
    own.type_items("[(3, 4)]")
    own.choose(own.fields.function, "count")
    assert own.fields.chosen().items == "[(3, 4)]"


def test_that_the_placeholder_fits_the_function(own: OwnLoopPage, words: Path) -> None:
    own.page.window.open(Path(f"{words}:pair"))
    editor = own.fields.items.lineEdit()
    assert editor is not None
    assert editor.placeholderText() == "e.g. [(1, 2), (3, 4)]"
    assert "takes 2 arguments" in own.fields.items.toolTip()
    own.choose(own.fields.function, "count")
    assert editor.placeholderText() == "e.g. NAMES"


def test_that_the_list_of_functions_is_as_wide_as_its_signatures(own: OwnLoopPage, tmp_path: Path) -> None:
    path = tmp_path / "long.py"
    path.write_text(f"def count({', '.join(f'argument_{at}=None' for at in range(5))}):\n    return 1\n")
    own.page.window.open(path)
    view, signature = own.fields.function.view(), own.fields.function.itemText(0)
    assert view.minimumWidth() > view.fontMetrics().horizontalAdvance(signature)
    assert signature in own.fields.function.toolTip()


def test_that_a_file_of_lines_is_dropped_on_the_items(own: OwnLoopPage, words: Path, tmp_path: Path) -> None:
    lines = tmp_path / "lines.txt"
    lines.write_text("a\nb\n")
    own.page.window.open(Path(f"{words}:count"))
    Habits(own.page).drop(lines, own.fields.items)
    assert own.fields.chosen().items == str(lines)


@pytest.mark.parametrize(
    ("name", "words"), [("words.py", "functions and loops are listed"), ("a.parloop", "comparison that it holds")]
)
def test_that_a_file_that_is_dragged_says_what_dropping_it_does(
    own: OwnLoopPage, tmp_path: Path, name: str, words: str
) -> None:
    hint, habits = own.page.window.drop_hint, Habits(own.page)
    habits.drag(tmp_path / name)
    assert hint.isVisible()
    assert (hint.name.text(), words in hint.words.text()) == (f"Drop {name}", True)
    habits.drag_away()
    assert not hint.isVisible()
    habits.drag(tmp_path / "a.png")
    assert not hint.isVisible()
