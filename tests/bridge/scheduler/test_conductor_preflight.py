"""What the conductor makes of a preflight: who drops out, when it ends before anything is timed."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import pytest

from parloop_gui.bridge.scheduler.conductor import Conductor
from parloop_gui.bridge.scheduler.contestants import contestants_of
from parloop_gui.bridge.scheduler.preflight import Preflight
from parloop_gui.bridge.scheduler.run_maker import RunMaker, Turn
from parloop_gui.engine.protocol.kinds import AnewKind, ProblemKind
from parloop_gui.engine.protocol.messages import LoopSpec, PreflightFacts, Problem
from parloop_gui.engine.protocol.preflight_facts import Arrival
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.forecast.estimate import estimate
from parloop_gui.model.plan.plan import Choice, Interpreter, Plan, plain_loop
from parloop_gui.model.preflight.report import Report, judged
from tests.helpers.engines.mock_engine import OTHER_PYTHON, PYTHON, MockEngine

FINE = PreflightFacts(stage="done", import_s=0.0, items=20, items_s=0.0, tried=1, task_s=0.001, task_cpu_s=0.001)
CHOICES = (Choice("thread-pool", "map"), Choice("process-pool", "map"))


class MadeUp:
    """A preflight whose facts are given, for each Python."""

    def __init__(self, **facts: PreflightFacts) -> None:
        self.facts = facts
        self.cancelled = False

    def report(self, made: Plan) -> tuple[Report, ...]:
        """What those facts come to."""
        known = tuple((python, self._of(python)) for python in made.pythons)
        return tuple(judged(made, python, facts).with_estimate(estimate(made, known, ())) for python, facts in known)

    def cancel(self) -> None:
        """Note it."""
        self.cancelled = True

    def _of(self, python: Interpreter) -> PreflightFacts:
        return self.facts["own" if python == PYTHON else "other"]


def compare(preflight: MadeUp, *pythons: Interpreter) -> tuple[Comparison, MockEngine]:
    engine = MockEngine({"process-pool": 0.5})
    loop = LoopSpec("user", "f", 20, path="/nowhere/f.py", function="f")
    plan = Plan(loop, CHOICES, pythons or (PYTHON,), rounds=2, seed=7)
    conductor = Conductor(
        plan,
        contestants_of(plan),
        engine.execute,
        lambda *_: None,
        clock=engine.clock,
        preflight=cast(Preflight, preflight),
    )
    return conductor.run(), engine


def with_problem(what: ProblemKind) -> PreflightFacts:
    return replace(FINE, problems=(Problem(what, "No.", 3),))


def test_that_a_sound_loop_is_measured_with_its_preflight_kept() -> None:
    comparison, engine = compare(MadeUp(own=FINE))
    assert {spec.strategy for spec in engine.specs} == {"serial", "thread-pool", "process-pool"}
    assert [report.python for report in comparison.preflight] == ["3.11"]


@pytest.mark.parametrize("why", [None, "thread"])
def test_that_runs_go_to_their_loop_as_the_trial_has_shown(why: AnewKind | None) -> None:
    _, engine = compare(MadeUp(own=replace(FINE, arrival=Arrival(anew=why))))
    assert {spec.anew for spec in engine.specs} == {why}


@pytest.mark.parametrize(("arrival", "took_s"), [(Arrival(), [1.0, 3.0]), (Arrival(anew="thread"), [3.0, 3.0])])
def test_that_the_way_that_all_runs_share_is_no_cost_of_the_first(arrival: Arrival, took_s: list[float]) -> None:
    engine = MockEngine(overhead_s=2.0)
    plan = Plan(LoopSpec("user", "f", 20, path="/nowhere/f.py", function="f"), CHOICES, (PYTHON,))
    maker = RunMaker(plan, engine.execute, engine.stop, lambda _: None, engine.clock)
    facts = replace(FINE, import_s=1.5, items_s=0.5, arrival=arrival)
    maker.learn([judged(plan, PYTHON, facts)])
    turn = Turn(plain_loop(PYTHON.id), 1, None, 60.0)
    assert [maker.make(turn, lambda *_: None).took_s for _ in range(2)] == pytest.approx(took_s)


def test_that_who_is_ruled_out_does_not_run_and_is_told_why() -> None:
    comparison, engine = compare(MadeUp(own=with_problem("pickle-function")))
    assert {spec.strategy for spec in engine.specs} == {"serial", "thread-pool"}
    assert [(each.strategy, reason) for each, reason in comparison.unavailable] == [("process-pool", "No.")]
    assert {row.contestant.strategy for row in comparison.rows} == {"serial", "thread-pool"}


@pytest.mark.parametrize("what", ["import", "task"])
def test_that_nothing_is_timed_where_nothing_can_run(what: ProblemKind) -> None:
    comparison, engine = compare(MadeUp(own=with_problem(what)))
    assert engine.specs == []
    assert comparison.ended is not None
    assert (comparison.ended.reason, comparison.ended.message) == ("failed", "No.")


def test_that_a_python_that_lacks_a_package_leaves_the_others_to_it() -> None:
    comparison, engine = compare(MadeUp(own=FINE, other=with_problem("import")), PYTHON, OTHER_PYTHON)
    assert {spec.python for spec in engine.specs} == {PYTHON.path}
    assert {each.python for each, _ in comparison.unavailable} == {OTHER_PYTHON.id}
    assert comparison.ended is not None
    assert comparison.ended.reason == "done"


def test_that_a_strategy_is_out_by_whichever_call_an_older_python_has_of_it() -> None:
    old = replace(OTHER_PYTHON, id="3.10", version="3.10.2")
    loop = LoopSpec("user", "f", 20, path="/nowhere/f.py", function="f", is_async=True)
    plan = Plan(loop, (Choice("asyncio", "task_group"),), (PYTHON, old), rounds=2, seed=7)
    engine = MockEngine()
    preflight = cast(Preflight, MadeUp(own=FINE, other=with_problem("import")))
    conductor = Conductor(
        plan, contestants_of(plan), engine.execute, lambda *_: None, clock=engine.clock, preflight=preflight
    )
    comparison = conductor.run()
    assert {spec.python for spec in engine.specs} == {PYTHON.path}
    assert [(each.strategy, each.call) for each, _ in comparison.unavailable] == [
        ("serial", "for"),
        ("asyncio", "gather"),
    ]


def test_that_a_loop_that_is_far_too_long_is_measured_on_a_sample() -> None:
    engine = MockEngine(dict.fromkeys(("serial", "thread-pool", "process-pool"), 20_000.0), whole=10_000, steps=10_000)
    loop = LoopSpec("user", "f", 10_000, path="/nowhere/f.py", function="f")
    preflight = MadeUp(own=replace(FINE, items=10_000, task_s=2.0, task_cpu_s=2.0))
    plan = Plan(loop, CHOICES, (PYTHON,), effort="quick")
    comparison = Conductor(
        plan,
        contestants_of(plan),
        engine.execute,
        lambda *_: None,
        stop=engine.stop,
        clock=engine.clock,
        preflight=cast(Preflight, preflight),
    ).run()
    assert comparison.ended is not None
    assert comparison.ended.reason == "budget"
    assert engine.now <= 20.5
    assert comparison.plan.loop.sample == 2
    assert comparison.verdict is not None and comparison.verdict.contestant is not None


def test_that_cancelling_reaches_the_preflight() -> None:
    preflight = MadeUp(own=FINE)
    plan = Plan(LoopSpec("user", "f", 1), (), (PYTHON,))
    conductor = Conductor(plan, contestants_of(plan), lambda spec: [], lambda *_: None)
    conductor.cancel()
    assert not preflight.cancelled
    conductor = Conductor(
        plan, contestants_of(plan), lambda spec: [], lambda *_: None, preflight=cast(Preflight, preflight)
    )
    conductor.cancel()
    assert preflight.cancelled


def test_that_an_executor_that_is_ruled_out_is_not_added_at_the_width_of_process() -> None:
    engine = MockEngine({"process": 0.1}, share=0.0)
    loop = LoopSpec("user", "f", 20, path="/nowhere/f.py", function="f")
    choices = (Choice("process", "queue"), Choice("thread-pool", "map"))
    plan = Plan(loop, choices, (PYTHON,), workers=2, rounds=2, seed=7, start_method="fork")
    for facts, expected in ((FINE, True), (with_problem("pickle-function"), False)):
        engine.specs.clear()
        preflight = cast(Preflight, MadeUp(own=facts))
        Conductor(
            plan, contestants_of(plan), engine.execute, lambda *_: None, clock=engine.clock, preflight=preflight
        ).run()
        assert any(spec.strategy == "process-pool-executor" for spec in engine.specs) is expected
