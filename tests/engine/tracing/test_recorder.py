"""Every task is recorded once, by whom and how it ended, whatever the worker is."""

from __future__ import annotations

import asyncio
import ctypes
import json
import mmap
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from parloop_gui.engine.host import run_delay
from parloop_gui.engine.protocol.runner_messages import Finished
from parloop_gui.engine.tracing import coroutine_tasks, exception_notes, one_task, recorder, worker_records
from parloop_gui.engine.tracing.mapped_buffers import NO_KEY, THREADS_FILE_BYTES, MappedBuffers
from parloop_gui.engine.tracing.measurement import measure
from parloop_gui.engine.tracing.reader import Spans


def record(folder: Path, function: Any, items: list[Any]) -> Spans:
    recorder.use(function, str(folder), reads_schedstat=True)
    for item in items:
        recorder.task(item)
    return Spans(str(folder))


def test_that_every_task_is_recorded_with_its_key_and_times(tmp_path: Path) -> None:
    spans = record(tmp_path, lambda item: item, [5, "a", 2.5, [1]])
    assert spans.look() == 4
    block = spans.blocks[0]
    assert all(0 < start <= end for start, end in zip(block.starts(), block.ends(), strict=True))
    assert spans.under_way() == []


def test_that_many_tasks_fill_block_after_block_and_file_after_file(tmp_path: Path) -> None:
    count = 30_000
    spans = record(tmp_path, abs, list(range(count)))
    assert spans.look() == count
    assert len(list(tmp_path.glob("spans-*"))) > 2
    assert sum(len(block.ends()) for block in spans.blocks) == count
    assert min(block.words[2] for block in spans.blocks) == 0


def test_that_looking_again_counts_on(tmp_path: Path) -> None:
    spans = record(tmp_path, abs, [1, 2, 3])
    assert spans.look() == 3
    for item in range(10):
        recorder.task(item)
    assert spans.look() == 13
    assert spans.look() == 13


def test_that_each_thread_has_records_of_its_own(tmp_path: Path) -> None:
    barrier = threading.Barrier(4)
    recorder.use(lambda item: barrier.wait(10), str(tmp_path), reads_schedstat=True)
    with ThreadPoolExecutor(4) as executor:
        list(executor.map(recorder.task, range(4)))
    spans = Spans(str(tmp_path))
    assert spans.look() == 4
    assert len({block.thread for block in spans.blocks}) == 4


def test_that_threads_need_no_libc_where_no_run_delay_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str | None) -> None:
        raise TypeError(name)  # as Windows does without a name

    monkeypatch.setattr(ctypes, "PyDLL", refuse)
    recorder.use(abs, str(tmp_path), reads_schedstat=False)
    recorder.expect_threads(0)
    with ThreadPoolExecutor(2) as executor:
        assert list(executor.map(recorder.task, [-1, -2])) == [1, 2]
    assert Spans(str(tmp_path)).look() == 2


@pytest.mark.parametrize(("threads", "tasks"), [(1, 1), (1, 300), (1, 7000), (8, 300)])
def test_that_one_file_holds_what_expected_threads_record(tmp_path: Path, threads: int, tasks: int) -> None:
    """Whoever takes how many: here one of them takes all, and each of the others begins one."""
    recorder.use(abs, str(tmp_path), reads_schedstat=False)
    recorder.expect_threads(threads, tasks)
    (file,) = tmp_path.glob("spans-*")
    assert file.stat().st_size <= THREADS_FILE_BYTES
    with ThreadPoolExecutor(1) as executor:
        list(executor.map(recorder.task, range(tasks)))
    assert list(tmp_path.glob("spans-*")) == [file]
    assert Spans(str(tmp_path)).look() == tasks


def test_that_a_few_tasks_take_little_room(tmp_path: Path) -> None:
    recorder.use(abs, str(tmp_path), reads_schedstat=False)
    recorder.expect_threads(8, 100)
    (file,) = tmp_path.glob("spans-*")
    assert file.stat().st_size < THREADS_FILE_BYTES / 20


def test_that_a_task_under_way_is_open(tmp_path: Path) -> None:
    seen: list[Any] = []

    def look(item: int) -> int:
        spans = Spans(str(tmp_path))
        seen.append((spans.look(), [block.open_key() for block in spans.under_way()]))
        return item

    record(tmp_path, look, [11, 12])
    assert seen == [(0, [11]), (1, [12])]


def test_that_what_is_longest_under_way_comes_first(tmp_path: Path) -> None:
    begun, over = threading.Semaphore(0), threading.Event()

    def wait(item: int) -> None:
        begun.release()
        over.wait(10)

    recorder.use(lambda item: wait(item) if item else None, str(tmp_path), reads_schedstat=False)
    workers = [ThreadPoolExecutor(1) for _ in range(4)]
    for worker in workers:  # blocks lie in the order in which their threads did their first tasks
        worker.submit(recorder.task, 0).result()
    for number in (3, 1, 2, 0):
        workers[number].submit(recorder.task, 10 + number)
        begun.acquire()
    spans = Spans(str(tmp_path))
    spans.look()
    order = [block.open_key() for block in spans.under_way()]
    over.set()
    for worker in workers:
        worker.shutdown()
    assert order == [13, 11, 12, 10]


