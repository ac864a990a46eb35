"""A comparison through the real engine: supervisor, runners, workers."""

from __future__ import annotations

import threading
import time

import pytest

from parloop_gui.bridge.interpreters.discovery import own_interpreter
from parloop_gui.bridge.processes.cleanup import marked
from parloop_gui.bridge.processes.engine import Engine
from parloop_gui.bridge.scheduler.conductor import Conductor
from parloop_gui.bridge.scheduler.contestants import contestants_of
from parloop_gui.engine.protocol.messages import LoopSpec
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.events.events import ComparisonEvent, RunAdvanced, RunBegan, RunFinished
from parloop_gui.model.plan.plan import Choice, Plan

# The promise is a second; other tests may keep the machine busy meanwhile.
ROOM_S = 3.0
CHOICES = (Choice("serial", "for"), Choice("thread-pool-executor", "map"), Choice("process-pool", "map"))


def real_plan(loop: str, items: int, rounds: int) -> Plan:
    """A small comparison of three strategies under the app's own Python."""
    spec = LoopSpec("builtin", loop, items, seed=3)
    return Plan(spec, CHOICES, (own_interpreter(),), workers=2, effort="quick", rounds=rounds, timeout_s=60, seed=3)


@pytest.mark.slow
def test_that_a_small_comparison_is_made_from_end_to_end() -> None:
    told: list[ComparisonEvent] = []
    with Engine() as engine:
        comparison = Conductor(
            real_plan("primes", 8, 2),
            contestants_of(real_plan("primes", 8, 2)),
            engine.execute,
            lambda event, _: told.append(event),
            stop=engine.stop,
        ).run()
    assert comparison.ended is not None
    assert comparison.ended.reason == "done", comparison.ended.message
    ended = [event for event in told if isinstance(event, RunFinished)]
    assert {(run.ended.outcome, run.ended.message) for run in ended} == {("finished", "")}
    assert [row.rounds for row in comparison.rows] == [2, 2, 2]
    assert all(row.wall_s is not None and row.wall_s.median > 0 for row in comparison.rows)
    measured = [run.ended.measurement for run in ended if run.ended.measurement is not None]
    assert {(each.items, each.tasks) for each in measured} == {(8, 8)}
    assert all(each.results_match for each in measured[1:])


@pytest.mark.slow
def test_that_a_real_comparison_stops_at_once_and_leaves_nothing() -> None:
    began_to_stop = [0.0]

    def emit(event: ComparisonEvent, _: Comparison) -> None:
        if isinstance(event, RunAdvanced) and not began_to_stop[0]:
            began_to_stop[0] = time.monotonic()
            threading.Thread(target=conductor.cancel).start()

    with Engine() as engine:
        plan = real_plan("sleep", 400, 5)
        conductor = Conductor(plan, contestants_of(plan), engine.execute, emit, stop=engine.stop)
        comparison = conductor.run()
        took_s = time.monotonic() - began_to_stop[0]
        assert engine.process is not None
        _, mark = engine.process
    assert comparison.ended is not None
    assert comparison.ended.reason == "stopped"
    assert took_s < ROOM_S
    assert marked(mark) == []


@pytest.mark.slow
def test_that_results_are_compared_again_after_the_supervisor_was_lost() -> None:
    killed: list[str] = []

    def emit(event: ComparisonEvent, _: Comparison) -> None:
        warm_up = isinstance(event, RunBegan) and event.contestant.strategy == "process-pool"
        if warm_up and not killed and engine.process is not None:
            killed.append(engine.process[1])
            engine.close(wait_s=0.0)  # by force: the next run gets another

    with Engine() as engine:
        plan = real_plan("primes", 8, 2)
        comparison = Conductor(plan, contestants_of(plan), engine.execute, emit, stop=engine.stop).run()
    assert marked(killed[0]) == []
    assert {(row.outcome, row.rounds) for row in comparison.rows} == {("finished", 2)}
    last = [run.ended.measurement for run in comparison.runs if run.round == 2]
    assert [each and each.results_match for each in last] == [True, True, True]
