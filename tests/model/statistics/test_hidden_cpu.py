"""Loops that compute in other programs or in native threads are told apart from those that do it themselves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parloop_gui.engine.protocol.messages import Measurement
from parloop_gui.model.statistics.classification import contestant_tag, plain_tag, task_times
from parloop_gui.model.statistics.hidden_cpu import have_threads_of_their_own, run_programs
from tests.helpers.comparisons.races import FREE, PLAIN, measured

RUN = measured(PLAIN, 1.0)


def run(**fields: float) -> list[Measurement]:
    return [replace(RUN, **fields)] * 3  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("runs", "told"),
    [
        (run(children_cpu_s=0.9, cpu_s=1.8), True),
        (run(children_cpu_s=0.2, cpu_s=0.21, task_cpu_s=0.01), True),
        (run(children_cpu_s=0.2, cpu_s=1.0), False),
        (run(children_cpu_s=0.02, cpu_s=0.03), False),
        (run(), False),
        ([], False),
    ],
    ids=["idle machine", "busy machine", "mostly its own", "hardly anything", "none", "no run"],
)
def test_that_programs_are_seen_by_their_cpu_time(runs: list[Measurement], told: bool) -> None:
    assert run_programs(runs) == told


@pytest.mark.parametrize(
    ("runs", "told"),
    [
        (run(cpu_s=1.9), True),
        (run(cpu_s=0.4, task_cpu_s=0.2, task_wall_s=2.0, core_wait_s=1.8), True),
        (run(cpu_s=1.0), False),
        (run(cpu_s=1.9, wall_s=2.0), False),
        (run(cpu_s=0.05, task_cpu_s=0.01), False),
        ([], False),
    ],
    ids=["idle machine", "busy machine", "one thread", "a long set-up", "too little to tell", "no run"],
)
def test_that_native_threads_are_seen_by_the_process_s_cpu_time(runs: list[Measurement], told: bool) -> None:
    assert have_threads_of_their_own(runs) == told


def test_that_waiting_for_threads_of_their_own_is_neither_io_nor_waiting_for_each_other() -> None:
    plain = task_times(run(cpu_s=1.9))
    beside = task_times(run(width=2, task_wall_s=2.0, task_cpu_s=0.5, cpu_s=1.9))
    assert plain is not None
    assert beside is not None
    tag = contestant_tag(beside, "threads", plain_tag(plain, True, FREE), plain)
    assert (tag.slug, tag.each_other_share) == ("cpu-bound", 0.0)
