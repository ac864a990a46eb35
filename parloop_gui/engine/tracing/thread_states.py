"""Whether each thread of a process runs or waits, by the state letters in `/proc`, look by look (Linux)."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass, field

# Threads that are looked at: each keeps a file open, and a thousand looks a second at more would cost a whole core.
MOST_THREADS = 256
_RUNS = b"R"
# Enough of `/proc/PID/task/TID/stat` to hold the name, of 16 bytes at most, and the letter behind it.
_STAT_BYTES = 128

# From when until when a thread was running, in seconds of `perf_counter`.
Stretches = list[tuple[float, float]]


@dataclass
class _Seen:
    """One thread: where its state is read, since when it runs (None: it waits), and when it ran before."""

    fd: int
    since: float | None = None
    stretches: Stretches = field(default_factory=list)


class ThreadStates:
    """The threads of one process, found as they come and go. `close` gives the descriptors back."""

    def __init__(self, pid: int, now: float) -> None:
        self._folder = f"/proc/{pid}/task"
        self._seen: dict[int, _Seen] = {}
        self._gone: dict[int, Stretches] = {}
        self._links = 0
        self._last = now

    def look(self, now: float) -> None:
        """Look at each thread: its state now holds from halfway to the look before until halfway to the next."""
        with contextlib.suppress(OSError):  # the process may be gone
            self._find_threads()
        between = (self._last + now) / 2
        for thread, seen in list(self._seen.items()):
            try:
                stat = os.pread(seen.fd, _STAT_BYTES, 0)
            except OSError:
                self._lose(thread, between)
                continue
            runs = stat[stat.rfind(b")") + 2 :][:1] == _RUNS
            if runs and seen.since is None:
                seen.since = between
            elif not runs and seen.since is not None:
                seen.stretches.append((seen.since, between))
                seen.since = None
        self._last = now

    def close(self, now: float) -> dict[int, Stretches]:
        """Look no more; when each thread ran, by its native id."""
        for thread in list(self._seen):
            self._lose(thread, max(self._last, (self._last + now) / 2))
        return self._gone

    def _find_threads(self) -> None:
        links = os.stat(self._folder).st_nlink  # noqa: PTH116 - a thousand times a second
        if links == self._links:
            return
        self._links = links
        for name in os.listdir(self._folder):  # noqa: PTH208
            thread = int(name)
            if thread not in self._seen and len(self._seen) < MOST_THREADS:
                with contextlib.suppress(OSError):  # the thread ended since it was listed
                    self._seen[thread] = _Seen(os.open(f"{self._folder}/{name}/stat", os.O_RDONLY | os.O_CLOEXEC))

    def _lose(self, thread: int, at: float) -> None:
        seen = self._seen.pop(thread)
        self._links = 0  # one that was born meanwhile leaves their number as it was
        os.close(seen.fd)
        if seen.since is not None:
            seen.stretches.append((seen.since, at))
        self._gone.setdefault(thread, []).extend(seen.stretches)
