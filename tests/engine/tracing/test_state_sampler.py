"""In a recorded run the threads' states are looked at, so that their turns can be seen; in no other."""

from __future__ import annotations

import math
import os
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from statistics import mean

import pytest

from parloop_gui.engine.protocol.messages import LoopSpec
from parloop_gui.engine.tracing.state_sampler import StateSampler
from parloop_gui.engine.tracing.thread_states import ThreadStates
from tests.engine.tracing.test_span_file import Read, read
from tests.helpers.engines.engine import Engine, copy_engine

# Two threads that compute in turns of 20 ms each however busy the cores are: who waits, waits for a pipe.
TURNS = """
import os, threading, time
pipes = [os.pipe(), os.pipe()]

def take_turns(number):
    for _ in range(10):
        os.read(pipes[number][0], 1)
        until = time.perf_counter() + 0.02
        while time.perf_counter() < until:
            pass
        os.write(pipes[1 - number][1], b".")

threads = [threading.Thread(target=take_turns, args=(number,)) for number in (0, 1)]
for thread in threads:
    thread.start()
print(*(thread.native_id for thread in threads), flush=True)
input()
os.write(pipes[0][1], b".")
for thread in threads:
    thread.join()
"""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="states of threads are read from /proc")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with Engine(copy_engine(tmp_path_factory.mktemp("engine"))) as running:
        yield running


def run(engine: Engine, folder: Path, loop: str, strategy: str, call: str, *, sampled: bool) -> Read:
    ended = engine.run(
        LoopSpec("builtin", loop, 60), strategy, call, workers=2, spans_file=str(folder / "spans"), sampled=sampled
    )
    assert ended.spans_file is not None
    return read(ended.spans_file)


def stretches(spans: Read) -> list[list[tuple[float, float]]]:
    """When each lane's thread ran."""
    ends = struct.unpack(f"<{len(spans.rest) // 8}d", spans.rest)
    pairs = list(zip(ends[::2], ends[1::2], strict=True))
    found = []
    for count in spans.head["on_core"]:
        found.append(pairs[:count])
        pairs = pairs[count:]
    assert pairs == []
    return found


@pytest.mark.slow
def test_that_threads_that_take_turns_are_each_seen_to_run_half_of_the_time() -> None:
    command = [sys.executable, "-c", TURNS]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        threads = [int(thread) for thread in process.stdout.readline().split()]
        sampler = StateSampler(process.pid)
        process.communicate("go\n", timeout=60)
    running = sampler.stop().running
    ran_s = [sum(end - start for start, end in running[process.pid, thread]) for thread in threads]
    assert 0.35 < ran_s[0] / sum(ran_s) < 0.65
    assert all(len(running[process.pid, thread]) >= 5 for thread in threads)


def test_that_a_recorded_run_tells_when_each_computing_thread_ran(engine: Engine, tmp_path: Path) -> None:
    """Not that they took turns: on a busy machine who waits for a core looks as if it ran, for as long as it waits."""
    spans = run(engine, tmp_path, "primes", "thread-pool-executor", "map", sampled=True)
    wall_s = spans.head["wall_s"]
    assert 0.0005 < spans.head["sample_s"] < wall_s / 4
    lanes = stretches(spans)
    assert lanes
    for lane in lanes:
        assert all(0 <= start < end <= wall_s for start, end in lane)
        assert all(before[1] <= after[0] for before, after in pairwise(lane))
    assert sum(end - start for lane in lanes for start, end in lane) > 0.3 * wall_s


def test_that_sleeping_threads_are_hardly_seen_to_run(engine: Engine, tmp_path: Path) -> None:
    """Who wakes and waits for a core looks as if it ran: on a busy machine that is taken off by what was read."""
    spans = run(engine, tmp_path, "sleep", "thread", "slots", sampled=True)
    ran_s = sum(end - start for lane in stretches(spans) for start, end in lane)
    slept_s = sum(end - start for start, end in zip(spans.start, spans.end, strict=True))
    waits = [wait for wait in spans.columns.get("core_wait", []) if not math.isnan(wait)]  # of a sample of the threads
    waited_s = len(spans.start) * mean(waits) if waits else 0.0
    assert ran_s - waited_s < 0.2 * slept_s


def test_that_a_run_is_not_sampled_unless_it_is_to_be(engine: Engine, tmp_path: Path) -> None:
    spans = run(engine, tmp_path, "primes", "thread-pool-executor", "map", sampled=False)
    assert (spans.head["on_core"], spans.head["sample_s"], spans.rest) == (None, None, b"")


@pytest.mark.slow
def test_that_a_sampler_finds_threads_born_later_and_gives_its_descriptors_back() -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    sampler = StateSampler(os.getpid())

    def spin() -> None:
        # By its own clock: on a machine that is full, a fifth of a second may pass without a turn for anyone.
        while time.thread_time() < 0.2:
            pass

    born = threading.Thread(target=spin)
    born.start()
    born.join()
    sampled = sampler.stop()
    assert {pid for pid, _ in sampled.running} == {os.getpid()}
    ran_s = sum(end - start for start, end in sampled.running[os.getpid(), born.native_id or 0])
    assert ran_s > 0
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_that_a_thread_born_as_another_ends_is_found() -> None:
    states = ThreadStates(os.getpid(), 0.0)
    over = [threading.Event(), threading.Event()]
    first, second = (threading.Thread(target=each.wait) for each in over)
    first.start()
    states.look(1.0)
    over[0].set()
    first.join()
    while Path(f"/proc/self/task/{first.native_id}").exists():
        pass
    second.start()  # there are as many threads as before
    states.look(2.0)
    states.look(3.0)
    over[1].set()
    second.join()
    assert {first.native_id, second.native_id} <= set(states.close(4.0))
