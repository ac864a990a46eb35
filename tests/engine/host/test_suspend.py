"""Time in which nothing was watched, because the machine slept or was held, is noticed and not held against a run."""

from __future__ import annotations

import os
import re
import signal
import threading
import time
from pathlib import Path

import pytest

import parloop_gui
from parloop_gui.engine.host import suspend
from parloop_gui.engine.host.suspend import LATE_S, Standstill
from parloop_gui.engine.protocol.messages import LoopSpec, RunEnded, RunStarted
from tests.helpers.engines.engine import Engine

HELD_S = LATE_S + 0.6


def test_that_waking_much_too_late_is_time_lost() -> None:
    still = Standstill()
    for now in (0.0, 0.1, 1.5, 1.6, 61.6, 61.7):
        still.wake(now)
        still.rest(now + 0.01)
    assert still.held_s == pytest.approx(60.0, abs=0.02)


def test_that_sleep_is_told_from_the_two_clocks(monkeypatch: pytest.MonkeyPatch) -> None:
    slept = iter((100.0, 100.0, 700.0))
    monkeypatch.setattr(suspend, "slept_s", lambda: next(slept))
    still = Standstill()
    assert (still.total_s, still.total_s, still.held_s) == (0.0, 600.0, 0.0)


@pytest.mark.skipif(not hasattr(time, "CLOCK_BOOTTIME"), reason="only Linux has that clock")
def test_that_this_machines_clocks_can_be_read() -> None:
    assert -0.001 <= suspend.slept_s() <= time.clock_gettime(time.CLOCK_BOOTTIME)


@pytest.mark.slow
def test_that_a_run_under_a_supervisor_that_was_held_says_so_and_keeps_its_time(engine: Engine) -> None:
    loop = LoopSpec("builtin", "sleep", 40, {"task_ms": 100})
    engine.start(loop, reference=True, timeout_s=5.5)
    while not isinstance(event := engine.next_event(), RunStarted):
        assert not isinstance(event, RunEnded)
    os.kill(engine.pid, signal.SIGSTOP)
    threading.Timer(HELD_S, os.kill, (engine.pid, signal.SIGCONT)).start()
    ended = engine.wait()
    assert ended.outcome == "finished"
    assert (ended.noise.paused_s or 0.0) > LATE_S


def test_that_no_duration_hangs_on_a_clock_that_can_be_set() -> None:
    folders = (Path(parloop_gui.__file__).parent / each for each in ("engine", "bridge", "cli"))
    sources = (path for folder in folders for path in folder.rglob("*.py"))
    assert [path.name for path in sources if re.search(r"\btime\.time(_ns)?\(", path.read_text())] == []
