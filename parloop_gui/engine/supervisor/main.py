"""The engine's own process: takes runs from the app, makes them one after the other, ends everything it started.

    stdin  ── commands, JSON lines ─► supervisor ── events, JSON lines ─► stdout
                                        │ starts, watches, ends
                     services ◄─────────┴─► zygote ──► runner ─► workers

It waits on pipes, pidfds and a timer. When its stdin closes it ends the run under way, removes its folders and leaves.
Being a subreaper it inherits whatever daemonises below it, so nothing escapes (Linux); `watcher.py` inherits from it.
"""

from __future__ import annotations

import os
import selectors
import sys
import time
from dataclasses import replace
from pathlib import Path

from ..host import machine_counters, process_trees
from ..host.scratch import Folders
from ..loops.registry import find as find_loop
from ..protocol.loop_spec import LoopSpec
from ..protocol.messages import (
    VERSION,
    Event,
    Noise,
    Prepare,
    ProtocolError,
    Refused,
    RunEnded,
    RunProgress,
    RunSpec,
    RunStarted,
    SupervisorReady,
    decode_command,
    encode,
)
from ..protocol.runner_messages import Assignment, Finished, read_keys, write_assignment
from ..protocol.scratch_files import remove
from ..tracing.measurement import is_believable, measure
from ..tracing.span_file import write_spans
from .launcher import Launcher
from .noise import ReferenceLoop, noise
from .outcome import RunOutcome, error_sentence, outcome_of
from .run_monitor import LEAVE_S, RunMonitor, start_run
from .runner_process import RunnerProcess
from .services import ServiceError, Services
from .watcher import remove_what_the_app_left, work_below_a_watcher

_WRITTEN_OVER = "The loop's code wrote over what was recorded, so nothing is known of its tasks."


def main() -> None:
    """Serve until stdin closes; with the word from-scratch, every runner starts its interpreter anew."""
    engine = Path(__file__).resolve().parents[2]
    process_trees.heed_interrupts()
    parent = os.getppid()
    watcher = work_below_a_watcher()
    # Events go to a descriptor that nobody prints to: a stray line among them would be a broken protocol.
    out = os.dup(1)
    os.dup2(2, 1)
    process_trees.adopt_orphans()
    launcher = Launcher(engine, 0, from_scratch="from-scratch" in sys.argv)
    Supervisor(engine, launcher, 0, out, watcher).serve()
    if watcher is None:
        remove_what_the_app_left(parent)


