"""What a strategy may wait for in vain: a worker that died, a result that never comes.

a record open, its process gone ───────────────────────► lost: died within a task
nothing goes on, a process was killed ─────────────────► lost: died between two, perhaps with a lock
nothing ever began, a worker ended with any status ────► lost: died as it started, as each one after it will
all tasks and workers ended, and nobody computes ──────► stalled: the reader waits for ever
"""

from __future__ import annotations

import signal
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from ..host import processes
from ..runner.worker_exits import noted_exits, unread_statuses
from ..tracing.mapped_buffers import NO_KEY
from ..tracing.reader import RecordBlock, Spans
from .run_facts import LostWorker

# Nothing has to go on for so long before it is taken for a standstill: a busy machine lets a process wait less.
STALLED_S = 1.0


class WorkerWatch:
    """Looks after a run's workers while its clock runs; `lost` is the first that died."""

    def __init__(self, runner_pid: int, folder: str, spans: Spans) -> None:
        self._runner_pid, self._folder, self._spans = runner_pid, Path(folder), spans
        self.lost: LostWorker | None = None
        self.stalled = False
        self._silent_since, self._silent_cpu_s = 0.0, -1.0
        self._last_done, self._went_on_at = -1, 0.0
        self._has_begun = False
        self._of_before: set[int] = set()

    def look(self, now: float, done: int, items: int) -> None:
        """Look at the workers, after `spans.look()` told how many tasks are done."""
        self._find_holder()
        self._watch_progress(now, done)
        self._watch_silence(now, done == items)

    def find_first_death(self, *, returned: bool, pool_broke: bool) -> None:
        """Look once more, at the end: where the pool broke, a worker has died, whether it held a task or not."""
        if not returned:
            self._find_holder()
        if self.lost is None and pool_broke:
            self._find_death(noted_exits(self._folder))

    def ask_pipes_for_status(self) -> None:
        """While the runner is there: how a lost worker ended may wait in a pipe that the runner never reads."""
        if self.lost is not None and self.lost.status is None:
            statuses = {status for status in unread_statuses(self._runner_pid) if status}
            if len(statuses) == 1:  # of several nobody can say whose is whose
                self.lost = replace(self.lost, status=statuses.pop())

    def complete_status(self) -> None:
        """Ask again how a lost worker ended, now that the runner may have noted it."""
        if self.lost is not None and self.lost.status is None:
            status = processes.exit_status(self.lost.pid) or noted_exits(self._folder).get(self.lost.pid)
            self.lost = replace(self.lost, status=status)

    def _find_holder(self) -> None:
        """A dead worker with an open record is lost; one that Python ended for another's sake is not the first."""
        if self.lost is not None:
            return
        if not any(map(self._died, self._spans.under_way())):
            return
        gone = self._gone_with_whole_records()
        dead = {
            block.pid: block.open_key() for block in self._spans.under_way() if block.pid in gone and block.is_open()
        }
        noted = noted_exits(self._folder)
        status = {pid: processes.exit_status(pid) or noted.get(pid) for pid in dead}
        for pid in sorted(dead, key=lambda pid: _rank(status[pid]))[:1]:
            self.lost = LostWorker(pid, status[pid], dead[pid])

    def _gone_with_whole_records(self) -> set[int]:
        """The workers that are gone, once their records were copied behind the end of them all.

        One may have left with its record closed since the last copy; or died of a task that it began since, and it is
        the one that brought the others down.
        """
        before: set[int] | None = None
        while (gone := {pid for pid in self._spans.pids() if self._is_gone(pid)}) != before:
            self._spans.look()
            before = gone
        return gone

    def _watch_progress(self, now: float, done: int) -> None:
        """Where nothing goes on any more, a worker may have died with a lock that the others wait for."""
        if self._last_done < 0:
            self._of_before = {pid for pid, status in self._ended_children().items() if status is not None}
        under_way = bool(self._spans.under_way())
        self._has_begun = self._has_begun or done > 0 or under_way
        if done != self._last_done or under_way:
            self._last_done, self._went_on_at = done, now
        elif self.lost is None and now - self._went_on_at > STALLED_S:
            below = {pid: processes.exit_status(pid) for pid in processes.descendants(self._runner_pid)}
            noted = noted_exits(self._folder)
            statuses = {pid: status for pid, status in {**below, **noted}.items() if (status or 0) < 0}
            self._find_death(statuses if self._has_begun else {**statuses, **self._stillborn(), **noted})

    def _stillborn(self) -> dict[int, int]:
        """The runner's own children that ended badly since the clock runs: before that they are the user's."""
        return {pid: status for pid, status in self._ended_children().items() if status and pid not in self._of_before}

    def _ended_children(self) -> dict[int, int | None]:
        return {pid: processes.exit_status(pid) for pid in processes.children(self._runner_pid)}

    def _watch_silence(self, now: float, all_done: bool) -> None:
        """Where all tasks and workers have ended and nothing is computed, who waits for a result waits in vain."""
        workers = self._spans.pids() - {self._runner_pid}
        silent = bool(workers) and all_done and all(map(processes.is_gone, workers))
        cpu_s = processes.cpu_s(self._runner_pid) if silent else -1.0
        if cpu_s != self._silent_cpu_s:
            self._silent_since, self._silent_cpu_s = now, cpu_s
        self.stalled = silent and now - self._silent_since > STALLED_S

    def _find_death(self, statuses: Mapping[int, int | None]) -> None:
        """Take one that did not end by Python's own signal for lost between two tasks."""
        for pid, status in statuses.items():
            if status is not None and status != -signal.SIGTERM:
                self.lost = LostWorker(pid, status, NO_KEY, held_a_task=False, before_any=not self._has_begun)

    def _died(self, block: RecordBlock) -> bool:
        return self._is_gone(block.pid) and block.is_open()

    def _is_gone(self, pid: int) -> bool:
        return pid != self._runner_pid and processes.runs_no_more(pid)


def _rank(status: int | None) -> int:
    """The lower, the likelier it died first: one whose status is not told yet may be one that Python ends just now."""
    if status is None:
        return 1
    return 2 if status == -signal.SIGTERM else 0
