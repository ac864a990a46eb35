"""One run as the supervisor sees it: its runner, its private pipe, what it prints, its spans, its limits.

    started ─► loading ─► clock running ─► returned ─► finished ─► leaves ─► over
                  │              │                                            ▲
                  └──────────────┴── failed, died, lost a worker, over a limit, stopped ─┘

`tick` is called at least every 100 ms and says whether the run is over. Nothing here waits.
"""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..host import processes
from ..host.suspend import Standstill
from ..protocol.messages import ProtocolError, RunSpec
from ..protocol.runner_messages import Assignment, Born, CannotRun, Failed, Finished, Returned, Started, decode_message
from ..runner.worker_exits import unread_statuses
from ..strategies.registry import find as find_strategy
from ..tracing.mapped_buffers import NO_KEY
from ..tracing.reader import Block, Spans
from ..tracing.span_file import Sampled
from ..tracing.state_sampler import StateSampler, can_sample
from .launcher import Launcher, Runner
from .noise import Before
from .outcome import Facts, LostWorker, Overdue, noted_exits

TICK_S = 0.1
PROGRESS_S = 0.25
MEMORY_S = 0.1
MEMORY_SHARE = 0.02
"""The most of this process's time that looking at memory may take: there may be thousands of processes."""
LEAVE_S = 0.5
LOST_GRACE_S = 0.5
RAISED_GRACE_S = 1.0
STALLED_S = 1.0
MOST_OUTPUT_BYTES = 64 * 1024