class Supervisor:
    """One run at a time: a loop over selectors, with at most one RunMonitor."""

    def __init__(
        self, engine: Path, launcher: Launcher, commands_fd: int, events_fd: int, watcher_fd: int | None = None
    ) -> None:
        self._events_fd = events_fd
        self._commands_fd, self._watcher_fd = commands_fd, watcher_fd
        self._commands = bytearray()
        self._monitor: RunMonitor | None = None
        self._has_emitted_start = False
        self._waiting: list[RunSpec] = []
        self._folders = Folders()
        self._services = Services(engine)
        self._launcher = launcher
        self._reads_schedstat: bool | None = None
        self._reference = ReferenceLoop()
        self._selector = selectors.DefaultSelector()

    def serve(self) -> None:
        """Take commands and look after the run until stdin closes, or the watcher is gone; then leave nothing."""
        os.set_blocking(self._commands_fd, False)
        self._selector.register(self._commands_fd, selectors.EVENT_READ, self._read_commands)
        if self._watcher_fd is not None:
            self._selector.register(self._watcher_fd, selectors.EVENT_READ, lambda: False)
        try:
            self._emit(SupervisorReady(VERSION, os.getpid()))
            while self._turn():
                pass
        except BrokenPipeError:
            return
        finally:
            self._services.close()
            self._launcher.close()
            process_trees.end_all(set(), leaders=[self._monitor.runner.pid] if self._monitor is not None else [])
            self._folders.remove_all()

    def _turn(self) -> bool:
        """One turn of the loop; False when there is nobody to work for, or BrokenPipeError where nobody listens."""
        going = True
        # Between runs it sleeps until somebody wants something: one that ticked would wake the machine for nothing.
        for key, _ in self._selector.select(self._monitor.tick_s if self._monitor else None):
            if not key.data():
                self._selector.unregister(key.fd)
                going = going and key.fd not in (self._commands_fd, self._watcher_fd)
        self._look_after_run()
        if self._monitor is None and self._waiting:
            self._start(self._waiting.pop(0))
        return going

    def _read_commands(self) -> bool:
        data = os.read(self._commands_fd, 65536)
        self._commands += data
        while b"\n" in self._commands:
            line, _, rest = self._commands.partition(b"\n")
            self._commands = bytearray(rest)
            self._obey(bytes(line))
        return bool(data)

    def _obey(self, line: bytes) -> None:
        try:
            command = decode_command(line)
        except ProtocolError as error:
            self._emit(Refused(str(error)))
            return
        if isinstance(command, RunSpec):
            self._waiting.append(command)
            return
        if isinstance(command, Prepare):
            self._launcher.prepare(command.python)
            self._can_trust_schedstat()  # while that Python starts
            return
        for spec in [spec for spec in self._waiting if spec.id == command]:
            self._waiting.remove(spec)
            self._emit(RunEnded(spec.id, "stopped", "Stopped."))
        if self._monitor is not None and self._monitor.assignment.run.id == command:
            self._monitor.stopped = True

    def _start(self, spec: RunSpec) -> None:
        made: list[Path] = []
        try:
            made += self._folders.for_run(writes=_writes(spec.loop))
            assignment = self._assignment(spec, *made)
            write_assignment(assignment)
            monitor = start_run(assignment, self._launcher, self._services.pids(), self._reference)
        except (ImportError, LookupError, OSError, ServiceError, ValueError) as error:
            for folder in made:
                remove(folder)
            self._emit(RunEnded(spec.id, "failed", f"The run could not be started: {error_sentence(error)}"))
            return
        self._monitor, self._has_emitted_start = monitor, False
        runner = monitor.runner
        self._selector.register(runner.pipe_fd, selectors.EVENT_READ, lambda: self._read_pipe(monitor))
        self._selector.register(runner.output_fd, selectors.EVENT_READ, runner.read_output)
        self._await_end_of(runner)

    def _read_pipe(self, monitor: RunMonitor) -> bool:
        pid, was_running = monitor.runner.pid, monitor.after is None
        goes_on = monitor.read_pipe()
        if monitor.runner.pid != pid:
            self._await_end_of(monitor.runner)
        if was_running and monitor.after is not None:
            self._launcher.settle(monitor.assignment, is_forked=monitor.is_forked, why=monitor.anew)
            self._launcher.get_next_ready(monitor.assignment)
        return goes_on

    def _await_end_of(self, runner: RunnerProcess) -> None:
        # The pipe's end is no end of the process: a worker may hold it open, or user code may have closed it.
        if runner.pidfd is not None and runner.pidfd not in self._selector.get_map():
            self._selector.register(runner.pidfd, selectors.EVENT_READ, lambda: False)

    def _assignment(self, spec: RunSpec, folder: Path, work: Path) -> Assignment:
        address = ""
        if spec.loop.kind == "builtin":
            loop = find_loop(spec.loop.name)
            if loop.service is not None:
                address = self._services.address(loop.service, loop.settle(spec.loop.params))
        comparison = self._folders.for_comparison(spec.comparison)
        return Assignment(spec, str(folder), str(work), str(comparison), address, self._can_trust_schedstat())

    def _can_trust_schedstat(self) -> bool:
        """Whether this kernel counts waits for a core; to find out takes a tenth of a second, once."""
        if self._reads_schedstat is None:
            self._reads_schedstat = machine_counters.run_delay_can_be_trusted()
        return self._reads_schedstat

    def _look_after_run(self) -> None:
        monitor = self._monitor
        if monitor is None:
            return
        now = time.monotonic()
        over = monitor.tick(now)
        run, started = monitor.assignment.run.id, monitor.started
        if started is not None and not self._has_emitted_start:
            self._has_emitted_start = True
            self._emit(RunStarted(run, monitor.runner.pid, started.items))
        if over:
            self._monitor = None
            self._end(monitor)
        elif started is not None and monitor.progress_due(now):
            done = min(monitor.done, started.items)  # a pool that is kept open does each twice
            self._emit(RunProgress(run, done, started.items))

    def _end(self, monitor: RunMonitor) -> None:
        monitor.read_pipe()
        monitor.count_done()
        monitor.find_first_death()
        monitor.workers.ask_pipes_for_status()
        came_through = isinstance(monitor.ended, Finished)
        # Read while it leaves by itself, which takes some milliseconds; of one that failed once all below it is gone.
        ended = _ended(monitor) if came_through else None
        if came_through:
            monitor.runner.await_end(LEAVE_S)  # it has left by itself while its records were read
        monitor.runner.read_cpu()
        self._launcher.settle(monitor.assignment, is_forked=monitor.is_forked, why=monitor.anew)
        process_trees.end_all(self._services.pids() | self._launcher.pids(), leaders=[monitor.runner.pid])
        monitor.runner.read_output()
        if ended is None:
            monitor.workers.complete_status()
            monitor.count_done()
            ended = _ended(monitor)
        output = monitor.runner.output.decode(errors="replace")
        # Before its result is told: whoever has that may look for what was left, or end this process.
        self._forget(monitor)
        self._emit(replace(ended, output=output, anew=self._launcher.why_anew(monitor.assignment)))
        if not self._waiting and self._launcher.is_at_rest():
            self._reference.time()

    def _forget(self, monitor: RunMonitor) -> None:
        """Give back and remove what the run had."""
        for fd in monitor.runner.descriptors():
            if fd in self._selector.get_map():
                self._selector.unregister(fd)
        monitor.runner.close()
        monitor.spans.close()
        self._folders.remove_semaphores()
        remove(Path(monitor.assignment.folder))
        remove(Path(monitor.assignment.work))

    def _emit(self, event: Event) -> None:
        data = encode(event)
        while data:  # a pipe takes as much as it has room for
            data = data[os.write(self._events_fd, data) :]


