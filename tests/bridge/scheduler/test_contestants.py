"""Who takes part in a comparison: several Pythons, executors that are added, those that can't run."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parloop_gui.bridge.scheduler.conductor import Conductor
from parloop_gui.bridge.scheduler.contestants import Contestants, contestants_of
from parloop_gui.engine.protocol.kinds import Outcome
from parloop_gui.engine.protocol.messages import RunSpec
from parloop_gui.model.events.events import ComparisonStarted, ContestantAdded
from parloop_gui.model.plan.plan import Arrangement, Choice, Contestant, plain_loop
from parloop_gui.model.statistics.thresholds import LEAST_ROUNDS
from tests.helpers.engines.conducting import FAST, compare, end, order
from tests.helpers.engines.mock_engine import OTHER_PYTHON, PYTHON, MockEngine, plan

WAITING = {"serial": 0.6, "thread": 0.02, "thread-pool-executor": 0.05, "process": 0.2, "process-pool": 0.06}


def test_that_the_executor_is_added_at_the_width_by_which_thread_is_ahead() -> None:
    engine = MockEngine(WAITING, share=0.0)
    comparison, told = compare(plan("thread", "thread-pool-executor", "process-pool"), engine)
    (added,) = [event for event in told if isinstance(event, ContestantAdded)]
    assert added.contestant == Contestant("thread-pool-executor", "map", "3.11", Arrangement(workers=60))
    assert added.reason == "Thread is ahead with 60 at once, so ThreadPoolExecutor runs with 60 workers too."
    row = next(row for row in comparison.rows if row.contestant == added.contestant)
    assert row.rounds == comparison.rounds_finished >= LEAST_ROUNDS
    assert {spec.workers for spec in engine.specs if spec.strategy == "process-pool"} == {32}


def test_that_the_process_executor_is_added_where_process_is_ahead() -> None:
    wall_times = {**WAITING, "process": 0.01}
    _, told = compare(plan("thread", "process", "process-pool", rounds=2), MockEngine(wall_times, share=0.0))
    (added,) = [event.contestant for event in told if isinstance(event, ContestantAdded)]
    assert (added.strategy, added.arrangement.workers) == ("process-pool-executor", 60)


@pytest.mark.parametrize(
    ("strategies", "wall_times", "items"),
    [
        (("thread", "process-pool"), {"thread": 0.1, "process-pool": 0.1}, 60),
        (("thread", "process"), {"thread": 0.01, "process": 0.1}, 60),
        (("thread", "process-pool"), {"thread": 0.01, "process-pool": 0.1}, 8),
        (("process-pool", "thread-pool-executor"), {}, 60),
    ],
)
def test_that_no_executor_is_added_without_a_reason(
    strategies: tuple[str, ...], wall_times: dict[str, float], items: int
) -> None:
    _, told = compare(plan(*strategies, items=items, rounds=3), MockEngine(wall_times, share=0.0))
    assert not any(isinstance(event, ContestantAdded) for event in told)


def test_that_an_executor_that_fails_at_that_width_is_not_added_again() -> None:
    def ending(spec: RunSpec) -> Outcome:
        return "crashed" if spec.workers == 60 else "finished"

    engine = MockEngine(WAITING, share=0.0, endings={"thread-pool-executor": ending})
    _, told = compare(plan("thread", "process-pool", rounds=3), engine)
    assert sum(isinstance(event, ContestantAdded) for event in told) == 1
    assert sum(spec.workers == 60 for spec in engine.specs if spec.strategy == "thread-pool-executor") == 1


def test_that_several_pythons_each_have_their_own_plain_loop_and_reference() -> None:
    engine = MockEngine(FAST)
    comparison, told = compare(plan(rounds=2, pythons=(PYTHON, OTHER_PYTHON)), engine)
    assert [(spec.python, spec.reference) for spec in engine.specs if spec.reference] == [
        ("/py/3.11", True),
        ("/py/3.13t", True),
    ]
    assert len(order(told, 1)) == 8
    assert len({spec.comparison for spec in engine.specs}) == 2
    assert {row.rounds for row in comparison.rows} == {2}


def test_that_a_python_whose_plain_loop_fails_is_left_out_and_the_other_goes_on() -> None:
    engine = MockEngine(FAST, endings={"serial": lambda spec: "failed" if "13t" in spec.python else "finished"})
    _, told = compare(plan(rounds=2, pythons=(PYTHON, OTHER_PYTHON)), engine)
    assert len(order(told, 1)) == 4
    assert end(told).reason == "done"


def test_that_those_that_cannot_run_are_told_and_left_out() -> None:
    made = plan("thread", "process-pool", rounds=1, items=3_000)
    made = replace(made, choices=(*made.choices, Choice("bogus", "map"), Choice("process-pool", "hurl")))
    engine = MockEngine(FAST)
    _, told = compare(made, engine)
    started = told[0]
    assert isinstance(started, ComparisonStarted)
    assert [contestant.strategy for contestant, _ in started.unavailable] == ["thread", "bogus", "process-pool"]
    assert "3,000 threads" in started.unavailable[0][1]
    assert {spec.strategy for spec in engine.specs} == {"serial", "process-pool"}


def test_that_calls_that_do_not_suit_the_loop_are_left_out() -> None:
    made = plan("process-pool", rounds=1)
    made = replace(made, loop=replace(made.loop, name="errands"))
    _, told = compare(made, MockEngine(FAST))
    assert isinstance(told[0], ComparisonStarted)
    assert [contestant.strategy for contestant, _ in told[0].unavailable] == ["process-pool"]


def test_that_nobody_takes_part_twice() -> None:
    _, told = compare(plan("process-pool", "process-pool", "serial", rounds=1), MockEngine(FAST))
    assert isinstance(told[0], ComparisonStarted)
    assert [each.strategy for each in told[0].contestants] == ["serial", "process-pool"]


def test_that_what_a_contestant_arranges_for_itself_reaches_its_runs_and_nobody_elses() -> None:
    made, engine = plan("process-pool", rounds=1), MockEngine({"process-pool": 0.5})
    own = Arrangement(workers=3, chunksize=7, start_method="spawn", sample=5, point=0.25)
    racing, _ = contestants_of(made)
    arranged = replace(racing[-1], arrangement=own)
    contestants = Contestants((*racing, arranged), ())
    comparison = Conductor(made, contestants, engine.execute, lambda *_: None, clock=engine.clock).run()
    assert arranged in {row.contestant for row in comparison.rows if row.rounds == 1}
    pools = [spec for spec in engine.specs if spec.strategy == "process-pool"]
    found = {(spec.workers, spec.chunksize, spec.start_method, spec.loop.items) for spec in pools}
    assert found == {(3, 7, "spawn", 5), (2, None, None, 60)}
    assert {spec.loop.sample for spec in pools} == {None}  # a built-in loop makes no more items than it goes over


def test_that_the_plain_loop_of_a_contestant_does_the_same_work_under_the_same_python() -> None:
    own = Arrangement(workers=3, chunksize=7, start_method="spawn", sample=5, source="git:old", point=0.25)
    plain = Contestant("process-pool", "map", "3.12", own).plain
    assert (plain.strategy, plain.python, plain.is_plain) == ("serial", "3.12", True)
    assert plain.arrangement == Arrangement(sample=5, source="git:old", point=0.25)
    assert plain.plain == plain


def test_that_one_plain_loop_stands_for_all_points_that_only_run_the_loop_in_another_way() -> None:
    points = [Contestant("process-pool", "map", "3.12", Arrangement(workers=n, point=n)) for n in (1, 2, 4)]
    assert {each.plain for each in points} == {plain_loop("3.12")}
    shares = [Arrangement(params=(("cpu_share", n),), workers=n, point=n) for n in (25, 50)]
    plains = [Contestant("process-pool", "map", "3.12", each).plain.arrangement for each in shares]
    assert plains == [Arrangement(params=(("cpu_share", n),), point=n) for n in (25, 50)]
