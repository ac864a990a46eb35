"""Notices time in which nothing was watched: the machine slept, or everything on it was held.

A sleeping machine's monotonic clock stands still while its boot clock goes on (Linux). A machine that is held from
outside knows nothing of it; but who wakes ten times a second, then, wakes much too late.
"""

from __future__ import annotations

import time

# Who wakes this much later than asked for was held; a machine that is only busy lets one wait less.
LATE_S = 2.0


def slept_s() -> float:
    """Seconds this machine has slept since it was started; 0 where that can't be told."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return 0.0 if boot is None else time.clock_gettime(boot) - time.clock_gettime(time.CLOCK_MONOTONIC)


class Standstill:
    """Adds up standstills between `rest` and `wake`, which follow each other at least every tenth of a second."""

    def __init__(self) -> None:
        self._slept_before_s = slept_s()
        self._resting_since: float | None = None
        self._held_s = 0.0

    def wake(self, now: float) -> None:
        """Something is looked at again."""
        if self._resting_since is not None and now - self._resting_since > LATE_S:
            self._held_s += now - self._resting_since

    def rest(self, now: float) -> None:
        """Nothing is looked at until `wake`."""
        self._resting_since = now

    @property
    def held_s(self) -> float:
        """Seconds of the monotonic clock that were lost: a time limit does not count them."""
        return self._held_s

    @property
    def total_s(self) -> float:
        """All that was lost, sleep included."""
        return self._held_s + max(0.0, slept_s() - self._slept_before_s)
