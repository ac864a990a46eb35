"""The real engine for tests: a supervisor over a private copy of the engine, one run at a time."""

from __future__ import annotations

import os
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psutil

import parloop_gui.engine
from parloop_gui.engine.protocol.messages import (
    Event,
    LoopSpec,
    RunEnded,
    RunSpec,
    SupervisorReady,
    decode,
    encode_run,
    encode_stop,
    launch_command,
)

SOURCE = Path(parloop_gui.engine.__path__[0])
DATA = Path(__file__).resolve().parents[2] / "data" / "tasks"
AWAITED = LoopSpec("user", "fetch", 12, path=str(DATA / "awaited.py"), function="fetch", is_async=True)
TASKS = DATA / "bad_endings.py"


def lay_engine(folder: Path) -> Path:
    """The engine alone, in a folder of its own, as the package `parloop_engine`."""
    shutil.copytree(SOURCE, folder / "parloop_engine", ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def copy_engine(folder: Path) -> Path:
    """The engine alone, in a folder of its own, compiled."""
    lay_engine(folder)
    subprocess.run(launch_command(sys.executable, str(folder), "host.environment"), check=True, capture_output=True)
    return folder


def task_loop(function: str, items: int | str = 20) -> LoopSpec:
    """A loop over one of the badly ending tasks."""
    return LoopSpec("user", function, items, path=str(TASKS), function=function)


def end(pid: int) -> None:
    """Kill a process, whoever's child it is, and wait until it has ended: on a busy machine that takes a while."""
    has_ended = os.pidfd_open(pid)
    os.kill(pid, signal.SIGKILL)
    select.select([has_ended], [], [])
    os.close(has_ended)


class Engine:
    """A supervisor to give runs to; use as a context manager."""

    def __init__(self, folder: Path, *words: str, started: Callable[[list[str]], list[str]] = list) -> None:
        self._process = subprocess.Popen(
            started(launch_command(sys.executable, str(folder), "supervisor.main", *words)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._count = 0
        self.events: list[Event] = []
        ready = self.next_event()
        assert isinstance(ready, SupervisorReady)
        self.pid = ready.pid

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def run(self, loop: LoopSpec, strategy: str = "serial", call: str = "for", **options: Any) -> RunEnded:
        """Make one run and wait for its end."""
        self.start(loop, strategy, call, **options)
        return self.wait()

    def start(self, loop: LoopSpec, strategy: str = "serial", call: str = "for", **options: Any) -> str:
        """Ask for a run; its id."""
        self._count += 1
        settings: dict[str, Any] = {"comparison": "test", "python": sys.executable, "timeout_s": 30.0, **options}
        spec = RunSpec(id=f"run-{self._count}", loop=loop, strategy=strategy, call=call, **settings)
        self.write(encode_run(spec))
        return spec.id

    def stop(self, run: str) -> None:
        """Ask to stop a run."""
        self.write(encode_stop(run))

    def write(self, line: bytes) -> None:
        """Send a line as it is."""
        assert self._process.stdin is not None
        self._process.stdin.write(line)
        self._process.stdin.flush()

    def next_event(self) -> Event:
        """The next event; AssertionError where the supervisor has gone."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the supervisor has gone"
        event = decode(line)
        self.events.append(event)
        return event

    def wait(self) -> RunEnded:
        """Read events until a run has ended."""
        while True:
            event = self.next_event()
            if isinstance(event, RunEnded):
                return event

    def descendants(self) -> list[psutil.Process]:
        """Every process below the supervisor but its templates."""
        below = psutil.Process(self.pid).children(recursive=True)
        return [
            process
            for process in below
            if not any("parloop_engine.supervisor.zygote" in word for word in process.cmdline())
        ]

    def close(self) -> int:
        """Close its stdin and wait until it has left; its exit status."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with self._process.stdout:  # also where it does not leave: a later test would be told of it
            self._process.stdin.close()
            return self._process.wait(10)
