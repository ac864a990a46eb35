"""The limits of a run: its time, a single task's, and the memory of all its processes together."""

from __future__ import annotations

import time

from ..host import processes
from ..protocol.messages import RunSpec
from ..tracing.reader import Spans
from .run_facts import Overdue

# How often memory is looked at: a task that takes all it can get fills some hundred megabytes meanwhile.
MEMORY_EVERY_S = 0.1
# The most of this process's time that looking at memory may take: there may be thousands of processes.
MEMORY_SHARE = 0.02

# A run that is weighed is looked at so often: the shortest loops of any use take that long.
WEIGHED_EVERY_S = 0.02
# The most of this process's time that weighing may take. It is never done in a run that is scored: reading what a
# process shares takes its memory map's lock for as long as a walk over it takes.
WEIGHED_SHARE = 0.25


class LimitWatch:
    """Looks whether a run is over a limit; what it finds stays."""

    def __init__(self, spec: RunSpec, runner_pid: int, spans: Spans) -> None:
        self._spec, self._runner_pid, self._spans = spec, runner_pid, spans
        self._next_memory = self._next_weighing = 0.0
        self.peak_bytes = 0
        self.held_bytes = 0
        """The most that the tree held with what is shared counted once, where the run is weighed."""
        self.over_time = False
        self.over_memory = False
        self.starts_processes = False
        """Whether loading the loop has started processes that go on: a script without a main guard does."""
        self.overdue: Overdue | None = None

    @property
    def is_over(self) -> bool:
        """Whether the run has to end."""
        return self.over_time or self.over_memory or self.overdue is not None

    def watch_time(self, elapsed_s: float, *, loading: bool) -> None:
        """See whether the run took too long; not asked any more once it has come to an end by itself."""
        if elapsed_s > self._spec.timeout_s:
            self.over_time = True
            self.starts_processes = loading and bool(processes.descendants(self._runner_pid))

    def watch_longest_task(self) -> None:
        """See whether the task longest under way took too long."""
        limit_s, longest = self._spec.task_timeout_s, self._spans.under_way()[:1]
        if limit_s is not None and longest and time.perf_counter() - longest[0].began_s() > limit_s:
            self.overdue = Overdue(longest[0].pid, longest[0].open_key(), limit_s)

    def watch_memory(self, now: float, *, returned: bool) -> None:
        """See whether the tree holds too much; what comparing the results takes is not the strategy's."""
        if now < self._next_memory:
            return
        began = time.monotonic()
        pids = [self._runner_pid, *processes.descendants(self._runner_pid)]
        used = processes.memory_bytes(pids)
        if not returned:
            self.peak_bytes = max(self.peak_bytes, used)
        limit = self._spec.memory_limit_bytes
        # The quick sum counts twice what a fork shares: past the limit by that alone nobody is ended.
        self.over_memory = limit is not None and used > limit and processes.shared_out_bytes(pids) > limit
        self._next_memory = now + max(MEMORY_EVERY_S, (time.monotonic() - began) / MEMORY_SHARE)

    def weigh(self, now: float) -> None:
        """See what the tree holds with what its processes share counted once, in a run that is made for that."""
        if not self._spec.weighed or now < self._next_weighing:
            return
        began = time.monotonic()
        pids = [self._runner_pid, *processes.descendants(self._runner_pid)]
        self.held_bytes = max(self.held_bytes, processes.held_bytes(pids))
        self._next_weighing = now + max(WEIGHED_EVERY_S, (time.monotonic() - began) / WEIGHED_SHARE)
