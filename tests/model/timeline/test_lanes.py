"""Lanes, cores busy, and how the lanes' time divides."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parloop_gui.model.timeline.busy import cores_busy, lane_times, mean_apart_s, mean_at_once, mean_busy
from parloop_gui.model.timeline.lanes import Lane, lanes_of
from parloop_gui.model.timeline.spans import RunSpans, Worker
from tests.helpers.comparisons.spans import make_spans, one_each, pool, turns


def lanes(spans: RunSpans, *, packed: bool = False, sampled: bool = True) -> tuple[Lane, ...]:
    return lanes_of(spans, "thread", packed=packed, sampled=sampled)


def test_that_each_worker_of_a_pool_has_a_lane_of_its_own() -> None:
    made = lanes(pool(30, 3, 0.01, 0.5))
    assert [lane.name for lane in made] == ["thread 1", "thread 2", "thread 3"]
    assert sorted(np.concatenate([lane.task for lane in made]).tolist()) == list(range(30))


def test_that_finished_workers_lanes_are_used_again() -> None:
    made = lanes(one_each(40, 0.010, 0.5, apart_s=0.004), packed=True)
    assert len(made) == 3  # never more than three tasks at once
    for lane in made:
        assert (lane.tasks.start_s[1:] >= lane.tasks.end_s[:-1]).all()
    assert made[0].workers[:2] == (0, 3)
    assert [lane.name for lane in made] == ["thread 1", "thread 2", "thread 3"]


def test_that_it_is_known_how_long_after_each_other_workers_began() -> None:
    assert mean_apart_s(one_each(60, 0.007, 0.02, apart_s=0.0031)) == pytest.approx(0.0031)
    assert mean_apart_s(pool(30, 3, 0.01, 0.5)) == pytest.approx(0.0, abs=0.01)
    assert mean_apart_s(pool(30, 1, 0.01, 0.5)) is None


def test_that_a_lane_is_not_free_while_its_next_worker_starts() -> None:
    assert len(lanes(one_each(40, 0.010, 0.5, apart_s=0.0041, born_before_s=0.006), packed=True)) == 4


@given(
    st.lists(st.tuples(st.floats(0, 10), st.floats(0, 2)), min_size=1, max_size=40),
)
def test_that_there_are_as_many_lanes_as_workers_at_once(tasks: list[tuple[float, float]]) -> None:
    made = lanes(make_spans([(low, low + took, 0, at) for at, (low, took) in enumerate(sorted(tasks))]), packed=True)
    ends = [(low, low + took) for low, took in tasks]
    at_once = max(sum(low <= at < high or low == at == high for low, high in ends) for at, _ in ends)
    assert len(made) <= max(at_once, 1)
    assert sum(len(lane.task) for lane in made) == len(tasks)
    for lane in made:
        assert (lane.tasks.start_s[1:] >= lane.tasks.end_s[:-1]).all()


def test_that_sums_tell_how_much_of_any_stretch_is_occupied_and_on_a_core() -> None:
    (lane,) = lanes(make_spans([(1.0, 3.0, 1.0, 0), (4.0, 5.0, 1.0, 0)]))
    at_s = np.array([0.0, 1.0, 2.0, 3.0, 3.5, 4.5, 9.0])
    assert lane.tasks.until(at_s).tolist() == [0, 0, 1, 2, 2, 2.5, 3]
    assert lane.cpu_until(at_s).tolist() == [0, 0, 0.5, 1, 1, 1.5, 2]
    assert lane.tasks.seen(3.5, 4.5) == slice(1, 2)
    assert lane.tasks.seen(3.2, 3.8) == slice(1, 1)


@given(st.lists(st.floats(0, 1), min_size=2, max_size=20))
def test_that_sums_are_those_of_adding_task_by_task(at: list[float]) -> None:
    spans = pool(40, 2, 0.02, 0.6, start_s=0.05)
    at_s = np.sort(np.array(at))
    for lane in lanes(spans):
        for sums, weight in ((lane.tasks.until(at_s), 1.0), (lane.cpu_until(at_s), 0.6)):
            wanted = [
                sum(
                    weight * max(min(one, high) - low, 0.0)
                    for low, high in zip(lane.tasks.start_s, lane.tasks.end_s, strict=True)
                )
                for one in at_s
            ]
            assert sums == pytest.approx(wanted, abs=1e-12)


def test_that_a_task_in_no_time_and_unknown_cpu_time_are_counted_as_nothing() -> None:
    (lane,) = lanes(make_spans([(0.0, 0.0, 0.0, 0), (1.0, 2.0, float("nan"), 0)]))
    assert lane.cpu_until(np.array([0.0, 5.0])).tolist() == [0, 0]


def test_that_cpu_time_beyond_the_tasks_own_length_is_not_drawn() -> None:
    (lane,) = lanes(make_spans([(0.0, 1.0, 3.0, 0)]))
    assert lane.cpu_until(np.array([2.0])).tolist() == [1.0]


def test_that_stretches_on_a_core_count_inside_tasks_alone() -> None:
    spans = make_spans([(1.0, 2.0, 0.9, 0), (3.0, 4.0, 0.9, 0)], on_core=[[(0.5, 1.5), (1.75, 3.25)]])
    (lane,) = lanes(spans)
    assert lane.on_core is not None
    pairs = list(zip(lane.on_core.start_s.tolist(), lane.on_core.end_s.tolist(), strict=True))
    assert pairs == [(1.0, 1.5), (1.75, 2.0), (3.0, 3.25)]
    assert lanes(spans, sampled=False)[0].on_core is None


def test_that_threads_in_turns_keep_one_core_busy() -> None:
    spans = turns(8, 2, 0.02)
    edges = np.linspace(0, spans.wall_s, 41)
    assert cores_busy(lanes(spans), edges) == pytest.approx(np.ones(40))
    assert mean_busy(lanes(spans)) == pytest.approx(1.0)
    assert mean_at_once(lanes(spans)) == pytest.approx(2.0, rel=0.05)


def test_that_cores_busy_add_up_over_workers() -> None:
    spans = pool(2000, 2, 0.001, 0.98)
    busy = cores_busy(lanes(spans), np.linspace(0.01, 0.9, 10))
    assert busy == pytest.approx(np.full(9, 2 * 0.98 / 1.01), rel=0.02)


@pytest.mark.parametrize("cpu_share", [0.0, 0.4, 1.0])
@pytest.mark.parametrize("workers", [1, 2, 8])
def test_that_the_lanes_times_are_workers_times_work(workers: int, cpu_share: float) -> None:
    spans = pool(400, workers, 0.002, cpu_share, start_s=0.01)
    times = lane_times(lanes(spans))
    assert times.total_s == pytest.approx(workers * spans.work_s)
    assert times.on_cpu_s == pytest.approx(float(spans.cpu_s.sum()))
    assert times.cpu_share == pytest.approx(cpu_share)


def test_that_tasks_of_one_worker_that_overlap_are_kept_apart() -> None:
    rows = [(0.0, 1.0, 0.1, 0), (0.5, 2.0, 0.1, 0), (1.5, 3.0, 0.1, 0), (0.1, 0.2, 0.1, 1)]
    made = lanes_of(make_spans(rows), "worker", packed=False, sampled=False)
    assert [lane.name for lane in made] == ["lane 1", "lane 2", "lane 3"]
    assert [lane.tasks.start_s.tolist() for lane in made] == [[0.0, 1.5], [0.5], [0.1]]
    assert sum(len(lane.starting) for lane in made) == 2


def test_that_a_worker_is_starting_from_its_birth_to_its_first_task() -> None:
    known = make_spans([(0.5, 1.0, 0.1, 0)], workers=[Worker(1, 1, 0.2)])
    assert lanes(known)[0].starting == ((0.2, 0.5),)
    assert lanes(make_spans([(0.5, 1.0, 0.1, 0)]))[0].starting == ((0.0, 0.5),)


def test_that_no_tasks_are_no_lanes() -> None:
    assert lanes(make_spans([])) == ()
    assert lane_times(()).total_s == 0
