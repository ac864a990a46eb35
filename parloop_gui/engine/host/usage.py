"""What a process and its collected children have used so far: CPU time, switches, memory."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from time import process_time  # before the user's code can put another in its place

if sys.platform != "win32":
    import resource


@dataclass(frozen=True)
class Usage:
    """CPU time in seconds, involuntary context switches, peak memory; None where the system does not tell."""

    own_cpu_s: float
    children_cpu_s: float
    involuntary_switches: int | None
    peak_rss_bytes: int | None

    @classmethod
    def now(cls) -> Usage:
        """Everything since this process began."""
        if sys.platform == "win32":
            return cls(process_time(), 0.0, None, None)
        own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
        unit = 1 if sys.platform == "darwin" else 1024
        return cls(
            own_cpu_s=process_time(),
            children_cpu_s=children.ru_utime + children.ru_stime,
            involuntary_switches=own.ru_nivcsw + children.ru_nivcsw,
            peak_rss_bytes=own.ru_maxrss * unit,
        )

    @property
    def cpu_s(self) -> float:
        """Of the process and its collected children together."""
        return self.own_cpu_s + self.children_cpu_s

    def __sub__(self, before: Usage) -> Usage:
        """What was used between two readings (the peak is a peak)."""
        switches = self.involuntary_switches
        return Usage(
            self.own_cpu_s - before.own_cpu_s,
            self.children_cpu_s - before.children_cpu_s,
            None if switches is None or before.involuntary_switches is None else switches - before.involuntary_switches,
            self.peak_rss_bytes,
        )
