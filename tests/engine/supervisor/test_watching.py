"""What the engine knows of the machine, of processes and of its folders."""

from __future__ import annotations

import mmap
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from parloop_gui.engine.host import copy_on_write, environment, process_trees, processes, scratch
from parloop_gui.engine.host.usage import Usage
from parloop_gui.engine.runner.gil_probe import GilProbe, probe_of
from parloop_gui.engine.strategies.registry import find
from parloop_gui.engine.supervisor import noise
from parloop_gui.engine.supervisor.outcome import outcome_of
from parloop_gui.engine.supervisor.run_facts import Facts, LostWorker
from parloop_gui.engine.supervisor.worker_watch import WorkerWatch
from parloop_gui.engine.tracing.mapped_buffers import NO_KEY


def test_that_the_environment_is_described() -> None:
    told = environment.describe()
    assert told["version"] == sys.version.split()[0]
    assert told["cores"] == len(os.sched_getaffinity(0))
    assert told["start_method"] in told["start_methods"]  # type: ignore[operator]


@pytest.mark.slow
def test_that_descendants_are_found_and_seen_to_end() -> None:
    code = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'input()'])"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE) as process:
        while len(processes.descendants(process.pid)) < 1:
            assert process.poll() is None
        assert not processes.is_gone(process.pid)
        assert processes.memory_bytes([process.pid]) > 1_000_000
        process.communicate(b"\n")
    assert processes.is_gone(process.pid)
    assert processes.exit_status(process.pid) is None


def test_that_a_zombie_tells_its_status() -> None:
    pid = os.fork()
    if pid == 0:
        os._exit(7)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    assert processes.is_gone(pid)
    assert processes.runs_no_more(pid)
    assert not processes.runs_no_more(os.getpid())
    assert processes.exit_status(pid) == 7
    os.waitpid(pid, 0)


def test_that_a_process_that_is_not_there_has_nothing() -> None:
    assert processes.children(2**22 + 1) == []
    assert processes.memory_bytes([2**22 + 1]) == 0
    assert processes.is_gone(2**22 + 1)


def test_that_a_tracker_is_known_even_if_it_is_met_before_it_has_a_command_line() -> None:
    lines = iter([b"", b"", b"python\0-c\0from multiprocessing.resource_tracker import main;main(5)\0"])
    assert process_trees.is_resource_tracker(os.getpid(), lambda pid: next(lines))


def test_that_a_process_that_is_gone_is_no_tracker() -> None:
    assert not process_trees.is_resource_tracker(2**22 + 1)


@pytest.mark.skipif(not copy_on_write.can_own_pages(), reason="this system does not know how")
def test_that_memory_that_is_only_reserved_is_not_taken() -> None:
    private = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS
    with mmap.mmap(-1, 512 * 2**20, flags=private) as reserved:
        reserved[0] = 1
        before = processes.memory_bytes([os.getpid()])
        copy_on_write.own_pages(copy_on_write.pages_there())
        assert processes.memory_bytes([os.getpid()]) - before < 256 * 2**20


def test_that_noise_is_read_around_a_run() -> None:
    before = noise.Before.now({os.getpid()}, noise.ReferenceLoop())
    told = noise.noise(before, None, 0.0, 5, 0.25)
    assert (told.involuntary_switches, told.run_delay_s) == (5, 0.25)
    assert told.reference_loop_s is not None
    assert told.reference_loop_s > 0
    assert told.foreign_cores is None or told.foreign_cores >= 0


def test_that_what_is_done_once_the_clock_has_stopped_is_no_noise() -> None:
    before = noise.Before.now(set(), noise.ReferenceLoop())
    assert before.reading.cpu is not None
    idle = replace(before.reading.cpu, total_s=before.reading.cpu.total_s + 1.0)
    stopped = replace(before.reading, at=before.reading.at + 1.0, cpu=replace(idle, busy_s=idle.busy_s + 0.75))
    assert noise.noise(before, stopped, 0.5, None, None).foreign_cores == pytest.approx(0.25)
    assert (
        noise.noise(before, replace(stopped, own_cpu_s=stopped.own_cpu_s + 0.5), 0.5, None, None).foreign_cores == 0.0
    )


