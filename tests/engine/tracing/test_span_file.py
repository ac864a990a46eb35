"""A run's spans as a file: as many tasks as items, each with its worker, its item and its share of a core."""

from __future__ import annotations

import json
import math
import multiprocessing
import os
import struct
import threading
import time
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from parloop_gui.engine.protocol.messages import LoopSpec
from parloop_gui.engine.protocol.runner_messages import Finished
from parloop_gui.engine.tracing import recorder, worker_records
from parloop_gui.engine.tracing.reader import Spans
from parloop_gui.engine.tracing.span_file import Sampled, write_spans
from parloop_gui.engine.tracing.span_lanes import RAISED, SHARED
from tests.helpers.engines.engine import Engine, copy_engine, task_loop

ITEMS = 40
COLUMNS = (("start", "d"), ("end", "d"), ("cpu", "d"), ("lane", "i"), ("item", "i"), ("flags", "B"))


@dataclass(frozen=True)
class Read:
    """A spans file, read back: its first line, its columns and whatever follows them."""

    head: dict[str, Any]
    columns: dict[str, list[Any]]
    rest: bytes

    def __getattr__(self, name: str) -> list[Any]:
        return self.columns[name]


def read(path: str | Path) -> Read:
    line, _, rest = Path(path).read_bytes().partition(b"\n")
    head = json.loads(line)
    assert (head["format"], head["version"]) == ("parloop-spans", 1)
    columns = {}
    for name, code in COLUMNS:
        length = struct.calcsize(f"<{code}") * head["tasks"]
        columns[name] = list(struct.unpack(f"<{head['tasks']}{code}", rest[:length]))
        rest = rest[length:]
    if head["core_waits"]:
        columns["core_wait"] = list(struct.unpack(f"<{head['tasks']}d", rest[: 8 * head["tasks"]]))
        rest = rest[8 * head["tasks"] :]
    return Read(head, columns, rest)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with Engine(copy_engine(tmp_path_factory.mktemp("engine"))) as running:
        yield running


def written(folder: Path, function: Any, items: list[Any], sampled: Sampled | None = None) -> Read:
    """The spans of these calls in this thread."""
    recorder.use(function, str(folder), reads_schedstat=True)
    began = time.perf_counter()
    for item in items:
        recorder.task(item)
    finished = Finished(len(items), began, time.perf_counter(), 0, 0, 0, None, None, 1, 1, None, None, True, "")
    spans = Spans(str(folder))
    spans.look()
    keys = array("q", map(worker_records.key_of, items))
    write_spans(str(folder / "file"), spans, keys, finished, os.getpid(), sampled)
    return read(folder / "file")


@pytest.mark.parametrize(
    ("strategy", "call", "start_method"),
    [
        ("serial", "for", None),
        ("thread", "slots", None),
        ("thread-pool", "imap_unordered", None),
        ("thread-pool-executor", "map", None),
        ("process", "queue", "fork"),
        ("process-pool", "map", "fork"),
        ("process-pool-executor", "submit", "fork"),
        pytest.param("process-pool", "imap", "spawn", marks=pytest.mark.slow),
        pytest.param("process-pool-executor", "map", "forkserver", marks=pytest.mark.slow),
    ],
)
def test_that_a_file_has_each_item_once_and_its_lanes_fill_workers_times_work(
    strategy: str, call: str, start_method: str | None, engine: Engine, tmp_path: Path
) -> None:
    asked = str(tmp_path / "spans")
    loop = LoopSpec("builtin", "primes", ITEMS)
    ended = engine.run(loop, strategy, call, workers=2, start_method=start_method, spans_file=asked)
    assert (ended.outcome, ended.spans_file) == ("finished", asked)
    spans, measurement = read(asked), ended.measurement
    assert measurement is not None
    assert sorted(spans.item) == list(range(ITEMS))
    assert spans.start == sorted(spans.start)
    assert spans.head["wall_s"] == pytest.approx(measurement.wall_s)
    assert spans.head["work_s"] == pytest.approx(measurement.work_s)
    assert len(spans.head["lanes"]) == measurement.workers_started
    in_lanes_s = sum(lane_s(spans, lane) for lane in range(len(spans.head["lanes"])))
    in_tasks_s = sum(end - start for start, end in zip(spans.start, spans.end, strict=True))
    cpu_s = sum(cpu for cpu in spans.cpu if not math.isnan(cpu))
    # A thread's clock is read after its tasks, so what handing over costs between them is in the run's figure alone.
    assert cpu_s * 0.98 <= measurement.task_cpu_s <= (cpu_s + in_lanes_s - in_tasks_s) * 1.02
    assert cpu_s > 0
    assert in_lanes_s == pytest.approx(measurement.workers_started * measurement.work_s, rel=0.02)
    births = [lane["started_s"] for lane in spans.head["lanes"]]
    assert all((birth is not None) == (start_method is not None) for birth in births)
    firsts = [spans.start[spans.lane.index(lane)] for lane in range(len(births))]
    assert firsts == sorted(firsts)
    assert all(birth is None or 0 <= birth <= first for birth, first in zip(births, firsts, strict=True))


