"""Tags from shares and a probe: whole machines made up, labels known."""

from __future__ import annotations

from dataclasses import astuple, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parloop_gui.engine.protocol.kinds import Family
from parloop_gui.engine.protocol.messages import Noise, Probe
from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.statistics.classification import (
    Tag,
    TaskTimes,
    contestant_tag,
    gil_of,
    gil_wait_s,
    gil_words,
    pill,
    plain_tag,
    pooled,
    tag_words,
    task_times,
)
from parloop_gui.model.statistics.wall_times import EVENT_LOOP, rules_of
from tests.helpers.comparisons.races import PLAIN, measured

HELD = Probe(100, 0.0051, 0.0053, 1.0, 1.0)
FREE = Probe(500, 0.00008, 0.0001, 0.005, 0.0)
COMPUTING = TaskTimes(60, 1, 1.0, 0.99, 0.0)
WAITING = TaskTimes(60, 1, 1.0, 0.03, 0.0)


def test_that_a_computing_loop_is_cpu_bound_and_holds_the_gil() -> None:
    tag = plain_tag(COMPUTING, True, HELD)
    assert (tag.slug, tag.gil, tag.unsure) == ("cpu-bound", "held", False)
    assert tag_words(tag) == "CPU-bound · 99% on CPU"
    assert gil_words(tag) == "holds the GIL"
    assert pill(tag) == "CPU 99%"


def test_that_a_waiting_loop_is_io_bound() -> None:
    tag = plain_tag(WAITING, True, FREE)
    assert tag.slug == "io-bound"
    assert tag_words(tag) == "I/O-bound · 97% waiting"
    assert pill(tag) == "I/O 97%"


def test_that_a_computing_loop_on_a_busy_machine_stays_cpu_bound() -> None:
    tag = plain_tag(TaskTimes(60, 1, 1.0, 0.45, 0.54), True, HELD)
    assert tag.slug == "cpu-bound"
    assert tag.cpu_share == pytest.approx(0.45)
    assert tag.corrected_share == pytest.approx(0.978, abs=1e-3)
    assert not tag.unsure
    assert pill(tag, tag) == "CPU 98%"


def test_that_threads_of_a_computing_loop_are_cpu_bound_and_wait() -> None:
    plain = plain_tag(COMPUTING, True, HELD)
    tag = contestant_tag(TaskTimes(60, 2, 2.02, 0.99, 0.0), "threads", plain, COMPUTING)
    assert tag.slug == "cpu-bound"
    assert tag.gil_wait_share == pytest.approx(0.49, abs=0.01)
    assert pill(tag, plain) == "waits 51%"
    assert not tag.unsure


def test_that_processes_never_wait_for_the_gil() -> None:
    plain = plain_tag(COMPUTING, True, HELD)
    tag = contestant_tag(TaskTimes(60, 2, 1.9, 0.99, 0.9), "processes", plain, COMPUTING)
    assert tag.gil_wait_share == 0.0
    assert tag.slug == "cpu-bound"


def test_that_processes_that_block_each_other_are_io_bound() -> None:
    plain = plain_tag(COMPUTING, True, HELD)
    assert contestant_tag(TaskTimes(60, 2, 4.0, 0.99, 0.0), "processes", plain, COMPUTING).slug == "io-bound"


def test_that_threads_of_a_task_that_releases_the_gil_are_not_said_to_wait_for_it() -> None:
    plain = plain_tag(COMPUTING, True, FREE)
    assert contestant_tag(TaskTimes(60, 2, 2.0, 0.99, 0.0), "threads", plain, COMPUTING).gil_wait_share == 0.0


def test_that_waiting_longer_than_others_computed_is_not_the_gil() -> None:
    assert gil_wait_s(TaskTimes(60, 2, 9.0, 1.0, 0.0), COMPUTING) == pytest.approx(1.0)


