"""What docs/architecture.md says of the house is so: its rooms, its files, its walks."""

from __future__ import annotations

import ast
import itertools
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "parloop_gui"
LAYERS = ("engine", "model", "bridge", "ui")
TEXT = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
WALK = re.compile(r"^\*\*(.+?)\.\*\*(.*?)(?=^\*\*|^##)", flags=re.MULTILINE | re.DOTALL)
WALKS = WALK.findall(TEXT.partition("## Three walks")[2])


def files(text: str) -> list[str]:
    """The package's files that a text names."""
    return re.findall(r"`([a-z_/]+\.py)`", text)


def first_sentence(path: Path) -> str:
    """The first line of a module's docstring."""
    return (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").partition("\n")[0]


def test_that_each_room_stands_in_the_table_by_its_own_first_sentence() -> None:
    told = dict(re.findall(r"^\| `([a-z_/]+)` \| (.+?) \|$", TEXT, flags=re.MULTILINE))
    folders = [path for layer in LAYERS for path in (PACKAGE / layer).rglob("__init__.py") if path.parent.name != layer]
    rooms = {path.parent.relative_to(PACKAGE).as_posix(): first_sentence(path) for path in folders}
    assert told == rooms


def test_that_every_file_it_names_is_there() -> None:
    named = files(TEXT)
    assert named
    assert [name for name in named if not (PACKAGE / name).is_file() and not (ROOT / name).is_file()] == []


def test_that_there_are_three_walks() -> None:
    assert len(WALKS) == 3


@pytest.mark.parametrize(("name", "walk"), WALKS, ids=[name for name, _ in WALKS])
def test_that_a_walk_enters_no_room_twice(name: str, walk: str) -> None:
    rooms = [room for room, _ in itertools.groupby(file.rpartition("/")[0] for file in files(walk))]
    assert len(rooms) > 3, name
    assert len(rooms) == len(set(rooms)), rooms
