"""`parloop ask`: the sentence first, then the table, then what it stands on; what can't be asked is one sentence."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from parloop_gui import cli
from parloop_gui.model.document.read import read
from parloop_gui.model.plan.plan import Plan
from tests.helpers.engines.command_line import Engine, sentence
from tests.helpers.engines.mock_engine import OTHER_PYTHON

QUICKLY = ["--effort", "quick", "--seed", "7", "--no-history"]


def test_that_the_sentence_comes_first_then_the_table_then_what_it_stands_on(
    engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["ask", "workers", "primes", "--values", "1,2,4,8", *QUICKLY]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    first, table, stands_on, settings, finish = said.out.strip().split("\n\n")
    assert first.replace("\n", " ").startswith("ProcessPoolExecutor with 1 (1–8) workers is enough: 2.00×")
    assert table.splitlines()[0].split() == ["Workers", "Strategy", "At", "once", "Wall", "time", "Speed-up", "Rounds"]
    assert len(table.splitlines()) == 1 + 1 + 2 * 4
    assert stands_on.startswith("- A task computes for ")
    assert settings.startswith("Loop ")
    assert finish.startswith("Done")


def test_that_python_s_own_chunk_size_is_marked_and_start_methods_go_by_name(
    engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["ask", "chunk", "primes", "--values", "1,8", *QUICKLY]) == 0
    assert "Python’s own" in capsys.readouterr().out
    assert cli.main(["ask", "start", "primes", "--values", "spawn,fork", *QUICKLY]) == 0
    assert {spec.start_method for spec in engine.specs if spec.start_method} == {"fork", "spawn"}


def test_that_json_and_files_hold_the_answer_and_open_again(
    engine: Engine, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "asked.parloop"
    typed = ["ask", "cpu-share", "mixed", "--values", "0%,50%,100%", "--json", "--export", str(file), *QUICKLY]
    assert cli.main(typed) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["plan"]["asked"] == {"question": "cpu-share", "values": [0, 50, 100]}
    assert document["answer"]["sentence"] == document["verdict"]["headline"]
    opened = read(file).comparison
    assert opened.verdict is not None
    assert opened.verdict.headline == document["answer"]["sentence"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("ask workres primes", "Did you mean 'workers'"),
        ("ask workers", "Still to be named: LOOP."),
        ("ask workers prims", "did you mean 'primes'"),
        ("ask workers primes --values one,two", "whole numbers with commas"),
        ("ask workers primes --values 4", "2 to 30 different ones, not 1"),
        (f"ask workers primes --values 1,{'9' * 400}", "whole numbers with commas"),
        ("ask chunk primes --items 1", "too few items for usual values of chunk size: name some"),
        ("ask workers primes --values 0,4", "1 to 2,000, not 0"),
        ("ask workers primes --strategies thread", "can’t be asked about workers"),
        ("ask cpu-share sleep", "whose share on CPU can be set: mixed"),
        ("ask cpu-share mixed --values 0,101", "0% to 100%, not 101"),
        ("ask chunk primes --strategies thread-pool-executor", "can’t be asked about chunk size"),
        ("ask start primes --values fork,spwan", "did you mean 'spawn'"),
        ("ask items primes --items 3", "leave --items out"),
        ("ask items primes --values 1,900000", "takes 1 to"),
        ("ask workers primes --python 3.11 --python 3.12", "under one Python"),
        ("ask cpu-share mixed --python 3.11 --python 3.12 --python 3.13", "under two Pythons at most"),
    ],
)
def test_that_what_cannot_be_asked_is_one_sentence(
    engine: Engine, capsys: pytest.CaptureFixture[str], typed: str, words: str
) -> None:
    assert cli.main(typed.split()) == 2
    assert words in sentence(capsys)
    assert engine.specs == []


def test_that_a_function_of_one_s_own_can_be_asked(
    engine: Engine, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "own.py"
    file.write_text("def work(item):\n    return item\n", encoding="utf-8")
    loop = f"{file}:work"
    engine.whole = 100
    assert cli.main(["ask", "items", loop, "--items", "100", "--values", "1,10,100", *QUICKLY]) == 0
    assert {spec.loop.sample for spec in engine.specs} == {1, 10, 100}
    capsys.readouterr()
    assert cli.main(["ask", "items", loop, "--items", "50", "--values", "1,100", *QUICKLY]) == 2
    assert "The loop has 50 items, not 100." in sentence(capsys)


@pytest.mark.slow
def test_that_a_real_loop_that_waits_is_answered_within_its_budget(capsys: pytest.CaptureFixture[str]) -> None:
    typed = ["ask", "workers", "sleep", "--items", "16", "--values", "1,16", "--strategies", "thread-pool-executor"]
    assert cli.main([*typed, "--budget", "5s", "--no-history"]) == 0
    out = capsys.readouterr().out.replace("\n", " ")
    assert out.startswith("ThreadPoolExecutor with 16 workers is enough: ")
    assert "all 16 items are under way then, and more can’t help." in out


def test_that_which_python_is_asked_of_all_that_are_here_or_of_those_named(
    engine: Engine, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def both(plan: Plan) -> tuple[Plan, tuple[str, ...]]:
        return replace(plan, pythons=(*plan.pythons, OTHER_PYTHON)), ("Python 3.14 has no numpy.",)

    monkeypatch.setattr("parloop_gui.cli.ask.under_every_python", both)
    assert cli.main(["ask", "python", "primes", *QUICKLY]) == 0
    said = capsys.readouterr()
    assert said.err == "parloop: Python 3.14 has no numpy.\n"
    first, table = said.out.split("\n\n")[:2]
    assert first.startswith("Python 3.11 is fastest, with ProcessPoolExecutor, 0.500 s: 3.13t is as good.")
    assert {line.split()[0] for line in table.splitlines()[1:]} == {"3.11", "3.13t"}
