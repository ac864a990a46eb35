"""Every sentence that a question can end in, from curves of which the truth is known."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from parloop_gui.bridge.scheduler.contestants import contestants_of
from parloop_gui.engine.protocol.loop_spec import LoopSpec
from parloop_gui.model.plan.plan import Asked, Contestant
from parloop_gui.model.questions import cpu_share, items
from parloop_gui.model.questions.asking import QUESTIONS
from parloop_gui.model.statistics.classification import Tag
from parloop_gui.model.statistics.summary import Figure
from tests.bench.questions import covered
from tests.helpers.comparisons.curves import curves
from tests.helpers.engines.mock_engine import plan

THREADS = ("thread-pool-executor",)
SPLIT = {"task_s": 0.01, "task_cpu_s": 0.0001}
COMPUTES = {"task_s": 0.01, "task_cpu_s": 0.01}
INF = math.inf


@pytest.mark.parametrize(
    ("walls_s", "facts", "count", "kind", "said"),
    [
        ({1: 0.32, 2: 0.16, 4: 0.08, 8: 0.04}, SPLIT, 8, "all-at-once", "all 8 items are under way then"),
        (
            {1: 0.32, 2: 0.16, 4: 0.08, 8: 0.04},
            SPLIT,
            32,
            "more-might-help",
            "more workers than measured might still help",
        ),
        ({1: 0.32, 2: 0.16, 4: 0.16, 8: 0.16}, COMPUTES, 32, "plateau", "more make it no faster"),
        (
            {1: 0.32, 2: 0.16, 4: 0.20, 8: 0.32},
            COMPUTES,
            32,
            "peak",
            "with 8 workers it takes 2.00× (2.00–2.00) as long",
        ),
        ({1: 0.33, 2: 0.34, 4: 0.35, 8: 0.36}, COMPUTES, 32, "never", "No number of workers that was measured surely"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_that_workers_end_in_how_many_are_enough(
    walls_s: dict[int, float], facts: dict[str, float], count: int, kind: str, said: str
) -> None:
    found = curves(
        "workers",
        list(walls_s),
        lambda each: walls_s[each.arrangement.workers] if each.arrangement.workers else 0.32,
        strategies=THREADS,
        loop=LoopSpec("builtin", "sleep", count),
        facts=facts,
    )
    told = QUESTIONS["workers"].answer(found)
    assert told.kind == kind
    assert said in told.sentence


def test_that_workers_say_goetz_s_number_the_law_and_a_poor_fit() -> None:
    odd = {1: 0.32, 2: 0.30, 4: 0.08, 8: 0.30, 16: 0.02}
    found = curves(
        "workers",
        list(odd),
        lambda each: odd[each.arrangement.workers or 1],
        strategies=THREADS,
        facts=SPLIT,
    )
    goetz, law, poor, stands = QUESTIONS["workers"].answer(found).stands_on
    assert "waits for 9.9 ms" in goetz
    assert goetz.endswith("is 2 × 100 = 200, more than its 32 items.")
    assert law.startswith("Universal Scalability Law of ThreadPoolExecutor: contention ")
    assert poor.startswith("The fit is poor: with ")
    assert stands == "It stands on 8 rounds at each place."


def test_that_workers_name_another_strategy_that_may_be_as_good() -> None:
    found = curves("workers", (1, 2, 4, 8), lambda each: 0.3 / (each.arrangement.workers or 1), facts=SPLIT)
    first, *_ = QUESTIONS["workers"].answer(found).stands_on
    assert first.endswith("PoolExecutor with 8 workers may be as good: it takes 1.00× (1.00–1.00) as long.")


def test_that_a_wait_for_a_core_is_no_wait_of_the_task() -> None:
    found = curves(
        "workers", (1, 2, 4, 8), lambda each: 0.3, strategies=THREADS, facts={"task_s": 0.02, "task_cpu_s": 0.01}
    )
    busy = Tag("cpu-bound", 0.5, 1.0, core_wait_share=0.5, gil_wait_share=0.0, gil="held")
    rows = [replace(row, tag=busy) if row.contestant.is_plain else row for row in found.rows]
    goetz, *_ = QUESTIONS["workers"].answer(replace(found, rows=rows)).stands_on
    assert goetz.startswith("A task computes for 10 ms and waits for 0 ")
    assert goetz.endswith("is 2 × 1.0 = 2.0.")


@pytest.mark.parametrize("rounds", [1, 2])
def test_that_one_or_two_rounds_have_an_interval_as_wide_as_runs_usually_spread(rounds: int) -> None:
    walls_s = {0: 0.5, 100: 2.0}
    found = curves(
        "cpu-share",
        (0, 100),
        lambda each: 1.0 if each.strategy != "thread-pool-executor" else walls_s[int(each.arrangement.point or 0)],
        loop=LoopSpec("builtin", "mixed", 24),
        rounds=rounds,
    )
    place = QUESTIONS["cpu-share"].answer(found).claims["crossover"]
    assert place.low < 45
    assert place.high > 55


def test_that_too_few_places_are_no_curve() -> None:
    found = curves("workers", (1, 2, 4), lambda each: 1 / (each.arrangement.workers or 1), strategies=THREADS)
    (law, _) = QUESTIONS["workers"].answer(found).stands_on
    assert law == "ThreadPoolExecutor was measured at 3 numbers of workers, too few to fit a curve."


@pytest.mark.parametrize(
    ("place", "kind", "said"),
    [
        (Figure(12.0, 8.5, 17.0), "pays-from", "Pool pays from 12 (9–17) items on"),
        (Figure(-INF, -INF, -INF), "always", "Pool pays from the first number measured on, 1 item"),
        (Figure(INF, INF, INF), "never", "Pool does not pay up to 1,000 items"),
        (
            Figure(12.0, -INF, INF),
            "no-clear-crossover",
            "no clear crossover of Pool and the plain loop up to 1,000 items",
        ),
        (
            Figure(2.0, -INF, 7.5),
            "no-clear-crossover",
            "no clear crossover of Pool: it pays from 8 items on, if not before",
        ),
        (
            Figure(700.0, 250.0, INF),
            "no-clear-crossover",
            "no clear crossover of Pool: it pays from 250 items on at the earliest, and perhaps not up to 1,000 items",
        ),
    ],
)
def test_that_items_say_from_how_many_on_it_pays(place: Figure, kind: str, said: str) -> None:
    assert items.sentence("Pool", place, [1, 10, 1_000]) == (kind, said)


@pytest.mark.parametrize(
    ("place", "kind", "said"),
    [
        (Figure(38.2, 31.0, 44.9), "crossover", "T is ahead below 38% on CPU (31–45%), P above."),
        (Figure(-INF, -INF, -INF), "always", "P is ahead at every share that was measured."),
        (Figure(INF, INF, INF), "always", "T is ahead at every share that was measured."),
        (
            Figure(9, -INF, 20),
            "no-clear-crossover",
            "No clear crossover: P is ahead above 20% on CPU, and perhaps below.",
        ),
        (
            Figure(80, 49, INF),
            "no-clear-crossover",
            "No clear crossover: T is ahead below 49% on CPU, and perhaps above.",
        ),
        (Figure(50, -INF, INF), "no-clear-crossover", "No clear crossover of T and P: they are too near each other."),
    ],
)
def test_that_cpu_share_says_where_processes_are_ahead(place: Figure, kind: str, said: str) -> None:
    assert cpu_share.sentence("T", "P", place) == (kind, said)


def test_that_items_name_each_strategy_and_what_there_was_no_time_for() -> None:
    starts = {"thread-pool-executor": 0.002, "process-pool-executor": 0.1}

    def wall_s(each: Contestant) -> float:
        over = each.arrangement.sample or 1
        return over * 0.01 if each.is_plain else starts[each.strategy] + over * 0.005

    found = curves("items", (1, 3, 10, 30, 100), wall_s)
    asked = Asked("items", (1, 3, 10, 30, 100, 300))
    told = QUESTIONS["items"].answer(replace(found, plan=replace(found.plan, asked=asked)))
    assert told.sentence == (
        "ThreadPoolExecutor pays from the first number measured on, 1 item; ProcessPoolExecutor pays from 20 items on."
    )
    assert told.stands_on[-1] == "There was no time for 300 items."


def test_that_cpu_share_says_who_is_ahead_at_both_ends() -> None:
    walls_s = {0: 0.5, 50: 1.0, 100: 2.0}
    mixed = LoopSpec("builtin", "mixed", 24)
    found = curves(
        "cpu-share",
        (0, 50, 100),
        lambda each: 1.0 if each.strategy != "thread-pool-executor" else walls_s[int(each.arrangement.point or 0)],
        loop=mixed,
    )
    told = QUESTIONS["cpu-share"].answer(found)
    assert told.kind == "crossover"
    assert told.stands_on[0] == (
        "At 0% ThreadPoolExecutor is 2.00× (2.00–2.00) as fast as ProcessPoolExecutor; "
        "at 100% ProcessPoolExecutor is 2.00× (2.00–2.00) as fast as ThreadPoolExecutor."
    )


@pytest.mark.parametrize(
    ("own_s", "said"),
    [
        (0.5, "Pool is fastest with chunks of 4–16; Python’s own (4) takes 1.25× (1.25–1.25) as long."),
        (0.4, "Pool is fastest with chunks of 4–16; Python’s own (4) is as good."),
    ],
)
def test_that_chunk_names_the_best_size_python_s_own_and_both_ends(own_s: float, said: str) -> None:
    walls_s = {1: 0.8, 4: 0.4, 16: 0.4, 64: 0.6}
    found = curves(
        "chunk",
        list(walls_s),
        lambda each: walls_s.get(each.arrangement.chunksize or 0, own_s),
        strategies=["process-pool"],
    )
    told = QUESTIONS["chunk"].answer(found)
    assert told.sentence == said
    small, large, _ = told.stands_on
    assert small == "Too small: Pool with chunks of 1 takes 2.00× (2.00–2.00) as long: dispatch."
    assert large.startswith("Too large: Pool with chunks of 64 takes 1.50× (1.50–1.50) as long: workers wait")


def test_that_start_compares_the_methods_and_names_python_s_own() -> None:
    walls_s = {"fork": 0.02, "spawn": 0.2, "forkserver": 0.02, None: 0.5}
    found = curves(
        "start", (0, 1, 2), lambda each: walls_s[each.arrangement.start_method], strategies=["process-pool-executor"]
    )
    told = QUESTIONS["start"].answer(found)
    assert told.kind == "best"
    assert told.sentence == (
        "ProcessPoolExecutor is fastest with fork, 20.0 ms: "
        "forkserver is as good and spawn takes 10.0× (10.0–10.0) as long."
    )
    assert told.stands_on[0] == "By itself Python 3.11 takes fork."


@pytest.mark.parametrize("question", QUESTIONS)
def test_that_nothing_measured_is_said(question: str) -> None:
    loop = LoopSpec("builtin", "mixed", 24)
    found = curves(question, (0, 1), lambda each: 1.0, loop=loop, strategies=["process-pool-executor"])
    nothing = replace(found, rows=[replace(row, wall_s=None, rounds=0) for row in found.rows], wall_times={})
    assert QUESTIONS[question].answer(nothing).kind == "nothing"


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("wall_s", [1e-300, 1e300])
def test_that_no_wall_time_of_a_document_is_too_much(question: str, wall_s: float) -> None:
    """A document may hold any figures."""

    def walls_s(each: Contestant) -> float:
        return wall_s if each.strategy == "thread-pool-executor" or each.arrangement.point == 1 else 1.0

    loop = LoopSpec("builtin", "mixed", 24)
    values = (0, 1, 2) if question == "start" else (1, 2, 4, 8)
    assert QUESTIONS[question].answer(curves(question, values, walls_s, loop=loop, facts=SPLIT)).sentence


def test_that_a_plan_with_an_unknown_question_or_odd_values_has_contestants_all_the_same() -> None:
    made = plan("process-pool")
    for asked, many in ((Asked("when", (1.0,)), 2), (Asked("start", (0.0, 99.0, 0.5)), 2)):
        assert len(contestants_of(replace(made, asked=asked)).racing) == many


@pytest.mark.slow
def test_that_intervals_hold_about_as_often_as_they_say() -> None:
    """A look in passing; `tests/bench/questions.py` makes 500 curves of each and holds them to 90–98%."""
    shares = dict(covered(5, 8))
    assert len(shares) == 6
    assert min(shares.values()) >= 0.6
