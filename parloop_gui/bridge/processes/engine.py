"""The engine as the app sees it: runs go in, events come out; whatever happens to its process, each run ends."""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from types import TracebackType
from typing import Self

from parloop_gui.bridge.host.own_python import own_python
from parloop_gui.bridge.processes.cleanup import end_strays, remove_stale_folders
from parloop_gui.bridge.processes.engine_folder import engine_folder
from parloop_gui.bridge.processes.supervisor import Gone, StopAsked, SupervisorProcess
from parloop_gui.engine.protocol.messages import (
    Event,
    Refused,
    RunEnded,
    RunProgress,
    RunSpec,
    RunStarted,
    SupervisorReady,
    encode_prepare,
    encode_run,
    encode_stop,
    launch_command,
)

RunEvent = SupervisorReady | RunStarted | RunProgress | RunEnded

# How long the supervisor may take to stop a run before it is ended itself: stopping takes less than a second.
STOP_PATIENCE_S = 0.8
# How much longer than a run's limit the supervisor may be silent before it counts as stuck.
LIMIT_PATIENCE_S = 10.0


class Engine:
    """Runs one RunSpec after the other in a supervisor of its own; a context manager.

    `execute` is for one thread; `stop` may be called from any. `command` starts the supervisor (tests give their own).
    """

    def __init__(self, command: Sequence[str] | None = None) -> None:
        self._command = command
        self._supervisor: SupervisorProcess | None = None
        self._lock = threading.Lock()
        self._stopped: set[str] = set()
        end_strays()
        remove_stale_folders()

    def __enter__(self) -> Self:
        """The engine itself; its process is started by the first run."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """End its supervisor and all that is below it."""
        self.close()

    def execute(self, spec: RunSpec) -> Iterator[RunEvent]:
        """Make one run; gives its events as they come. The last one is always its RunEnded.

        A SupervisorReady among them says that the run is the first of a new supervisor, which has nothing of what
        former runs left (the plain loop's results).
        """
        try:
            supervisor = self._hand_over(spec)
        except OSError as error:
            yield RunEnded(spec.id, "crashed", f"The engine's own process can't be started: {error.strerror}.")
            return
        if supervisor is None:
            yield RunEnded(spec.id, "stopped", "Stopped before it began.")
            return
        ended = False
        try:
            for event in self._events(spec, supervisor):
                ended = isinstance(event, RunEnded)
                yield event
        finally:
            if not ended:
                supervisor.kill()

    def prepare(self, pythons: Iterable[str]) -> None:
        """Start what runs under the Pythons of these paths need; returns at once, and the first run tells what failed.

        Starting takes a third of a second (measured): meanwhile the loop is tried out.
        """
        with contextlib.suppress(OSError), self._lock:  # the first run says why
            supervisor = self._started()
            for python in pythons:
                supervisor.send(encode_prepare(python))

    @property
    def process(self) -> tuple[int, str] | None:
        """Process id and mark of its supervisor, None while there is none."""
        supervisor = self._supervisor
        return None if supervisor is None else (supervisor.pid, supervisor.mark)

    def stop(self, run: str) -> None:
        """Stop that run, now or as soon as it is asked for. Returns at once; `execute` ends within a second."""
        with self._lock:
            self._stopped.add(run)
            supervisor = self._supervisor
        if supervisor is not None:
            supervisor.send(encode_stop(run))
            supervisor.messages.put(StopAsked(run))

    def close(self, wait_s: float = 3.0) -> None:
        """End the supervisor and everything below it, by force after `wait_s` seconds.

        It needs a tenth of one for hundreds of processes, and half a second more for multiprocessing's trackers.
        """
        with self._lock:
            supervisor, self._supervisor = self._supervisor, None
        if supervisor is not None:
            supervisor.close(wait_s)

    def _hand_over(self, spec: RunSpec) -> SupervisorProcess | None:
        """The supervisor that was given the run; None if the run was stopped before."""
        with self._lock:
            if spec.id in self._stopped:
                return None
            supervisor = self._started()
            supervisor.send(encode_run(spec))
            return supervisor

    def _started(self) -> SupervisorProcess:
        """The supervisor, started anew where there is none; raises OSError where it can't be."""
        if self._supervisor is None or not self._supervisor.is_alive:
            self._supervisor = SupervisorProcess(self._command or _supervisor_command())
        return self._supervisor

    def _events(self, spec: RunSpec, supervisor: SupervisorProcess) -> Iterator[RunEvent]:
        patience_s = spec.timeout_s + LIMIT_PATIENCE_S
        deadline = time.monotonic() + patience_s
        while True:
            try:
                message = supervisor.messages.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                supervisor.kill()
                yield self._given_up(spec)
                return
            if isinstance(message, StopAsked):
                if message.run == spec.id:
                    deadline = min(deadline, time.monotonic() + STOP_PATIENCE_S)
                continue
            event = self._of_run(spec, message)
            if isinstance(event, RunStarted):
                deadline = max(deadline, time.monotonic() + patience_s) if not self._is_stopped(spec) else deadline
            if event is not None:
                yield event
            if isinstance(event, RunEnded):
                return

    def _of_run(self, spec: RunSpec, event: Event | Gone) -> RunEvent | None:
        """What it means for that run; None if it is of no interest."""
        if isinstance(event, Gone):
            if self._is_stopped(spec):
                return RunEnded(spec.id, "stopped", "Stopped.")
            return RunEnded(spec.id, "crashed", f"{event.message} The next run gets another.", details=event.last_words)
        if isinstance(event, Refused):
            return RunEnded(spec.id, "failed", f"The engine refused the run: {event.message}")
        if isinstance(event, SupervisorReady) or event.run == spec.id:
            return event
        return None

    def _given_up(self, spec: RunSpec) -> RunEnded:
        if self._is_stopped(spec):
            return RunEnded(spec.id, "stopped", "Stopped.")
        return RunEnded(spec.id, "timed-out", f"The engine did not answer for {LIMIT_PATIENCE_S:g} s past the limit.")

    def _is_stopped(self, spec: RunSpec) -> bool:
        with self._lock:
            return spec.id in self._stopped


def _supervisor_command() -> list[str]:
    return launch_command(own_python(), engine_folder(), "supervisor.main")
