"""What a run's clock counts where it starts late, or never does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from parloop_gui.engine.protocol.messages import LoopSpec, Noise, RunSpec
from parloop_gui.engine.protocol.runner_messages import Assignment, Started, encode_message
from parloop_gui.engine.supervisor import noise
from parloop_gui.engine.supervisor.launcher import Runner
from parloop_gui.engine.supervisor.run_monitor import RunMonitor
from parloop_gui.engine.supervisor.runner_process import RunnerProcess
from tests.helpers.engines.engine import Engine

# It computes long before its clock starts, and hardly behind that.
GETS_READY = "import sys; sum(i * i for i in range(3_000_000)); print(); sys.stdin.read()"
PRIMES = LoopSpec("builtin", "primes", 4)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="what another process computed is read on Linux alone")
def test_that_what_a_run_that_fails_computed_before_its_clock_is_not_taken_for_its_own(tmp_path: Path) -> None:
    """It would hide what other programs did under the clock."""
    command = [sys.executable, "-c", GETS_READY]
    run = RunSpec("one", "some", sys.executable, PRIMES, "serial", "for")
    assignment = Assignment(run, str(tmp_path), str(tmp_path), str(tmp_path), "", reads_schedstat=False)
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdout.read(1)
        (pipe, end), output = os.pipe(), os.open(os.devnull, os.O_RDONLY)
        runner = RunnerProcess(Runner(process.pid, pipe, output))
        monitor = RunMonitor(assignment, runner, None, lambda: noise.Before.now(set(), noise.ReferenceLoop()))
        os.write(end, encode_message(Started(4)))
        os.close(end)
        monitor.read_pipe()
        runner.read_cpu()
        process.stdin.close()
    runner.close()
    assert runner.cpu_s > 0
    assert monitor.spent_within_s() < runner.cpu_s / 2


@pytest.mark.skipif(sys.platform != "linux", reason="runs are forked on Linux alone")
def test_that_nothing_is_said_of_the_machine_under_a_clock_that_never_ran(engine: Engine) -> None:
    ended = engine.run(PRIMES, "thread", "slots", kept_open=True)
    assert ended.outcome == "unavailable"
    assert ended.noise == Noise()
