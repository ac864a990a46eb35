"""A worker that takes a single task, forked process or thread, is recorded as any other is."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from parloop_gui.engine.host import run_delay
from parloop_gui.engine.tracing import one_task, recorder
from parloop_gui.engine.tracing.mapped_buffers import SLOT_WORDS
from parloop_gui.engine.tracing.reader import Spans

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="nothing forks there")


@pytest.fixture(autouse=True)
def _every_threads_run_delay_is_read() -> Iterator[None]:
    run_delay.sample(1)
    yield
    run_delay.sample(1)


def expect(folder: Path, function: Callable[[Any], Any], reads_schedstat: bool = True) -> None:
    recorder.use(function, str(folder), reads_schedstat)
    recorder.expect_forks()
    one_task.expect_forks()


def in_a_fork(item: Any) -> int:
    """Do the task in a forked process; its id once it has ended."""
    pid = os.fork()
    if pid == 0:
        try:
            one_task.task_in_fork(item)
        finally:
            os._exit(0)
    os.waitpid(pid, 0)
    return pid


def test_that_a_forked_task_is_recorded_with_its_key_process_and_clocks(tmp_path: Path) -> None:
    expect(tmp_path, lambda item: sum(range(300_000)))
    before_ns = time.perf_counter_ns()
    pids = [in_a_fork(item) for item in (7, "a")]
    spans = Spans(str(tmp_path))
    assert spans.look() == 2
    assert [block.thread for block in spans.blocks] == [(pid, pid) for pid in pids]
    for block, key in zip(spans.blocks, (7, hash("a")), strict=True):
        (reading,) = block.readings()
        assert reading[0] == 1
        assert 0 < reading[1] - block.words[3] <= (block.ends()[0] - block.starts()[0]) * 1e9 + 1e6
        assert reading[3] == block.open_key() == key
        assert before_ns < block.words[7] < block.starts()[0] * 1e9
    assert spans.under_way() == []


def test_that_the_run_delay_is_read_only_where_it_can_be_trusted(tmp_path: Path) -> None:
    (tmp_path / "trusted").mkdir()
    expect(tmp_path / "trusted", abs)
    in_a_fork(1)
    trusted = Spans(str(tmp_path / "trusted"))
    trusted.look()
    expect(tmp_path, abs, reads_schedstat=False)
    in_a_fork(1)
    spans = Spans(str(tmp_path))
    spans.look()
    assert spans.blocks[0].words[4] == -1
    assert (trusted.blocks[0].words[4] >= 0) == Path(run_delay.PATH).exists()


def test_that_a_task_that_raises_is_noted(tmp_path: Path) -> None:
    expect(tmp_path, lambda item: 1 // item)
    in_a_fork(0)
    spans = Spans(str(tmp_path))
    assert spans.look() == 1
    assert spans.blocks[0].ends()[0] < 0
    assert len(spans.notes) == 1


def test_that_a_killed_process_leaves_its_record_open(tmp_path: Path) -> None:
    expect(tmp_path, lambda item: os.kill(os.getpid(), signal.SIGKILL))
    pid = in_a_fork(11)
    spans = Spans(str(tmp_path))
    assert spans.look() == 0
    (block,) = spans.under_way()
    assert (block.pid, block.open_key()) == (pid, 11)


def test_that_a_process_whose_slot_is_taken_is_recorded_all_the_same(tmp_path: Path) -> None:
    expect(tmp_path, abs)
    slots = recorder.buffers().slots
    assert slots is not None
    for words in range(0, len(slots), SLOT_WORDS):
        slots[words] = 1
    in_a_fork(3)
    spans = Spans(str(tmp_path))
    assert spans.look() == 1
    assert len(list(tmp_path.glob("spans-*"))) == 1


def fail_to_pickle() -> None:
    recorder.note_unpicklable(TypeError("cannot pickle"))


def notes_in(folder: Path) -> int:
    spans = Spans(str(folder))
    spans.look()
    return len(spans.notes)


@pytest.mark.parametrize("within", [True, False])
def test_that_what_cant_be_pickled_is_noted_after_the_task_but_not_within_it(tmp_path: Path, within: bool) -> None:
    expect(tmp_path, lambda item: fail_to_pickle() if within else None)
    pid = os.fork()
    if pid == 0:
        try:
            one_task.task_in_fork(1)
            if not within:
                fail_to_pickle()
        finally:
            os._exit(0)
    os.waitpid(pid, 0)
    assert notes_in(tmp_path) == (0 if within else 1)


def expect_threads(folder: Path, function: Callable[[Any], Any], count: int) -> None:
    recorder.use(function, str(folder), reads_schedstat=True)
    recorder.expect_threads(count)
    one_task.expect_threads(count)


def in_threads(items: list[Any]) -> None:
    threads = [threading.Thread(target=one_task.task_in_thread, args=(item,)) for item in items]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_that_each_thread_records_its_one_task_even_if_more_come_than_were_expected(tmp_path: Path) -> None:
    expect_threads(tmp_path, lambda item: sum(range(100_000)), 3)
    in_threads([1, 2, 3, 4, 5])
    spans = Spans(str(tmp_path))
    assert spans.look() == 5
    used = [block for block in spans.blocks if block.count()]
    assert sorted(block.open_key() for block in used) == [1, 2, 3, 4, 5]
    for block in used[:3]:
        (reading,) = block.readings()
        assert block.pid == os.getpid()
        assert 0 < reading[1] - block.words[3] <= (block.ends()[0] - block.starts()[0]) * 1e9 + 1e6
    assert spans.under_way() == []


def test_that_blocks_which_no_thread_took_are_no_tasks(tmp_path: Path) -> None:
    expect_threads(tmp_path, abs, 4)
    in_threads([1])
    recorder.task(2)
    spans = Spans(str(tmp_path))
    assert spans.look() == 2
    assert spans.under_way() == []


def test_that_a_thread_within_its_one_task_may_cope_with_what_it_cant_pickle(tmp_path: Path) -> None:
    expect_threads(tmp_path, lambda item: fail_to_pickle(), 1)
    in_threads([1])
    assert notes_in(tmp_path) == 0
    fail_to_pickle()
    assert notes_in(tmp_path) == 1
