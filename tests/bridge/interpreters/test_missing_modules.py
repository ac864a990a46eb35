"""What a file needs that a Python does not have is one sentence, and nothing of the file is run to know it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from parloop_gui.bridge.interpreters.discovery import own_interpreter
from parloop_gui.bridge.interpreters.missing_modules import first_missing, what_is_missing
from tests.helpers import interpreters

OWN = replace(own_interpreter(), id="3.11")


def sentence(folder: Path, text: str, **others: str) -> str:
    """What is missing for a file of that text with others beside it."""
    for name, other in others.items():
        (folder / f"{name}.py").write_text(other)
    file = folder / "work.py"
    file.write_text(f"raise SystemExit('it was run')\n{text}")
    return what_is_missing(file, OWN)


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("import os, json.decoder\nfrom collections import abc", ""),
        ("import not_here", "not_here"),
        ("import not_here.part\nfrom nor_this import thing\nimport not_here", "nor_this and not_here"),
        ("def task(item):\n    import not_here\n    return item", "not_here"),
        ("try:\n    import not_here\nexcept ImportError:\n    not_here = None", ""),
        ("try:\n    import not_here\nexcept (ModuleNotFoundError, OSError):\n    import nor_this", ""),
        ("try:\n    import not_here\nfinally:\n    pass", "not_here"),
        ("import typing\nif typing.TYPE_CHECKING:\n    import not_here", ""),
        ("if __name__ == '__main__':\n    import not_here", ""),
        ("from . import neighbour", ""),
    ],
)
def test_that_what_is_missing_is_told_by_parsing(tmp_path: Path, text: str, missing: str) -> None:
    folder = tmp_path / "shop"
    folder.mkdir()
    said = sentence(folder, text)
    assert said.startswith(f"Python 3.11 has no {missing}, which work.py imports. ") if missing else said == ""


def test_that_a_neighbour_s_imports_count_too(tmp_path: Path) -> None:
    assert "has no not_here," in sentence(tmp_path, "import helper", helper="import other", other="import not_here")


def test_that_a_syntax_that_only_newer_pythons_know_is_said(tmp_path: Path) -> None:
    assert sentence(tmp_path, "x = = 1") == "Python 3.11 can't read work.py: line 2: invalid syntax."


@pytest.mark.slow
def test_that_each_python_is_asked_about_its_own_modules(tmp_path: Path) -> None:
    file = tmp_path / "work.py"
    file.write_text("import psutil\n")
    other = replace(OWN, id="3.12", path=str(interpreters.find("3.12")))
    assert what_is_missing(file, OWN) == ""
    assert first_missing(file, (OWN, other)).startswith("Python 3.12 has no psutil, which work.py imports.")


def test_that_a_python_that_does_not_answer_is_no_reason(tmp_path: Path) -> None:
    file = tmp_path / "work.py"
    file.write_text("import not_here\n")
    assert what_is_missing(file, replace(OWN, path=str(tmp_path / "gone"))) == ""
