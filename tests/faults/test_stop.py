"""Stop at any moment: it is over within a second, whatever the loop does, and finished rounds are kept."""

from __future__ import annotations

import os
import random
import threading
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from parloop_gui.bridge.interpreters.discovery import own_interpreter
from parloop_gui.bridge.processes.engine import Engine
from parloop_gui.bridge.scheduler.conductor import Conductor
from parloop_gui.bridge.scheduler.contestants import contestants_of
from parloop_gui.engine.protocol.kinds import StartMethod
from parloop_gui.engine.protocol.messages import LoopSpec
from parloop_gui.model.events.events import ComparisonEvent, ContestantAdded, RoundFinished
from parloop_gui.model.plan.plan import Choice, Contestant, Plan
from tests.faults.marked import STOPPED_S, in_time
from tests.helpers.engines.engine import task_loop

ALL = os.environ.get("PARLOOP_CHECK") == "faults"
TIMES = 100 if ALL else 6
LONGEST_S = 2.5
CHOICES = tuple(
    Choice(*each.split(":")) for each in ("serial:for", "thread:slots", "process:queue", "process-pool-executor:map")
)
LOOPS = (
    LoopSpec("builtin", "sleep", 40, seed=3),
    LoopSpec("builtin", "primes", 20, seed=3),
    task_loop("never_ends"),
    task_loop("leaves_a_daemon", 10),
)
METHODS: tuple[StartMethod, ...] = ("fork", "spawn", "forkserver")

pytestmark = pytest.mark.slow


@pytest.mark.timeout(900)
def test_that_stop_means_now_at_any_moment(engine: Engine, record_property: Callable[[str, object], None]) -> None:
    seed = random.randrange(10**6)
    moments = random.Random(seed)
    for number in range(TIMES):
        plan = Plan(LOOPS[number % len(LOOPS)], CHOICES, (own_interpreter(),), workers=2, rounds=50, seed=seed)
        plan = replace(plan, start_method=METHODS[number // len(LOOPS) % len(METHODS)])
        took_s = stopped_after(moments.uniform(0.0, LONGEST_S), plan, engine)
        record_property("stopped_s", took_s)
        assert in_time(took_s, STOPPED_S), f"seed {seed}, number {number}"


def rounds_with(contestant: Contestant | None, told: list[ComparisonEvent]) -> int:
    """The finished rounds, since that one was added if it was not there from the beginning."""
    added = (n for n, event in enumerate(told) if isinstance(event, ContestantAdded) and event.contestant == contestant)
    return sum(isinstance(event, RoundFinished) for event in told[next(added, 0) :])


def stopped_after(moment_s: float, plan: Plan, engine: Engine) -> float:
    """Make the comparison, stop it at that moment; how long stopping took."""
    told: list[ComparisonEvent] = []
    asked_at = 0.0
    conductor = Conductor(
        plan, contestants_of(plan), engine.execute, lambda event, _: told.append(event), stop=engine.stop
    )

    def stop() -> None:
        nonlocal asked_at
        asked_at = time.monotonic()
        conductor.cancel()

    timer = threading.Timer(moment_s, stop)
    timer.start()
    comparison = conductor.run()
    ended_at = time.monotonic()
    timer.join()
    assert comparison.ended is not None
    assert comparison.ended.reason == "stopped", comparison.ended.message
    assert comparison.rounds_finished == rounds_with(None, told)
    for row in comparison.rows:
        assert row.outcome != "finished" or row.rounds >= rounds_with(row.contestant, told), told
    return ended_at - asked_at
