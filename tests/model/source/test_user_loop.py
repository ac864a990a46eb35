"""What the user names becomes a loop, or one sentence says why it can't."""

from __future__ import annotations

from pathlib import Path

import pytest

from parloop_gui.model.source.parsed import SourceError
from parloop_gui.model.user_code.outline import outline_of_text
from parloop_gui.model.user_code.user_loop import read_items, user_loop

PATH = Path("/somewhere/mine.py")
OUTLINE = outline_of_text(
    "from math import sqrt\n"
    "def one(item): ...\n"
    "def two(first, second): ...\n"
    "async def later(item): ...\n"
    "def make():\n    yield 1\n"
    "def named(item, *, key): ...\n"
    "def prepare(): ...\n",
    PATH,
)


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("12", (12, "expression")),
        (" 1,000 ", (1000, "expression")),
        ("1_000", (1000, "expression")),
        ("range(3)", ("range(3)", "expression")),
        ("make", ("make", "function")),
        ("prepare", ("prepare", "function")),
        ("NAMES", ("NAMES", "expression")),
        ("words.txt.lines", ("words.txt.lines", "expression")),
    ],
)
def test_that_items_are_told_apart(text: str, items: tuple[object, str]) -> None:
    assert read_items(text, OUTLINE) == items


def test_that_a_file_that_is_there_gives_the_items(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "rows.csv").write_text("a,1\n")
    monkeypatch.chdir(tmp_path)
    assert read_items("rows.csv") == (str(tmp_path / "rows.csv"), "file")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("0", "at least 1 item, not 0."),
        ("-4", "at least 1 item, not -4."),
        ("range(", "Items are a number, a Python expression"),
        ("", "Items are a number, a Python expression"),
        ("nowhere/rows.csv", "There is no file 'nowhere/rows.csv' to take items from."),
        ("two", "two(first, second) (line 3) can't make the items"),
    ],
)
def test_that_items_that_are_none_are_refused(text: str, said: str) -> None:
    with pytest.raises(SourceError, match=r"^[^\n]+\.$") as caught:
        read_items(text, OUTLINE)
    assert said in str(caught.value)


def test_that_what_parsing_tells_of_the_function_is_in_the_loop() -> None:
    loop = user_loop(PATH, "one", "3", outline=OUTLINE, setup="prepare", seed=4, sample=2)
    assert (loop.kind, loop.name, loop.path, loop.function) == ("user", "one", str(PATH), "one")
    assert (loop.items, loop.setup, loop.seed, loop.sample) == (3, "prepare", 4, 2)
    assert (loop.unpack, loop.is_async) == (False, False)
    assert user_loop(PATH, "two", "pairs", outline=OUTLINE).unpack
    assert user_loop(PATH, "later", "3", outline=OUTLINE).is_async


def test_that_a_function_that_is_only_imported_is_left_to_the_runner() -> None:
    assert user_loop(PATH, "sqrt", "3", outline=OUTLINE).function == "sqrt"
    assert user_loop(PATH, "anything", "3").function == "anything"


@pytest.mark.parametrize(
    ("function", "setup", "said", "line"),
    [
        ("on", None, "mine.py has no function 'on'; did you mean 'one'?", None),
        ("make", None, "make() (line 5) is a generator", 5),
        ("named", None, "key has to be named.", 7),
        ("prepare", None, "it takes no arguments.", 8),
        ("one", "one", "one(item) (line 2) can't set a worker up", 2),
        ("one", "prepar", "did you mean 'prepare'?", None),
    ],
)
def test_that_a_function_that_does_not_fit_is_refused(
    function: str, setup: str | None, said: str, line: int | None
) -> None:
    with pytest.raises(SourceError) as caught:
        user_loop(PATH, function, "3", outline=OUTLINE, setup=setup)
    assert said in str(caught.value)
    assert caught.value.line == line


def test_that_a_file_that_imports_relatively_goes_by_its_whole_name(tmp_path: Path) -> None:
    (tmp_path / "__init__.py").write_text("")
    for name, text in (("own.py", "def f(x): ...\n"), ("part.py", "from .own import f\ndef g(x): ...\n")):
        (tmp_path / name).write_text(text)
    assert user_loop(tmp_path / "own.py", "f", "3").module is None
    assert (user_loop(tmp_path / "part.py", "g", "3").module or "").endswith(f"{tmp_path.name}.part")