def test_that_who_waits_for_a_core_with_the_gil_keeps_the_others_waiting_too() -> None:
    plain = plain_tag(COMPUTING, True, HELD)
    tag = contestant_tag(TaskTimes(60, 2, 4.0, 1.0, 1.0), "threads", plain, COMPUTING)
    assert tag.gil_wait_share == pytest.approx(0.5, abs=0.01)
    assert tag.slug == "cpu-bound"


def test_that_what_the_gil_does_not_explain_is_waiting_for_each_other() -> None:
    plain = plain_tag(WAITING, True, FREE)
    tag = contestant_tag(TaskTimes(60, 8, 4.0, 0.03, 0.0), "threads", plain, WAITING)
    assert tag.gil_wait_share == 0.0
    assert tag.each_other_share == pytest.approx(0.75, abs=0.01)
    same = contestant_tag(TaskTimes(60, 8, 1.0, 0.03, 0.0), "threads", plain, WAITING)
    assert same.each_other_share == 0.0


@pytest.mark.parametrize("gil_on", [True, False])
def test_that_coroutines_wait_for_their_thread_and_not_for_the_gil_or_a_lock(gil_on: bool) -> None:
    half = TaskTimes(60, 1, 1.0, 0.5, 0.0)
    plain = plain_tag(half, gil_on, HELD if gil_on else FREE)
    tag = contestant_tag(TaskTimes(60, 8, 4.0, 0.5, 0.0), EVENT_LOOP, plain, half)
    assert (tag.gil_wait_share, tag.each_other_share) == (0.0, 0.0)
    assert tag.corrected_share == pytest.approx(0.5)
    longer = contestant_tag(TaskTimes(60, 8, 8.0, 0.5, 0.0), EVENT_LOOP, plain, half)
    assert longer.each_other_share == pytest.approx(3.5 / 8.0)


def test_that_each_call_has_its_rules() -> None:
    calls = {("asyncio", "gather"): EVENT_LOOP, ("asyncio", "to_thread"): "threads", ("thread-pool", "map"): "threads"}
    calls |= {("process", "queue"): "processes", ("serial", "for"): "baseline", ("none", "map"): "further"}
    assert {call: rules_of(Contestant(*call, "3.11")) for call in calls} == calls


def test_that_waits_for_a_core_between_tasks_are_not_taken_for_the_tasks_own() -> None:
    half = TaskTimes(60, 1, 1.0, 0.5, 0.0)
    tag = contestant_tag(TaskTimes(60, 2, 4.0, 0.5, 3.4), "processes", plain_tag(half, True, HELD), half)
    assert tag.corrected_share == pytest.approx(0.5)
    assert tag.core_wait_share == pytest.approx(0.75)
    assert tag.each_other_share == 0.0


def test_that_who_needs_what_another_has_that_waits_for_a_core_is_not_waiting_on_its_own_account() -> None:
    plain = plain_tag(COMPUTING, True, FREE)
    tag = contestant_tag(TaskTimes(60, 2, 8.0, 0.96, 6.0), "threads", plain, COMPUTING)
    assert (tag.slug, tag.gil_wait_share) == ("cpu-bound", 0.0)
    assert tag.each_other_share == pytest.approx(0.13, abs=0.01)


def test_that_a_tag_that_hangs_on_a_little_core_wait_is_unsure() -> None:
    assert plain_tag(TaskTimes(60, 1, 1.0, 0.01, 0.98), True, HELD).unsure
    assert not plain_tag(TaskTimes(60, 1, 1.0, 0.14, 0.73), True, HELD).unsure


def test_that_without_the_waits_for_a_core_the_words_say_about() -> None:
    runs = [replace(measured(PLAIN, 1.0), core_wait_s=None)] * 2
    times = task_times(runs)
    assert times is not None
    assert times.about
    assert tag_words(plain_tag(times, True, HELD)) == "CPU-bound · about 98% on CPU"


def test_that_runs_that_told_no_core_wait_are_taken_to_be_as_the_others() -> None:
    run = measured(PLAIN, 1.0)
    times = task_times([replace(run, core_wait_s=0.1), replace(run, core_wait_s=None)])
    assert times is not None
    assert times.core_wait_s == pytest.approx(0.2)
    assert not times.about


