"""Runs a program for the app, and ends it with all that it started: when it is done, or the app lets go or is gone.

    app ── leash: a pipe that closes with the app ─► guard ── starts, ends ─► program ─► whatever it starts

The app writes a byte when it lets go; a leash that only closes means that the app is gone. Nothing is asked of the
program, which may ignore everything. Without one the guard waits for either end of the leash. Above it stands a
watcher, as above the supervisor (`watcher.py`).
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import sys
import threading

from ..host import process_trees, processes
from ..protocol.messages import MARK
from ..protocol.scratch_files import remove_owned_by
from .limit_watch import MEMORY_EVERY_S
from .watcher import work_below_a_watcher


def main() -> None:
    """Run the program that the command line names; it gets the guard's stdout, and what else is open there.

    Before its name stands how many bytes it may hold, with all below it; 0 for no limit. What became of it is written
    to stderr: "errno N" where it could not be started, "memory N" where it held N bytes, else "status N".
    """
    process_trees.heed_interrupts()
    watcher = work_below_a_watcher()
    process_trees.adopt_orphans()
    leash, (most_bytes, *program) = _Leash(watcher), sys.argv[1:]
    leaders: list[int] = []
    try:
        if program:
            print(*_run(program, leash, int(most_bytes), leaders), file=sys.stderr)
        else:
            leash.wait()
    finally:
        process_trees.end_all(set(), leaders)
        if leash.is_torn:
            remove_owned_by(int(os.environ[MARK].partition("-")[0]))


class _Leash:
    """What the app holds the other end of; torn once the app is gone. `watcher` closes with the guard's watcher."""

    is_torn = False

    def __init__(self, watcher: int | None) -> None:
        self._watcher = watcher

    def wait(self) -> None:
        """Return when the app lets go or is gone, or where the watcher is: then nobody else would end what is below."""
        if self._watcher is None or 0 in select.select([0, self._watcher], [], [])[0]:
            self.is_torn = not os.read(0, 1)


def _run(program: list[str], leash: _Leash, most_bytes: int, leaders: list[int]) -> tuple[str, int]:
    nothing = subprocess.DEVNULL
    try:
        process = subprocess.Popen(program, stdin=nothing, stderr=nothing, close_fds=False, start_new_session=True)
    except OSError as error:
        return "errno", error.errno or 0
    leaders.append(process.pid)
    threading.Thread(target=_end_with, args=(process, leash), daemon=True).start()
    while most_bytes:
        with contextlib.suppress(subprocess.TimeoutExpired):  # it goes on: time to look at its memory
            return "status", process.wait(MEMORY_EVERY_S)
        held = processes.tree_bytes(os.getpid(), most_bytes)
        if held > most_bytes:
            _kill(process)
            return "memory", held
    return "status", process.wait()


def _end_with(process: subprocess.Popen[bytes], leash: _Leash) -> None:
    leash.wait()
    _kill(process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    if sys.platform != "win32":
        with contextlib.suppress(ProcessLookupError, PermissionError):  # it is gone, or another user's by now
            os.killpg(process.pid, signal.SIGKILL)
