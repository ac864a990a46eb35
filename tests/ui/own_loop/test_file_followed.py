"""A file that changes while it is chosen: its list follows, what was chosen stays, and nothing of it is run."""

from __future__ import annotations

import ast
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from parloop_gui.model.plan.plan import Interpreter
from parloop_gui.model.source.foreign_tree import Refusal, keep
from parloop_gui.model.source.parsed import UnreadError
from parloop_gui.ui.interpreters.pythons import Pythons
from tests.helpers import interpreters
from tests.helpers.comparisons.scenes import PYTHON
from tests.loops.expected import FOLDER
from tests.ui.own_loop.pages import OwnLoopPage

MODERN = FOLDER / "modern.py"
COUNT, PAIR = "def count(path):\n    return path\n", "def pair(left, right):\n    return left\n"
NO_PYTHON = "def count(path:\n"
LOOP = "found = []\nfor name in range(9):\n    found.append(pow(name, 9, 7))\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    path = folder / "work.py"
    path.write_text(COUNT)
    return path


def use(own: OwnLoopPage, name: str, items: str = "9") -> None:
    own.page.window.open(Path(name))
    if items:
        own.type_items(items)


def functions(own: OwnLoopPage) -> list[str]:
    return own.offered(own.fields.function)


def is_offered(own: OwnLoopPage, offered: list[str]) -> bool:
    return functions(own) == offered


def replaced(file: Path, text: str) -> None:
    """As editors do it: the new text is written beside the file and takes its name."""
    beside = file.with_name(".work.py.swp")
    beside.write_text(text)
    beside.replace(file)


@pytest.mark.parametrize("write", [Path.write_text, replaced])
def test_that_the_list_follows_a_file_that_is_written_or_replaced(own: OwnLoopPage, file: Path, write: object) -> None:
    assert callable(write)
    use(own, f"{file}:count")
    for text in (PAIR + COUNT, COUNT + PAIR, COUNT):  # again and again: what was watched may be gone
        write(file, f"open({str(file.parent / 'trace')!r}, 'w')\n{text}")
        offered = [line[4:-1] for line in text.splitlines() if line.startswith("def")]
        own.page.bot.waitUntil(partial(is_offered, own, offered))
        assert own.fields.function.currentText() == "count(path)"
    assert own.warning.startswith("Importing work.py runs line 1")
    assert (own.fields.chosen().function, own.fields.chosen().items, own.page.can_compare) == ("count", "9", True)
    assert not (file.parent / "trace").exists()


def test_that_a_file_that_is_removed_or_broken_says_so_until_it_is_back(own: OwnLoopPage, file: Path) -> None:
    use(own, f"{file}:count")
    file.unlink()
    own.page.bot.waitUntil(lambda: own.fields.shown_problem("file") == "There is no file 'work.py' any more.")
    assert not own.page.can_compare
    file.write_text(NO_PYTHON)
    own.page.bot.waitUntil(lambda: own.fields.shown_problem("file").startswith("work.py, line 1 is not Python"))
    file.write_text(PAIR + COUNT)
    own.page.bot.waitUntil(lambda: own.fields.function.currentText() == "count(path)")
    assert own.page.can_compare


def test_that_a_function_that_is_gone_is_said_and_taken_up_when_it_is_back(own: OwnLoopPage, file: Path) -> None:
    use(own, f"{file}:count")
    replaced(file, PAIR)
    own.page.bot.waitUntil(lambda: own.fields.shown_problem("function").startswith("work.py has no function 'count'"))
    replaced(file, COUNT)
    own.page.bot.waitUntil(lambda: own.page.can_compare)


def test_that_another_file_is_followed_from_then_on(own: OwnLoopPage, file: Path) -> None:
    other = file.with_name("other.py")
    other.write_text(PAIR)
    use(own, str(file))
    use(own, str(other))
    file.write_text(NO_PYTHON)
    other.write_text(PAIR + COUNT)
    own.page.bot.waitUntil(lambda: len(functions(own)) == 2)
    assert own.page.can_compare


def test_that_a_loop_is_found_again_wherever_it_stands_now(own: OwnLoopPage, file: Path) -> None:
    file.write_text(LOOP)
    use(own, f"{file}:2", "")
    replaced(file, f"# another line\n{LOOP.replace('pow(name', 'pow(name + 1')}")
    own.page.bot.waitUntil(lambda: own.fields.chosen().line == 3)
    own.page.press_compare()
    assert own.loop.program is not None
    assert "pow(name + 1" in own.loop.program.text
    own.page.bridge.emit_events([], over=True)
    file.unlink()
    gone = "There is no file 'work.py' any more."
    own.page.bot.waitUntil(lambda: own.fields.shown_problem("file") == gone)
    file.write_text(f"\n\n\n{LOOP}")
    own.page.bot.waitUntil(lambda: own.fields.chosen().line == 5 and own.page.can_compare)


