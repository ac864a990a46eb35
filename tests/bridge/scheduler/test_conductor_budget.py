"""Whatever the loop, an answer within the budget: over an engine that runs nothing."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from parloop_gui.bridge.scheduler.budget import GRACE_S
from parloop_gui.bridge.scheduler.sample import TRIAL_SHARE
from parloop_gui.engine.protocol.messages import RunSpec
from parloop_gui.model.events.events import ComparisonEvent, EstimateMade, RunBegan, RunFinished, SampleChosen
from parloop_gui.model.plan.plan import EFFORTS
from parloop_gui.model.statistics.thresholds import COLD_S, OVERTAKEN
from tests.helpers.engines.conducting import FAST, compare, end, finished, order
from tests.helpers.engines.mock_engine import OTHER_PYTHON, PYTHON, THREE, MockEngine, plan

BUDGET_S = EFFORTS["quick"].budget_s


def slow(times: float, whole: int | None = None, steps: int = 20) -> MockEngine:
    """So many times slower than FAST, over all of those items."""
    return MockEngine({name: wall * times for name, wall in FAST.items()}, whole=whole, steps=steps)


def unclear(engine: MockEngine, spread: float = 3.0) -> MockEngine:
    """The same with wall times that differ so much from run to run that nothing is ever known."""
    usual, up = dict(engine.wall_s), itertools.cycle([1.0, spread, 1.0, 1.0, spread])

    def other(number: int) -> None:
        engine.wall_s = {name: wall * next(up) for name, wall in usual.items()}

    engine.at = other
    return engine


def samples(told: list[ComparisonEvent]) -> list[SampleChosen]:
    """Which samples were chosen."""
    return [event for event in told if isinstance(event, SampleChosen)]


def test_that_the_budget_is_kept() -> None:
    engine = unclear(slow(4))
    comparison, told = compare(plan(), engine)
    assert end(told).reason == "budget"
    assert engine.now <= BUDGET_S + GRACE_S
    assert 1 < comparison.rounds_finished < 20
    assert end(told).elapsed_s == engine.now


def test_that_a_round_that_breaks_the_budget_is_given_up() -> None:
    engine = slow(4, steps=2)
    engine.at = lambda number: setattr(engine, "now", engine.now + (30 if number == 15 else 0))
    comparison, told = compare(plan(), engine)
    assert end(told).reason == "budget"
    assert len(engine.specs) == 15
    assert comparison.verdict is not None and comparison.verdict.contestant is not None


# Tenths of a second that FAST's plain loop takes; of two Pythons and of even rounds a few, as nothing else differs.
LENGTHS = [1, 3, 10, 30, 100, 300, 1_000, 10_000, 100_000]


@pytest.mark.parametrize(
    ("tenths", "pythons", "even"),
    [
        *((tenths, (PYTHON,), False) for tenths in LENGTHS),
        *((tenths, (PYTHON,), True) for tenths in LENGTHS[::4]),
        *((tenths, (PYTHON, OTHER_PYTHON), False) for tenths in LENGTHS[::4]),
    ],
)
def test_that_no_loop_is_refused_and_each_is_answered_in_the_budget(
    tenths: int, pythons: tuple[object, ...], even: bool
) -> None:
    engine = slow(tenths, whole=100_000, steps=1_000)
    comparison, told = compare(plan(items=100_000, pythons=pythons, even=even), engine)
    assert end(told).reason in ("done", "budget")
    assert engine.now <= BUDGET_S + GRACE_S
    verdict = comparison.verdict
    assert verdict is not None and verdict.contestant is not None
    assert verdict.contestant.strategy == "process-pool-executor"
    assert verdict.gain is not None and verdict.loss_high is not None


def test_that_a_loop_that_fits_is_measured_whole() -> None:
    engine = slow(4, whole=100)
    comparison, told = compare(plan(items=100), engine)
    assert samples(told) == []
    assert {spec.loop.sample for spec in engine.specs} == {None}
    assert not comparison.sample.is_sample


def test_that_a_plain_loop_too_long_for_rounds_is_followed_by_a_sample_with_its_own_reference() -> None:
    engine = slow(20, whole=1_000)  # 2 s: within its trial's time, but 15 passes of it are not within 20 s
    comparison, told = compare(plan(items=1_000), engine)
    (chosen,) = samples(told)
    assert chosen.items == 1_000
    assert chosen.plain_s == pytest.approx(2.0)
    first, second, third, *others = engine.specs
    assert [spec.loop.sample for spec in (first, second, third)] == [None, chosen.sample, chosen.sample]
    assert [spec.reference for spec in (first, second, third)] == [True, True, False]
    assert third.probe
    assert {spec.loop.sample for spec in others} == {chosen.sample}
    assert comparison.plan.loop.sample == chosen.sample
    assert (comparison.sample.measured, comparison.sample.items) == (chosen.sample, 1_000)
    assert {row.items for row in comparison.rows} == {chosen.sample}
    assert comparison.rounds_finished >= 3


def test_that_a_plain_loop_that_does_not_end_in_its_trial_is_stopped_and_projected() -> None:
    engine = slow(1_000, whole=1_000, steps=100)  # 100 s
    comparison, told = compare(plan(items=1_000), engine)
    trial = finished(told, "serial")[0]
    assert (trial.ended.outcome, trial.round) == ("stopped", 0)
    assert len(engine.stopped) == 1
    (chosen,) = samples(told)
    assert chosen.plain_s == pytest.approx(100.0)
    assert next(at for at, event in enumerate(told) if isinstance(event, SampleChosen)) < next(
        at for at, event in enumerate(told) if isinstance(event, RunBegan) and event.run == engine.specs[1].id
    )
    assert engine.specs[1].reference
    assert {spec.loop.sample for spec in engine.specs[1:]} == {chosen.sample}
    assert {row.outcome for row in comparison.rows} == {"finished"}
    assert comparison.rounds_finished >= 3


def test_that_a_trial_takes_its_share_of_the_budget_and_hardly_more() -> None:
    engine = slow(1_000, whole=1_000, steps=1_000)
    taken: list[float] = []

    def stop(run: str) -> None:
        taken.append(engine.now)
        engine.stopped.add(run)

    engine.stop = stop  # type: ignore[method-assign]
    compare(plan(items=1_000), engine)
    assert taken == [pytest.approx(TRIAL_SHARE * BUDGET_S, abs=0.2)]


def test_that_one_long_plain_loop_is_enough_to_know_with_several_pythons() -> None:
    engine = slow(1_000, whole=1_000, steps=100)
    compare(plan(items=1_000, pythons=(PYTHON, OTHER_PYTHON)), engine)
    assert sum(spec.loop.sample is None for spec in engine.specs) == 1
    references = [(spec.python, spec.loop.sample is None) for spec in engine.specs if spec.reference]
    assert references == [(PYTHON.path, True), (PYTHON.path, False), (OTHER_PYTHON.path, False)]


def test_that_a_waiting_loops_pools_get_no_more_workers_than_the_sample_has_items() -> None:
    engine = slow(1_000, whole=60, steps=60)
    engine.share = 0.0
    _, told = compare(plan(items=60), engine)
    (chosen,) = samples(told)
    assert chosen.sample < 32
    assert {spec.workers for spec in engine.specs if spec.strategy in THREE} == {chosen.sample}


def test_that_few_long_items_leave_time_for_a_part_of_a_round() -> None:
    engine = MockEngine({"serial": 32.0, **dict.fromkeys(THREE, 16.0)}, whole=16, steps=16)  # 2 s each
    comparison, told = compare(plan(items=16), engine)
    assert end(told).reason == "budget"
    assert engine.now <= BUDGET_S + GRACE_S
    assert samples(told)[0].sample == 2
    assert not any(spec.probe for spec in engine.specs)
    assert order(told, 0) == ["serial", "serial"]
    assert order(told, 1)[0] == "serial"
    assert set(order(told, 1)[1:3]) == {"thread-pool-executor", "process-pool-executor"}
    assert comparison.verdict is not None and comparison.verdict.contestant is not None


def test_that_without_time_for_a_warm_up_pass_the_first_round_counts_at_once() -> None:
    engine = slow(8)
    comparison, told = compare(plan(budget_s=8.0, sample=60), engine)
    assert order(told, 0) == ["serial", "serial"]
    assert any(isinstance(event, EstimateMade) for event in told)
    assert comparison.rounds_finished >= 1
    assert engine.now <= 8.0 + GRACE_S


@pytest.mark.parametrize("accepted", [{"rounds": 1}, {"rounds": 2, "even": True}])
def test_that_rounds_asked_for_are_made_over_everything_whatever_they_take(accepted: dict[str, int]) -> None:
    engine = slow(120, whole=100)
    comparison, told = compare(plan(items=100, **accepted), engine)
    assert comparison.rounds_finished == accepted["rounds"]
    assert end(told).reason == "done"
    assert samples(told) == []
    assert engine.now > BUDGET_S
    assert {spec.timeout_s for spec in engine.specs} == {300.0}


@pytest.mark.parametrize("times", [1, 100, 1_000])
def test_that_a_sample_asked_for_stays(times: int) -> None:
    engine = slow(times, whole=100)
    _, told = compare(plan(items=100, sample=50), engine)
    assert samples(told) == []
    assert {spec.loop.sample for spec in engine.specs} == {50}
    assert end(told).reason in ("done", "budget")
    assert engine.now <= BUDGET_S + GRACE_S


def test_that_a_budget_of_its_own_holds_instead_of_the_efforts() -> None:
    engine = unclear(slow(4))
    _, told = compare(plan(budget_s=7.0), engine)
    assert end(told).reason == "budget"
    assert 5.0 < engine.now <= 7.0 + GRACE_S
    assert end(told).message == "The budget of 7.00 s is used up."


def test_that_a_run_that_the_end_of_the_budget_finds_under_way_is_stopped_and_the_answer_named() -> None:
    engine = slow(4)

    def stuck(number: int) -> None:
        if number == 12:
            engine.now = BUDGET_S - 1.0
            engine.wall_s = dict.fromkeys(FAST, 60.0)

    engine.at = stuck
    comparison, told = compare(plan(even=True), engine)
    last = [event for event in told if isinstance(event, RunFinished)][-1]
    assert (last.ended.outcome, last.ended.message) == ("stopped", "The time for the comparison was over.")
    assert last.censored_s is None
    assert end(told).reason == "budget"
    assert engine.specs[-1].timeout_s <= BUDGET_S + GRACE_S
    assert comparison.verdict is not None and comparison.verdict.contestant is not None
    assert {row.outcome for row in comparison.rows} == {"finished"}


def test_that_no_run_gets_more_time_than_the_budget_has_left() -> None:
    engine = unclear(slow(4))
    began: list[float] = []
    execute = engine.execute

    def noted(spec: RunSpec) -> object:
        began.append(engine.now)
        return execute(spec)

    engine.execute = noted  # type: ignore[assignment, method-assign]
    compare(plan(), engine)
    assert all(spec.timeout_s <= BUDGET_S - at + GRACE_S for spec, at in zip(engine.specs, began, strict=True))


def test_that_a_run_that_takes_too_long_to_matter_is_cut_is_no_failure_and_runs_no_more() -> None:
    engine = MockEngine({**FAST, "process-pool": 5.0}, steps=20)
    comparison, told = compare(plan("process-pool"), engine)
    (cut,) = finished(told, "process-pool")
    wall_s = OVERTAKEN * FAST["serial"] + COLD_S
    assert cut.ended.outcome == "overtaken"
    assert cut.ended.message == "Over 3 times slower than the plain loop: ended after 1.30 s."
    assert cut.censored_s == pytest.approx(wall_s)
    row = comparison.row(cut.contestant)
    assert row is not None
    assert (row.outcome, row.state, row.rank, row.censored_s) == ("overtaken", "overtaken", None, cut.censored_s)
    assert end(told).reason == "done"
    assert comparison.verdict is not None and comparison.verdict.strategy == "serial"


def test_that_what_a_run_costs_beside_its_clock_is_not_held_against_it() -> None:
    engine = MockEngine({**FAST, "process-pool": 0.5}, overhead_s=1.0)  # importing takes a second, before the clock
    _, told = compare(plan(), engine)
    assert {run.ended.outcome for run in finished(told, "process-pool")} == {"finished"}


def test_that_one_that_was_overtaken_late_keeps_its_rounds_and_is_not_named() -> None:
    engine = MockEngine({**FAST, "process-pool": 0.04}, steps=20)
    engine.at = lambda number: engine.wall_s.update({"process-pool": 5.0 if number > 10 else 0.04})
    comparison, told = compare(plan(), engine)
    cut = finished(told, "process-pool")[-1]
    assert cut.ended.outcome == "overtaken"
    row = comparison.row(cut.contestant)
    assert row is not None and row.rounds > 0
    assert comparison.verdict is not None and comparison.verdict.strategy != "process-pool"


@pytest.mark.parametrize("asked", [{"rounds": 2}, {"even": True}])
def test_that_nobody_is_overtaken_where_all_are_to_be_measured_alike(asked: dict[str, Any]) -> None:
    engine = MockEngine({**FAST, "process-pool": 1.0}, steps=20)
    comparison, told = compare(plan(**asked), engine)
    assert {run.ended.outcome for run in finished(told, "process-pool")} == {"finished"}
    assert {row.rounds for row in comparison.rows} == {comparison.rounds_finished}


def test_that_a_users_own_limit_is_a_failure_still() -> None:
    engine = MockEngine({**FAST, "process-pool": 5.0}, steps=20)
    _, told = compare(plan(timeout_s=0.3), engine)
    (late,) = finished(told, "process-pool")
    assert (late.ended.outcome, late.censored_s) == ("timed-out", None)
