"""`parloop compare`, in this process and with an engine that runs nothing."""

from __future__ import annotations

import csv
import json
import os
import re
import signal
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from parloop_gui import cli
from parloop_gui.cli.compare import FAILURES, status_of
from parloop_gui.engine.protocol.messages import Event, RunEnded, RunSpec
from parloop_gui.model.document.read import from_document, read
from parloop_gui.model.events.events import ComparisonEnded
from tests.helpers.comparisons.finished import a_comparison
from tests.helpers.engines.command_line import QUICK, Engine

SEVEN = (
    *("serial", "thread", "thread-pool", "thread-pool-executor"),
    *("process", "process-pool", "process-pool-executor"),
)


def test_that_a_comparison_ends_0_and_says_verdict_table_and_seed(
    engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main([*QUICK, "--items", "60", "--workers", "2"]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert "\x1b" not in said.out
    for title in ("for loop (serial)", "Thread", "ThreadPool", "ProcessPoolExecutor", "Speed-up", "At once"):
        assert title in said.out
    assert re.search(r"^Seed +7$", said.out, re.MULTILINE)
    assert "Done · 2 rounds" in said.out


def test_that_the_plan_is_what_was_typed(engine: Engine) -> None:
    typed = "--items 1,000 --sample 50 --chunksize 5 --start-method spawn --timeout 9 --param numbers=20 --many"
    typed += " --task-timeout 4 --total-timeout 600 --memory-limit 80M"
    assert cli.main([*QUICK, *typed.split(), "--strategies", "process-pool:imap", "--workers", "3"]) == 0
    spec = next(spec for spec in engine.specs if spec.strategy == "process-pool")
    assert (spec.call, spec.workers, spec.chunksize, spec.start_method, spec.timeout_s, spec.many) == (
        "imap",
        3,
        5,
        "spawn",
        9.0,
        True,
    )
    assert (spec.task_timeout_s, spec.memory_limit_bytes) == (4.0, 80_000_000)
    assert (spec.loop.items, spec.loop.sample, spec.loop.params, spec.loop.seed) == (1000, 50, {"numbers": 20}, 7)
    assert {spec.strategy for spec in engine.specs} == {"serial", "process-pool"}


def test_that_json_is_the_document_alone(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([*QUICK, "--json"]) == 0
    said = capsys.readouterr()
    comparison = from_document(json.loads(said.out)).comparison
    assert comparison.rounds_finished == 2
    assert comparison.plan.seed == 7
    assert said.err == ""


def test_that_a_failed_strategy_makes_it_1_and_the_others_go_on(
    engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    engine.endings = {"thread-pool": "crashed"}
    assert cli.main(QUICK) == 1
    said = capsys.readouterr().out
    assert "ThreadPool: It crashed." in said
    assert "ProcessPoolExecutor" in said


def test_that_a_plain_loop_that_fails_is_said(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    engine.endings = {"serial": "failed"}
    assert cli.main(QUICK) == 1
    assert "The plain loop failed" in capsys.readouterr().out


def test_that_every_export_is_written(engine: Engine, tmp_path: Path) -> None:
    names = ("a.parloop", "b.json", "c.csv", "d.md", "e.py")
    exports = [option for name in names for option in ("--export", str(tmp_path / name))]
    assert cli.main([*QUICK, *exports]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == list(names)
    assert read(tmp_path / "a.parloop").comparison.rounds_finished == 2


def test_that_an_export_that_fails_late_costs_neither_the_report_nor_the_other_files(
    engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    engine.at = lambda number: folder.rmdir() if folder.exists() else None
    exports = ["--export", str(folder / "a.csv"), "--export", str(tmp_path / "b.csv")]
    assert cli.main([*QUICK, *exports]) == 2
    said = capsys.readouterr()
    assert "Done · 2 rounds" in said.out
    assert "no such file or directory" in said.err
    assert (tmp_path / "b.csv").exists()


def long(engine: Engine) -> None:
    """The plain loop takes 100 s over 1,000 items, processes half of it."""
    engine.wall_s = {name: 50.0 if "process" in name else 100.0 for name in SEVEN}
    engine.whole, engine.steps = 1_000, 100


def test_that_a_loop_too_long_for_its_time_is_answered_by_a_sample(
    engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    long(engine)
    assert cli.main(["compare", "primes", "--items", "1000", "--effort", "quick", "--seed", "7"]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert engine.now <= 20.5
    assert re.search(r"^Use (Pool|ProcessPoolExecutor)\b", said.out, re.MULTILINE)
    assert re.search(r"^Loop .*a sample of [0-9]+ of 1,000 items", said.out, re.MULTILINE)
    assert "Over all 1,000 items it would take about 50 s" in " ".join(said.out.split())


@pytest.mark.parametrize("typed", ["45s", "45", "0.75min", "45 s", "0.75 min"])
def test_that_a_budget_is_a_time_of_its_own(
    typed: str, engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved = tmp_path / "a.parloop"
    assert cli.main(["compare", "primes", "--budget", typed, "--export", str(saved)]) == 0
    assert read(saved).comparison.plan.budget_s == 45.0
    assert re.search(r"^Effort +Standard · 45\.0 s at most$", capsys.readouterr().out, re.MULTILINE)


def test_that_a_budget_holds_whatever_the_loop(engine: Engine) -> None:
    long(engine)
    assert cli.main(["compare", "primes", "--items", "1000", "--budget", "6s"]) == 0
    assert engine.now <= 6.5


def test_that_even_runs_everyone_in_every_round(
    engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved = tmp_path / "a.parloop"
    engine.wall_s["process"] = 20.0
    assert cli.main(["compare", "primes", "--even", "--budget", "10min", "--export", str(saved)]) == 0
    comparison = read(saved).comparison
    assert comparison.plan.even
    assert {row.rounds for row in comparison.rows} == {comparison.rounds_finished}
    assert "all measured to the same precision" in capsys.readouterr().out


def test_that_who_was_overtaken_or_never_ran_did_not_fail(
    engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved = tmp_path / "a.parloop"
    engine.wall_s["process"], engine.steps = 60.0, 60
    assert cli.main(["compare", "primes", "--strategies", "process", "--export", str(saved)]) == 0
    rows = {row.contestant.strategy: row for row in read(saved).comparison.rows}
    cut_s = rows["process"].censored_s
    assert rows["process"].outcome == "overtaken" and cut_s is not None and 1.0 < cut_s < 60.0
    assert "run ended: over " in capsys.readouterr().out
    assert not {"overtaken", "not-run"} & set(FAILURES)


def test_that_what_never_ran_is_told_once_and_has_its_line_in_a_table(
    engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    engine.endings = {"serial": "failed"}
    saved = tmp_path / "a.csv"
    assert cli.main([*QUICK, "--export", str(saved)]) == 1
    said = capsys.readouterr().out
    assert "The plain loop failed" in said
    assert "Not run" not in said
    assert "0 rounds · 0 of 7 strategies" in said
    with saved.open(newline="") as file:
        lines = {line["strategy"]: line for line in csv.DictReader(file)}
    assert lines["serial"]["outcome"] == "failed"
    assert {lines[name]["outcome"] for name in SEVEN if name != "serial"} == {"not-run"}
    assert lines["process-pool"]["wall_s"] == lines["process-pool"]["id"] == ""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_that_ctrl_c_keeps_what_is_finished_and_ends_130(
    number: signal.Signals, engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stopped = threading.Event()

    def stop(run: str) -> None:
        engine.stopped.add(run)
        stopped.set()

    def interrupt(made: int) -> None:
        if made == 20:
            os.kill(os.getpid(), number)
            assert stopped.wait(20)

    engine.stop = stop  # type: ignore[method-assign]
    engine.at = interrupt
    assert cli.main(["compare", "primes", "--rounds", "9", "--export", str(tmp_path / "a.parloop")]) == 130
    comparison = read(tmp_path / "a.parloop").comparison
    assert comparison.ended
    assert comparison.ended.reason == "stopped"
    assert comparison.rounds_finished >= 1
    assert "Stopped · " in capsys.readouterr().out


def test_that_the_exit_status_follows_how_it_ended() -> None:
    comparison = a_comparison()
    assert status_of(comparison) == 1
    fine = replace(comparison, rows=comparison.rows[:3])
    assert status_of(fine) == 0
    assert status_of(replace(fine, ended=ComparisonEnded("budget"))) == 0
    assert status_of(replace(fine, ended=ComparisonEnded("stopped"))) == 130
    assert status_of(replace(fine, ended=ComparisonEnded("failed", "x"))) == 1


def test_that_a_user_function_becomes_the_loop(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "mine.py"
    file.write_text("def task(item):\n    return item\ndef prepare(): ...\n")
    engine.endings = {"serial": "failed"}
    monkeypatch.setattr(engine, "execute", _ending_at_once(engine))
    assert cli.main(["compare", f"{file}:task", "--items", "range(9)", "--setup", "prepare"]) == 1
    loop = engine.specs[0].loop
    assert (loop.kind, loop.path, loop.function, loop.items, loop.setup) == (
        "user",
        str(file),
        "task",
        "range(9)",
        "prepare",
    )


def test_that_a_for_loop_of_a_program_becomes_the_loop(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mine.py"
    file.write_text("import zlib\nout = []\nfor n in range(9):\n    out.append(zlib.crc32(b'x' * n))\n")
    monkeypatch.setattr(engine, "execute", _ending_at_once(engine))
    assert cli.main(["compare", f"{file}:3", "--args", "--days 3 'a b.csv'"]) == 1
    loop = engine.specs[0].loop
    assert (loop.kind, loop.name, loop.function, loop.path) == ("program", "for n in range(9)", "task", str(file))
    assert loop.program is not None
    assert (loop.program.line, loop.program.arguments) == (3, ("--days", "3", "a b.csv"))
    assert loop.program.source == file.read_text()
    assert (
        "Compare runs mine.py --days 3 'a b.csv' up to line 3 (for n in range(9)), "
        "once for all runs where it can be copied there." in capsys.readouterr().err
    )


def _ending_at_once(engine: Engine) -> Callable[[RunSpec], Iterator[Event]]:
    def execute(spec: RunSpec) -> Iterator[Event]:
        engine.specs.append(spec)
        yield RunEnded(spec.id, "failed", "It broke.")

    return execute
