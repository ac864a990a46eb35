"""The engine's own folder: the sources alone, one folder per content, never half a one."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from parloop_gui.bridge.host.paths import cache_folder
from parloop_gui.bridge.interpreters.search import python_executables
from parloop_gui.bridge.processes.engine_folder import copied_engine, engine_sources
from parloop_gui.engine.protocol.messages import launch_command


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    (folder / "rooms").mkdir(parents=True)
    (folder / "__init__.py").write_text("")
    (folder / "rooms" / "one.py").write_text("ONE = 1\n")
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "one.pyc").write_bytes(b"stale")
    return folder


def test_that_the_sources_alone_are_copied(sources: Path, tmp_path: Path) -> None:
    made = copied_engine(sources, tmp_path / "home")
    names = sorted(path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file())
    assert names == ["parloop_engine/__init__.py", "parloop_engine/rooms/one.py"]


def test_that_the_same_content_gets_the_same_folder_and_another_its_own(sources: Path, tmp_path: Path) -> None:
    first = copied_engine(sources, tmp_path / "home")
    assert copied_engine(sources, tmp_path / "home") == first
    (sources / "rooms" / "one.py").write_text("ONE = 2\n")
    assert copied_engine(sources, tmp_path / "home") != first
    assert sorted(path.name[:6] for path in (tmp_path / "home").iterdir()) == ["engine", "engine"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_that_only_the_owner_may_enter(sources: Path, tmp_path: Path) -> None:
    assert copied_engine(sources, tmp_path / "home").stat().st_mode & 0o077 == 0


def test_that_a_copy_somebody_changed_is_not_used(sources: Path, tmp_path: Path) -> None:
    made = copied_engine(sources, tmp_path / "home")
    (made / "parloop_engine" / "rooms" / "one.py").write_text("ONE = 'evil'\n")
    other = copied_engine(sources, tmp_path / "home")
    assert other != made
    assert (other / "parloop_engine" / "rooms" / "one.py").read_text() == "ONE = 1\n"


def test_that_a_home_that_is_no_folder_is_done_without(sources: Path, tmp_path: Path) -> None:
    (tmp_path / "home").write_text("not a folder")
    made = copied_engine(sources, tmp_path / "home" / "parloop")
    assert (made / "parloop_engine" / "rooms" / "one.py").exists()
    assert re.fullmatch(rf"parloop-{os.getpid()}-[0-9a-f]+-engine_\w+", made.name)


def test_that_a_user_without_a_home_is_done_without(
    sources: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def nobody() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", nobody)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert copied_engine(sources, cache_folder()).parent == tmp_path
    assert python_executables()


def test_that_a_temporary_copy_goes_when_its_process_ends(sources: Path, tmp_path: Path) -> None:
    (tmp_path / "home").write_text("not a folder")
    script = (
        "import sys; from pathlib import Path; from parloop_gui.bridge.processes.engine_folder import copied_engine; "
    )
    script += "made = copied_engine(Path(sys.argv[1]), Path(sys.argv[2])); print(made, made.is_dir())"
    ran = subprocess.run(
        [sys.executable, "-c", script, str(sources), str(tmp_path / "home")], capture_output=True, text=True, check=True
    )
    made, was_there = ran.stdout.split()
    assert was_there == "True"
    assert not Path(made).exists()


def test_that_the_cache_is_where_the_user_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "parloop"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative/is/ignored")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert cache_folder() == tmp_path / ".cache" / "parloop"


def test_that_the_copied_engine_runs_and_shows_nothing_of_the_app(tmp_path: Path) -> None:
    folder = copied_engine(engine_sources(), tmp_path)
    script = "import sys; sys.path[0] = sys.argv[1]; import parloop_engine.protocol.messages as p; "
    script += "print(p.__file__, 'parloop_gui' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", script, str(folder)], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == [str(folder / "parloop_engine" / "protocol" / "messages.py"), "False"]
    assert launch_command("python", str(folder), "runner.main")[3] == str(folder)
