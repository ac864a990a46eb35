"""One command line, several Pythons, the real engine: groups in the report and in every file."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from parloop_gui import cli
from parloop_gui.model.document.read import read
from tests.helpers import interpreters
from tests.helpers.engines.command_line import sentence

WORDS = Path(__file__).resolve().parents[1] / "data" / "loops" / "words.py"
MODERN = WORDS.with_name("modern.py")


@pytest.mark.slow
def test_that_a_loop_of_ones_own_is_compared_under_two_pythons(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pythons = [str(interpreters.find(version)) for version in ("3.11", "3.13t")]
    target = tmp_path / "three.parloop"
    command = ["compare", f"{WORDS}:count", "--items", "FILES[:6]", "--strategies", "thread-pool,asyncio"]
    command += [*("--python", pythons[0], "--python", pythons[1]), "--rounds", "3", "--export", str(target)]
    assert cli.main([*command, "--no-history"]) == 0
    said = capsys.readouterr().out
    first, second = said.index("Python 3.11"), said.index("t · free-threaded")
    assert said.index("for loop (serial)", first) < second < said.rindex("for loop (serial)")
    assert said.count("ThreadPool ") >= 2
    document = json.loads(target.read_text())
    assert [each["free_threaded"] for each in document["pythons"]] == [False, True]
    rows = read(target).comparison.rows
    assert [row.contestant.strategy for row in rows] == ["serial", "thread-pool", "asyncio"] * 2
    assert all(row.outcome == "finished" and row.wall_s is not None for row in rows)


@pytest.mark.slow
def test_that_what_a_python_lacks_is_said_before_anything_is_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "work.py"
    file.write_text("import psutil\n\n\ndef task(item):\n    return item\n")
    python = str(interpreters.find("3.12"))
    assert cli.main(["compare", f"{file}:task", "--items", "3", "--python", python]) == 2
    assert "has no psutil, which work.py imports." in sentence(capsys)


@pytest.mark.slow
@pytest.mark.skipif(sys.version_info >= (3, 12), reason="this Python parses it itself")
def test_that_a_file_in_newer_syntax_is_compared_under_a_python_that_knows_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target, python = tmp_path / "modern.parloop", str(interpreters.find("3.13"))
    command = ["compare", f"{MODERN}:pair", "--items", "pairs", "--strategies", "thread-pool", "--rounds", "2"]
    assert cli.main([*command, "--python", python, "--export", str(target), "--no-history"]) == 0
    loop = json.loads(target.read_text())["plan"]["loop"]
    assert (loop["items_kind"], loop["unpack"]) == ("function", True)
    capsys.readouterr()
    assert cli.main(["compare", str(MODERN), "--python", python]) == 0
    assert "greeting(title: T, name: Name=" in capsys.readouterr().out
    command = ["compare", f"{MODERN}:27", "--strategies", "thread-pool", "--rounds", "1", "--python", python]
    assert cli.main([*command, "--export", str(target), "--no-history"]) == 0
    loop = json.loads(target.read_text())["plan"]["loop"]
    assert (loop["kind"], loop["program"]["line"]) == ("program", 27)
