"""When this process was started, on the clock that tasks are timed by."""

from __future__ import annotations

import os
import time


def birth_ns() -> int:
    """When this process was started, to a hundredth of a second, in ns of `perf_counter`; 0 where none can tell."""
    try:
        with open("/proc/self/stat", "rb") as file:
            ticks = int(file.read().rpartition(b")")[2].split()[19])
        age_s = time.clock_gettime(time.CLOCK_BOOTTIME) - ticks / os.sysconf("SC_CLK_TCK")
    except (OSError, AttributeError, ValueError, IndexError):
        return 0
    return time.perf_counter_ns() - int(age_s * 1e9)
