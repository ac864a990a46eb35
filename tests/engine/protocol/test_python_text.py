"""A text is parsed without a look at any file, whatever lies in the working folder."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from parloop_gui.engine.protocol.python_text import tree_of
from tests.helpers.source import PACKAGE

# The user's own program, under its own name, once they said that it may run.
MAY_NAME_FILES = ("python_text.py", "staged.py")


def test_that_a_line_that_is_no_python_is_looked_for_in_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("<unknown>", "<text>"):
        (tmp_path / name).write_text("a line of the file\n")
    with pytest.raises(SyntaxError) as caught:
        tree_of("no python\n")
    assert (caught.value.text or "").strip() == "no python"


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.stem)
def test_that_every_text_is_parsed_so(path: Path) -> None:
    calls = re.findall(r"ast\.parse\(.*", path.read_text(encoding="utf-8"))
    assert path.name in MAY_NAME_FILES or [call for call in calls if 'mode="eval"' not in call] == []
