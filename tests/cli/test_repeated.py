"""What a program does outside its process is repeated only where somebody said that it may."""

from __future__ import annotations

import io
import os
from dataclasses import replace
from pathlib import Path

import pytest

from parloop_gui import cli
from parloop_gui.bridge.processes.leave import Leave
from parloop_gui.bridge.scheduler.preflight import Preflight
from parloop_gui.cli import preflight_text
from parloop_gui.engine.protocol.preflight_facts import Arrival, Effect
from parloop_gui.model.document.read import read
from parloop_gui.model.plan.plan import Plan
from parloop_gui.model.preflight.report import Report, judged
from tests.helpers.engines.command_line import Engine, Terminal
from tests.model.preflight.test_report import FINE

WRITES = Arrival(effects=(Effect("writes", "/home/me/out.csv"), Effect("programs", "uname")))
CALLS = Arrival(in_loop=(Effect("network", "example.org:443"),))
STARTS = Arrival(effects=(Effect("programs", "uname"),))


@pytest.fixture
def program(tmp_path: Path) -> str:
    file = tmp_path / "mine.py"
    file.write_text("import zlib\nout = []\nfor n in range(9):\n    out.append(zlib.crc32(b'x' * n))\n")
    return f"{file}:3"


def tried(monkeypatch: pytest.MonkeyPatch, arrival: Arrival) -> None:
    """From now on that is what trying the program tells."""

    def report(preflight: Preflight, plan: Plan) -> tuple[Report, ...]:
        if arrival.asked_for and preflight.leave is not None and not preflight.leave.ask(plan.pythons[0].id, arrival):
            return ()
        return tuple(judged(plan, python, replace(FINE, arrival=arrival)) for python in plan.pythons)

    monkeypatch.setattr("parloop_gui.bridge.scheduler.preflight.Preflight.report", report)


@pytest.mark.parametrize(
    ("arrival", "done"), [(WRITES, "writes out.csv"), (CALLS, "connects to example.org:443"), (STARTS, "")]
)
def test_that_without_a_terminal_leave_is_asked_for_on_the_command_line(
    engine: Engine,
    program: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arrival: Arrival,
    done: str,
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    tried(monkeypatch, arrival)
    assert cli.main(["compare", program, "--sample", "9", "--rounds", "1"]) == (2 if done else 0)
    said = capsys.readouterr()
    assert bool(engine.specs) == (not done)
    if done:
        assert said.out == ""
        *_, asked, refused = said.err.splitlines()
        assert asked.startswith("Before going on: ") and done in asked
        assert refused == (
            f"parloop: The program {done}, and comparing repeats that: "
            "add --repeat-effects if it may, --once for as little as can be."
        )


@pytest.mark.parametrize("answer", [True, False, None])
def test_that_it_goes_on_where_that_was_said_before_or_is_answered(
    engine: Engine,
    program: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    answer: bool | None,
) -> None:
    said_before = ["--repeat-effects"] if answer is None else []
    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("parloop_gui.cli.preflight_text.ask", lambda leave: leave.answer(may=answer))
    tried(monkeypatch, WRITES)
    status = cli.main(["compare", program, "--sample", "9", "--rounds", "1", *said_before])
    said = capsys.readouterr()
    assert status == (130 if answer is False else 0)
    assert bool(engine.specs) == (answer is not False)
    assert ("Before going on: On its way there the program writes out.csv" in said.err) == (answer is not None)
    assert ("Nothing was compared: what the program does may not be repeated." in said.out) == (answer is False)


@pytest.mark.parametrize(("typed", "may"), [("y\n", True), ("Yes\n", True), ("n\n", False), ("\n", False), ("", False)])
def test_that_nothing_but_a_yes_is_one(monkeypatch: pytest.MonkeyPatch, typed: str, may: bool) -> None:
    reading, writing = os.pipe()
    with Leave() as leave, os.fdopen(reading) as stdin:
        monkeypatch.setattr("sys.stdin", stdin)
        os.write(writing, typed.encode())
        os.close(writing)
        preflight_text.ask(leave)
        assert leave.is_refused == (not may)


def test_that_ctrl_c_takes_the_question_back(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    with Leave() as leave, os.fdopen(reading) as stdin, os.fdopen(writing, "w"):
        monkeypatch.setattr("sys.stdin", stdin)
        leave.answer(may=False)  # as a comparison that is stopped does
        preflight_text.ask(leave)
        assert leave.is_refused


def test_that_once_runs_each_strategy_a_single_time(engine: Engine, tmp_path: Path) -> None:
    saved = tmp_path / "once.json"
    names = "thread,process-pool"
    assert cli.main(["compare", "primes", "--once", "--strategies", names, "--export", str(saved)]) == 0
    assert sorted(spec.strategy for spec in engine.specs) == ["process-pool", "serial", "thread"]
    plan = read(saved).comparison.plan
    assert (plan.once, plan.rounds) == (True, 1)


@pytest.mark.parametrize("other", [["--rounds", "2"], ["--budget", "45s"], ["--even"]])
def test_that_once_is_no_number_of_rounds(engine: Engine, capsys: pytest.CaptureFixture[str], other: list[str]) -> None:
    assert cli.main(["compare", "primes", "--once", *other]) == 2
    assert (
        capsys.readouterr().err
        == "parloop: --once is one round of everyone: leave out --rounds, --budget and --even.\n"
    )
