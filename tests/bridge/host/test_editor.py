"""The user's editor: which one, and how it is told the line."""

from __future__ import annotations

from pathlib import Path

import pytest

from parloop_gui.bridge.host.editor import editor_command

FILE = Path("/shop/prices.py")


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A folder with two editors and one of the terminal."""
    for name in ("code", "gvim", "vi"):
        program = tmp_path / name
        program.write_text("")
        program.chmod(0o755)
    return tmp_path


@pytest.mark.parametrize(
    ("named", "arguments"),
    [
        ({}, ["code", "-g", "/shop/prices.py:8"]),
        ({"EDITOR": "gvim -f"}, ["gvim", "-f", "+8", "/shop/prices.py"]),
        ({"EDITOR": "vi"}, ["code", "-g", "/shop/prices.py:8"]),  # which would have no terminal
        ({"VISUAL": "gvim", "EDITOR": "code"}, ["gvim", "+8", "/shop/prices.py"]),
        ({"VISUAL": "'", "EDITOR": "gone"}, ["code", "-g", "/shop/prices.py:8"]),
    ],
)
def test_that_the_editor_that_the_user_named_comes_first(
    programs: Path, named: dict[str, str], arguments: list[str]
) -> None:
    program, *rest = editor_command(FILE, 8, {"PATH": str(programs), **named})
    assert [Path(program).name, *rest] == arguments


def test_that_without_one_there_is_no_command(tmp_path: Path) -> None:
    assert editor_command(FILE, 8, {"PATH": str(tmp_path)}) == []
