"""Whichever of Parloop's processes is killed while tasks leave daemons without environment: soon none is left."""

from __future__ import annotations

import contextlib
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import psutil
import pytest

from parloop_gui.bridge.interpreters.discovery import own_interpreter
from parloop_gui.bridge.processes.cleanup import marked
from parloop_gui.bridge.processes.engine import Engine
from parloop_gui.bridge.scheduler.preflight import Preflight
from parloop_gui.engine.host.own_group import groups_here
from parloop_gui.engine.protocol.messages import LoopSpec, RunEnded, RunSpec
from tests.faults.marked import end_as_promised
from tests.faults.test_app_killed import are_whole, kill, started, temporary_of

ALL = os.environ.get("PARLOOP_CHECK") == "faults"
TIMES = 50 if ALL else 1
LATEST_S = 0.3
GUARD = "parloop_engine.supervisor.watchdog"
LEAVES_DAEMONS = """
import subprocess, time

def task(item):
    child = subprocess.Popen(["sleep", "60"], env={}, start_new_session=True)
    with open(__file__ + ".left", "a") as file:
        file.write(f"{child.pid}\\n")
    time.sleep(0.05)
    return item
"""
STRATEGIES = (("serial", "for"), ("thread-pool", "map"), ("process-pool", "map"), ("process-pool-executor", "map"))

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows all this")]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "leaves.py"
    path.write_text(LEAVES_DAEMONS)
    return path


def left(file: Path) -> list[psutil.Process]:
    """The daemons that tasks of the file have left so far and that still run."""
    found = []
    with contextlib.suppress(OSError):
        for pid in map(int, file.with_name(file.name + ".left").read_text().split()):
            with contextlib.suppress(psutil.Error):
                process = psutil.Process(pid)
                if process.name() == "sleep" and process.status() != psutil.STATUS_ZOMBIE:
                    found.append(process)
    return found


def await_daemons(file: Path, app: subprocess.Popen[bytes] | None = None) -> None:
    """Wait until tasks have left some; the test's own limit ends that where neither they come nor the app ends."""
    while not left(file):
        assert app is None or app.poll() is None, file.with_name("said").read_text(errors="replace")


def command_of(process: psutil.Process) -> str:
    with contextlib.suppress(psutil.Error):
        return " ".join(process.cmdline())
    return ""


def part_of(engine: Engine, part: str) -> psutil.Process:
    """One of the engine's processes: a runner is forked from the zygote, so both have its command line."""
    assert engine.process is not None
    supervisor = psutil.Process(engine.process[0])
    if part == "supervisor":
        return supervisor
    if part == "watcher":
        watcher = supervisor.parent()
        assert watcher is not None
        return watcher
    forked = [each for each in supervisor.children() if "supervisor.zygote" in command_of(each)]
    pick = min if part == "zygote" else max
    return pick(forked, key=lambda each: (each.create_time(), each.pid))


def kill_parts(engine: Engine, parts: Sequence[str]) -> None:
    """Kill them at the same moment: none acts on another's death."""
    found = [part_of(engine, part) for part in parts]
    for process in found:
        process.suspend()
    for process in found:
        process.kill()


@contextlib.contextmanager
def under_way(engine: Engine, spec: RunSpec) -> Iterator[list[RunEnded]]:
    """The run goes on in a thread; how it ended is in the list afterwards."""
    ended: list[RunEnded] = []

    def run() -> None:
        ended.extend(event for event in engine.execute(spec) if isinstance(event, RunEnded))

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    yield ended
    thread.join()