def test_that_a_task_that_raises_leaves_a_note_and_a_negative_end(tmp_path: Path) -> None:
    def fail(item: int) -> None:
        raise LookupError(f"no {item}")

    with pytest.raises(LookupError):
        record(tmp_path, fail, [3])
    spans = Spans(str(tmp_path))
    assert spans.look() == 1
    assert spans.blocks[0].ends()[0] < 0
    (path,) = spans.notes
    note = json.loads(Path(path).read_text())
    assert (note["type"], note["message"], note["key"], note["what"]) == ("LookupError", "no 3", 3, "raised")


def test_that_notes_are_few_however_much_fails(tmp_path: Path) -> None:
    def fail(item: int) -> None:
        raise ValueError("bad")

    recorder.use(fail, str(tmp_path), reads_schedstat=False)
    for item in range(50):
        with pytest.raises(ValueError, match=r"^bad$"):
            recorder.task(item)
    assert len(list(tmp_path.glob("raised-*"))) == recorder.MOST_NOTES


def test_that_a_message_that_cannot_be_told_is_left_empty() -> None:
    class MuteError(Exception):
        def __str__(self) -> str:
            raise RuntimeError

    told = exception_notes.described(MuteError())
    assert told["type"] == "MuteError"
    assert told["message"] == ""


def test_that_cpu_time_is_read_for_long_tasks_only(tmp_path: Path) -> None:
    def spin(seconds: float) -> None:
        until = time.thread_time() + seconds
        while time.thread_time() < until:
            pass

    spans = record(tmp_path, spin, [0.005, 0.005])
    spans.look()
    readings = [tuple(entry) for entry in spans.blocks[0].readings()]
    assert [(ended, key) for ended, _, _, key in readings] == [(1, hash(0.005)), (2, hash(0.005))]
    assert readings[1][1] - readings[0][1] >= 5_000_000


def test_that_keys_are_noted_as_long_as_tasks_do_anything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_records, "EMPTY_TASK_S", 0.0)
    spans = record(tmp_path, abs, list(range(2000)))
    assert spans.look() == 2000
    assert max(spans.blocks, key=lambda block: block.words[2]).open_key() == 1999


def test_that_short_tasks_are_read_together_and_keys_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_records, "EMPTY_TASK_S", 1.0)
    # Once they are known to be short nothing is read: a key that a later block began with would stand there to the end.
    monkeypatch.setattr(worker_records, "READ_EMPTY_EVERY_S", 60.0)
    spans = record(tmp_path, abs, list(range(2000)))
    assert spans.look() == 2000
    readings = [tuple(entry) for block in spans.blocks for entry in block.readings()]
    assert 0 < len(readings) < 500
    assert max(ended for ended, *_ in readings) <= 2000
    assert max(spans.blocks, key=lambda block: block.words[2]).open_key() == NO_KEY


@pytest.mark.slow
def test_that_many_long_tasks_are_all_recorded_and_read(tmp_path: Path) -> None:
    until = [0.0]

    def wait(item: int) -> None:
        until[0] = time.perf_counter() + 60e-6
        while time.perf_counter() < until[0]:
            pass

    spans = record(tmp_path, wait, list(range(3000)))
    assert spans.look() == 3000
    readings = sorted(tuple(entry) for block in spans.blocks for entry in block.readings())
    assert [(ended, key) for ended, _, _, key in readings] == [(at + 1, at) for at in range(3000)]
    assert max(block.words[2] for block in spans.blocks) < 3000


def test_that_items_stand_by_their_hash_only_where_that_runs_no_user_code() -> None:
    class Loud(int):
        def __hash__(self) -> int:
            raise AssertionError

    assert [worker_records.key_of(item) for item in (5, "a", 2.5, b"b")] == [5, hash("a"), hash(2.5), hash(b"b")]
    assert [worker_records.key_of(item) for item in ([1], (1,), Loud(3), None)] == [NO_KEY] * 4


def test_that_a_full_disk_costs_the_record_and_not_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "posix_fallocate", full)
    assert record(tmp_path, abs, [-1]).look() == 0


def test_that_a_forked_worker_records_into_a_file_of_its_own(tmp_path: Path) -> None:
    recorder.use(abs, str(tmp_path), reads_schedstat=True)
    recorder.task(1)
    pid = os.fork()
    if pid == 0:
        recorder.task(2)
        os._exit(0)
    assert os.waitpid(pid, 0)[1] == 0
    spans = Spans(str(tmp_path))
    assert spans.look() == 2
    assert spans.pids() == {os.getpid(), pid}


def fork_and_raise(item: int) -> int:
    """Comes back from one process; the other raises."""
    if (pid := os.fork()) == 0:
        raise ValueError
    os.waitpid(pid, 0)
    return item


async def awaits_fork_and_raise(item: int) -> int:
    return fork_and_raise(item)


def in_a_thread(item: int) -> None:
    recorder.expect_threads(1, 1)
    one_task.expect_threads(1)
    one_task.task_in_thread(item)


