"""Looks a thousand times a second at what each thread of a process does: whether it runs, or waits.

Threads that take turns on the GIL run for some 5 ms and wait for as long; a look at each thread's state letter in
`/proc` shows that plainly. The letter can't tell what a thread waits for: that is for the split to say. For a few
threads looking takes some 3% of a core (measured), two thirds of it to sleep and wake; for many it looks less often.
Linux alone shows states this way.
"""

from __future__ import annotations

import sys
import threading
from time import perf_counter

from .span_file import Sampled
from .thread_states import ThreadStates

# A fifth of a turn on the GIL, so that each turn is seen several times.
PERIOD_S = 0.001
# The most of a core that looking may take.
MOST_SHARE = 0.05


def can_sample() -> bool:
    """Whether this system shows the states of another process's threads."""
    return sys.platform == "linux"


class StateSampler:
    """Samples the threads of one process from now until `stop`, in a thread of its own."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._looks = 0
        self._over = threading.Event()
        self._began = self._last = perf_counter()
        self._states = ThreadStates(pid, self._began)
        self._thread = threading.Thread(target=self._sample, name="state-sampler", daemon=True)
        self._thread.start()

    def stop(self) -> Sampled:
        """Stop; when each thread ran."""
        stopped = perf_counter()
        self._over.set()
        self._thread.join()
        running = {(self._pid, thread): stretches for thread, stretches in self._states.close(stopped).items()}
        return Sampled((self._last - self._began) / max(1, self._looks), running)

    def _sample(self) -> None:
        pause_s = PERIOD_S
        while not self._over.wait(pause_s):
            self._last = perf_counter()
            self._states.look(self._last)
            self._looks += 1
            took_s = perf_counter() - self._last
            pause_s = max(PERIOD_S - took_s, took_s / MOST_SHARE)