def test_that_what_a_limit_holds_back_once_the_clock_has_stopped_is_not_the_run_s() -> None:
    before = noise.Before.now(set(), noise.ReferenceLoop())
    limited = replace(before, reading=replace(before.reading, throttled_s=1.0))
    stopped = replace(before.reading, at=before.reading.at + 1.0, throttled_s=1.25)
    assert noise.noise(limited, stopped, 0.0, None, None).throttled_s == 0.25


def test_that_the_reference_loop_is_timed_anew_once_its_reading_is_old(monkeypatch: pytest.MonkeyPatch) -> None:
    reference, now = noise.ReferenceLoop(), [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    took_s = iter((1.0, 2.0, 3.0))
    monkeypatch.setattr(noise, "reference_loop_s", lambda: next(took_s))
    assert [reference.took_s(), reference.took_s()] == [1.0, 1.0]
    now[0] += noise.FRESH_S * 1.01
    assert reference.took_s() == 2.0


@pytest.mark.slow
def test_that_a_helpers_work_is_not_taken_for_another_programs() -> None:
    code = "import sys; print(); sys.stdin.read(1); sum(i * i for i in range(6_000_000)); print(); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-u", "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as helper:
        assert helper.stdin is not None
        assert helper.stdout is not None
        helper.stdout.readline()
        reference = noise.ReferenceLoop()
        unaware, aware = (noise.Before.now(helpers, reference) for helpers in (set(), {helper.pid}))
        helper.stdin.write(b"x")
        helper.stdin.flush()
        helper.stdout.readline()
        worked = processes.cpu_s(helper.pid) / (time.perf_counter() - aware.reading.at)
        foreign = [noise.noise(before, None, 0.0, None, None).foreign_cores for before in (unaware, aware)]
        helper.stdin.close()
    assert foreign[0] is not None
    assert foreign[1] is not None
    assert foreign[0] - foreign[1] > 0.6 * worked


@pytest.mark.slow
def test_that_a_probe_tells_a_held_gil_from_a_waiting_loop() -> None:
    def late(body: object) -> float:
        prober = GilProbe(wanted=True, reads_schedstat=True)
        with prober:
            until = time.perf_counter() + 0.3
            while time.perf_counter() < until:
                body()  # type: ignore[operator]
        probe = prober.result()
        assert probe is not None
        assert probe.late_share is not None
        assert 0 <= probe.late_share <= 1
        return probe.late_share

    waiting = late(lambda: time.sleep(0.005))
    holding = late(lambda: sum(range(1000)))
    if environment.gil_on():
        assert holding > 0.5 > waiting


def test_that_a_run_as_short_as_one_sample_tells_it() -> None:
    probe = probe_of([0.005])
    assert probe is not None
    assert (probe.samples, probe.median_s, probe.share_over_250us) == (1, 0.005, 1.0)


def test_that_nothing_is_probed_unasked() -> None:
    threads = threading.active_count()
    prober = GilProbe(wanted=False)
    with prober:
        assert threading.active_count() == threads
    assert prober.result() is None


def test_that_usage_is_a_difference() -> None:
    before = Usage.now()
    sum(range(200_000))
    used = Usage.now() - before
    assert used.own_cpu_s > 0
    assert used.children_cpu_s == 0
    assert used.peak_rss_bytes is not None


def test_that_folders_are_made_and_all_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    made = scratch.Folders()
    run, work = made.for_run(writes=True)
    first = made.for_comparison("a/b")
    assert made.for_comparison("a/b") == first
    locked = work / "locked"
    locked.mkdir()
    (locked / "file").touch()
    locked.chmod(0)
    second = made.for_comparison("other")
    assert not first.exists()
    made.remove_all()
    assert not any(path.exists() for path in (run, work, second))
    assert list(tmp_path.iterdir()) == []


def facts(**known: object) -> Facts:
    return Facts(strategy=find("process-pool"), folder=Path("/nowhere"), **known)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("known", "outcome", "said"),
    [
        ({"stopped": True, "over_time_s": 1.0}, "stopped", "Stopped."),
        ({"over_time_s": 2.0}, "timed-out", "Not done after 2 s: it was still loading."),
        ({"over_time_s": 2.0, "done": 3, "total": 9}, "timed-out", "Not done after 2 s: 3 of 9 tasks had ended."),
        ({"over_memory_bytes": 5_000_000}, "crashed", "Used more than 5 MB of memory."),
        ({"stalled": True}, "failed", "Every task ended, but a result never came back"),
        ({"runner_status": 1}, "crashed", "The loop's process (pid 0) ended with exit status 1"),
        ({"runner_status": -99}, "crashed", "The loop's process (pid 0) was killed by signal 99"),
        ({}, "crashed", "The loop's process (pid 0) ended unexpectedly"),
        ({"lost": LostWorker(5, -9, NO_KEY)}, "crashed", "A worker (pid 5) was killed by SIGKILL while it ran a task."),
        (
            {"lost": LostWorker(5, -9, NO_KEY), "runner_status": -9, "open_keys": (NO_KEY, NO_KEY)},
            "crashed",
            "All of the loop's processes together were killed by SIGKILL while they ran a task, a task.",
        ),
        ({"notes": ("/nowhere/note",)}, "failed", "A task raised an exception."),
    ],
)
def test_that_each_ending_has_its_outcome_and_sentence(known: dict[str, object], outcome: str, said: str) -> None:
    end = outcome_of(facts(**known))
    assert end.outcome == outcome
    assert end.message.startswith(said)


