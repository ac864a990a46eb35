"""One run as the supervisor sees it: its runner's messages, its spans, and what may end it.

    started ─► loading (─► forked) ─► clock running ─► returned ─► stopped ─► finished ─► over
                  │                          │                                            ▲
                  └──────────────────────────┴── failed, died, lost a worker, over a limit, stopped ─┘

`tick` is called at least every 100 ms and says whether the run is over. It waits for one thing: that
those come to rest which get ready for other runs, before a clock starts (`launcher.begin`).
"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from ..host import processes
from ..host.suspend import Standstill
from ..protocol.kinds import AnewKind
from ..protocol.loop_spec import LoopSpec
from ..protocol.runner_messages import (
    Anew,
    Assignment,
    Born,
    CannotRun,
    Ending,
    Failed,
    Finished,
    NotReached,
    Returned,
    Started,
    Stopped,
)
from ..strategies.registry import find as find_strategy
from ..tracing.reader import Spans
from ..tracing.span_file import Sampled
from ..tracing.state_sampler import StateSampler, can_sample
from .early_deaths import last_words, shadowing
from .launcher import Launcher
from .limit_watch import WEIGHED_EVERY_S, LimitWatch
from .noise import Before, Reading, ReferenceLoop
from .run_facts import Facts
from .runner_process import RunnerProcess
from .worker_watch import WorkerWatch

# How often a run is looked at where nothing else calls: by then a death or a limit has been seen in good time.
TICK_S = 0.1
# How often at most, of that time: a run's messages come in bursts, and each look takes from what is measured.
LEAST_OF_A_TICK = 0.5
# The window repaints rows no more often than this; a message per task would slow a run (measured: by 13%).
PROGRESS_EVERY_S = 0.25
# How long a runner may take to end once it has sent its last message; what it has started is ended anyway.
LEAVE_S = 0.5
# How long a strategy may take to report a lost worker, or of what a task raised, before it is taken to wait for ever.
# Measured: ProcessPoolExecutor reports a lost worker after 0.1 s.
LOST_GRACE_S, RAISED_GRACE_S = 0.5, 1.0


class RunMonitor:
    """A run under way; made by `start_run`. `ended` is the runner's last word.

    `before` is the machine just before its clock started; None where that waits for `begin`, which starts it and gives
    that. `after` is the machine as its clock stopped, `spent_s` what the runner had computed by then; None before.
    """

    def __init__(
        self, assignment: Assignment, runner: RunnerProcess, before: Before | None, begin: Callable[[], Before]
    ) -> None:
        self.assignment, self.runner, self.before, self._begin = assignment, runner, before, begin
        self.spans = Spans(assignment.folder)
        self.limits = LimitWatch(assignment.run, runner.pid, self.spans)
        self.workers = WorkerWatch(runner.pid, assignment.folder, self.spans)
        self.standstill = Standstill()
        self.started: Started | None = None
        self.ended: Ending | None = None
        self.stopped = False
        self.is_forked = False
        self.anew: AnewKind | None = None
        self.after: Reading | None = None
        self.spent_s = 0.0
        self.done = 0
        self._returned = self._cut_off = False
        self._unmeasured_s = 0.0
        self._began = time.monotonic()
        self._leave_by: float | None = None
        self._next_progress = 0.0
        self._next_look = self._began + LEAST_OF_A_TICK * self.tick_s
        self._sampler: StateSampler | None = None

    def read_pipe(self) -> bool:
        """Take in the runner's messages; False at the end."""
        messages, goes_on = self.runner.read_pipe()
        for message in messages:
            if isinstance(message, Born):
                self._go_on_as(message.pid)
            elif isinstance(message, Anew):
                self.anew = message.why
            elif isinstance(message, Started):
                self._start(message)
            elif isinstance(message, Returned):
                self._returned = True
            elif isinstance(message, Stopped):
                self._stop_clock(message.spent_s)
            elif isinstance(message, (Finished, Failed, NotReached, CannotRun)):
                self.ended = message
        return goes_on

    def tick(self, now: float) -> bool:
        """Look at spans, workers and limits; True when the run is over."""
        self.standstill.wake(now)
        over = self._look(now)
        self.standstill.rest(time.monotonic())
        return over

    @property
    def tick_s(self) -> float:
        """How long to wait at most until the next `tick`."""
        return WEIGHED_EVERY_S if self.assignment.run.weighed else TICK_S

    def progress_due(self, now: float) -> bool:
        """Whether to send progress now."""
        if self.started is None or self.ended is not None or now < self._next_progress:
            return False
        self._next_progress = now + PROGRESS_EVERY_S
        return True

    def find_first_death(self) -> None:
        """Look for a worker that died before the runner ended badly; see WorkerWatch."""
        if not isinstance(self.ended, Failed):
            return
        breaks_with = find_strategy(self.assignment.run.strategy).breaks_with
        broke = self.ended.type in (breaks_with or ("BrokenProcessPool",))
        if broke or not breaks_with:
            self.workers.find_first_death(returned=self._returned, pool_broke=broke)

    def count_done(self) -> None:
        """Count the tasks that have ended: no more than there are, whatever the user's code wrote into the records."""
        self.done = min(self.spans.look(), self._items())

    def facts(self) -> Facts:
        """What is known at the end."""
        spec, under_way = self.assignment.run, self.spans.under_way()
        stillborn = self.workers.lost is not None and self.workers.lost.before_any
        return Facts(
            strategy=find_strategy(spec.strategy),
            folder=Path(self.assignment.folder),
            ended=self.ended,
            runner_status=self.runner.status,
            done=self.done,
            total=self._items(),
            chunksize=self.started.chunksize if self.started else None,
            runner_pid=self.runner.pid,
            open_keys=tuple(block.open_key() for block in under_way),
            notes=tuple(sorted(self.spans.notes)),
            lost=self.workers.lost,
            stalled=self.workers.stalled,
            stopped=self.stopped,
            workers_busy=any(block.pid != self.runner.pid for block in under_way),
            starts_processes=self.limits.starts_processes,
            over_time_s=spec.timeout_s if self.limits.over_time else None,
            over_memory_bytes=spec.memory_limit_bytes if self.limits.over_memory else None,
            overdue=self.limits.overdue,
            records_cut=self._are_records_cut(),
            way_to=_way_to(spec.loop),
            output=self.runner.output.decode(errors="replace"),
            cut_off=self._cut_off,
            last_words=last_words(bytes(self.runner.output)) if stillborn else "",
            shadowing=shadowing(spec.loop.path) if stillborn else (),
        )

    def spent_within_s(self) -> float:
        """What the runner computed between the two readings of the machine's counters: to its end without a second."""
        return self.spent_s if self.after is not None else max(0.0, self.runner.cpu_s - self._unmeasured_s)

    def _are_records_cut(self) -> bool:
        """Whether the user's code cut its files off: a worker that then writes into one is ended by SIGBUS."""
        statuses = (self.runner.status, self.workers.lost.status if self.workers.lost is not None else None)
        return self.spans.is_cut or (self.spans.has_empty and -getattr(signal, "SIGBUS", 0) in statuses)

    def sampled(self) -> Sampled | None:
        """What looking at the threads' states found, if that was asked for; it ends with this."""
        sampler, self._sampler = self._sampler, None
        return sampler.stop() if sampler is not None else None

    def _go_on_as(self, pid: int) -> None:
        """The runner has come to the user's loop, and the run goes on in a fork of it."""
        if self.started is not None:
            return  # user code may have written into the pipe
        self.is_forked = True
        self.runner.go_on_as(pid)
        self.limits = LimitWatch(self.assignment.run, pid, self.spans)
        self.workers = WorkerWatch(pid, self.assignment.folder, self.spans)

    def _stop_clock(self, spent_s: float) -> None:
        """What the machine does from now on is not the run's business, nor what this process does."""
        if self.started is not None and self.before is not None and self.after is None:
            self.after, self.spent_s = Reading.now(self.before.helpers), spent_s

    def _start(self, message: Started) -> None:
        self.started = message
        self._next_look = 0.0  # what had ended by then is none of the loop's
        self._next_progress = time.monotonic() + PROGRESS_EVERY_S
        if self.assignment.run.sampled and can_sample():
            self._sampler = StateSampler(self.runner.pid)
        if self.before is None:
            self._unmeasured_s = processes.cpu_s(self.runner.pid)  # it does nothing until its clock may start
            self.before = self._begin()

    def _look(self, now: float) -> bool:
        if isinstance(self.ended, Finished):
            return True  # it has nothing more to say, and leaves by itself while its records are read
        gone = self.runner.collect()
        if now < self._next_look and not (gone or self.stopped or self.ended is not None):
            return False
        self._next_look = now + LEAST_OF_A_TICK * self.tick_s
        self.count_done()
        if self.ended is None:
            self.limits.watch_time(now - self._began - self.standstill.held_s, loading=self.started is None)
        self.limits.watch_longest_task()
        self.limits.watch_memory(now, returned=self._returned)
        if self.started is not None and self.ended is None and not self._returned:
            self.limits.weigh(now)
            self._watch_workers(now)
        if self.ended is not None:
            self._leave_within(LEAVE_S, now)
        over = self.stopped or self.workers.stalled or self.limits.is_over
        late = self._leave_by is not None and now >= self._leave_by
        self._cut_off = late and self.ended is None and not gone
        return over or gone or late

    def _watch_workers(self, now: float) -> None:
        """Give a strategy a moment to report what it waits for in vain, then end it."""
        if self.spans.notes:
            self._leave_within(RAISED_GRACE_S, now)
        self.workers.look(now, self.done, self._items())
        if self.workers.lost is not None:
            self._leave_within(LOST_GRACE_S, now)

    def _items(self) -> int:
        return self.started.items if self.started else 0

    def _leave_within(self, grace_s: float, now: float) -> None:
        self._leave_by = min(self._leave_by or now + grace_s, now + grace_s)


def _way_to(loop: LoopSpec) -> str:
    """Where a program is run up to; "" where none is."""
    return f"line {loop.line} of {loop.file_name}" if loop.program is not None else ""


def start_run(assignment: Assignment, launcher: Launcher, services: set[int], reference: ReferenceLoop) -> RunMonitor:
    """Start the runner; raises OSError where the interpreter can't be started.

    What the services' processes compute meanwhile is not held against the machine.
    """
    look = partial(Before.now, services, reference)
    runner, before = launcher.start(assignment, look)
    return RunMonitor(assignment, RunnerProcess(runner), before, lambda: launcher.begin(look))
