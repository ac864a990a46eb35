"""What machine a comparison was made on, as plain facts that name no person and no host."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from parloop_gui import __version__
from parloop_gui.engine.host.control_groups import ControlGroups
from parloop_gui.engine.host.control_groups import usable_cores as left_of
from parloop_gui.model.statistics.thresholds import ALL_BUSY

_CPU_INFO = Path("/proc/cpuinfo")
_OS_RELEASE = Path("/etc/os-release")

Facts = dict[str, str | int | float | None]


def at_a_glance() -> Facts:
    """The few facts that are known without delay: system, cores and memory (bytes)."""
    return {
        "system": os.uname().sysname if sys.platform != "win32" else "Windows",
        "distribution": _named_line(_OS_RELEASE, "PRETTY_NAME", "="),
        **_limits(),
    }


def describe_machine() -> Facts:
    """System, processor, cores, memory (bytes) and what the app itself runs on; None where it is not known."""
    import platform

    return {
        "system": platform.system(),
        "release": platform.release(),
        "distribution": _named_line(_OS_RELEASE, "PRETTY_NAME", "="),
        "architecture": platform.machine(),
        "cpu": _named_line(_CPU_INFO, "model name", ":") or platform.processor() or None,
        **_limits(),
        "cores_physical": _physical_cores(),
        "cores_logical": os.cpu_count(),
        "memory_free_bytes": free_memory_bytes(),
        "app_version": __version__,
        "app_python": platform.python_version(),
    }


def usable_cores() -> int:
    """How many cores this process may use: what its affinity and its containers leave it."""
    return left_of(allowed_cores(), ControlGroups())


def python_cores() -> int:
    """How many cores Python itself counts, and makes that many workers for by default."""
    return getattr(os, "process_cpu_count", os.cpu_count)() or 1


def allowed_cores() -> int:
    """How many cores this process may use, as far as affinity says."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _limits() -> Facts:
    """Cores and memory (bytes), and what a container leaves of them (None: all)."""
    groups, allowed = ControlGroups(), allowed_cores()
    return {
        "cores": left_of(allowed, groups),
        "cores_allowed": allowed,
        "cpu_quota": groups.cpu_quota(),
        "memory_bytes": _memory_bytes(),
        "memory_limit_bytes": groups.memory_limit_bytes(),
    }


def free_memory_bytes() -> int:
    """What runs may hold now: what is free (all, where the system does not tell), no more than a container leaves."""
    import psutil

    try:
        free = int(psutil.virtual_memory().available)
    except (OSError, psutil.Error):
        free = _memory_bytes()
    limit = ControlGroups().memory_limit_bytes()
    return free if limit is None else min(free, limit)


def load_1min() -> float | None:
    """How many tasks wanted a core, on average over the last minute; None where it is not known."""
    try:
        return os.getloadavg()[0]
    except (OSError, AttributeError):
        return None


class Crowd:
    """How many others want each core, watched from when this is made.

    The load of the last minute counts what Parloop itself has just done: after one comparison the next was said to
    take twice as long as it did. It tells how many wait only where others leave nothing of the cores.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._before = clock(), machine_busy_s(), own_cpu_s()

    def each_core(self) -> float:
        """Others for each core since then; 0 where it is not known."""
        at, before_s, own_s = self._before
        busy_s = machine_busy_s()
        if before_s is None or busy_s is None:
            return 0.0
        took_s, cores = max(self._clock() - at, 1e-3), usable_cores()
        ours = (own_cpu_s() - own_s) / took_s
        others = max(0.0, (busy_s - before_s) / took_s - ours)
        if others < ALL_BUSY * max(cores - ours, 0.0):
            return others / cores
        return max(others, (load_1min() or 0.0) - 1.0) / cores


def machine_busy_s() -> float | None:
    """The whole machine's CPU time; None where that is not told."""
    import psutil

    try:
        times = psutil.cpu_times()
    except (OSError, psutil.Error):  # no /proc
        return None
    return float(sum(getattr(times, name, 0.0) for name in ("user", "nice", "system", "irq", "softirq")))


def own_cpu_s() -> float:
    """This process's, and that of its children that have ended."""
    return sum(os.times()[:4])


def _physical_cores() -> int | None:
    import psutil

    try:
        return psutil.cpu_count(logical=False)
    except (OSError, psutil.Error):
        return None


def _memory_bytes() -> int:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        import psutil  # slow to import, so only where there is no other way

        return int(psutil.virtual_memory().total)


def _named_line(path: Path, name: str, separator: str) -> str | None:
    """The value of the first `name<separator>value` line of a system's file; None where there is none."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    for line in lines:
        key, found, value = line.partition(separator)
        if found and key.strip() == name:
            return value.strip().strip('"')
    return None
