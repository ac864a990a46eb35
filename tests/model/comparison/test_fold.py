"""Folding events into a comparison."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from parloop_gui.engine.protocol.messages import RunEnded
from parloop_gui.model.comparison.comparison import Comparison, fold
from parloop_gui.model.events.events import (
    ComparisonEnded,
    ComparisonEvent,
    ComparisonStarted,
    ContestantAdded,
    EstimateMade,
    RoundFinished,
    RunAdvanced,
    RunBegan,
    RunFinished,
)
from parloop_gui.model.plan.plan import Arrangement, Contestant
from tests.helpers.comparisons.races import PLAIN, PROCESSES, SEVEN, THREADS, compare, measured, plan_for

POOL, EXECUTOR = PROCESSES[1], PROCESSES[2]
STARTED = ComparisonStarted(
    plan_for("quick", (PLAIN, POOL)), (PLAIN, POOL), ((EXECUTOR, "It can't run here."),), {"cores": 2}, "2026-01-02"
)


def _folded(*events: ComparisonEvent) -> Comparison:
    comparison = fold(None, STARTED)
    for event in events:
        comparison = fold(comparison, event)
    return comparison


def _run(contestant: Contestant, round_: int, wall_s: float) -> RunFinished:
    return RunFinished("r", contestant, round_, RunEnded("r", "finished", measurement=measured(contestant, wall_s)))


def test_that_a_comparison_starts_with_an_empty_row_for_each() -> None:
    comparison = _folded()
    assert [(row.contestant, row.rounds) for row in comparison.rows] == [(PLAIN, 0), (POOL, 0)]
    assert comparison.unavailable == ((EXECUTOR, "It can't run here."),)
    assert (comparison.verdict, comparison.ranking, comparison.machine) == (None, None, {"cores": 2})


def test_that_the_first_event_starts_it() -> None:
    with pytest.raises(ValueError, match="not a RoundFinished"):
        fold(None, RoundFinished(1, 0.0))


def test_that_progress_is_followed() -> None:
    began = RunBegan("r", POOL, 0)
    under_way = _folded(EstimateMade(1.0, 15, 20.0), began, RunAdvanced("r", 7, 60))
    assert (under_way.under_way, under_way.done, under_way.total) == (began, 7, 60)
    assert under_way.estimate == EstimateMade(1.0, 15, 20.0)
    over = fold(under_way, _run(POOL, 0, 0.5))
    assert (over.under_way, over.done, over.total, len(over.runs)) == (None, 0, 0, 1)


def test_that_a_finished_run_leaves_the_rows_until_the_round_is_over() -> None:
    before = _folded(_run(PLAIN, 1, 1.0), _run(POOL, 1, 0.5))
    assert [row.rounds for row in before.rows] == [0, 0]
    after = fold(before, RoundFinished(1, 12.5))
    assert [row.rounds for row in after.rows] == [1, 1]
    assert (after.rounds_finished, after.left_s) == (1, 12.5)
    assert after.verdict is not None and after.verdict.kind == "measuring"


def test_that_a_run_that_ended_badly_shows_at_once_and_keeps_its_place() -> None:
    comparison = _folded(RunFinished("r", POOL, 1, RunEnded("r", "timed-out", "Not done after 5.00 s.")))
    assert [(row.contestant, row.outcome, row.message) for row in comparison.rows] == [
        (PLAIN, "finished", ""),
        (POOL, "timed-out", "Not done after 5.00 s."),
    ]


def test_that_one_added_comes_last_and_is_counted() -> None:
    wide = replace(THREADS[2], arrangement=Arrangement(workers=60))
    comparison = _folded(ContestantAdded(wide, "Thread is ahead with 60 at once."), _run(wide, 1, 0.1))
    assert comparison.contestants == (PLAIN, POOL, wide)
    assert [row.contestant for row in fold(comparison, RoundFinished(1, 0.0)).rows] == [PLAIN, POOL, wide]


def test_that_the_end_keeps_the_rounds_finished_and_judges_them() -> None:
    comparison = _folded(_run(PLAIN, 1, 1.0), _run(POOL, 1, 0.5), RoundFinished(1, 5.0), _run(PLAIN, 2, 1.0))
    ended = fold(comparison, ComparisonEnded("stopped", "", 3.0))
    assert (ended.rounds_finished, [row.rounds for row in ended.rows]) == (1, [2, 1])
    assert (ended.under_way, ended.left_s, ended.ended) == (None, None, ComparisonEnded("stopped", "", 3.0))
    assert ended.verdict is not None and ended.verdict.kind == "likely"


def test_that_folding_changes_nothing_in_place() -> None:
    before = _folded(_run(PLAIN, 1, 1.0), _run(POOL, 1, 0.5))
    copy = replace(before)
    fold(before, RoundFinished(1, 0.0))
    assert before == copy


@pytest.mark.slow
def test_that_two_hundred_rounds_of_seven_cost_little_more_a_round_than_twenty() -> None:
    """A round costs its own runs: seven times as many rounds take about ten times as long, not a hundred times."""
    rounds = [dict.fromkeys(SEVEN, 1.0 + 0.01 * (number % 7)) for number in range(200)]

    def last_fold_s(count: int) -> float:
        comparison = compare(plan_for("thorough"), SEVEN, rounds[:count])
        began = time.process_time()
        for _ in range(5):
            fold(comparison, RoundFinished(count, 0.0))
        return time.process_time() - began

    assert last_fold_s(200) < 40 * last_fold_s(20)
