"""How long single tasks took, and which notes fit what was measured."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.explain.notes import fitting_notes
from parloop_gui.model.statistics.summary import Row
from parloop_gui.model.timeline.task_times import overhead_per_task_s, spread
from tests.helpers.comparisons.scenes import CPU, IO

DONE = CPU.comparison(3)
PLAIN, POOL = DONE.contestants[0], DONE.contestants[5]


def row_of(comparison: Comparison, slug: str) -> Row:
    return next(row for row in comparison.rows if row.contestant.strategy == slug)


def test_that_shares_add_up_to_all_but_the_longest_tasks() -> None:
    found = spread(DONE, POOL)
    assert found is not None
    assert 0.97 <= sum(found.own) <= 1.0
    assert 0.97 <= sum(found.plain) <= 1.0
    assert found.median_s == pytest.approx(row_of(DONE, POOL.strategy).task_s, rel=0.1)


def test_that_the_tallest_bin_stands_where_most_tasks_are() -> None:
    found = spread(DONE, POOL, bins=20)
    assert found is not None
    tallest = found.own.index(max(found.own))
    assert tallest / 20 * found.high_s <= found.median_s <= (tallest + 2) / 20 * found.high_s


def test_that_the_plain_loop_has_no_outline_of_itself() -> None:
    found = spread(DONE, PLAIN)
    assert found is not None
    assert found.plain == ()


def test_that_a_straggler_does_not_flatten_the_rest() -> None:
    runs = list(DONE.runs)
    last = max(at for at, run in enumerate(runs) if run.contestant == POOL)
    measured = runs[last].ended.measurement
    assert measured is not None
    slow = replace(measured, task_times_s=(*measured.task_times_s, 30.0))
    runs[last] = replace(runs[last], ended=replace(runs[last].ended, measurement=slow))
    found = spread(replace(DONE, runs=tuple(runs)), POOL)
    assert found is not None
    assert found.longest_s == 30.0
    assert found.high_s < 0.1


def test_that_there_is_no_spread_before_a_round_that_counts() -> None:
    assert spread(CPU.comparison(0, None), POOL) is None


def test_that_overhead_is_what_workers_spend_outside_tasks() -> None:
    row = Row(POOL, 3, width=2, work_s=1.0, task_s=0.018, items=100)
    assert overhead_per_task_s(row) == pytest.approx(0.002)
    assert overhead_per_task_s(replace(row, contestant=replace(POOL, strategy="process"))) is None
    assert overhead_per_task_s(Row(POOL, 0)) is None


def test_that_notes_that_fit_come_first_and_none_is_lost() -> None:
    info = catalogue.strategy("process-pool-executor")
    row, plain = row_of(DONE, info.slug), row_of(DONE, "serial")
    usual = fitting_notes(info, "map", DONE.plan, row, plain)
    assert usual[0][0] == "For computing."
    spawned = fitting_notes(info, "map", DONE.plan, replace(row, start_method="spawn"), plain)
    assert "Main guard." in [title for title, _ in spawned[:3]]
    assert len(usual) == len(spawned) == len(info.notes)


def test_that_a_lost_worker_is_explained_where_a_pool_ended_badly() -> None:
    done = IO.comparison(3)
    info = catalogue.strategy("process-pool")
    notes = fitting_notes(info, "map", done.plan, row_of(done, info.slug), row_of(done, "serial"))
    assert "A lost worker." in [title for title, _ in notes[:3]]