class LateRecords:
    """Records as copies show them: each copy is a moment old, and meanwhile workers go on, leave or die."""

    def __init__(self, *copies: dict[int, int], gone: tuple[set[int], ...]) -> None:
        """`copies`: for each one the workers with an open record and its key; `gone`: who is gone behind each."""
        self._copies, self._gone, self._at = copies, gone, 0

    def is_gone(self, pid: int) -> bool:
        """Whether that worker is gone by now."""
        return pid in self._gone[self._at]

    def pids(self) -> set[int]:
        """All that have taken a task."""
        return {FIRST, SECOND}

    def under_way(self) -> list[SimpleNamespace]:
        """The records that were open when they were copied."""
        opened = self._copies[self._at].items()
        return [SimpleNamespace(pid=pid, is_open=lambda: True, open_key=lambda key=key: key) for pid, key in opened]

    def look(self) -> int:
        """Copy them again."""
        self._at = min(self._at + 1, len(self._copies) - 1)
        return 0


FIRST, SECOND = 2_000_001, 2_000_002
ENDED = {FIRST: -signal.SIGSEGV, SECOND: -signal.SIGTERM}


@pytest.mark.parametrize(
    ("records", "ended", "lost"),
    [
        (
            LateRecords({FIRST: 6, SECOND: 7}, {SECOND: 7}, {}, gone=({FIRST}, {FIRST, SECOND}, {FIRST, SECOND})),
            ENDED,
            None,
        ),
        (LateRecords({SECOND: 7}, {FIRST: 5, SECOND: 7}, gone=({FIRST, SECOND}, {FIRST, SECOND})), ENDED, FIRST),
        (LateRecords({SECOND: 7}, {SECOND: 7}, gone=({FIRST, SECOND}, {FIRST, SECOND})), ENDED, SECOND),
        (
            LateRecords({FIRST: 5, SECOND: 7}, gone=({FIRST, SECOND},)),
            {FIRST: None, SECOND: -signal.SIGKILL},
            SECOND,
        ),
    ],
    ids=["one-left-behind-the-copy", "one-began-behind-the-copy", "one-had-left-before", "one-is-still-leaving"],
)
def test_that_who_died_first_is_lost_and_who_left_is_not(
    records: LateRecords,
    ended: dict[int, int | None],
    lost: int | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("parloop_gui.engine.supervisor.worker_watch.processes.runs_no_more", records.is_gone)
    monkeypatch.setattr("parloop_gui.engine.supervisor.worker_watch.processes.exit_status", ended.get)
    watch = WorkerWatch(1, str(tmp_path), cast("Any", records))
    watch.find_first_death(returned=False, pool_broke=False)
    assert (watch.lost.pid if watch.lost is not None else None) == lost
