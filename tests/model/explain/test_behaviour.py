"""What contestants' rows say they did: the one classification from which verdict, advice and timeline speak."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parloop_gui.model.explain.behaviour import Behaviour, How, behaviour_of_row, behaviours_of_rows
from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.statistics.classification import Tag
from parloop_gui.model.statistics.summary import Figure, Row
from tests.helpers.comparisons.races import PLAIN, PROCESSES, THREADS
from tests.helpers.comparisons.scenes import CPU, IO

POOL, THREAD_POOL, THREAD = PROCESSES[1], THREADS[1], THREADS[0]
COMPUTES = Tag("cpu-bound", 0.99, 0.99, 0.0, 0.0, "held")
WAITS = Tag("io-bound", 0.02, 0.02, 0.0, 0.0, "released")


def did(contestant: Contestant, plain: Tag, at_once: float = 1.9, width: int = 2, **shares: float) -> Behaviour:
    """What 60 tasks of 10 ms came to on 2 cores, `at_once` of them under way on average."""
    tag = replace(plain, **{"cpu_share": 0.99, **shares})  # type: ignore[arg-type]
    row = Row(contestant, 3, width=width, items=60, task_s=0.01, work_s=0.6 / at_once, tag=tag)
    return behaviour_of_row(replace(row, wall_s=Figure(0.7, 0.7, 0.7), startup_s=0.01, winddown_s=0.0), plain, 2)


@pytest.mark.parametrize(
    ("run", "how"),
    [
        (did(POOL, COMPUTES), "side-by-side"),
        (did(THREAD_POOL, COMPUTES, cpu_share=0.5, gil_wait_share=0.49), "turns"),
        (did(POOL, COMPUTES, cpu_share=0.5, core_wait_share=0.5), "crowded"),
        (did(POOL, COMPUTES, cpu_share=0.5, each_other_share=0.4), "held-up"),
        (did(POOL, COMPUTES, at_once=1.2), "fed-slowly"),
        (did(POOL, COMPUTES, cpu_share=0.5), "few-busy"),
        (did(THREAD_POOL, WAITS, cpu_share=0.02), "waited-together"),
        (did(THREAD_POOL, WAITS, cpu_share=0.02, each_other_share=0.6), "in-line"),
        (did(THREAD, COMPUTES, at_once=1.1, width=60), "hardly-overlapped"),
        (did(PLAIN, COMPUTES, at_once=1.0, width=1), "alone"),
        (did(POOL, COMPUTES, at_once=1.0, width=1), "one-worker"),
    ],
)
def test_that_a_row_tells_what_came_of_it(run: Behaviour, how: How) -> None:
    assert run.how == how


def test_that_cores_are_not_said_to_be_taken_by_the_workers_own_tasks() -> None:
    assert did(POOL, COMPUTES, at_once=3.9, width=4, cpu_share=0.49, core_wait_share=0.5).how == "side-by-side"


def test_that_every_contestant_with_figures_did_something() -> None:
    for scene in (CPU, IO):
        comparison = scene.comparison(12)
        found = behaviours_of_rows(comparison.plan, comparison.rows)
        assert set(found) == {row.contestant for row in comparison.rows if row.wall_s is not None}
        assert {run.kind for run in found.values()} == {"computes" if scene is CPU else "waits"}


def test_that_where_the_machine_was_too_busy_to_tell_nothing_is_known() -> None:
    assert did(POOL, COMPUTES).is_known
    assert not did(POOL, replace(COMPUTES, unsure=True)).is_known


def test_that_starting_and_ending_workers_is_a_share_of_the_wall_time() -> None:
    assert replace(did(POOL, COMPUTES), startup_s=0.1, winddown_s=0.04).starting_share == pytest.approx(0.2)
