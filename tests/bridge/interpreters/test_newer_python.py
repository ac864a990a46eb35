"""A file that only a newer Python can parse holds what that Python finds in it, and nothing of it is run."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from parloop_gui.bridge.interpreters.discovery import own_interpreter
from parloop_gui.bridge.interpreters.newer_python import newer_than_own, read_with_newer, reading
from parloop_gui.model.plan.plan import Interpreter
from parloop_gui.model.source.parsed import SourceError, UnreadError
from parloop_gui.model.user_code.outline import Outline, read_outline
from tests.helpers import interpreters
from tests.loops.expected import FOLDER

OWN = own_interpreter()
NEWEST = "3.14"
MODERN = FOLDER / "modern.py"
is_too_new = pytest.mark.skipif(sys.version_info >= (3, 12), reason="this Python parses it itself")
is_newest = pytest.mark.skipif(sys.version_info >= (3, 14), reason="there is no newer one")


def python(version: str) -> Interpreter:
    return replace(OWN, id=version, version=f"{version}.0", path=str(interpreters.find(version)))


def outline(path: Path, *pythons: Interpreter) -> Outline:
    return reading(lambda: read_outline(path), lambda: pythons)


def fresh(folder: Path, text: str) -> Path:
    """A file of that text with a line that no test before has asked about, and that must not be run."""
    path = folder / "work.py"
    path.write_text(f"raise SystemExit({str(folder)!r})\n{text}", encoding="utf-8")
    return path


def test_that_only_what_may_know_more_is_asked() -> None:
    older, newer, newest = (replace(OWN, version=version) for version in ("3.10.1", "9.8.1", "9.10.0rc1"))
    assert newer_than_own([older, OWN, newest, newer, replace(newest, id="another")]) == (newest, newer)


@is_too_new
@pytest.mark.slow
def test_that_a_newer_python_tells_what_the_file_holds(tmp_path: Path) -> None:
    path = fresh(tmp_path, MODERN.read_text(encoding="utf-8"))
    with pytest.raises(UnreadError, match=r"work\.py, line 3 is not Python"):
        read_outline(path)
    found = outline(path, OWN, python("3.13"))
    assert [each.signature for each in found.tasks] == [
        "greeting(title: T, name: Name=f'{TITLES['a']} Who')",
        "pair(title, name)",
    ]
    assert found.tasks[0].about == "The words for one name."
    assert found.tasks[1].takes_several
    assert [each.name for each in found.generators] == ["pairs"]
    first, second = found.loops
    assert (first.text, first.problem) == ("for title in TITLES.values()", "")
    assert (second.text, second.problem) == ("for title in TITLES", "")
    assert read_outline(path).functions == found.functions  # without asking again


@is_newest
@pytest.mark.slow
def test_that_what_no_python_can_parse_is_said_by_the_newest_with_its_line(tmp_path: Path) -> None:
    path = fresh(tmp_path, "x = = 1\n")
    with pytest.raises(SourceError, match=r"^work\.py, line 2 is not Python 3\.14: invalid syntax\.$"):
        outline(path, OWN, python(NEWEST))


def test_that_without_a_newer_python_this_one_s_sentence_stays(tmp_path: Path) -> None:
    path = fresh(tmp_path, "y = = 1\n")
    gone = replace(OWN, version="9.9.9", path=str(tmp_path / "gone"))
    with pytest.raises(UnreadError, match="line 2 is not Python") as caught:
        outline(path, OWN, gone)
    assert not read_with_newer(caught.value, [gone])
