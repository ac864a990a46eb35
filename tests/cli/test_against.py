"""`parloop compare LOOP --against …`, with an engine that runs nothing: what it says, ends with and refuses."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from parloop_gui import cli
from parloop_gui.cli.values import gate
from parloop_gui.engine.protocol.messages import Event, RunSpec
from parloop_gui.model.document.read import read
from parloop_gui.model.document.without_code import without_code
from parloop_gui.model.document.write import to_document
from parloop_gui.model.export.markdown import render
from parloop_gui.model.report.brief import BRIEF_BYTES
from tests.helpers.engines.command_line import Engine, sentence
from tests.helpers.engines.mock_engine import MockEnding

TASK = "def task(item):\n    return item\n"


@pytest.fixture
def walls(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    """What a run takes, by the title of its version."""
    found = {"now": 0.5, "before": 0.5}
    known = engine.execute

    def execute(spec: RunSpec) -> Iterator[Event]:
        title = spec.loop.version.title if spec.loop.version is not None else "now"
        engine.wall_s = dict.fromkeys(("serial", "process-pool"), found[title])
        yield from known(spec)

    monkeypatch.setattr(engine, "execute", execute)
    return found


@pytest.fixture
def command(tmp_path: Path) -> list[str]:
    """A loop beside the one in old.py, which stands in another folder."""
    (tmp_path / "old").mkdir()
    for path in (tmp_path / "new.py", tmp_path / "old" / "old.py"):
        path.write_text(TASK)
    named = ["compare", f"{tmp_path}/new.py:task", "--items", "60", "--seed", "7", "--no-history"]
    return [*named, "--against", f"{tmp_path}/old/old.py"]


def document_of(command: list[str], tmp_path: Path) -> Path:
    path = tmp_path / "made.parloop"
    cli.main([*command, "--export", str(path)])
    return path


@pytest.mark.parametrize(
    ("now_s", "gated", "status", "headline"),
    [
        (0.6, ["--fail-if", "slower:5%"], 3, "Slower than before by 20%"),
        (0.5, ["--fail-if", "slower:5%"], 0, "Not slower than before by 5.0%"),
        (0.4, ["--fail-if", "slower:5%"], 0, "Faster than before: 20% less time"),
        (0.5, ["--fail-if", "slower:5%", "--budget", "3s"], 4, "Not told apart from before"),
        (0.6, [], 0, "Slower than before by 20%"),
        (0.6, ["--fail-if", "slower:50%"], 0, "Not slower than before by 50%"),
    ],
)
def test_that_the_status_is_the_answer(
    walls: dict[str, float],
    command: list[str],
    capsys: pytest.CaptureFixture[str],
    now_s: float,
    gated: list[str],
    status: int,
    headline: str,
) -> None:
    walls["now"] = now_s
    assert cli.main([*command, *gated]) == status
    assert capsys.readouterr().out.splitlines()[0] == headline


def test_that_both_run_in_the_same_rounds_the_second_the_other_way_round(
    walls: dict[str, float], engine: Engine, command: list[str]
) -> None:
    cli.main([*command, "--rounds", "8", "--strategies", "process-pool"])
    titles = [spec.loop.version.title for spec in engine.specs if spec.strategy == "process-pool" and spec.loop.version]
    rounds = titles[2:]  # each was warmed up
    blocks = [rounds[at : at + 4] for at in range(0, 16, 4)]
    assert all(sorted(block[:2]) == ["before", "now"] and block == block[::-1] for block in blocks)
    assert [spec.strategy for spec in engine.specs].count("serial") <= 3, "the plain loops are there for results alone"


def test_that_it_ends_where_one_version_fails(
    walls: dict[str, float], engine: Engine, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    def ending(spec: RunSpec) -> MockEnding:
        return "failed" if spec.loop.version is not None and spec.loop.version.title == "before" else "finished"

    engine.endings = {"process-pool": ending}
    assert cli.main([*command, "--strategies", "process-pool", "--fail-if", "slower:5%"]) == 1
    assert [spec.strategy for spec in engine.specs].count("process-pool") == 2, "each was warmed up"


def test_that_who_fails_in_a_later_round_is_told_and_no_change(
    walls: dict[str, float], engine: Engine, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    made: list[str] = []

    def ending(spec: RunSpec) -> MockEnding:
        assert spec.loop.version is not None
        made.append(spec.loop.version.title)
        return "failed" if made[-1] == "before" and made.count("before") > 3 else "finished"

    walls["now"] = 0.6
    engine.endings = {"process-pool": ending}
    gated = ["--strategies", "process-pool", "--fail-if", "slower:5%"]
    assert cli.main([*command, *gated]) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "The loop as it was failed", "and not: slower, or nothing was measured"
    assert said[1] == "It failed."


def test_that_the_document_keeps_what_was_found(walls: dict[str, float], command: list[str], tmp_path: Path) -> None:
    walls["now"] = 0.6
    comparison = read(document_of([*command, "--fail-if", "slower:5%"], tmp_path)).comparison
    change = comparison.change
    assert change is not None
    assert (change.kind, change.gate) == ("slower", 0.05)
    document = to_document(comparison)
    assert document["change"]["slower"] == pytest.approx(0.2)
    assert document["plan"]["against"] == {
        "title": command[-1],
        "kind": "file",
        "slower": 0.05,
        "recorded_walls_s": (),
    }
    assert "version" not in document["plan"]["loop"]


def test_that_a_review_gets_verdict_and_both_versions(
    walls: dict[str, float], command: list[str], tmp_path: Path
) -> None:
    text = render(read(document_of(command, tmp_path)).comparison).decode()
    assert text.startswith("# No change to be seen\n")
    assert "| for loop \\(serial\\) now |" in text or "| for loop (serial) now |" in text
    assert "before |" in text


def test_that_a_shared_one_names_no_branch(walls: dict[str, float], command: list[str], tmp_path: Path) -> None:
    shared = to_document(without_code(read(document_of(command, tmp_path)).comparison))
    assert "old.py" not in json.dumps(shared)
    assert shared["plan"]["against"]["title"] == "an earlier version"


def test_that_the_brief_answer_says_it(
    walls: dict[str, float], command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    walls["now"] = 0.6
    assert cli.main([*command, "--fail-if", "slower:5%", "--brief"]) == 3
    out = capsys.readouterr().out
    assert len(out.encode()) <= BRIEF_BYTES
    assert json.loads(out)["change"] | {"low": 0, "high": 0, "finds": 0} == {
        "kind": "slower",
        "slower": 0.2,
        "low": 0,
        "high": 0,
        "finds": 0,
        "gate": 0.05,
        "pairs": 8,
    }


def test_that_a_recorded_comparison_is_weaker_and_says_so(
    walls: dict[str, float], command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = document_of(command, tmp_path)
    capsys.readouterr()
    walls["now"] = 0.6
    del walls["before"]
    status = cli.main([*command[:-1], str(document), "--fail-if", "slower:5%"])
    out = capsys.readouterr().out
    assert (status, out.splitlines()[0]) == (3, "Slower than before by 20%")
    assert "Weaker than two versions" in " ".join(out.split())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"cpu": "another"}, "another machine"),
        ({}, "other items"),
    ],
)
def test_that_what_was_recorded_elsewhere_is_refused(
    walls: dict[str, float],
    command: list[str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    change: dict[str, str],
    words: str,
) -> None:
    path = document_of(command, tmp_path)
    document = json.loads(path.read_text())
    document["machine"] |= change
    path.write_text(json.dumps(document))
    capsys.readouterr()
    items = [] if change else ["--items", "30"]
    assert cli.main([*command[:-1], str(path), *items]) == 2
    assert words in sentence(capsys)


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("--workers", "3", "another number of workers: 2."),
        ("--chunksize", "5", "another chunk size: Python’s own."),
        ("--start-method", "spawn", "another start method: Python’s own."),
    ],
)
def test_that_what_was_recorded_with_another_arrangement_is_refused(
    walls: dict[str, float],
    command: list[str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    option: str,
    value: str,
    words: str,
) -> None:
    path = document_of([*command, "--strategies", "process-pool", "--workers", "2"], tmp_path)
    capsys.readouterr()
    typed = {"--strategies": "process-pool", "--workers": "2", option: value}
    flat = [word for pair in typed.items() for word in pair]
    assert cli.main([*command[:-1], str(path), *flat]) == 2
    assert words in sentence(capsys)


def test_that_a_checkout_within_the_loop_s_own_is_refused(
    engine: Engine, command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    subprocess.run(["git", "init", "-q", str(tmp_path / "old")], env=own, check=True)
    assert cli.main(command) == 2
    assert "old.py is in a checkout that lies within the loop's own" in sentence(capsys)
    assert engine.specs == []


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (["compare", "primes", "--against", "old.py"], "built-in loop"),
        (["compare", "primes", "--fail-if", "slower:5%"], "--against"),
        (["{new}", "--against", "nowhere.py"], "There is no file"),
        (["{new}", "--against", "nowhere.parloop"], "nowhere.parloop"),
        (["{new}", "--against", "git:main"], "git failed: fatal: not a git repository"),
        (["{new}", "--against", "{old}", "--strategies", "classic"], "one strategy"),
        (["{new}", "--against", "{old}", "--once"], "--once"),
        (["{new}", "--against", "{old}:other"], "no function 'other'"),
        (["{new}", "--against", "{old}", "--fail-if", "faster:5%"], "slower:5%"),
    ],
)
def test_that_what_can_not_be_compared_is_refused_in_a_sentence(
    engine: Engine,
    tmp_path: Path,
    command: list[str],
    capsys: pytest.CaptureFixture[str],
    typed: list[str],
    words: str,
) -> None:
    places = {"{new}": command[1], "{old}": command[-1]}
    begin = [] if typed[0] == "compare" else ["compare"]
    full = [*begin, *(each.replace("{old}", places["{old}"]).replace("{new}", places["{new}"]) for each in typed)]
    full += ["--items", "60"] if begin else []
    assert cli.main(full) == 2
    assert words in sentence(capsys)


@pytest.mark.parametrize(("typed", "share"), [("slower:5%", 0.05), ("slower: 0.5 %", 0.005), ("slower:200%", 2.0)])
def test_that_a_gate_is_a_share(typed: str, share: float) -> None:
    assert gate(typed) == pytest.approx(share)
