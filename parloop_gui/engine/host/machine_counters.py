"""What the whole machine does: CPU time of all cores, the load, and whether its kernel counts waits for a core."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from ..protocol.presence import is_there
from .processes import TICK_S

# Two that share a core for so long each wait for about half of it; an eighth is seen on a busy machine, too.
_SPIN_S, _LEAST_WAITED_NS = 0.04, 5_000_000


@dataclass(frozen=True)
class CpuTimes:
    """What all cores together have done since boot, in seconds."""

    busy_s: float
    steal_s: float
    total_s: float


def cpu_times() -> CpuTimes | None:
    """The whole machine's CPU time (Linux)."""
    try:
        with open("/proc/stat") as file:
            user, nice, kernel, idle, iowait, irq, softirq, steal = map(int, file.readline().split()[1:9])
    except (OSError, ValueError):
        return None
    busy = user + nice + kernel + irq + softirq
    return CpuTimes(busy * TICK_S, steal * TICK_S, (busy + idle + iowait + steal) * TICK_S)


def load_1min() -> float | None:
    """The load average of the last minute."""
    try:
        return os.getloadavg()[0]
    except (OSError, AttributeError):
        return None


def run_delay_can_be_trusted() -> bool:
    """Whether this kernel counts waiting for a core: two processes spin on one core and must see it."""
    if sys.platform != "linux" or not is_there("/proc/self/schedstat"):
        return False
    core = min(os.sched_getaffinity(0))
    spinners = [_spinner(core) for _ in range(2)]
    return any(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0 for pid in spinners)


def _spinner(core: int) -> int:
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        os.sched_setaffinity(0, {core})
        until = time.perf_counter() + _SPIN_S
        while time.perf_counter() < until:
            pass
        code = 0 if int(Path("/proc/self/schedstat").read_text().split()[1]) > _LEAST_WAITED_NS else 1
    finally:
        os._exit(code)
