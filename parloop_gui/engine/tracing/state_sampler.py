"""Looks a thousand times a second at what each thread of a process does: whether it runs, or waits.

Threads that take turns on the GIL run for some 5 ms and wait for as long; a look at each thread's state letter in
`/proc` shows that plainly. The letter can't tell what a thread waits for: that is for the split to say. For a few
threads looking takes some 3% of a core, two thirds of it to sleep and wake; for many it looks less often. Linux alone
tells states this way.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from dataclasses import dataclass, field

from .span_file import Sampled

PERIOD_S = 0.001
MOST_SHARE = 0.05
"""The most of a core that looking may take."""
MOST_THREADS = 256
_RUNS = b"R"


def can_sample() -> bool:
    """Whether this system tells the states of another process's threads."""
    return sys.platform == "linux"


@dataclass
class _Seen:
    """One thread: where its state is read, since when it runs (None: it waits), and when it ran before."""

    fd: int
    since: float | None = None
    stretches: list[tuple[float, float]] = field(default_factory=list)


class StateSampler:
    """Samples the threads of one process from now until `stop`, in a thread of its own."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._seen: dict[int, _Seen] = {}
        self._gone: dict[int, list[tuple[float, float]]] = {}
        self._links = 0
        self._looks = 0
        self._over = threading.Event()
        self._began = self._last = time.perf_counter()
        self._thread = threading.Thread(target=self._sample, name="state-sampler", daemon=True)
        self._thread.start()

    def stop(self) -> Sampled:
        """Stop, give back the descriptors, and tell when each thread ran."""
        stopped = time.perf_counter()
        self._over.set()
        self._thread.join()
        for thread in list(self._seen):
            self._lose(thread, max(self._last, (self._last + stopped) / 2))
        running = {(self._pid, thread): stretches for thread, stretches in self._gone.items()}
        return Sampled((self._last - self._began) / max(1, self._looks), running)

    def _sample(self) -> None:
        pause_s = PERIOD_S
        while not self._over.wait(pause_s):
            began = time.perf_counter()
            with contextlib.suppress(OSError):  # the process may be gone
                self._find_threads()
            self._look(began)
            self._looks += 1
            took_s = time.perf_counter() - began
            pause_s = max(PERIOD_S - took_s, took_s / MOST_SHARE)

    def _find_threads(self) -> None:
        folder = f"/proc/{self._pid}/task"
        links = os.stat(folder).st_nlink  # noqa: PTH116 - a thousand times a second
        if links == self._links:
            return
        self._links = links
        for name in os.listdir(folder):  # noqa: PTH208
            thread = int(name)
            if thread not in self._seen and len(self._seen) < MOST_THREADS:
                with contextlib.suppress(OSError):
                    self._seen[thread] = _Seen(os.open(f"{folder}/{name}/stat", os.O_RDONLY | os.O_CLOEXEC))

    def _look(self, now: float) -> None:
        """Take each thread's state as its state from halfway to the look before until halfway to the next."""
        between = (self._last + now) / 2
        for thread, seen in list(self._seen.items()):
            try:
                told = os.pread(seen.fd, 128, 0)
            except OSError:
                self._lose(thread, between)
                continue
            runs = told[told.rfind(b")") + 2 :][:1] == _RUNS
            if runs and seen.since is None:
                seen.since = between
            elif not runs and seen.since is not None:
                seen.stretches.append((seen.since, between))
                seen.since = None
        self._last = now

    def _lose(self, thread: int, at: float) -> None:
        seen = self._seen.pop(thread)
        self._links = 0  # one that was born meanwhile leaves their number as it was
        os.close(seen.fd)
        if seen.since is not None:
            seen.stretches.append((seen.since, at))
        self._gone.setdefault(thread, []).extend(seen.stretches)
