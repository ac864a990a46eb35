"""The command line as a process of its own, with the real engine."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.document.read import read
from parloop_gui.model.timeline.busy import lane_times
from parloop_gui.model.timeline.shown import shown_run

PARLOOP = [sys.executable, "-m", "parloop_gui"]
ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.slow


def parloop(*typed: str) -> subprocess.CompletedProcess[str]:
    """Run it to its end, without a terminal."""
    done = subprocess.run(
        [*PARLOOP, *typed], cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=100, check=False
    )
    assert "Traceback" not in done.stderr
    return done


def test_that_a_real_comparison_of_primes_ends_0_with_every_strategy(tmp_path: Path) -> None:
    path, trace = tmp_path / "out.parloop", tmp_path / "out.trace.json"
    typed = "compare primes --items 12 --param numbers=50 --workers 2 --rounds 1 --seed 1"
    done = parloop(*typed.split(), "--export", str(path), "--export", str(trace))
    assert (done.returncode, done.stderr) == (0, "")
    comparison = read(path).comparison
    # In one round on a busy machine a single may come out far ahead of the pools: then an executor is added.
    assert len([row for row in comparison.rows if row.contestant.arrangement.workers is None]) == 7
    assert {run.ended.outcome for run in comparison.runs} == {"finished"}
    assert all(run.ended.measurement and run.ended.measurement.results_match is not False for run in comparison.runs)
    lanes_add_up(comparison)
    events = json.loads(trace.read_text(encoding="utf-8"))["traceEvents"]
    assert sum(event["ph"] == "X" for event in events) == 12 * len(comparison.rows)
    assert parloop("export", str(path), str(tmp_path / "again.trace.json")).returncode == 0
    assert (tmp_path / "again.trace.json").read_bytes() == trace.read_bytes()


def lanes_add_up(comparison: Comparison) -> None:
    """What the lanes show is what was measured: the time inside tasks, and workers × work time in all.

    What was measured in a recorded round is not kept.
    """
    runs = [shown_run(comparison, contestant) for contestant in comparison.contestants]
    scored = [shown for shown in runs if shown is not None and not shown.recorded]
    assert len(runs) == len(comparison.rows)
    assert {"serial", "process", "process-pool", "process-pool-executor"} <= {s.contestant.strategy for s in scored}
    for shown in scored:
        measured = next(
            run.ended.measurement
            for run in comparison.runs
            if (run.contestant, run.round) == (shown.contestant, shown.round)
        )
        assert measured is not None
        times = lane_times(shown.lanes)
        assert times.total_s == pytest.approx(len(shown.lanes) * measured.work_s, rel=0.02)
        assert times.on_cpu_s + times.waiting_s == pytest.approx(measured.task_wall_s, rel=0.02)


def test_that_a_function_that_raises_makes_it_1_and_its_exception_is_said(tmp_path: Path) -> None:
    file = tmp_path / "mine.py"
    file.write_text(
        "import threading\n\n\n"
        "def task(item):\n"
        "    if threading.current_thread() is not threading.main_thread():\n"
        "        raise ValueError('not in a thread')\n"
        "    return item\n"
    )
    done = parloop("compare", f"{file}:task", "--items", "4", "--strategies", "thread-pool", "--rounds", "1")
    assert done.returncode == 1
    assert "not in a thread" in done.stdout


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_that_a_signal_stops_it_with_130_and_its_file_written(name: str, tmp_path: Path) -> None:
    path = tmp_path / "out.parloop"
    typed = f"compare sleep --items 8 --strategies thread-pool --rounds 500 --export {path}"
    leader, terminal = os.openpty()
    process = subprocess.Popen(
        [*PARLOOP, *typed.split()],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=terminal,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "200"},
        start_new_session=True,
    )
    os.close(terminal)
    with process:
        seen = _read_until(leader, b"Round 2 of 500")
        # A terminal's Ctrl-C goes to the whole group of processes.
        os.killpg(process.pid, signal.Signals[name])
        printed = process.stdout.read().decode() if process.stdout else ""
        assert process.wait(20) == 130
    os.close(leader)
    assert b"Traceback" not in seen
    assert re.search(r"^Stopped · \d+ rounds?", printed, re.MULTILINE)
    assert read(path).comparison.rounds_finished >= 1


def _read_until(fd: int, words: bytes) -> bytes:
    seen = b""
    while words not in seen:
        seen += os.read(fd, 4096)
    return seen


def test_that_reading_arguments_brings_neither_numpy_nor_qt_nor_what_measures() -> None:
    asked = "import sys; from parloop_gui import cli; cli.main(['strategies']); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    brought = {name.partition(".")[0] for name in done.stderr.split()}
    assert brought & {"numpy", "PySide6", "pyqtgraph", "asyncio", "sqlite3"} == set()
    assert not any(name.startswith(("parloop_gui.ui", "parloop_gui.model.questions")) for name in done.stderr.split())