@pytest.mark.timeout(30 * TIMES + 60)
@pytest.mark.parametrize("part", ["supervisor", "watcher", "both", *(["zygote", "runner"] if ALL else [])])
def test_that_no_daemon_is_left_where_a_part_of_the_engine_is_killed(
    part: str, file: Path, record_property: Callable[[str, object], None]
) -> None:
    seed = random.randrange(10**6)
    moments = random.Random(seed)
    with Engine() as engine:
        for number in range(TIMES):
            strategy, call = STRATEGIES[(number + 2) % len(STRATEGIES)]
            loop = LoopSpec("user", "task", 200, path=str(file), function="task")
            spec = RunSpec(f"{part}-{number}", "kills", sys.executable, loop, strategy, call, workers=2)
            with under_way(engine, spec) as ended:
                await_daemons(file)
                time.sleep(moments.uniform(0.0, LATEST_S))
                mark = engine.process[1] if engine.process else ""
                if part == "both" and mark not in {of for _, of in groups_here()}:
                    engine.stop(spec.id)
                    pytest.skip("no control group may be made here")
                kill_parts(engine, ("watcher", "supervisor") if part == "both" else (part,))
                below, began = left(file), time.monotonic()
                if part == "zygote":  # the run under way needs it no more
                    engine.stop(spec.id)
                assert end_as_promised(below), f"seed {seed}, number {number}"
                record_property("gone_s", time.monotonic() - began)
            assert left(file) == [], f"seed {seed}, number {number}"
            assert ended[0].outcome == ("stopped" if part == "zygote" else "crashed"), ended
            if part in ("supervisor", "watcher", "both"):
                assert marked(mark) == []
                assert mark not in {of for _, of in groups_here()}


@pytest.mark.timeout(30 * TIMES + 60)
@pytest.mark.skipif(not ALL, reason="takes its time; `make check-faults` does it")
def test_that_no_daemon_is_left_where_the_guard_of_a_trial_or_its_watcher_is_killed(file: Path) -> None:
    seed = random.randrange(10**6)
    moments = random.Random(seed)
    file.write_text(LEAVES_DAEMONS.replace("0.05", "1.0"))
    loop = LoopSpec("user", "task", 8, path=str(file), function="task")
    for number in range(TIMES):
        trial = threading.Thread(target=Preflight().try_out, args=(loop, own_interpreter()))
        trial.start()
        await_daemons(file)
        time.sleep(moments.uniform(0.0, LATEST_S))
        below = left(file)
        guards = psutil.Process().children() if number % 2 else psutil.Process(below[0].pid).parents()
        victim = next(each for each in guards if GUARD in command_of(each))
        victim.kill()
        assert end_as_promised(below), f"seed {seed}, number {number}"
        trial.join()
        assert left(file) == [], f"seed {seed}, number {number}"


@pytest.mark.timeout(60 * TIMES + 60)
@pytest.mark.skipif(not ALL, reason="takes its time; `make check-faults` does it")
@pytest.mark.parametrize("stopped", [False, True], ids=["going", "stopped"])
def test_that_no_daemon_is_left_of_an_app_that_is_killed(stopped: bool, file: Path, tmp_path: Path) -> None:
    """With its supervisor stopped before, too, or its watcher: either is continued."""
    seed = random.randrange(10**6)
    moments = random.Random(seed)
    command = [
        sys.executable,
        "-m",
        "parloop_gui",
        "compare",
        f"{file}:task",
        "--items",
        "20",
        "--rounds",
        "30",
        "--repeat-effects",
    ]
    for number in range(TIMES):
        mark = f"{tmp_path.name}-{number}"
        file.with_name(file.name + ".left").unlink(missing_ok=True)  # looking at each takes longer than some live
        app = started(command, mark, tmp_path)
        await_daemons(file, app)
        time.sleep(moments.uniform(0.0, 6.0))
        if stopped:
            halt_engine_of(app.pid)
        below = [*left(file), *kill(app, mark)]
        assert end_as_promised([*below, *left(file)]), f"seed {seed}, number {number}"
        assert left(file) == [], f"seed {seed}, number {number}"
        assert [of for _, of in groups_here() if of.startswith(f"{app.pid}-")] == []
        assert temporary_of(tmp_path) == [], f"seed {seed}, number {number}"
        assert are_whole(tmp_path)


def halt_engine_of(app: int) -> None:
    """Stop the supervisors and guards below that process, and their watchers.

    Only those that have started another: one that is stopped at its birth has asked nobody yet to be continued.
    """
    for process in psutil.Process(app).children(recursive=True):
        with contextlib.suppress(psutil.Error):
            if process.children() and any(word in command_of(process) for word in (GUARD, "supervisor.main")):
                process.suspend()
