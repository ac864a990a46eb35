"""Run delay is read as Linux counts it, and only where it can have grown."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from parloop_gui.engine.host import run_delay
from parloop_gui.engine.host.machine_counters import run_delay_can_be_trusted

LEAST_OFF_NS = int(run_delay.LEAST_OFF_S * 1e9)
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux's alone")


@pytest.fixture(params=[run_delay.let_go_of_the_gil, run_delay.keep_the_gil], ids=["pread", "ctypes"])
def own(request: pytest.FixtureRequest) -> Iterator[run_delay.Schedstat]:
    request.param()
    run_delay.sample(1)
    read = run_delay.of_this_thread()
    assert isinstance(read, run_delay.Schedstat)
    yield read
    run_delay.let_go_of_the_gil()


class Counted(run_delay.Schedstat):
    """Reads 1, 2, 3 … instead; `readings` is how often it was read."""

    readings = 0

    def run_delay_ns(self) -> int:
        """The next number."""
        self.readings += 1
        return self.readings


@pytest.fixture
def counted(own: run_delay.Schedstat) -> Counted:
    """One that counts, where threads are read as `own` is."""
    return Counted(os.open(run_delay.PATH, os.O_RDONLY | os.O_CLOEXEC))


def as_the_system_says() -> int:
    with open("/proc/thread-self/schedstat") as file:
        return int(file.read().split()[1])


def wait_for_a_core(wait_ns: int) -> None:
    """Compute on one core beside a process that computes there too, until the system has counted so much waiting."""
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(allowed)})
    rival = os.fork()
    if rival == 0:
        while True:
            pass
    try:
        until = as_the_system_says() + wait_ns
        while as_the_system_says() < until:
            pass
    finally:
        os.kill(rival, 9)
        os.waitpid(rival, 0)
        os.sched_setaffinity(0, allowed)


def by_its_clocks(own: run_delay.Schedstat) -> int:
    cpu_ns = time.thread_time_ns()
    return own.run_delay_by(time.perf_counter(), cpu_ns)


def test_that_it_is_what_the_system_says(own: run_delay.Schedstat) -> None:
    before, read, after = as_the_system_says(), own.run_delay_ns(), as_the_system_says()
    assert before <= read <= after


@pytest.mark.skipif(not run_delay_can_be_trusted(), reason="this kernel's run delay says nothing")
def test_that_a_wait_for_a_core_is_seen_by_its_clocks(own: run_delay.Schedstat) -> None:
    before = by_its_clocks(own)
    wait_for_a_core(20_000_000)
    told, said = by_its_clocks(own), as_the_system_says()
    assert told - before >= 20_000_000 - LEAST_OFF_NS
    assert told <= said


def test_that_nothing_is_read_while_its_thread_was_not_off_its_core(counted: Counted) -> None:
    assert counted.run_delay_by(5.0, 1_000_000) == 1
    assert counted.run_delay_by(5.001, 2_000_000) == 1
    assert counted.run_delay_by(5.002 + 0.9 * run_delay.LEAST_OFF_S, 3_000_000) == 1
    assert counted.readings == 1


def test_that_what_adds_up_beyond_the_limit_is_read(counted: Counted) -> None:
    for step in range(5):
        counted.run_delay_by(5.0 + step * (0.001 + 0.3 * run_delay.LEAST_OFF_S), step * 1_000_000)
    assert counted.readings == 2


def test_that_a_thread_that_was_off_its_core_is_read(counted: Counted) -> None:
    counted.run_delay_by(5.0, 1_000_000)
    assert counted.run_delay_by(5.1, 1_000_000) == 2
    assert counted.readings == 2


def test_that_threads_keep_what_they_read_apart(own: run_delay.Schedstat) -> None:
    others: list[bool] = []

    def look() -> None:
        other = run_delay.of_this_thread()
        before, read, after = as_the_system_says(), other.run_delay_ns(), as_the_system_says()
        others.append(before <= read <= after)

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    before, read, after = as_the_system_says(), own.run_delay_ns(), as_the_system_says()
    assert [*others, before <= read <= after] == [True] * 5
