"""What a terminal, a pipe and an old locale get to see."""

from __future__ import annotations

import io
import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from parloop_gui import cli
from parloop_gui.cli.progress import ProgressLine
from parloop_gui.model.events.events import RunBegan
from parloop_gui.model.report.progress import progress_line
from tests.helpers.comparisons.finished import THREADS, a_comparison
from tests.helpers.engines.command_line import QUICK, Engine, Terminal


def test_that_a_terminal_sees_progress_and_a_pipe_does_not(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert cli.main(QUICK) == 0
    seen = terminal.getvalue()
    assert "Warming up · " in seen
    assert "Round 2 of 2 · " in seen
    assert "30 of 60 tasks" in seen
    assert seen.endswith("\r\x1b[2K")


def test_that_colours_are_for_terminals_and_never_with_no_color(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    for no_color, coloured in (("", True), ("1", False)):
        monkeypatch.setenv("NO_COLOR", no_color)
        terminal = Terminal()
        monkeypatch.setattr(sys, "stdout", terminal)
        assert cli.main(QUICK) == 0
        assert ("\x1b[" in terminal.getvalue()) is coloured


def test_that_the_progress_line_says_round_strategy_tasks_and_time_left() -> None:
    comparison = replace(a_comparison(), under_way=RunBegan("r", THREADS, 4), done=4640, total=12600, at_most_s=12.0)
    assert progress_line(comparison) == "Round 4 · ThreadPoolExecutor · 4,640 of 12,600 tasks · at most 15 s"


def test_that_a_progress_line_never_wraps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "20")
    terminal = Terminal()
    ProgressLine(terminal).show("x" * 50)
    assert terminal.getvalue() == "\r\x1b[2K" + "x" * 18 + "…"


def test_that_nothing_in_a_message_reaches_the_terminal_as_a_command(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from parloop_gui.cli.report_text import report_text

    comparison = a_comparison()
    rows = (*comparison.rows[:3], replace(comparison.rows[3], message="\x1b[2J\x07bad\u202e\nline"))
    said = report_text(replace(comparison, rows=rows), sys.stdout)
    assert "bad" in said
    assert not {"\x1b", "\x07", "\u202e"} & set(said)


def test_that_a_locale_without_unicode_gives_question_marks_and_no_error(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    assert cli.main(QUICK) == 0
    sys.stdout.flush()
    assert b"Done ? 2 rounds" in raw.getvalue()


def test_that_a_reader_that_leaves_costs_neither_the_status_nor_a_traceback(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with open(writing, "w", encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        assert cli.main([*QUICK, "--export", str(tmp_path / "a.csv")]) == 0
    assert (tmp_path / "a.csv").exists()


def test_that_a_full_disk_is_one_sentence(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    class Full(io.StringIO):
        def write(self, text: str) -> int:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(sys, "stdout", Full())
    assert cli.main(["loops"]) == 1
    assert capsys.readouterr().err == "parloop: No space left on device.\n"
