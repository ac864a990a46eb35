"""`parloop what-if`: of a loop that is compared first, or of a saved comparison; what can't be said is a sentence."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from parloop_gui import cli
from parloop_gui.bridge.host.history import own_history
from parloop_gui.model.document.in_page import as_block
from parloop_gui.model.document.read import read
from parloop_gui.model.document.write import encode, to_document
from parloop_gui.model.plan.plan import Asked
from tests.helpers.comparisons.scenes import CPU
from tests.helpers.engines.command_line import Engine, sentence

QUICKLY = ["--effort", "quick", "--seed", "7", "--no-history"]


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A saved comparison of a loop that computes."""
    path = tmp_path / "saved.parloop"
    path.write_bytes(encode(to_document(CPU.comparison(8))))
    return path


def test_that_a_loop_is_compared_and_then_said_what_would_be(
    engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["what-if", "primes", "--over", "60", "--items", "6000", *QUICKLY]) == 0
    said = capsys.readouterr().out
    first, table = said.strip().split("\n\n")[:2]
    assert first.startswith("With 6,000 items use ")
    assert table.splitlines()[0].split()[:3] == ["Strategy", "Workers", "Measured"]
    assert {spec.loop.items for spec in engine.specs} == {60}


def test_that_a_saved_comparison_is_taken_and_nothing_runs(
    engine: Engine, saved: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["what-if", str(saved), "--cores", "8", "--no-gil"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert said.startswith("With 8 cores and the GIL released use ")
    assert "8 cores would give " in said
    assert "Releasing the GIL would help: " in said
    assert engine.specs == []


@pytest.mark.parametrize("name", ["report.html", "REPORT.HTML"])
def test_that_a_report_is_the_document_too(
    engine: Engine, tmp_path: Path, saved: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    page = tmp_path / name
    page.write_text(f"<!doctype html>{as_block(json.loads(saved.read_bytes()))}")
    assert cli.main(["what-if", str(page), "--cores", "8"]) == 0
    assert capsys.readouterr().out.startswith("With 8 cores use ")
    assert engine.specs == []


@pytest.mark.parametrize(
    ("typed", "options"),
    [
        (["--seed", "7"], "--seed"),
        (["--budget", "45s", "--strategies", "process"], "--strategies and --budget"),
        (["--over", "9", "-m", "work", "--no-history"], "--over, -m and --no-history"),
    ],
)
def test_that_a_document_takes_nothing_that_is_said_of_measuring(
    engine: Engine, saved: Path, capsys: pytest.CaptureFixture[str], typed: list[str], options: str
) -> None:
    assert cli.main(["what-if", str(saved), "--cores", "8", *typed]) == 2
    assert sentence(capsys) == f"parloop: What if takes a document as it is: leave {options} out.\n"
    assert engine.specs == []


def test_that_what_is_exported_of_a_saved_comparison_holds_what_was_said_and_the_saved_one_stays(
    engine: Engine, saved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, after, page = saved.read_bytes(), tmp_path / "after.parloop", tmp_path / "after.md"
    assert cli.main(["what-if", str(saved), "--cores", "8", "--export", str(after), "--export", str(page)]) == 0
    (said,) = read(after).comparison.what_ifs
    assert said.cores == 8
    assert " ".join(capsys.readouterr().out.split()).startswith(said.sentence)
    assert "## What if" in page.read_text()
    assert saved.read_bytes() == before
    assert cli.main(["what-if", str(saved), "--cores", "8", "--export", str(tmp_path / "x.doc")]) == 2
    assert "x.doc" in sentence(capsys)


def test_that_a_loop_that_is_compared_for_it_is_kept_with_what_was_said(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    typed = ["what-if", "primes", "--over", "60", "--cores", "8", "--effort", "quick", "--seed", "7"]
    assert cli.main([*typed, "--export", str(tmp_path / "made.parloop")]) == 0
    history = own_history()
    (entry,) = history.page()
    kept = history.load(entry.id).what_ifs
    history.close()
    assert [each.cores for each in kept] == [8]
    assert kept == read(tmp_path / "made.parloop").comparison.what_ifs


@pytest.mark.parametrize("question", ["items", "workers"])
def test_that_the_answer_to_a_question_is_nothing_to_start_from(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], question: str
) -> None:
    path, comparison = tmp_path / "asked.parloop", CPU.comparison(8)
    asked = replace(comparison, plan=replace(comparison.plan, asked=Asked(question, (2, 4))))
    path.write_bytes(encode(to_document(asked)))
    assert cli.main(["what-if", str(path), "--cores", "8"]) == 2
    assert sentence(capsys).endswith("question of parloop ask: what if starts from a comparison.\n")


def test_that_json_holds_the_changes_and_each_strategy_s_intervals(
    engine: Engine, saved: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["what-if", str(saved), "--task-time", "50ms", "--bytes", "1M", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["format"], found["version"]) == ("parloop-what-if", 1)
    assert (found["changes"]["task_s"], found["changes"]["item_bytes"]) == (0.05, 1_000_000)
    assert len(found["expected"]) == 7
    assert all(each["wall_s"]["low"] <= each["wall_s"]["high"] for each in found["expected"])


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (["primes"], "Say what would be otherwise: --items, --task-time, --cores, --bytes or --no-gil."),
        (["primes", "--task-time", "soon"], "--task-time is a time such as 50ms or 2s"),
        (["primes", "--task-time", "0ms"], "between 0.1 µs and a day"),
        (["primes", "--bytes", "much"], "--bytes is a size such as 200k or 1M"),
        (["primes", "--bytes", "5000000T"], "at most 1T"),
        (["primes", "--cores", "0"], "at least 1"),
        (["none.parloop", "--cores", "8"], "Can't open 'none.parloop'"),
    ],
)
def test_that_what_can_t_be_said_is_one_sentence(
    engine: Engine, capsys: pytest.CaptureFixture[str], typed: list[str], words: str
) -> None:
    assert cli.main(["what-if", *typed]) == 2
    assert words in sentence(capsys)
    assert engine.specs == []