def in_an_event_loop(item: int) -> None:
    recorder.use(awaits_fork_and_raise, recorder.buffers().folder, reads_schedstat=True)
    coroutine_tasks.expect(1)
    asyncio.run(coroutine_tasks.task(item))


@pytest.mark.parametrize("way", [recorder.task, in_a_thread, in_an_event_loop])
def test_that_what_a_copy_raises_that_a_task_forked_is_not_the_task_s(
    tmp_path: Path, way: Callable[[int], object]
) -> None:
    recorder.use(fork_and_raise, str(tmp_path), reads_schedstat=True)
    own = os.getpid()
    try:
        way(1)
    except ValueError:
        assert os.getpid() != own
    if os.getpid() != own:
        os._exit(0)
    spans = Spans(str(tmp_path))
    assert spans.look() == 1
    assert not spans.notes


def test_that_files_that_are_no_spans_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "spans-1-1-1").write_bytes(b"")
    (tmp_path / "spans-2-1-1").write_bytes(b"odd")
    (tmp_path / "spans-3-1-1").write_bytes(bytes(mmap.PAGESIZE))
    spans = Spans(str(tmp_path))
    assert spans.look() == 0
    assert spans.blocks == []


def test_that_a_measurement_splits_wall_time_and_adds_up_tasks(tmp_path: Path) -> None:
    began = time.perf_counter()
    spans = record(tmp_path, time.sleep, [0.002] * 5)
    spans.look()
    ended = time.perf_counter()
    finished = Finished(5, began, ended, 0.0, 0.01, 0.0, 3, 1000, 1, 1, None, None, True, "")
    measured = measure(finished, spans, 5000, os.getpid())
    assert measured.wall_s == pytest.approx(ended - began)
    assert measured.wall_s == pytest.approx(measured.startup_s + measured.work_s + measured.winddown_s)
    assert measured.first_result_s == pytest.approx(measured.startup_s + measured.work_s)
    assert 0.010 <= measured.task_wall_s <= measured.work_s
    assert measured.task_cpu_s < measured.task_wall_s / 2
    assert measured.core_wait_s is None or measured.core_wait_s <= measured.task_wall_s - measured.task_cpu_s
    assert (measured.tasks, measured.workers_started, measured.peak_rss_bytes) == (5, 1, 5000)
    assert len(measured.task_times_s) == 5
    assert sum(measured.task_times_s) == pytest.approx(measured.task_wall_s)


def test_that_tasks_too_short_to_be_read_do_not_seem_to_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_records, "READ_EVERY_S", 1e9)
    spans = record(tmp_path, abs, list(range(3)))
    spans.look()
    began = spans.blocks[0].starts()[0]
    finished = Finished(3, began, began + 1.0, 0, 0, 0, None, None, 1, 1, None, None, True, "")
    measured = measure(finished, spans, 0, os.getpid())
    assert measured.task_cpu_s > 0.5 * measured.task_wall_s > 0


def test_that_times_per_task_are_evenly_spread_quantiles(tmp_path: Path) -> None:
    spans = record(tmp_path, abs, list(range(1000)))
    spans.look()
    finished = Finished(1000, 0.0, 1e12, 0.0, 0.0, 0.0, None, None, 1, 1, None, None, None, "")
    times = measure(finished, spans, 0, 1).task_times_s
    assert len(times) == 60
    assert list(times) == sorted(times)


def test_that_a_run_without_records_is_measured_by_its_stamps(tmp_path: Path) -> None:
    finished = Finished(0, 100.0, 101.0, 0.0, 0.0, 0.0, None, None, 1, 1, None, None, None, "")
    measured = measure(finished, Spans(str(tmp_path)), 0, 1)
    assert (measured.wall_s, measured.startup_s, measured.winddown_s) == (1.0, 0.0, 0.0)
    assert measured.peak_rss_bytes is None


def test_that_a_changed_umask_hides_no_record_and_no_note(tmp_path: Path) -> None:
    before = os.umask(0o777)
    try:
        MappedBuffers(str(tmp_path), reads_schedstat=False).expect_threads()
        exception_notes.leave_note(str(tmp_path), ValueError("bad"), NO_KEY, "raised")
    finally:
        os.umask(before)
    assert [path.stat().st_mode & 0o777 for path in tmp_path.iterdir()] == [0o600, 0o600]


@pytest.mark.parametrize("read", [True, False])
def test_that_a_coroutine_is_said_to_have_waited_for_a_core_only_where_that_is_read(tmp_path: Path, read: bool) -> None:
    if read and not Path(run_delay.PATH).exists():
        pytest.skip("this system counts no waits for a core")

    async def wait(item: int) -> int:
        return item

    recorder.use(wait, str(tmp_path), reads_schedstat=read)
    coroutine_tasks.expect(1)
    assert asyncio.run(coroutine_tasks.task(5)) == 5
    spans = Spans(str(tmp_path))
    assert spans.look() == 1
    (block,) = (block for block in spans.blocks if block.count())
    (reading,) = block.readings()
    assert (block.words[4], reading[2] >= 0) == ((0, True) if read else (-1, False))