def _writes(loop: LoopSpec) -> bool:
    """Whether files may be written into the run's folder for them; users' temporary files lie there."""
    return loop.kind != "builtin" or find_loop(loop.name).writes


def _ended(monitor: RunMonitor) -> RunEnded:
    outcome, finished = outcome_of(monitor.facts()), monitor.ended
    measurement, switches = None, None
    if isinstance(finished, Finished) and not monitor.spans.is_cut and not is_believable(finished, monitor.spans):
        outcome = RunOutcome("failed", _WRITTEN_OVER)
    elif isinstance(finished, Finished) and not monitor.spans.is_cut:
        measurement = measure(finished, monitor.spans, monitor.limits.peak_bytes, monitor.runner.pid)
        measurement = replace(measurement, held_bytes=monitor.limits.held_bytes or None)
        switches = finished.involuntary_switches
    run_delay_s = measurement.core_wait_s if measurement else None
    return RunEnded(
        run=monitor.assignment.run.id,
        outcome=outcome.outcome,
        message=outcome.message,
        details=outcome.details,
        measurement=measurement,
        noise=_noise(monitor, switches, run_delay_s),
        spans_file=_written_spans(monitor),
        limit=outcome.limit,
        cut_cpu_s=_wanted_a_core_s(monitor.runner) if measurement is None else None,
    )


def _noise(monitor: RunMonitor, switches: int | None, run_delay_s: float | None) -> Noise:
    """What else the machine did between its two readings; nothing is known where the first was never made."""
    if monitor.before is None:
        return Noise()
    paused_s = monitor.standstill.total_s
    return noise(monitor.before, monitor.after, monitor.spent_within_s(), switches, run_delay_s, paused_s)


def _wanted_a_core_s(runner: RunnerProcess) -> float | None:
    """How long a runner that had to be ended computed or would have; None where the system does not tell."""
    return None if runner.core_wait_s is None else runner.cpu_s + runner.core_wait_s


def _written_spans(monitor: RunMonitor) -> str | None:
    """Where the run's spans were written, if they were asked for and the disk took them."""
    path, sampled = monitor.assignment.run.spans_file, monitor.sampled()
    if path is None or monitor.started is None or not monitor.done:
        return None
    try:
        keys = read_keys(Path(monitor.assignment.folder), monitor.started.items)
        finished = monitor.ended if isinstance(monitor.ended, Finished) else None
        write_spans(path, monitor.spans, keys, finished, monitor.runner.pid, sampled)
    except (OSError, ValueError):
        return None
    return path


if __name__ == "__main__":
    sys.exit("The supervisor is started by the app.")
