"""Whether a process is still there, by its number and, where that is known, by when it began."""

from __future__ import annotations

import psutil

SAME_S = 2.0
"""A process that began at another time has only the number in common.

The time is given in hundredths of a second and counted from the machine's start, which its clock may move since.
"""


def is_running(pid: int, began: float | None = None) -> bool:
    """Whether that process is there, a zombie too; one that this user may not look at counts as there."""
    try:
        since = psutil.Process(pid).create_time()
    except (psutil.NoSuchProcess, ValueError, OverflowError):
        return False
    except (psutil.Error, OSError):  # not this user's, or there is no /proc
        return True
    return began is None or abs(since - began) < SAME_S
