"""What the user may not enter, or is gone, or has no possible name, is not there: it spoils nothing else."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from parloop_gui.bridge.interpreters import search
from parloop_gui.bridge.interpreters.discovery import own_of
from parloop_gui.bridge.interpreters.probe import Prober
from parloop_gui.bridge.interpreters.virtual_environments import environments_beside
from parloop_gui.engine.loops.user_module import place_of
from parloop_gui.engine.protocol.owner import Owner
from parloop_gui.engine.protocol.presence import is_file, is_folder, is_there
from parloop_gui.engine.protocol.scratch_files import owned, remove
from parloop_gui.model.history.errors import HistoryError
from parloop_gui.model.history.history import History
from parloop_gui.model.source.parsed import SourceError
from parloop_gui.model.user_code.outline import read_outline
from parloop_gui.model.user_code.user_loop import read_items, user_loop
from parloop_gui.ui.own_loop.file_watch import stamp_of
from tests.helpers.ordinary_user import needs_rights, ordinary_user
from tests.helpers.source import PACKAGE

pytestmark = needs_rights


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Path]:
    """A file with every kind of bad neighbour beside and above it."""
    folder = tmp_path / "volume" / "project"
    folder.mkdir(parents=True)
    file = folder / "work.py"
    file.write_text("from .other import x\ndef task(n):\n    return n\n")
    for name in (".venv", "venv", "data", ".git", "__init__.py"):
        (folder / name).mkdir()
        (folder / name / "bin").mkdir()
    (folder / "loop").symlink_to(folder / "loop")
    (folder / "gone").symlink_to(folder / "nowhere")
    (folder / "notadir").write_text("")
    os.mkdir(os.fsencode(folder) + b"/b\xffd")  # noqa: PTH102 - a name that is no text
    closed = [folder / name for name in (".venv", "venv", "data", ".git", "__init__.py")]
    for each in closed:
        each.chmod(0)
    with ordinary_user():
        with pytest.raises(PermissionError):
            (folder / ".venv" / "pyvenv.cfg").stat()
        yield file
    for each in closed:
        each.chmod(0o700)


def test_that_a_file_among_them_is_read_and_compared(project: Path) -> None:
    assert read_outline(project).function("task") is not None
    assert user_loop(project, "task", "range(3)").function == "task"
    assert place_of(project)[1].endswith("project.work")
    assert stamp_of(str(project)) is not None
    assert environments_beside(project) == []
    assert own_of(project, Prober()) is None
    with pytest.raises(SourceError, match="There is no file"):
        read_items(str(project.parent / "data" / "items.csv"))


def test_that_what_cannot_be_reached_is_not_there(project: Path) -> None:
    folder = project.parent
    places = [folder / "venv" / "x", folder / "loop", folder / "gone", folder / "notadir" / "x", Path("a\0b")]
    for place in places:
        assert (is_file(place), is_folder(place), is_there(place)) == (False, False, False)


def test_that_pythons_are_found_on_a_search_path_with_such_folders(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = [project.parent / name for name in ("venv", "venv/bin", "loop", "gone", "notadir", "b\udcffd")]
    monkeypatch.setenv("PATH", os.pathsep.join(map(str, folders)))
    monkeypatch.setenv("PYENV_ROOT", str(project.parent / "venv"))
    monkeypatch.setenv("HOME", str(project.parent / "data"))
    assert len(search.python_executables([str(project.parent / "venv" / "bin" / "python3")])) == 1


def test_that_a_history_where_none_may_be_is_told_and_nothing_else(project: Path) -> None:
    history = History(project.parent / "data" / "here", "1 1.00", lambda owner: True)
    assert history.page() == []
    with pytest.raises(HistoryError, match=r"can[’']t be"):
        history.rename(1, "x")


def test_that_temporary_folders_without_rights_go(tmp_path: Path) -> None:
    folder = tmp_path / "parloop-1-0001"
    (folder / "one" / "two").mkdir(parents=True)
    (folder / "one" / "two" / "file").write_text("")
    for each in (folder / "one" / "two", folder / "one", folder):
        each.chmod(0)
    with ordinary_user():
        assert owned([tmp_path]) == [(folder, Owner(1))]
        remove(folder)
    assert not folder.exists()


def test_that_nothing_asks_paths_what_raises() -> None:
    """`Path.exists` and its like raise for a folder that may not be entered: `engine/protocol/presence.py` doesn't."""
    asked = [
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and not node.args and not node.keywords
        if node.func.attr in ("is_file", "is_dir", "exists")
    ]
    assert asked == []
