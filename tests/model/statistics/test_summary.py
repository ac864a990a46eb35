"""Rows: figures, endings, ranks and tags from runs."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from parloop_gui.engine.protocol.kinds import Outcome
from parloop_gui.engine.protocol.messages import Measurement, Noise, Probe, RunEnded
from parloop_gui.model.events.events import RunFinished
from parloop_gui.model.plan.plan import Contestant, Plan
from parloop_gui.model.statistics.classification import Tag, pill
from parloop_gui.model.statistics.race import begun
from parloop_gui.model.statistics.ranking import Ranking
from parloop_gui.model.statistics.summary import Row, pythons_that_differ, raced, summarise
from parloop_gui.model.statistics.wall_times import scored
from tests.helpers.comparisons.races import PLAIN, PROCESSES, THREADS, measured, plan_for

POOL, EXECUTOR = PROCESSES[1], PROCESSES[2]
WALL_TIMES_S = {PLAIN: (1.0, 1.2, 0.9, 1.1), POOL: (0.5, 0.4, 0.45, 0.6), THREADS[2]: (1.0, 1.1, 1.0, 1.2)}


def run(
    contestant: Contestant, round_: int, wall_s: float, outcome: Outcome = "finished", **changed: object
) -> RunFinished:
    """A run; `changed` are fields of its measurement."""
    measurement: Measurement = replace(measured(contestant, wall_s), **changed)  # type: ignore[arg-type]
    return RunFinished("r", contestant, round_, RunEnded("r", outcome, measurement=measurement))


def _runs() -> list[RunFinished]:
    return [run(each, i, wall_s) for each, wall_times in WALL_TIMES_S.items() for i, wall_s in enumerate(wall_times, 1)]


def _sum_up(runs: list[RunFinished], plan: Plan | None = None) -> tuple[dict[Contestant, Row], Ranking]:
    contestants = tuple(dict.fromkeys(run.contestant for run in runs))
    plan = plan or plan_for("quick", contestants)
    rows, stands = summarise(plan, contestants, runs, raced(plan, contestants, runs, begun(contestants)))
    assert [row.contestant for row in rows] == list(contestants)
    return {row.contestant: row for row in rows}, stands


def test_that_a_row_holds_the_medians_of_its_rounds() -> None:
    row = _sum_up(_runs())[0][POOL]
    assert row.wall_s is not None and row.throughput_per_s is not None and row.speedup is not None
    assert row.rounds == 4
    assert row.round_wall_times_s == pytest.approx(WALL_TIMES_S[POOL])
    assert row.wall_s.median == pytest.approx(math.sqrt(0.45 * 0.5))
    assert row.throughput_per_s.median == pytest.approx(60 / row.wall_s.median)
    assert row.speedup.median == pytest.approx(2.0)
    for figure in (row.wall_s, row.throughput_per_s, row.speedup):
        assert 0 < figure.low < figure.median < figure.high < math.inf


def test_that_the_speed_up_is_the_median_of_ratios_within_rounds() -> None:
    row = _sum_up([*(run(PLAIN, i, 2.0**i) for i in range(1, 8)), *(run(POOL, i, 2.0**i / 3) for i in range(1, 8))])[0]
    speedup = row[POOL].speedup
    assert speedup is not None
    assert (speedup.low, speedup.median, speedup.high) == pytest.approx((3.0, 3.0, 3.0))


def test_that_the_plain_loop_has_no_speed_up_of_its_own() -> None:
    assert _sum_up(_runs())[0][PLAIN].speedup is None


def test_that_ranks_count_from_the_fastest() -> None:
    rows, _ = _sum_up(_runs())
    assert rows[POOL].rank == 1
    assert {rows[PLAIN].rank, rows[THREADS[2]].rank} == {2, 3}
    assert rows[POOL].level_with_best


def test_that_the_warm_up_pass_and_probed_runs_do_not_count() -> None:
    probe = Probe(100, 0.005, 0.006, 1.0, 1.0)
    extra = [run(PLAIN, 0, 50.0), run(PLAIN, 0, 60.0, probe=probe), run(POOL, 9, 70.0, probe=probe)]
    rows, _ = _sum_up([*extra, *_runs()])
    assert rows[PLAIN].rounds == rows[POOL].rounds == 4
    assert [scored(each) for each in extra] == [None, None, None]
    tag = rows[PLAIN].tag
    assert tag is not None and tag.gil == "held"


def test_that_one_that_ended_badly_keeps_its_row_but_has_no_rank() -> None:
    crash = RunFinished("r", POOL, 3, RunEnded("r", "crashed", "A worker died: signal 9."))
    rows, stands = _sum_up([*(each for each in _runs() if each.contestant != POOL or each.round < 3), crash])
    row = rows[POOL]
    assert (row.outcome, row.message, row.rank, row.rounds) == ("crashed", "A worker died: signal 9.", None, 2)
    assert POOL not in stands.order


def test_that_other_results_than_the_plain_loops_get_no_rank() -> None:
    wrong = run(EXECUTOR, 1, 0.1, results_match=False, match_message="Item 3 differs: 4 is not 5.")
    row = _sum_up([*_runs(), wrong])[0][EXECUTOR]
    assert (row.outcome, row.rank) == ("wrong-result", None)
    assert row.message == "Item 3 differs: 4 is not 5."


def test_that_results_nobody_could_compare_are_ranked() -> None:
    row = _sum_up([*_runs(), *(run(EXECUTOR, i, 0.1, results_match=None) for i in range(1, 5))])[0][EXECUTOR]
    assert (row.outcome, row.rank) == ("finished", 1)


@pytest.mark.parametrize(
    "second",
    [
        run(PLAIN, 0, 1.0, results_match=False),
        run(PLAIN, 0, 1.0, outcome="wrong-result"),
    ],
)
def test_that_where_the_plain_loop_differs_nobodys_results_are_held_against_it_and_nobody_is_ranked(
    second: RunFinished,
) -> None:
    differing = [run(EXECUTOR, i, 0.1, outcome="wrong-result", results_match=False) for i in range(1, 5)]
    rows, _ = _sum_up([*_runs(), second, *differing])
    assert pythons_that_differ([second]) == {"3.11"}
    assert (rows[EXECUTOR].outcome, rows[EXECUTOR].rank) == ("finished", None)
    assert rows[EXECUTOR].speedup is not None
    assert rows[PLAIN].outcome == "finished"


def test_that_a_run_the_user_stopped_does_not_spoil_finished_rounds() -> None:
    stopped = RunFinished("r", POOL, 5, RunEnded("r", "stopped", "Stopped."))
    never = RunFinished("r", EXECUTOR, 1, RunEnded("r", "stopped", "Stopped."))
    rows, _ = _sum_up([*_runs(), stopped, never])
    assert (rows[POOL].outcome, rows[POOL].rank) == ("finished", 1)
    assert (rows[EXECUTOR].outcome, rows[EXECUTOR].rank, rows[EXECUTOR].wall_s) == ("stopped", None, None)


def test_that_without_rounds_a_row_has_no_figures() -> None:
    rows, stands = summarise(plan_for("quick"), (PLAIN, POOL), [], begun((PLAIN, POOL)))
    assert [(row.rounds, row.wall_s, row.rank, row.outcome) for row in rows] == [(0, None, None, "finished")] * 2
    assert stands.best is None


def test_that_a_run_of_no_length_breaks_nothing() -> None:
    rows, _ = _sum_up([*_runs(), run(EXECUTOR, 1, 0.0), run(THREADS[0], 1, 1.0, tasks=0, task_wall_s=0.0)])
    assert rows[EXECUTOR].wall_s is None
    assert rows[THREADS[0]].tag is None
    assert rows[THREADS[0]].task_s == 0.0


def test_that_tags_are_by_interpreter() -> None:
    other = Contestant("thread-pool", "map", "3.14")
    rows, _ = _sum_up([*_runs(), run(other, 1, 1.0)])
    assert rows[other].tag is None
    tag = rows[THREADS[2]].tag
    assert tag is not None and tag.slug == "cpu-bound"


def _throttled(throttled_s: float | None, cpu_s: float, core_wait_s: float = 0.0) -> dict[Contestant, Row]:
    noise = Noise(throttled_s=throttled_s)
    own = replace(measured(PLAIN, 2.0), cpu_s=cpu_s, task_wall_s=2.0, task_cpu_s=cpu_s, core_wait_s=core_wait_s)
    runs = [RunFinished(f"r{at}", PLAIN, at, RunEnded("r", "finished", measurement=own, noise=noise)) for at in (1, 2)]
    return _sum_up(runs)[0]


def test_that_a_containers_limit_is_a_share_of_the_core_time_that_was_wanted() -> None:
    row = _throttled(1.0, 1.0)[PLAIN]
    assert row.throttled_share == pytest.approx(0.5)
    assert _throttled(None, 1.0)[PLAIN].throttled_share is None
    assert _throttled(0.0, 1.0)[PLAIN].throttled_share == 0.0


def test_that_what_a_limit_kept_is_no_wait_for_a_core() -> None:
    held, waited = _throttled(1.0, 1.0, core_wait_s=1.0)[PLAIN], _throttled(None, 1.0, core_wait_s=1.0)[PLAIN]
    assert held.tag is not None and waited.tag is not None
    assert held.tag.core_wait_share == 0.0
    assert waited.tag.core_wait_share == pytest.approx(0.5)
    assert held.tag.slug == waited.tag.slug == "cpu-bound"


def test_that_a_pill_does_not_call_it_waiting_what_a_limit_kept() -> None:
    plain = Tag("cpu-bound", 0.25, 0.99, 0.0, 0.0, "held", held_back=0.75)
    pool = replace(plain, cpu_share=0.24)
    assert pill(pool, plain) == "CPU 96%"
    assert pill(replace(pool, held_back=0.0), plain) == "waits 76%"