def test_that_a_change_while_it_is_compared_shows_in_the_list_and_lets_the_run_be(own: OwnLoopPage, file: Path) -> None:
    use(own, f"{file}:count")
    own.page.press_compare()
    file.write_text(COUNT + PAIR)
    own.page.bot.waitUntil(lambda: len(functions(own)) == 2)
    assert own.page.can_stop
    assert own.page.bridge.cancelled == 0


def test_that_what_a_changed_file_lacks_is_asked_again(
    own: OwnLoopPage, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lacking(path: Path, pythons: Sequence[Interpreter]) -> str:
        return "No numpy here." if "numpy" in path.read_text() else ""

    monkeypatch.setattr(own.page.window, "pythons", Pythons(own_of=lambda path: None, first_missing=lacking))
    use(own, f"{file}:count")
    file.write_text(f"import numpy\n{COUNT}")
    own.page.bot.waitUntil(lambda: own.fields.missing.problem() == "No numpy here.")
    file.write_text(COUNT)
    own.page.bot.waitUntil(lambda: own.page.can_compare)


# syntax that only a newer Python knows


def asked(own: OwnLoopPage, monkeypatch: pytest.MonkeyPatch, told: ast.Module | Refusal) -> list[str]:
    """The texts that a newer Python is asked to parse; it tells this of each."""
    texts: list[str] = []

    def read(unread: UnreadError, pythons: Sequence[Interpreter]) -> bool:
        assert pythons
        texts.append(unread.text)
        keep(unread.text, told)
        return True

    monkeypatch.setattr("parloop_gui.bridge.interpreters.newer_python.newer_than_own", tuple)
    nothing = Pythons(own_of=lambda path: None, first_missing=lambda path, pythons: "", read_with_newer=read)
    monkeypatch.setattr(own.page.window, "pythons", nothing)
    return texts


def test_that_what_a_newer_python_finds_is_offered(
    own: OwnLoopPage, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = asked(own, monkeypatch, ast.parse(PAIR + COUNT))
    file.write_text("newer = = syntax\n")
    own.page.window.open(file)
    own.page.bot.waitUntil(lambda: functions(own) == ["pair(left, right)", "count(path)"])
    assert own.fields.chosen().function == "pair"
    own.type_items("[(1, 2)]")
    own.page.bot.waitUntil(lambda: own.page.can_compare)
    own.page.press_compare()
    assert (own.loop.function, own.loop.unpack) == ("pair", True)
    assert texts == ["newer = = syntax\n"]


def test_that_what_no_python_can_parse_is_said_by_the_newest_and_asked_once(
    own: OwnLoopPage, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = asked(own, monkeypatch, Refusal("3.99", "no such thing", 3))
    file.write_text("no = = syntax\n")
    own.page.window.open(file)
    own.page.bot.waitUntil(
        lambda: own.fields.shown_problem("file") == "work.py, line 3 is not Python 3.99: no such thing."
    )
    own.type_items("3")
    assert texts == ["no = = syntax\n"]
    assert not own.page.can_compare


@pytest.mark.slow
@pytest.mark.skipif(sys.version_info >= (3, 12), reason="this Python parses it itself")
def test_that_a_python_that_is_found_parses_it(own: OwnLoopPage, monkeypatch: pytest.MonkeyPatch) -> None:
    quiet = Pythons(own_of=lambda path: None, first_missing=lambda path, pythons: "")
    monkeypatch.setattr(own.page.window, "pythons", quiet)
    own.page.window.open(MODERN)
    found = replace(PYTHON, id="3.13 (here)", path=str(interpreters.find("3.13")))
    own.page.window.offered.offer(found, alone=True)
    own.page.bot.waitUntil(lambda: "pair(title, name)" in functions(own), timeout=20_000)
    assert {"TITLES", "pairs"} <= {*own.offered(own.fields.items)}
    own.choose(own.fields.function, "for title in TITLES.values()")
    assert own.fields.shown_problem("function") == ""
    own.page.window.open(Path(f"{MODERN}:27"))
    assert own.page.can_compare