@dataclass
class RunMonitor:
    """A run under way; made by `start_run`."""

    assignment: Assignment
    runner: Runner
    pidfd: int | None
    before: Before
    spans: Spans
    began: float
    said: Finished | Failed | CannotRun | None = None
    returned: bool = False
    gone: bool = False
    runner_status: int | None = None
    runner_cpu_s: float = 0.0
    started: Started | None = None
    told_started: bool = False
    done: int = 0
    stopped: bool = False
    lost: LostWorker | None = None
    silent_since: float = 0.0
    silent_cpu_s: float = -1.0
    last_done: int = -1
    went_on_at: float = 0.0
    stalled: bool = False
    peak_bytes: int = 0
    over_time: bool = False
    over_memory: bool = False
    starts_processes: bool = False
    overdue: Overdue | None = None
    output: bytearray = field(default_factory=bytearray)
    pipe_buffer: bytearray = field(default_factory=bytearray)
    leave_by: float | None = None
    next_progress: float = 0.0
    next_memory: float = 0.0
    standstill: Standstill = field(default_factory=Standstill)
    sampler: StateSampler | None = None

    @property
    def spec(self) -> RunSpec:
        """What was asked for."""
        return self.assignment.run

    def read_pipe(self) -> bool:
        """Take in what the runner says; False at the end."""
        data = _read(self.runner.pipe_fd)
        self.pipe_buffer += data or b""
        while b"\n" in self.pipe_buffer:
            line, _, rest = self.pipe_buffer.partition(b"\n")
            self.pipe_buffer = bytearray(rest)
            with contextlib.suppress(ProtocolError):
                self._hear(bytes(line))
        return data != b""

    def read_output(self) -> bool:
        """Take in what user code prints, keeping the beginning; False at the end."""
        data = _read(self.runner.output_fd)
        self.output += (data or b"")[: MOST_OUTPUT_BYTES - len(self.output)]
        return data != b""

    def collect_runner(self) -> bool:
        """Take the runner's exit status if it ended; True once it has."""
        if not self.gone:
            with contextlib.suppress(ChildProcessError):  # its parent, between it and the template, ends just now
                pid, status, usage = os.wait4(self.runner.pid, os.WNOHANG)
                if pid:
                    self.gone, self.runner_status = True, os.waitstatus_to_exitcode(status)
                    self.runner_cpu_s = usage.ru_utime + usage.ru_stime
        return self.gone

    def tick(self, now: float) -> bool:
        """Look at spans, workers and limits; True when the run is over."""
        self.standstill.wake(now)
        over = self._look(now)
        self.standstill.rest(time.monotonic())
        return over

    def _look(self, now: float) -> bool:
        self.done = self.spans.look()
        gone = self.collect_runner()
        self._watch_limits(now)
        if self.started is not None and self.said is None and not self.returned:
            self._watch_workers(now)
        if self.said is not None:
            self._leave_within(LEAVE_S, now)
        over = self.stopped or self.over_time or self.over_memory or self.stalled or self.overdue is not None
        return over or gone or (self.leave_by is not None and now >= self.leave_by)

    def progress_due(self, now: float) -> bool:
        """Whether to tell progress now."""
        if self.started is None or self.said is not None or now < self.next_progress:
            return False
        self.next_progress = now + PROGRESS_S
        return True

    def facts(self) -> Facts:
        """What is known at the end, for `endings`."""
        limit = self.spec.memory_limit_bytes
        return Facts(
            strategy=find_strategy(self.spec.strategy),
            folder=Path(self.assignment.folder),
            said=self.said,
            runner_status=self.runner_status,
            done=self.done,
            total=self._items(),
            chunksize=self.started.chunksize if self.started else None,
            runner_pid=self.runner.pid,
            open_keys=tuple(block.open_key() for block in self.spans.under_way()),
            notes=tuple(sorted(self.spans.notes)),
            lost=self.lost,
            stalled=self.stalled,
            stopped=self.stopped,
            workers_busy=any(block.pid != self.runner.pid for block in self.spans.under_way()),
            starts_processes=self.starts_processes,
            over_time_s=self.spec.timeout_s if self.over_time else None,
            over_memory_bytes=limit if self.over_memory else None,
            overdue=self.overdue,
        )

    def sampled(self) -> Sampled | None:
        """What looking at the threads' states found, if that was asked for; it ends with this."""
        sampler, self.sampler = self.sampler, None
        return sampler.stop() if sampler is not None else None

    def close(self) -> None:
        """Give back the descriptors."""
        for fd in (self.runner.pipe_fd, self.runner.output_fd, self.pidfd):
            if fd is not None:
                os.close(fd)

    def _hear(self, line: bytes) -> None:
        message = decode_message(line)
        if isinstance(message, Started):
            self.started = message
            if self.spec.sampled and can_sample():
                self.sampler = StateSampler(self.runner.pid)
        elif isinstance(message, Returned):
            self.returned = True
        elif not isinstance(message, Born):
            self.said = message

    def _watch_limits(self, now: float) -> None:
        if self.said is None and now - self.began - self.standstill.held_s > self.spec.timeout_s:
            self.over_time = True
            self.starts_processes = self.started is None and bool(processes.descendants(self.runner.pid))
        self._watch_longest_task()
        if now >= self.next_memory:
            began = time.monotonic()
            self._watch_memory()
            self.next_memory = now + max(MEMORY_S, (time.monotonic() - began) / MEMORY_SHARE)

    def _watch_longest_task(self) -> None:
        limit_s, longest = self.spec.task_timeout_s, self.spans.under_way()[:1]
        if limit_s is not None and longest and time.perf_counter() - longest[0].began_s() > limit_s:
            self.overdue = Overdue(longest[0].pid, longest[0].open_key(), limit_s)

    def _watch_memory(self) -> None:
        """Look at the memory of the whole tree; what comparing the results takes is not the strategy's."""
        pids = [self.runner.pid, *processes.descendants(self.runner.pid)]
        used = processes.memory_bytes(pids)
        if not self.returned:
            self.peak_bytes = max(self.peak_bytes, used)
        limit = self.spec.memory_limit_bytes
        self.over_memory = limit is not None and used > limit and processes.shared_out_bytes(pids) > limit

    def _watch_workers(self, now: float) -> None:
        """What a strategy may wait for in vain: give it a moment to say so itself, then end it."""
        if self.spans.notes:
            self._leave_within(RAISED_GRACE_S, now)
        self.find_lost_worker()
        self._watch_progress(now)
        if self.lost is not None:
            self._leave_within(LOST_GRACE_S, now)
        self._watch_silence(now)

    def _watch_silence(self, now: float) -> None:
        """Where all tasks and workers have ended and nothing is computed, who waits for a result waits in vain."""
        workers = self.spans.pids() - {self.runner.pid}
        silent = bool(workers) and self.done == self._items() and all(map(processes.is_gone, workers))
        cpu_s = processes.cpu_s(self.runner.pid) if silent else -1.0
        if cpu_s != self.silent_cpu_s:
            self.silent_since, self.silent_cpu_s = now, cpu_s
        self.stalled = silent and now - self.silent_since > STALLED_S

    def _watch_progress(self, now: float) -> None:
        """Where nothing goes on any more, a worker may have died with a lock that the others wait for."""
        if self.done != self.last_done or self.spans.under_way():
            self.last_done, self.went_on_at = self.done, now
        elif self.lost is None and now - self.went_on_at > STALLED_S:
            below = {pid: processes.exit_status(pid) for pid in processes.descendants(self.runner.pid)}
            killed = {pid: status for pid, status in {**below, **self._noted_exits()}.items() if (status or 0) < 0}
            self._find_death(killed)

    def _find_death(self, statuses: Mapping[int, int | None]) -> None:
        """Take one that did not end by Python's own signal for lost between two tasks."""
        for pid, status in statuses.items():
            if status is not None and status != -signal.SIGTERM:
                self.lost = LostWorker(pid, status, NO_KEY, held_a_task=False)

    def find_lost_worker(self) -> None:
        """A dead worker with an open record is lost; one that Python ended for another's sake is not the first."""
        if self.lost is None and not self.returned:
            self._find_holder()
        if self.lost is None and isinstance(self.said, Failed) and self.said.type == "BrokenProcessPool":
            self._find_death(self._noted_exits())

    def _find_holder(self) -> None:
        dead = {block.pid: block.open_key() for block in self.spans.under_way() if self._died(block)}
        status = {pid: processes.exit_status(pid) or self._noted_exits().get(pid) for pid in dead}
        for pid in sorted(dead, key=lambda pid: status[pid] == -signal.SIGTERM)[:1]:
            self.lost = LostWorker(pid, status[pid], dead[pid])

    def ask_pipes_for_lost_status(self) -> None:
        """While the runner is there: how a lost worker ended may wait in a pipe that the runner never reads."""
        if self.lost is not None and self.lost.status is None:
            statuses = {status for status in unread_statuses(self.runner.pid) if status}
            if len(statuses) == 1:
                self.lost = replace(self.lost, status=statuses.pop())

    def complete_lost_status(self) -> None:
        """Ask again how a lost worker ended, now that the runner may have noted it."""
        if self.lost is not None and self.lost.status is None:
            self.lost = replace(self.lost, status=self._noted_exits().get(self.lost.pid))

    def _noted_exits(self) -> dict[int, int]:
        return noted_exits(Path(self.assignment.folder))

    def _died(self, block: Block) -> bool:
        return block.pid != self.runner.pid and processes.is_gone(block.pid) and block.is_open()

    def _items(self) -> int:
        return self.started.items if self.started else 0

    def _leave_within(self, grace_s: float, now: float) -> None:
        self.leave_by = min(self.leave_by or now + grace_s, now + grace_s)


def start_run(assignment: Assignment, launcher: Launcher, services: set[int]) -> RunMonitor:
    """Start the runner; raises OSError where the interpreter can't be started.

    What the services' processes compute meanwhile is not held against the machine.
    """
    before = Before.now(services)
    runner = launcher.start(assignment)
    pidfd = os.pidfd_open(runner.pid) if hasattr(os, "pidfd_open") else None
    return RunMonitor(assignment, runner, pidfd, before, Spans(assignment.folder), time.monotonic())


def _read(fd: int) -> bytes | None:
    """What is there now: b"" at the end, None if nothing yet."""
    try:
        return os.read(fd, 65536)
    except BlockingIOError:
        return None
