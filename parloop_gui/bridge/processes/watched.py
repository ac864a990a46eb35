"""Programs that the app runs beside its runs: whatever they do, they end with the app at the latest.

    app ── leash ─► guard (`supervisor/watchdog.py`) ── starts, ends ─► program ─► whatever it starts

The leash is a pipe that closes with the app, even if that is killed; a byte on it says that the app lets go.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
import threading
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self

from parloop_gui.bridge.host.child_environment import NO_CONSOLE, child_environment
from parloop_gui.bridge.host.own_python import own_python
from parloop_gui.bridge.processes.cleanup import end_marked, new_mark
from parloop_gui.bridge.processes.engine_folder import engine_folder
from parloop_gui.engine.protocol.messages import MARK, launch_command

# How long a guard may take to end what is below it before it is ended itself: its own waits add up to 4.5 s.
_PATIENCE_S = 5.0


class Watched:
    """A program that was started below a guard; a context manager, after which nothing of it is left.

    Without a command there is the guard alone, which removes the app's temporary folders where the app can't any more.
    `memory_limit_bytes` is what the program and all below it may hold together; `over_memory`: that ended it, as
    `status` finds out. `end` may be called from any thread. Raises OSError where not even the guard can be started.
    """

    def __init__(
        self,
        command: Sequence[str] = (),
        *,
        stdout: int = subprocess.DEVNULL,
        pass_fds: tuple[int, ...] = (),
        environment: Mapping[str, str] | None = None,
        memory_limit_bytes: int | None = None,
    ) -> None:
        self.over_memory = False
        self._mark = new_mark()
        self._lock = threading.Lock()
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115 - closed at the end
        reading, self._leash = os.pipe()
        try:
            self._process = subprocess.Popen(
                launch_command(
                    own_python(), engine_folder(), "supervisor.watchdog", str(memory_limit_bytes or 0), *command
                ),
                stdin=reading,
                stdout=stdout,
                stderr=self._stderr,
                pass_fds=pass_fds,
                env={**child_environment(), **(environment or {}), MARK: self._mark},
                start_new_session=True,
                creationflags=NO_CONSOLE,
            )
        except (OSError, ValueError):  # a null character in an argument is a ValueError
            self.end()
            self._stderr.close()
            raise
        finally:
            os.close(reading)

    def __enter__(self) -> Self:
        """The program itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """End it, and wait until nothing is left of it."""
        self.end()
        self._leave(_PATIENCE_S)
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._stderr.close()

    def end(self) -> None:
        """End it and whatever it started; returns at once."""
        with self._lock:
            leash, self._leash = self._leash, -1
        if leash >= 0:
            with contextlib.suppress(BrokenPipeError):  # it is done already
                os.write(leash, b".")
            os.close(leash)

    def output(self, timeout_s: float) -> bytes:
        """What it writes until it ends; raises TimeoutExpired, and OSError where it could not be started."""
        output, _ = self._process.communicate(timeout=timeout_s)
        self.status()
        return output

    def status(self, timeout_s: float = _PATIENCE_S) -> int | None:
        """How it ended, None where it still runs; raises OSError where it could not be started."""
        with contextlib.suppress(subprocess.TimeoutExpired):  # it still runs
            self._process.wait(timeout_s)
        if self._process.poll() is None:
            return None
        self._stderr.seek(0)
        what, _, number = self._stderr.read().decode(errors="replace").strip().rpartition("\n")[2].partition(" ")
        if what == "errno":
            raise OSError(int(number), os.strerror(int(number)))
        self.over_memory = what == "memory"
        return int(number) if what == "status" else self._process.returncode

    def _leave(self, patience_s: float) -> None:
        """A guard that was killed, or does not come to an end, left the sweep to us."""
        with contextlib.suppress(subprocess.TimeoutExpired):  # it does not end: killed below
            self._process.wait(patience_s)
        if self._process.returncode != 0:
            self._process.kill()
            self._process.wait()
            end_marked(self._mark, self._process.pid)
