"""The next runs' processes: forked while a former run's records are read, and none is while one is measured."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import psutil
import pytest

from parloop_gui.engine.protocol.messages import LoopSpec, ProtocolError, RunEnded, RunProgress, RunStarted
from parloop_gui.engine.protocol.runner_messages import RUN_DESCRIPTORS, Born, Waiting, encode_message
from parloop_gui.engine.supervisor.waiting_runner import WaitingRunner
from tests.engine.user_program.test_fork_point import once
from tests.helpers.engines.engine import Engine, end

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="runs are forked on Linux alone")]

LOOP = LoopSpec("builtin", "sleep", 4)
LONG = LoopSpec("builtin", "sleep", 40)


def forked(engine: Engine) -> list[int]:
    """What was forked from a Python, and that Python; the latest last. Who forked it may take a while to leave."""
    found = []
    for each in psutil.Process(engine.pid).children(recursive=True):
        with contextlib.suppress(psutil.Error):  # what has ended has no command line any more
            if any("supervisor.zygote" in word for word in each.cmdline()):
                found.append((each.create_time(), each.pid))
    return [pid for _, pid in sorted(found)]


def ran(engine: Engine, loop: LoopSpec = LOOP, **more: Any) -> int:
    """The process that made a run."""
    ended = engine.run(loop, **more)
    assert ended.outcome == "finished", ended.message
    return next(event.pid for event in reversed(engine.events) if isinstance(event, RunStarted))


def test_that_the_next_two_runs_are_made_by_those_that_wait(engine: Engine) -> None:
    first = ran(engine, reference=True)
    waiting = set(forked(engine)) - {first}
    second, third = ran(engine), ran(engine)
    assert second != third
    assert {second, third} <= waiting


def test_that_a_program_s_next_run_waits_where_the_program_stands(engine: Engine, tmp_path: Path) -> None:
    loop = once(tmp_path)
    engine.run(loop, reference=True)
    *_, waits = forked(engine)
    assert ran(engine, loop) == waits
    assert (tmp_path / "went").read_text().count("items") == 1


def test_that_none_waits_at_the_loop_of_what_is_over(engine: Engine, tmp_path: Path) -> None:
    other = tmp_path / "python"
    other.symlink_to(Path(sys.executable).resolve())
    ran(engine, once(tmp_path), python=str(other), reference=True)
    *_, waits = forked(engine)
    ran(engine, comparison="another", reference=True)
    assert not psutil.pid_exists(waits)


def test_that_another_is_forked_where_those_that_wait_are_ended(engine: Engine) -> None:
    ran(engine, reference=True)
    _, *waiting = forked(engine)
    for pid in waiting:
        end(pid)
    assert ran(engine) not in waiting


def test_that_none_is_forked_while_a_run_is_measured(engine: Engine) -> None:
    ran(engine, reference=True)
    between = forked(engine)
    engine.start(LONG)
    while not isinstance(engine.next_event(), RunProgress):
        pass
    assert set(forked(engine)) <= set(between)  # one that waited is the run, and no other was forked since
    assert isinstance(engine.wait(), RunEnded)


def test_that_it_is_at_rest_once_it_says_so(tmp_path: Path) -> None:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours, theirs, (tmp_path / "app").open("w") as until_closed:
        waiting = WaitingRunner("zygote", ours, b"primes\0")
        request, (pipe, *others), _, _ = socket.recv_fds(theirs, 100, RUN_DESCRIPTORS)
        assert request == b"primes\0"
        os.write(pipe, encode_message(Born(7)))
        waiting.await_birth(until_closed.fileno(), 1.0)
        assert waiting.pid == 7
        with pytest.raises(ProtocolError):
            waiting.await_rest(until_closed.fileno(), 0.01)
        os.write(pipe, encode_message(Waiting()))
        for _ in range(2):  # it says so once
            waiting.await_rest(until_closed.fileno(), 1.0)
        waiting.close()
        for fd in (pipe, *others):
            os.close(fd)


def test_that_it_is_ended_at_once_where_there_is_no_run_for_it(tmp_path: Path) -> None:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours, theirs, (tmp_path / "app").open("w") as until_closed:
        waiting = WaitingRunner("zygote", ours, b"primes\0")
        _, fds, _, _ = socket.recv_fds(theirs, 100, RUN_DESCRIPTORS)
        with subprocess.Popen(["sleep", "60"]) as busy:
            os.write(fds[0], encode_message(Born(busy.pid)))
            waiting.await_birth(until_closed.fileno(), 1.0)
            waiting.close()
            assert not psutil.pid_exists(busy.pid)
        for fd in fds:
            os.close(fd)
