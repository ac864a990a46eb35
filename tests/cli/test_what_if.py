"""`parloop what-if`: of a loop that is compared first, or of a saved comparison; what can't be said is a sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from parloop_gui import cli
from parloop_gui.model.document.write import encode, to_document
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
