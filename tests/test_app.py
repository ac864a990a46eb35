"""How Parloop starts: window or command line, and what it says where there can be no window."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from parloop_gui import system_libraries
from parloop_gui.__main__ import opens_the_window
from parloop_gui.bridge.host.single_instance import Door
from parloop_gui.model.document.write import encode, to_document
from parloop_gui.model.user_code.user_loop import path_and_function
from parloop_gui.no_window import why_no_window
from tests.helpers.comparisons.scenes import CPU

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
            timeout=110,
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


NO_DISPLAY = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def sentence_before_comparing(without: tuple[str, ...] = (), **more: str) -> str:
    """What `parloop` says before it compares in the terminal; that itself is cut short."""
    with tempfile.TemporaryDirectory() as nobodys:
        process = subprocess.Popen(
            [sys.executable, "-m", "parloop_gui"],
            env={name: value for name, value in os.environ.items() if name not in without}
            | {"XDG_RUNTIME_DIR": nobodys}
            | more,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        with process:
            assert process.stderr is not None
            sentence = process.stderr.readline()
            process.terminate()  # stopped if it measures already, else ended
            assert process.stderr.read() == ""
            assert process.wait(20) in (130, -signal.SIGTERM)
    assert sentence.endswith("; comparing 'primes' in the terminal instead.\n")
    return sentence


@pytest.mark.slow
@LINUX
def test_that_without_a_display_it_says_so_and_compares_in_the_terminal() -> None:
    ended = start(without=NO_DISPLAY)
    assert (ended.returncode, ended.stderr.count("\n")) == (0, 1)
    assert ended.stderr.startswith("parloop: Parloop's window needs a display and there is none here;")
    for words in ("for loop (serial)", "ProcessPoolExecutor", "Primes · 60 items", "Done"):
        assert words in ended.stdout
    assert re.search(r"^Effort +Quick$", ended.stdout, re.MULTILINE)


@pytest.mark.slow
@LINUX
def test_that_a_file_is_refused_where_no_window_can_show_it(tmp_path: Path) -> None:
    file = tmp_path / "mine.py"
    file.write_text("def task(item): ...\n")
    ended = start(f"{file}:task", without=NO_DISPLAY)
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (2, "", 1)
    assert "needs a display and there is none here; `parloop compare` works without one." in ended.stderr


@pytest.mark.slow
@LINUX
def test_that_a_display_which_does_not_answer_is_said_instead_of_aborting() -> None:
    said = sentence_before_comparing(without=("WAYLAND_DISPLAY", "QT_QPA_PLATFORM"), DISPLAY=":4711")
    assert ":4711 does not answer" in said


@pytest.mark.slow
@pytest.mark.parametrize(
    ("platform", "reason"),
    [("wayland", "Failed to create wl_display"), ("nowhere", 'find the Qt platform plugin "nowhere"')],
)
@LINUX
def test_that_whatever_else_qt_lacks_for_a_window_is_said_in_its_words(platform: str, reason: str) -> None:
    said = sentence_before_comparing(("DISPLAY",), QT_QPA_PLATFORM=platform, WAYLAND_DISPLAY="wayland-4711")
    assert reason in said


@pytest.mark.slow
def test_that_a_broken_qt_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "PySide6.py").write_text("raise ImportError('libEGL.so.1: cannot open shared object file')")
    said = sentence_before_comparing(PYTHONPATH=str(tmp_path), QT_QPA_PLATFORM="offscreen")
    assert "needs PySide6, which can't be imported here (libEGL.so.1: cannot open shared object file)" in said


@pytest.mark.slow
@LINUX
@pytest.mark.parametrize(
    ("library", "package", "more"),
    [("libEGL.so.1", "libegl1", {}), ("libxcb-cursor.so.0", "libxcb-cursor0", {"DISPLAY": ":4711"})],
)
def test_that_a_broken_library_of_the_windows_is_named_by_its_package(
    library: str, package: str, more: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / library).write_text("no library")
    said = sentence_before_comparing(NO_DISPLAY, LD_LIBRARY_PATH=str(tmp_path), **more)
    assert "needs system libraries that are missing" in said
    assert f" {package};" in said


@pytest.mark.slow
@pytest.mark.parametrize("command", [["none.parloop"], ["open", "none.parloop"], ["none.py:task"]])
def test_that_a_file_that_is_not_there_is_one_sentence(tmp_path: Path, command: list[str]) -> None:
    ended = start(*command[:-1], str(tmp_path / command[-1]))
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert command[-1].partition(":")[0] in ended.stderr


@pytest.mark.slow
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
    assert why_no_window({"QT_QPA_PLATFORM": platform}) == ""


@LINUX
def test_that_a_library_that_is_missing_is_named_by_its_package() -> None:
    libraries = {"libnowhere.so.9": "libnowhere9", "libc.so.6": "libc6"}
    assert system_libraries.missing_packages(libraries) == ["libnowhere9"]


def test_that_the_advice_names_every_package() -> None:
    assert system_libraries.advice(["libegl1", "libgl1"]).endswith("libegl1 libgl1")


def test_that_whoever_is_not_root_gets_the_one_line_to_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(system_libraries, "all_missing", lambda: ["libegl1", "python3-venv"])
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    assert system_libraries.main() == 1
    assert capsys.readouterr().err.strip().endswith("run: sudo apt-get install -y libegl1 python3-venv")


@pytest.mark.parametrize(("missing", "status"), [(["libegl1"], 0), (["libegl1", "python3-venv"], 1)])
def test_that_only_what_setting_up_takes_has_to_be_there_where_the_window_is_optional(
    missing: list[str], status: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(system_libraries, "all_missing", lambda: missing)
    monkeypatch.setattr(system_libraries, "missing_for_setup", lambda: [each for each in missing if "venv" in each])
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert system_libraries.main(["--window-is-optional"]) == status
    assert "libegl1" in capsys.readouterr().err
    assert system_libraries.main() == 1
