"""The engine as the app sees it, over a supervisor that runs nothing."""

from __future__ import annotations

import os
import select
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from parloop_gui.bridge.processes import engine as child
from parloop_gui.bridge.processes.cleanup import marked
from parloop_gui.bridge.processes.engine import Engine
from parloop_gui.engine.protocol.messages import LoopSpec, RunEnded, RunProgress, RunSpec, RunStarted, SupervisorReady
from tests.helpers.engines import fake_supervisor

# The promise is a second; other tests may keep the machine busy meanwhile.
ROOM_S = 3.0
COMMAND = [sys.executable, str(Path(fake_supervisor.__file__))]


def run_spec(strategy: str, run: str = "1", timeout_s: float = 30.0) -> RunSpec:
    """A run that the fake supervisor treats as `strategy` says."""
    loop = LoopSpec("builtin", "primes", 4)
    return RunSpec(run, "c", sys.executable, loop, strategy, "map", timeout_s=timeout_s)


@pytest.fixture
def engine() -> Iterator[Engine]:
    with Engine(COMMAND) as made:
        yield made


def test_that_a_run_gives_its_own_events_and_ends(engine: Engine) -> None:
    events = list(engine.execute(run_spec("quick")))
    assert [type(event) for event in events[:2]] == [SupervisorReady, RunStarted]
    assert events[2:] == [RunProgress("1", 2, 4), RunEnded("1", "finished")]


def test_that_runs_share_one_supervisor(engine: Engine) -> None:
    assert supervisor_of(engine, "1") == supervisor_of(engine, "2")


def test_that_a_run_left_half_way_ends_its_supervisor(engine: Engine) -> None:
    left = engine.execute(run_spec("obedient"))
    ready = next(left)
    del left
    assert isinstance(ready, SupervisorReady)
    assert supervisor_of(engine, "2") != ready.pid


def test_that_a_prepared_engine_makes_its_first_run_in_the_supervisor_it_has(engine: Engine) -> None:
    engine.prepare([sys.executable])
    prepared = engine.process
    assert prepared is not None
    assert supervisor_of(engine, "1") == prepared[0]


def test_that_what_can_t_be_prepared_is_told_by_the_first_run() -> None:
    with Engine(["/nowhere/python"]) as engine:
        engine.prepare(["/nowhere/python"])
        (ended,) = engine.execute(run_spec("quick"))
    assert isinstance(ended, RunEnded)
    assert ended.message == "The engine's own process can't be started: No such file or directory."


def test_that_only_the_first_run_of_a_supervisor_tells_that_it_is_new(engine: Engine) -> None:
    first, second = (list(engine.execute(run_spec("quick", run))) for run in "12")
    assert isinstance(first[0], SupervisorReady)
    assert not any(isinstance(event, SupervisorReady) for event in second)


def supervisor_of(engine: Engine, run: str) -> int:
    """The pid of the supervisor that makes this run."""
    return next(event.pid for event in list(engine.execute(run_spec("quick", run))) if isinstance(event, RunStarted))


def test_that_a_supervisor_killed_ends_the_run_as_crashed_and_leaves_no_survivor(engine: Engine) -> None:
    events = list(engine.execute(run_spec("dies")))
    survivor = next(event.done for event in events if isinstance(event, RunProgress))
    ended = events[-1]
    assert isinstance(ended, RunEnded)
    assert (ended.outcome, ended.message) == (
        "crashed",
        "The engine's own process was killed by SIGKILL. The next run gets another.",
    )
    assert "last words" in ended.details
    assert not _runs(survivor)


def test_that_another_supervisor_is_started_after_one_died(engine: Engine) -> None:
    ended = list(engine.execute(run_spec("exits")))[-1]
    assert isinstance(ended, RunEnded)
    assert ended.message == "The engine's own process ended with exit status 7. The next run gets another."
    assert list(engine.execute(run_spec("quick", "2")))[-1] == RunEnded("2", "finished")


def test_that_a_supervisor_that_closes_its_output_counts_as_dead(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("parloop_gui.bridge.processes.supervisor.EOF_PATIENCE_S", 0.05)
    ended = list(engine.execute(run_spec("goes-dumb")))[-1]
    assert isinstance(ended, RunEnded)
    assert ended.outcome == "crashed"


@pytest.mark.parametrize("strategy", ["refused", "junk"])
def test_that_a_run_that_is_not_understood_ends_as_failed(engine: Engine, strategy: str) -> None:
    ended = list(engine.execute(run_spec(strategy)))[-1]
    assert isinstance(ended, RunEnded)
    assert ended.outcome == "failed"
    assert ended.message.startswith("The engine refused the run: ")


@pytest.mark.parametrize("strategy", ["obedient", "deaf", "goes-dumb"])
def test_that_stop_ends_a_run_at_once(engine: Engine, strategy: str) -> None:
    events = engine.execute(run_spec(strategy))
    next(events)
    next(events)
    began = time.monotonic()
    threading.Thread(target=engine.stop, args=["1"]).start()
    ended = list(events)[-1]
    assert isinstance(ended, RunEnded)
    assert ended.outcome == "stopped"
    assert time.monotonic() - began < ROOM_S


def test_that_a_run_stopped_before_it_began_is_not_made(engine: Engine) -> None:
    engine.stop("1")
    assert [type(event) for event in engine.execute(run_spec("quick"))] == [RunEnded]


def test_that_a_supervisor_silent_past_the_limit_is_given_up(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "LIMIT_PATIENCE_S", 0.1)
    ended = list(engine.execute(run_spec("deaf", timeout_s=0.1)))[-1]
    assert isinstance(ended, RunEnded)
    assert ended.outcome == "timed-out"


def test_that_an_engine_that_cannot_be_started_crashes_the_run() -> None:
    with Engine(["/nowhere/at-all"]) as engine:
        (ended,) = engine.execute(run_spec("quick"))
    assert isinstance(ended, RunEnded)
    assert ended.message == "The engine's own process can't be started: No such file or directory."


@pytest.mark.parametrize("strategy", ["obedient", "deaf"])
def test_that_closing_leaves_no_process_of_the_engine(strategy: str) -> None:
    engine = Engine(COMMAND)
    ready = next(engine.execute(run_spec(strategy)))
    engine.close(wait_s=0.2)
    assert isinstance(ready, SupervisorReady)
    assert not _runs(ready.pid)


def test_that_everything_below_the_supervisor_carries_its_mark(engine: Engine) -> None:
    events = engine.execute(run_spec("obedient"))
    ready = next(events)
    assert isinstance(ready, SupervisorReady)
    assert engine.process is not None
    pid, mark = engine.process
    assert marked(mark) == [pid] == [ready.pid]
    engine.stop("1")
    list(events)


def _runs(pid: int) -> bool:
    """Whether it still runs some time after it was killed: the kernel ends a process when it comes to it."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return False
    try:
        return not select.select([handle], [], [], ROOM_S)[0]
    finally:
        os.close(handle)
