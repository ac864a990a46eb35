"""How busy each core is that Parloop may use."""

from __future__ import annotations

import os


def core_loads() -> tuple[float, ...]:
    """Each usable core's share of time busy (0 to 1) since the last call; the first call gives zeros.

    Empty where the system does not tell.
    """
    import psutil  # slow to import: the first look comes after the window shows

    try:
        everywhere = psutil.cpu_percent(percpu=True)
    except (OSError, psutil.Error):  # no /proc
        return ()
    affinity = getattr(os, "sched_getaffinity", None)
    usable = sorted(affinity(0)) if affinity else range(len(everywhere))
    return tuple(everywhere[core] / 100 for core in usable if core < len(everywhere))
