"""The supervisor takes lines, tells events, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil
import pytest

from parloop_gui.engine.protocol.messages import LoopSpec, Refused, RunEnded, RunProgress, RunStarted, launch_command
from tests.helpers.engines.engine import Engine, task_loop

PLACES = (Path("/dev/shm"), Path(tempfile.gettempdir()))


def leftovers(pid: int) -> list[Path]:
    return [path for place in PLACES if place.is_dir() for path in place.glob(f"*parloop-{pid}-*")]


def test_that_a_line_that_is_no_command_is_refused_and_nothing_breaks(engine: Engine) -> None:
    for line in (b"hello\n", b"[1]\n", b'{"run": {"id": 3}}\n', b'{"start": 1}\n'):
        engine.write(line)
        event = engine.next_event()
        assert isinstance(event, Refused)
        assert event.message
    assert engine.run(task_loop("fine", 2), reference=True).outcome == "finished"


def test_that_progress_is_counted_while_a_run_goes_on(engine: Engine) -> None:
    engine.run(task_loop("slow", 8), "thread-pool", "map", workers=2, reference=True)
    kinds = [type(event) for event in engine.events]
    assert kinds[0] is RunStarted
    assert kinds[-1] is RunEnded
    counts = [event.done for event in engine.events if isinstance(event, RunProgress)]
    assert counts == sorted(counts)
    assert 0 < max(counts) <= 8


def test_that_a_waiting_run_can_be_stopped(engine: Engine) -> None:
    first = engine.start(task_loop("slow", 20))
    second = engine.start(task_loop("slow", 20))
    engine.stop(second)
    engine.stop(first)
    ended = {event.run: event.outcome for event in (engine.wait(), engine.wait())}
    assert ended == {first: "stopped", second: "stopped"}


def test_that_closing_stdin_ends_the_run_under_way_and_leaves_nothing(engine_folder: Path) -> None:
    engine = Engine(engine_folder)
    engine.start(task_loop("slow", 100), "process-pool", "map", workers=2)
    while not isinstance(engine.next_event(), RunStarted):
        pass
    below = psutil.Process(engine.pid).children(recursive=True)
    assert below
    assert engine.close() == 0
    assert [process for process in below if process.is_running() and process.status() != "zombie"] == []
    assert leftovers(engine.pid) == []


def test_that_a_killed_worker_leaves_no_semaphore_and_no_folder(engine_folder: Path) -> None:
    with Engine(engine_folder) as engine:
        engine.run(task_loop("is_killed"), "process-pool", "map", workers=2)
        engine.run(task_loop("is_killed"), "process-pool-executor", "map", workers=2, start_method="forkserver")
        pid = engine.pid
    assert leftovers(pid) == []


def test_that_a_service_serves_several_runs_and_ends_with_the_supervisor(engine_folder: Path) -> None:
    with Engine(engine_folder) as engine:
        loop = LoopSpec("builtin", "http", 4)
        assert engine.run(loop, reference=True).outcome == "finished"
        services = engine.descendants()
        assert len(services) == 1
        again = engine.run(loop, "thread-pool-executor", "map", workers=2)
        assert again.outcome == "finished", again.message
        assert engine.descendants() == services
    assert not services[0].is_running()


def test_that_runners_can_be_started_from_scratch_too(engine_folder: Path) -> None:
    with Engine(engine_folder, "from-scratch") as engine:
        assert engine.run(task_loop("fine", 4), reference=True).outcome == "finished"
        pooled = engine.run(task_loop("fine", 4), "process-pool", "map", workers=2, start_method="spawn")
        assert (pooled.outcome, engine.descendants()) == ("finished", [])
        lost = engine.run(task_loop("is_killed"), "thread", "slots")
        assert lost.message.startswith("The loop's process (pid ")
        missing = engine.run(task_loop("fine"), python="/bin/true")
        assert missing.message.startswith("The run could not be started: /bin/true did not start as a Python")


def test_that_the_environment_room_describes_its_interpreter(engine_folder: Path) -> None:
    command = launch_command(sys.executable, str(engine_folder), "host.environment")
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert f'"version": "{sys.version.split()[0]}"' in told


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nobody tells how long a process waited for a core")
def test_that_what_a_run_that_was_ended_had_computed_is_told(engine: Engine) -> None:
    told = []
    for loop, params in (("sleep", {"task_ms": 10_000.0}), ("primes", {"numbers": 1_000_000})):
        ended = engine.run(LoopSpec("builtin", loop, 1, params), timeout_s=1.0)
        assert (ended.outcome, ended.measurement) == ("timed-out", None)
        told.append(ended.cut_cpu_s)
    waits_s, computes_s = told
    assert waits_s is not None and computes_s is not None and waits_s < 0.5 * computes_s
    assert engine.run(LoopSpec("builtin", "primes", 2), reference=True).cut_cpu_s is None


@pytest.mark.parametrize("strategy", ["thread-pool", "thread-pool-executor", "process-pool", "process-pool-executor"])
@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_that_a_pool_that_is_kept_open_does_the_loop_twice_and_times_the_second(
    engine: Engine, strategy: str, method: str
) -> None:
    engine.run(task_loop("fine", 8), reference=True)
    ended = engine.run(task_loop("fine", 8), strategy, "map", workers=2, start_method=method, kept_open=True)
    assert (ended.outcome, ended.message) == ("finished", "")
    measured = ended.measurement
    assert measured is not None and measured.kept_open_s is not None
    assert (measured.results_match, measured.tasks) == (True, 16)
    assert 0 < measured.kept_open_s < measured.wall_s - measured.startup_s
    usual = engine.run(task_loop("fine", 8), strategy, "map", workers=2).measurement
    assert usual is not None and usual.kept_open_s is None


def test_that_what_has_no_pool_is_not_kept_open(engine: Engine) -> None:
    ended = engine.run(task_loop("fine", 3), "thread", "slots", kept_open=True)
    assert ended.outcome == "unavailable"
    assert ended.message == "Thread's slots has no pool that could be kept open."


@pytest.mark.skipif(sys.platform != "linux", reason="what a zombie tells is Linux's")
def test_that_output_flooding_and_signals_do_not_stop_the_supervisor(engine: Engine) -> None:
    psutil.Process(engine.pid).send_signal(signal.SIGCONT)
    assert engine.run(task_loop("prints", 2000), reference=True).outcome == "finished"


def test_that_a_loop_whose_module_an_interpreter_lacks_is_one_sentence(
    engine_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sqlite3.py").write_text("raise ImportError('No module named _sqlite3')\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with Engine(engine_folder) as engine:
        ended = engine.run(LoopSpec("builtin", "sqlite", 3))
        assert ended.outcome == "failed"
        assert "No module named _sqlite3" in ended.message
        assert engine.run(LoopSpec("builtin", "nothing", 3)).outcome == "failed"
        assert engine.run(LoopSpec("builtin", "primes", 3), reference=True).outcome == "finished"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names of folders are Unicode")
def test_that_a_folder_whose_name_is_not_unicode_is_worked_in(
    engine_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9"))
    folder.mkdir()
    monkeypatch.chdir(folder)
    with Engine(engine_folder) as engine:
        ended = engine.run(task_loop("fine", 3), "process-pool", "map", workers=2, reference=True)
    assert (ended.outcome, ended.message) == ("finished", "")


def test_that_an_interpreter_that_never_answers_holds_up_nobody_who_leaves(engine_folder: Path, tmp_path: Path) -> None:
    mute = tmp_path / "python"
    mute.write_text("#!/bin/sh\nexec sleep 60\n")
    mute.chmod(0o755)
    engine = Engine(engine_folder)
    engine.start(task_loop("fine"), python=str(mute))
    while not engine.descendants():
        pass
    assert engine.close() == 0  # in less time than a Python is given to answer


@pytest.mark.slow
def test_that_what_processes_hold_is_weighed_where_that_is_asked_for_alone(engine: Engine) -> None:
    loop = LoopSpec("builtin", "sleep", 4)
    weighed, usual = (
        engine.run(loop, "process-pool-executor", "map", workers=2, reference=True, weighed=each).measurement
        for each in (True, False)
    )
    assert weighed is not None
    assert usual is not None
    assert usual.held_bytes is None
    if sys.platform == "linux":
        assert 10 * 2**20 < (weighed.held_bytes or 0) < 500 * 2**20
