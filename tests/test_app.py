"""How Parloop starts: window or command line, and what it says where there can be no window."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from parloop_gui import app, system_libraries
from parloop_gui.__main__ import opens_the_window
from parloop_gui.bridge.host.single_instance import Door
from parloop_gui.model.document.write import encode, to_document
from parloop_gui.model.user_code.user_loop import path_and_function
from tests.helpers.scenes import CPU

ROOT = Path(__file__).resolve().parents[1]
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks for a display on Linux only")


def start(*arguments: str, without: tuple[str, ...] = (), **more: str) -> subprocess.CompletedProcess[str]:
    """`parloop` as a process of its own, with changes to its environment."""
    environment = {name: value for name, value in os.environ.items() if name not in without}
    with tempfile.TemporaryDirectory() as nobodys:  # no window that happens to be open is asked
        return subprocess.run(
            [sys.executable, "-m", "parloop_gui", *arguments],
            env=environment | {"XDG_RUNTIME_DIR": nobodys} | more,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )


@pytest.mark.parametrize("argv", [[], ["out.parloop"], ["words.py"], ["my/words.py:count"]])
def test_that_nothing_or_one_file_opens_the_window(argv: list[str]) -> None:
    assert opens_the_window(argv)


@pytest.mark.parametrize("argv", [["--help"], ["compare"], ["open", "a.parloop"], ["-a.parloop"], ["a.parloop"] * 2])
def test_that_anything_else_is_for_the_command_line(argv: list[str]) -> None:
    assert not opens_the_window(argv)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("a.parloop", ("a.parloop", "")),
        ("b.py", ("b.py", "")),
        ("c/b.py:task", ("c/b.py", "task")),
        ("a:b", ("a:b", "")),
    ],
)
def test_that_a_function_is_named_after_its_file(name: str, parts: tuple[str, str]) -> None:
    assert path_and_function(name) == parts


@LINUX
def test_that_without_a_display_one_sentence_points_at_the_command_line() -> None:
    ended = start(without=("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert ended.stderr.count("\n") == 1
    assert "needs a display" in ended.stderr
    assert "`parloop compare primes`" in ended.stderr


@LINUX
def test_that_a_display_which_does_not_answer_is_said_instead_of_aborting() -> None:
    ended = start(without=("WAYLAND_DISPLAY", "QT_QPA_PLATFORM"), DISPLAY=":4711")
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert ":4711 does not answer" in ended.stderr


@pytest.mark.parametrize(
    ("platform", "reason"),
    [("wayland", "Failed to create wl_display"), ("nowhere", 'find the Qt platform plugin "nowhere"')],
)
@LINUX
def test_that_whatever_else_qt_lacks_for_a_window_is_said_in_its_words(platform: str, reason: str) -> None:
    ended = start(without=("DISPLAY",), QT_QPA_PLATFORM=platform, WAYLAND_DISPLAY="wayland-4711")
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert reason in ended.stderr
    assert "`parloop compare primes`" in ended.stderr


def test_that_a_broken_qt_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "PySide6.py").write_text("raise ImportError('libEGL.so.1: cannot open shared object file')")
    ended = start(PYTHONPATH=str(tmp_path), QT_QPA_PLATFORM="offscreen")
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert "`parloop compare primes`" in ended.stderr


@pytest.mark.parametrize("command", [["none.parloop"], ["open", "none.parloop"], ["none.py:task"]])
def test_that_a_file_that_is_not_there_is_one_sentence(tmp_path: Path, command: list[str]) -> None:
    ended = start(*command[:-1], str(tmp_path / command[-1]))
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert command[-1].partition(":")[0] in ended.stderr


@pytest.mark.parametrize("command", [[], ["open"]])
def test_that_a_document_is_left_with_the_window_that_is_open(tmp_path: Path, command: list[str]) -> None:
    document = tmp_path / "kept.parloop"
    document.write_bytes(encode(to_document(CPU.comparison(3))))
    display = {"XDG_RUNTIME_DIR": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    asked = []
    with contextlib.closing(Door(lambda *told: asked.append(told[0]), {**os.environ, **display})):
        ended = start(*command, str(document), XDG_RUNTIME_DIR=str(tmp_path), QT_QPA_PLATFORM="offscreen")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert asked == [str(document)]


@pytest.mark.parametrize("platform", ["offscreen", "minimal", "offscreen:size=10", "vnc"])
def test_that_platforms_without_a_display_need_none(platform: str) -> None:
    assert app.why_no_window({"QT_QPA_PLATFORM": platform}) == ""


@LINUX
def test_that_a_library_that_is_missing_is_named_by_its_package() -> None:
    libraries = {"libnowhere.so.9": "libnowhere9", "libc.so.6": "libc6"}
    assert system_libraries.missing_packages(libraries) == ["libnowhere9"]


def test_that_the_advice_names_every_package() -> None:
    assert system_libraries.advice(["libegl1", "libgl1"]).endswith("libegl1 libgl1")


def test_that_whoever_is_not_root_gets_the_one_line_to_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(system_libraries, "_all_missing", lambda: ["libegl1", "python3-venv"])
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    assert system_libraries.main() == 1
    assert capsys.readouterr().err.strip().endswith("run: sudo apt-get install -y libegl1 python3-venv")
