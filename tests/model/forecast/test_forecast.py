"""What each contestant is expected to take, by formulas that can be checked by hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from parloop_gui.engine.protocol.kinds import GilState
from parloop_gui.engine.protocol.messages import Part, Payload, PreflightFacts
from parloop_gui.model.events.forecast import Forecast
from parloop_gui.model.forecast.costs import Cost, Costs, kind_of
from parloop_gui.model.forecast.forecast import Known, favourite, forecasts, most_behind
from parloop_gui.model.forecast.loop_facts import Beside, LoopFacts, facts_of_part, facts_of_runs, together
from parloop_gui.model.forecast.wall import BOTH_ENDS
from parloop_gui.model.plan.plan import Contestant, Plan
from tests.helpers.comparisons.races import measured
from tests.helpers.engines.mock_engine import PYTHON, plan

PLAIN = Contestant("serial", "for", "3.11")
THREADS, POOL, EXECUTOR = (
    Contestant(each, "map", "3.11") for each in ("thread-pool-executor", "process-pool", "process-pool-executor")
)
THREAD, PROCESS = Contestant("thread", "slots", "3.11"), Contestant("process", "queue", "3.11")
ALL = (PLAIN, THREADS, POOL, EXECUTOR, THREAD, PROCESS)
START_S = 0.02
COST = Cost(START_S, 0.0, 0.0, 0.2)
SHARED = Part("element", "image", 8_000_000, dump_s=0.0, load_s=0.0, is_same=True)
INDEX = Part("element", "i", 5, dump_s=0.0, load_s=0.0)
COMPUTES = LoopFacts(items=60, all_items=60, task_s=0.01, longest_s=0.01, cpu_s=0.01, gil="held")
WAITS = replace(COMPUTES, cpu_s=0.0, gil="released")


def made(
    facts: LoopFacts,
    cost: Cost = COST,
    *,
    workers: int | None = 2,
    bytes_per_s: float | None = None,
    of: Plan | None = None,
    among: Iterable[Contestant] = ALL,
) -> dict[Contestant, Forecast]:
    of = plan() if of is None else of
    costs = Costs({kind_of(each, of, PYTHON): cost for each in ALL}, bytes_per_s)
    return {each.contestant: each for each in forecasts(of, among, [Known(PYTHON, facts, costs, workers)])}


def test_that_threads_that_hold_the_gil_take_turns_and_processes_share_the_cores() -> None:
    found = made(COMPUTES)
    assert found[PLAIN].wall_s == pytest.approx(0.6)
    assert found[THREADS].wall_s >= 0.6
    assert found[EXECUTOR].wall_s == pytest.approx(START_S + 0.3)
    assert found[EXECUTOR].gain == pytest.approx(0.6 / 0.32)


def test_that_tasks_are_slower_where_all_cores_compute_and_threads_that_take_turns_are_not() -> None:
    costs = Costs({kind_of(each, plan(), PYTHON): COST for each in ALL}, side_by_side=1.2)
    found = {each.contestant: each for each in forecasts(plan(), ALL, [Known(PYTHON, COMPUTES, costs, 2)])}
    assert found[EXECUTOR].wall_s == pytest.approx(START_S + 1.2 * 0.3)
    assert found[THREADS] == made(COMPUTES)[THREADS]
    assert found[PLAIN] == made(COMPUTES)[PLAIN]


def test_that_threads_that_were_seen_side_by_side_take_what_was_seen() -> None:
    free = replace(COMPUTES, gil="released")
    seen, none = made(replace(free, together=0.8), among=(*ALL,)), made(free)
    assert seen[THREADS].wall_s == pytest.approx(START_S + 0.6 / 0.8)
    assert seen[THREAD].wall_s > none[THREAD].wall_s
    assert seen[EXECUTOR] == none[EXECUTOR]
    assert favourite(none.values()) == none[THREADS]
    assert favourite(seen.values()) in (seen[EXECUTOR], seen[POOL])


def test_that_what_was_tried_over_other_items_tells_nothing_of_threads() -> None:
    run = measured(THREADS, 0.42)
    assert together(COMPUTES, run) == pytest.approx(0.6 / 0.4)
    assert together(COMPUTES, replace(run, items=59)) is None


@pytest.mark.parametrize("gil", ["released", "free-threaded"])
def test_that_threads_that_release_the_gil_share_the_cores_too(gil: GilState) -> None:
    assert made(replace(COMPUTES, gil=gil))[THREADS].wall_s == pytest.approx(START_S + 0.3)


def test_that_tasks_that_wait_wait_side_by_side() -> None:
    found = made(WAITS, workers=30)
    assert found[THREADS].wall_s == pytest.approx(START_S + 0.02)
    assert found[THREAD].wall_s == pytest.approx(START_S + 0.01)


def test_that_no_more_cores_are_used_than_there_are() -> None:
    assert made(COMPUTES, workers=16)[EXECUTOR].wall_s == pytest.approx(START_S + 0.3)


def test_that_starting_and_handing_over_cost_what_was_measured() -> None:
    found = made(COMPUTES, Cost(0.02, 0.005, 0.001, 0.2))
    assert found[EXECUTOR].wall_s == pytest.approx(0.02 + 2 * 0.005 + (0.6 + BOTH_ENDS * 0.06) / 2)
    assert found[PROCESS].wall_s == pytest.approx(0.02 + (0.6 + 0.06) / 2)
    slow = made(replace(COMPUTES, task_s=1e-5, longest_s=1e-5, cpu_s=1e-5), Cost(0.02, 0.005, 0.001, 0.2))
    assert slow[EXECUTOR].wall_s == pytest.approx(0.03 + (60 * 1e-5 + BOTH_ENDS * 0.06) / 2)
    assert favourite(slow.values()) == slow[PLAIN]


def test_that_what_is_pickled_costs_its_bytes() -> None:
    large = replace(COMPUTES, beside=Beside(item_bytes=1e6, result_bytes=1e6), cpu_s=0.0, task_s=1e-4, longest_s=1e-4)
    found = made(large, bytes_per_s=1e9)
    assert found[POOL].wall_s == pytest.approx(START_S + 60 * 2e6 / 1e9 * 1.0, rel=0.01)
    assert found[PROCESS].wall_s == pytest.approx(START_S + 60 * 1e6 / 1e9, rel=0.01)  # a fork has its item
    assert found[THREADS].wall_s < 0.05


def test_that_what_all_items_share_is_pickled_once_in_each_chunk() -> None:
    shared = replace(COMPUTES, beside=Beside(shared_bytes=8e6), cpu_s=0.0, task_s=1e-4, longest_s=1e-4)
    found = made(shared, bytes_per_s=1e9)
    assert found[POOL].wall_s == pytest.approx(START_S + 60 / 8 * 8e6 / 1e9, rel=0.01)
    assert found[EXECUTOR].wall_s == pytest.approx(START_S + 60 * 8e6 / 1e9, rel=0.01)
    tried = PreflightFacts(items=60, task_s=0.01, task_cpu_s=0.01, payload=Payload((SHARED, INDEX)))
    assert facts_of_part(60, 0.6, None, tried, cut=False).beside == Beside(item_bytes=5.0, shared_bytes=8e6)


def test_that_workers_that_start_afresh_import_and_set_up() -> None:
    heavy = replace(COMPUTES, beside=Beside(import_s=0.5, setup_s=0.1))
    spawned = made(heavy, of=plan(start_method="spawn"))[EXECUTOR].wall_s
    assert spawned - made(heavy)[EXECUTOR].wall_s == pytest.approx(0.5)
    assert made(heavy)[EXECUTOR].wall_s == pytest.approx(made(COMPUTES)[EXECUTOR].wall_s + 0.1)


def test_that_coroutines_share_one_event_loop_where_the_plain_loop_makes_one_for_each() -> None:
    gather = Contestant("asyncio", "gather", "3.11")
    of = plan()
    of = replace(of, loop=replace(of.loop, is_async=True))
    costs = Costs({kind_of(each, of, PYTHON): COST for each in (*ALL, gather)})
    tasks = replace(WAITS, task_s=0.003, longest_s=0.003, cpu_s=0.0003)  # it waits for nine tenths of its time

    def expected(event_loop_s: float | None) -> dict[Contestant, float]:
        known = Known(PYTHON, tasks, replace(costs, event_loop_s=event_loop_s), 30)
        return {each.contestant: each.wall_s for each in forecasts(of, (*ALL, gather), [known])}

    without, with_it = expected(None), expected(0.0002)
    assert without[gather] == pytest.approx(START_S + 60 * 0.0003)
    assert with_it[gather] == pytest.approx(START_S + 60 * (0.0003 - 0.9 * 0.0002))
    assert {each: with_it[each] for each in ALL} == {each: without[each] for each in ALL}
    assert expected(1.0)[gather] == pytest.approx(START_S)
    computes = replace(tasks, cpu_s=0.003)
    assert computes.in_one_loop(0.0002) == computes


def test_that_a_sample_is_forecast_as_measured_and_its_gain_for_all_items() -> None:
    found = made(replace(COMPUTES, items=2, all_items=6_000))
    assert found[EXECUTOR].wall_s == pytest.approx(START_S + 0.01)
    assert found[EXECUTOR].gain == pytest.approx(60 / (START_S + 30))
    assert found[EXECUTOR].whole_s == pytest.approx(START_S + 30)
    slow_start = made(replace(COMPUTES, items=2, all_items=6_000), Cost(0.1, 0.0, 0.0, 0.2))
    assert slow_start[EXECUTOR].wall_s > slow_start[PLAIN].wall_s
    best = favourite(slow_start.values())
    assert best is not None and best.contestant == EXECUTOR
    assert most_behind(best, slow_start.values()) < 0.6


def test_that_a_second_core_that_others_keep_busy_is_no_gain() -> None:
    free, busy = made(COMPUTES)[EXECUTOR], made(replace(COMPUTES, foreign=1.0))[EXECUTOR]
    full = made(replace(COMPUTES, foreign=1.5, core_share=0.5))[EXECUTOR]
    assert free.gain > 1.8 > busy.gain > 1.0 > full.gain * 0.8
    assert busy.high_s is not None and free.high_s is not None
    assert busy.high_s / busy.low_s > free.high_s / free.low_s


def test_that_a_gil_of_which_nothing_is_known_widens_the_interval() -> None:
    known, open_ = made(COMPUTES)[THREADS], made(replace(COMPUTES, gil="unknown"))[THREADS]
    assert open_.wall_s == known.wall_s
    assert open_.low_s < 0.6 * known.low_s
    assert open_.gain_high > 1.5 > known.gain_high


def test_that_who_has_no_costs_has_no_forecast() -> None:
    found = forecasts(plan(), ALL, [Known(PYTHON, COMPUTES, Costs(), 2)])
    assert [each.contestant for each in found] == [PLAIN]


def test_that_the_favourite_is_the_preferred_of_those_nobody_is_ahead_of() -> None:
    found = made(replace(COMPUTES, items=64))  # chunks of Pool's own that come out even
    assert found[POOL].wall_s == found[EXECUTOR].wall_s
    best = favourite(found.values())
    assert best is not None and best.contestant == EXECUTOR
    waiting = favourite(made(WAITS, workers=60).values())
    assert waiting is not None and waiting.contestant == THREADS


def test_that_the_bound_holds_what_another_may_be_ahead_by() -> None:
    found = made(COMPUTES)
    assert 0.1 < most_behind(found[EXECUTOR], found.values()) < 0.6
    assert most_behind(found[PLAIN], found.values()) > 1.0
    assert most_behind(found[PLAIN], [found[PLAIN]]) == 0.0


def test_that_a_cut_task_has_ratios_and_no_upper_end() -> None:
    facts = facts_of_part(8, 80.0, 1.0, None, cut=True)
    assert (facts.task_s, facts.cut) == (10.0, True)
    found = made(facts)
    assert {each.high_s for each in found.values()} == {None}
    assert found[EXECUTOR].gain == pytest.approx(80 / (40 + START_S))


def test_that_a_cut_task_that_was_done_when_tried_is_known() -> None:
    tried = PreflightFacts(items=8, tried=1, task_s=15.0, task_cpu_s=6.0, task_wait_s=9.0)
    facts = facts_of_part(8, 80.0, None, tried, cut=True)
    assert (facts.task_s, facts.cut) == (15.0, False)
    assert facts.cpu_s == pytest.approx(15.0)  # it waited for a core, not for anything else


def test_that_plain_runs_tell_the_time_of_a_task_with_what_lies_between() -> None:
    run = measured(PLAIN, 1.0)
    facts = facts_of_runs([run, replace(run, wall_s=4.0)], None, PreflightFacts(setup_s=0.5))
    assert facts is not None
    assert facts.plain_s == pytest.approx(2.0)
    assert facts.beside.setup_s == 0.5
    assert facts_of_runs([], None, None) is None