def test_that_probes_count_by_their_samples() -> None:
    both = pooled([Probe(300, 0.001, 0.002, 0.1, 0.2), Probe(100, 0.005, 0.006, 0.9, 0.6), Probe(0, 1, 1, 1, 1)])
    assert both is not None
    assert astuple(both) == pytest.approx((400, 0.002, 0.003, 0.3, 0.3))
    assert pooled([]) is None


def test_that_the_gil_wait_is_scaled_to_the_number_of_tasks() -> None:
    plain = TaskTimes(60, 1, 1.0, 0.5, 0.0)
    assert gil_wait_s(TaskTimes(120, 2, 2.0, 1.0, 0.0), plain) == 0.0


@pytest.mark.parametrize(
    ("share", "gil_on", "probe", "gil"),
    [
        (0.99, True, HELD, "held"),
        (0.99, True, FREE, "released"),
        (0.99, False, FREE, "free-threaded"),
        (0.99, True, None, "unknown"),
        (0.99, True, Probe(100, 0.0015, 0.004, 0.9, 0.3), "unknown"),
        (0.03, True, FREE, "released"),
        (0.5, True, Probe(100, 0.0001, 0.005, 0.3, 0.45), "held"),
        (0.5, True, Probe(100, 0.0001, 0.0001, 0.02, 0.02), "released"),
        (0.9, True, Probe(100, 0.0051, 0.0053, 1.0), "held"),
        (0.9, True, Probe(3, 0.0051, 0.0053, 1.0, 1.0), "held"),
        (0.9, True, Probe(2, 0.0051, 0.0053, 1.0, 1.0), "unknown"),
        (0.5, True, Probe(100, 0.0001, 0.004, 0.1, 0.15), "unknown"),
    ],
)
def test_that_the_probe_tells_what_the_gil_did(share: float, gil_on: bool, probe: Probe | None, gil: str) -> None:
    assert gil_of(share, gil_on, probe) == gil


def test_that_stolen_time_makes_a_tag_unsure() -> None:
    assert plain_tag(COMPUTING, True, HELD, [Noise(steal_share=0.02), Noise(steal_share=0.03)]).unsure
    assert not plain_tag(COMPUTING, True, HELD, [Noise(steal_share=0.001), Noise()]).unsure


@pytest.mark.parametrize(("share", "words"), [(0.4, "mixed · 40% on CPU"), (0.6, "mixed · 60% on CPU")])
def test_that_the_middle_is_worded_mixed(share: float, words: str) -> None:
    assert tag_words(plain_tag(TaskTimes(60, 1, 1.0, share, 0.0), True, FREE)) == words


def test_that_an_unknown_gil_is_not_talked_about() -> None:
    assert gil_words(Tag("io-bound", 0.1, 0.1, 0.0, 0.0, "unknown")) == ""


def test_that_times_of_runs_add_up_and_empty_ones_are_left_out() -> None:
    times = task_times([measured(PLAIN, 1.0), measured(PLAIN, 2.0)])
    assert times is not None
    assert (times.tasks, times.wall_s) == (120, 2.0)
    assert times.cpu_s == pytest.approx(1.96)
    assert task_times([]) is None


@given(
    st.integers(1, 100),
    st.floats(1e-6, 1e3),
    st.floats(0, 1.5),
    st.floats(0, 1.5),
    st.sampled_from(["threads", "processes", "further"]),
)
def test_that_every_share_stays_a_share(width: int, wall_s: float, cpu: float, core: float, family: Family) -> None:
    plain = plain_tag(COMPUTING, True, HELD)
    tag = contestant_tag(TaskTimes(10, width, wall_s, cpu * wall_s, core * wall_s), family, plain, COMPUTING)
    shares = (tag.cpu_share, tag.corrected_share, tag.core_wait_share, tag.gil_wait_share)
    assert all(0 <= each <= 1 for each in shares)
    assert tag.corrected_share >= tag.cpu_share - 1e-9
    assert pill(tag, plain).split()[0] in ("CPU", "I/O", "waits")
