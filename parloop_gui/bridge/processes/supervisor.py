"""One supervisor process: its pipes, the thread that reads what it says, the thread that sees it die.

    send ──► stdin │ supervisor │ stdout ──► reader ──► messages (a queue) ──► Engine.execute
                   └── exit ──► mourner: sweeps, lets the reader finish, then says Gone

What is started is the supervisor's watcher, which forks it and ends as it does (`engine/supervisor/watcher.py`): to end
all is to ask the watcher. Gone is the last message, after every event that came before the death. EOF on stdout is not
exit: a process that closes its stdout and stays is ended; one that is dead is known by its exit alone.
"""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass

from parloop_gui.bridge.host.child_environment import NO_CONSOLE, child_environment
from parloop_gui.bridge.processes.cleanup import end_marked, new_mark
from parloop_gui.engine.protocol.exit_status import how_it_ended
from parloop_gui.engine.protocol.messages import MARK, Event, ProtocolError, Refused, SupervisorReady, decode
from parloop_gui.engine.protocol.scratch_files import remove_owned_by

# How long one may stay that closed its stdout, and how long a dead one's last messages may take to be read.
EOF_PATIENCE_S = 2.0
# How long the watcher may take to end what is below it before it is killed itself: its own waits add up to 4.7 s.
ENDING_S = 5.0
# Enough for some tracebacks; they are shown with the run, and kept with it.
_LAST_WORDS_BYTES = 16_384


@dataclass(frozen=True)
class Gone:
    """The supervisor is no more; `message` is a sentence, `last_words` the end of its standard error."""

    message: str
    last_words: str


@dataclass(frozen=True)
class StopAsked:
    """Someone asked for a run to be stopped."""

    run: str


class SupervisorProcess:
    """A supervisor that was started. `messages` gives what it says and, once, that it is gone."""

    def __init__(self, command: Sequence[str]) -> None:
        self.mark = new_mark()
        self.messages: queue.SimpleQueue[Event | Gone | StopAsked] = queue.SimpleQueue()
        self._writing = threading.Lock()
        self._is_ending = False
        self._supervisor_pid: int | None = None
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - the mourner closes it
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                env={**child_environment(), MARK: self.mark},
                start_new_session=True,
                creationflags=NO_CONSOLE,
            )
        except OSError:
            self._errors.close()
            raise
        self._reader = threading.Thread(target=self._read, name="parloop-reader", daemon=True)
        self._mourner = threading.Thread(target=self._mourn, name="parloop-mourner", daemon=True)
        self._reader.start()
        self._mourner.start()

    @property
    def pid(self) -> int:
        """The supervisor's process id; until it has told it, that of what was started."""
        return self._supervisor_pid or self._process.pid

    @property
    def is_alive(self) -> bool:
        """Whether it still runs, and is not being ended."""
        return not self._is_ending and self._process.poll() is None

    def send(self, line: bytes) -> None:
        """Write one command; one that nobody reads any more is dropped, `messages` says why."""
        assert self._process.stdin is not None
        with self._writing, contextlib.suppress(OSError, ValueError):  # it is gone, or its stdin was closed
            self._process.stdin.write(line)
            self._process.stdin.flush()

    def kill(self) -> None:
        """End it and everything below it now; Gone follows."""
        self._is_ending = True
        if self._process.poll() is None:
            self._process.terminate()
            if hasattr(signal, "SIGCONT"):
                self._process.send_signal(signal.SIGCONT)
            by_force = threading.Timer(ENDING_S, self._process.kill)
            by_force.daemon = True
            by_force.start()

    def close(self, wait_s: float) -> None:
        """Close its stdin, which ends it; after `wait_s` seconds end it by force."""
        self._is_ending = True
        self._close_stdin()
        with contextlib.suppress(subprocess.TimeoutExpired):  # it does not leave: by force, then
            self._process.wait(wait_s)
        self.kill()
        self._mourner.join(wait_s)

    def _close_stdin(self) -> None:
        assert self._process.stdin is not None
        with self._writing, contextlib.suppress(OSError, ValueError):  # closed already, or broken
            self._process.stdin.close()

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                try:
                    self._take(decode(line))
                except ProtocolError as error:
                    self.messages.put(Refused(str(error)))
        with contextlib.suppress(subprocess.TimeoutExpired):  # it closed its stdout and stays
            self._process.wait(EOF_PATIENCE_S)
        self.kill()

    def _take(self, event: Event) -> None:
        if isinstance(event, SupervisorReady):
            self._supervisor_pid = event.pid
        self.messages.put(event)

    def _mourn(self) -> None:
        status = self._process.wait()
        self._close_stdin()
        end_marked(self.mark, self._process.pid)
        self._reader.join(EOF_PATIENCE_S)
        remove_owned_by(self.pid)
        with self._errors as errors:
            size = os.fstat(errors.fileno()).st_size
            errors.seek(max(0, size - _LAST_WORDS_BYTES))
            last_words = errors.read().decode(errors="replace").strip()
        self.messages.put(Gone(f"The engine's own process {how_it_ended(status)}.", last_words))
