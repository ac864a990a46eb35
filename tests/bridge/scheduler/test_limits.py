"""What ends a comparison from outside: its own time limit, a changed file, another interpreter. Rounds are kept."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from parloop_gui.engine.protocol.messages import LoopSpec
from parloop_gui.model.events.events import RunFinished
from parloop_gui.model.plan.plan import Plan
from parloop_gui.model.report.report import report
from tests.helpers.engines.conducting import FAST, compare
from tests.helpers.engines.mock_engine import PYTHON, Endings, MockEngine, plan


def of_a_file(path: Path) -> Plan:
    """A plan for a function in that file."""
    loop = LoopSpec("user", "f", 60, path=str(path), function="f")
    return replace(plan(rounds=9), loop=loop)


def at_run(number: int, act: Callable[[], object]) -> Callable[[int], None]:
    """Do that in the middle of the run of that number."""

    def at(running: int) -> None:
        if running == number:
            act()

    return at


def test_that_a_comparison_ends_at_its_own_limit_with_its_finished_rounds() -> None:
    too_late: Endings = dict.fromkeys(FAST, lambda spec: "timed-out" if spec.timeout_s < 0.12 else "finished")
    engine = MockEngine(FAST, endings=too_late)
    comparison, told = compare(plan(rounds=50, total_timeout_s=2.0), engine)
    assert comparison.ended is not None
    assert comparison.ended.reason == "budget"
    assert engine.now == pytest.approx(2.0, abs=0.2)
    assert comparison.ended.message == "The limit of 2 s for the whole comparison was reached."
    assert comparison.rounds_finished > 1
    assert {event.ended.outcome for event in told if isinstance(event, RunFinished)} == {"finished", "stopped"}
    assert {row.outcome for row in comparison.rows} == {"finished"}


def test_that_a_run_gets_no_more_time_than_there_is_left() -> None:
    engine = MockEngine(FAST)
    compare(plan(rounds=50, total_timeout_s=2.0, timeout_s=30.0), engine)
    limits = [spec.timeout_s for spec in engine.specs]
    assert limits == sorted(limits, reverse=True)
    assert limits[0] == 2.0


def test_that_each_run_is_given_the_limits_of_tasks_and_memory() -> None:
    engine = MockEngine(FAST)
    compare(plan(rounds=1, task_timeout_s=3.0, memory_limit_bytes=64_000_000), engine)
    assert {(spec.task_timeout_s, spec.memory_limit_bytes) for spec in engine.specs} == {(3.0, 64_000_000)}


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda path: path.write_text("def f(n):\n    return 2\n"), "loop.py was changed while it was being compared;"),
        (lambda path: path.unlink(), "loop.py was removed while it was being compared;"),
    ],
)
def test_that_a_file_that_changes_cuts_the_comparison_short(
    tmp_path: Path, spoil: Callable[[Path], object], said: str
) -> None:
    file = tmp_path / "loop.py"
    file.write_text("def f(n):\n    return 1\n")
    engine = MockEngine(FAST, at=at_run(16, lambda: spoil(file)))
    comparison, told = compare(of_a_file(file), engine)
    assert comparison.ended is not None
    assert comparison.ended.reason == "cut-short"
    assert comparison.ended.message.startswith(said)
    assert comparison.rounds_finished == 2
    last = [event for event in told if isinstance(event, RunFinished)][-1]
    assert (last.ended.outcome, last.ended.measurement) == ("stopped", None)
    assert report(comparison).finish.startswith("Cut short · 2 rounds · ")
    assert said in report(comparison).finish


@pytest.mark.timeout(20)
@pytest.mark.skipif(sys.platform == "win32", reason="no sparse files there by default")
def test_that_a_file_without_end_is_known_by_its_size_and_time(tmp_path: Path) -> None:
    sparse = tmp_path / "loop.py"
    with sparse.open("wb") as file:
        file.truncate(2**40)
    engine = MockEngine(FAST, at=at_run(16, lambda: os.utime(sparse, (1, 1))))
    comparison, _ = compare(of_a_file(sparse), engine)
    assert comparison.ended is not None
    assert comparison.ended.message.startswith("loop.py was changed while it was being compared;")


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes with names there")
def test_that_a_file_that_becomes_a_pipe_is_one_that_changed_and_is_waited_for_by_nobody(tmp_path: Path) -> None:
    file = tmp_path / "loop.py"
    file.write_text("def f(n):\n    return 1\n")

    def become_a_pipe() -> None:
        file.unlink()
        os.mkfifo(file)

    comparison, _ = compare(of_a_file(file), MockEngine(FAST, at=at_run(16, become_a_pipe)))
    assert comparison.ended is not None
    assert "loop.py was" in comparison.ended.message


def test_that_an_interpreter_that_goes_cuts_the_comparison_short(tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.write_text("")
    engine = MockEngine(FAST, at=at_run(11, python.unlink))
    comparison, _ = compare(plan(rounds=9, pythons=(replace(PYTHON, path=str(python)),)), engine)
    assert comparison.ended is not None
    assert comparison.ended.message == f"The Python at {python} is no longer there; what was measured before is kept."