def lane_s(spans: Read, lane: int) -> float:
    """A lane's tasks and the gaps before, between and behind them, from the first start to the last end of all."""
    at: float = spans.head["startup_s"]
    over, total_s = at + float(spans.head["work_s"]), 0.0
    for number, start, end in zip(spans.lane, spans.start, spans.end, strict=True):
        if number == lane:
            total_s += max(start - at, 0.0) + end - start
            at = end
    return total_s + max(over - at, 0.0)


def test_that_a_run_that_failed_leaves_what_there_is(engine: Engine, tmp_path: Path) -> None:
    ended = engine.run(task_loop("raises"), "thread-pool", "map", workers=2, spans_file=str(tmp_path / "spans"))
    assert ended.outcome == "failed"
    assert ended.spans_file is not None
    spans = read(ended.spans_file)
    raised = [item for item, flags in zip(spans.item, spans.flags, strict=True) if flags & RAISED]
    assert raised == [7]


def test_that_a_place_that_cannot_be_written_costs_the_file_alone(engine: Engine, tmp_path: Path) -> None:
    ended = engine.run(LoopSpec("builtin", "primes", 3), spans_file=str(tmp_path / "nowhere" / "spans"))
    assert (ended.outcome, ended.spans_file) == ("finished", None)


def test_that_a_long_task_has_its_own_cpu_time_and_short_ones_share_it(tmp_path: Path) -> None:
    def spin(seconds: float) -> None:
        until = time.thread_time() + seconds
        while time.thread_time() < until:
            pass

    spans = written(tmp_path, spin, [0.004, 0.008, *[0.0] * 500])
    assert spans.item == list(range(502))
    assert spans.flags[:2] == [0, 0]
    assert spans.cpu[0] >= 0.004
    assert spans.cpu[1] >= 0.008
    assert SHARED in spans.flags[2:]
    assert all(
        cpu <= end - start + 1e-12
        for start, end, cpu in zip(spans.start, spans.end, spans.cpu, strict=True)
        if not math.isnan(cpu)
    )


def test_that_tasks_behind_the_last_reading_have_no_known_cpu_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_records, "READ_EVERY_S", 1e9)
    spans = written(tmp_path, abs, [1, 2, 3])
    assert all(map(math.isnan, spans.cpu))


def test_that_items_that_can_not_be_told_apart_are_not_guessed(tmp_path: Path) -> None:
    recorder.use(time.sleep, str(tmp_path), reads_schedstat=True)
    items = [0.001, 0.002, 0.002, 0.003]
    threads = [threading.Thread(target=recorder.task, args=(item,)) for item in items]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spans = Spans(str(tmp_path))
    spans.look()
    write_spans(str(tmp_path / "file"), spans, array("q", map(worker_records.key_of, items)), None, os.getpid())
    assert sorted(read(tmp_path / "file").item) == [-1, -1, 0, 3]


def test_that_between_two_known_items_as_far_apart_the_others_are_known(tmp_path: Path) -> None:
    def nap(item: int) -> int:
        if item % 10 == 0:
            time.sleep(0.0002)
        return item

    recorder.use(nap, str(tmp_path), reads_schedstat=True)
    context = multiprocessing.get_context("fork")
    with context.Pool(2) as pool:
        pool.map(recorder.task, range(200), chunksize=50)
    spans = Spans(str(tmp_path))
    spans.look()
    write_spans(str(tmp_path / "file"), spans, array("q", range(200)), None, os.getpid())
    items = [item for item in read(tmp_path / "file").item if item >= 0]
    assert len(items) == len(set(items))
    assert len(items) > 100


def test_that_workers_that_follow_each_other_in_one_thread_share_its_lane(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_records, "READ_EVERY_S", 0.0)
    for item in range(6):
        recorder.use(abs, str(tmp_path), reads_schedstat=True)  # from now on this thread is another worker
        recorder.task(item)
    other = threading.Thread(target=recorder.task, args=(6,))
    other.start()
    other.join()
    spans = Spans(str(tmp_path))
    spans.look()
    write_spans(str(tmp_path / "file"), spans, array("q", range(7)), None, os.getpid())
    written = read(tmp_path / "file")
    assert written.item == list(range(7))
    assert written.lane == [0] * 6 + [1]
    assert not any(map(math.isnan, written.cpu))


def test_that_how_long_a_task_waited_for_a_core_is_told_where_it_was_read(tmp_path: Path) -> None:
    spans = written(tmp_path, time.sleep, [0.002, 0.002])
    if spans.head["core_waits"]:
        took = [end - start for start, end in zip(spans.start, spans.end, strict=True)]
        assert all(0 <= wait <= length for wait, length in zip(spans.core_wait, took, strict=True))


def test_that_sampled_stretches_follow_the_columns_lane_by_lane(tmp_path: Path) -> None:
    me = (os.getpid(), threading.get_native_id())
    now = time.perf_counter()
    spans = written(tmp_path, abs, [1], Sampled(0.001, {me: [(now, now + 0.5)], (1, 1): [(now, now + 1)]}))
    assert (spans.head["on_core"], spans.head["sample_s"]) == ([1], 0.001)
    from_s, to_s = struct.unpack("<2d", spans.rest)
    assert 0 <= from_s < to_s == spans.head["wall_s"]
