"""Whether a process is still there, by its number and, where that is known, by when and where it began."""

from __future__ import annotations

import psutil

from parloop_gui.engine.protocol.owner import Owner, began_ticks, birth_of, machine, place

# A process that began at another time has only the number in common. The time is given in hundredths of a second and
# counted from the machine's start, which its clock may move since.
SAME_S = 2.0


def birth(pid: int) -> str:
    """When that process began, as no clock that is set moves it: ticks since which start of the machine (Linux).

    "" where there is no such process, or where the system does not tell.
    """
    ticks, since = began_ticks(pid), machine()
    return f"{ticks}@{since}" if ticks is not None and since else ""


def is_running(pid: int, began: float | None = None) -> bool:
    """Whether that process is there, a zombie too; one that this user may not look at counts as there."""
    try:
        since = psutil.Process(pid).create_time()
    except (psutil.NoSuchProcess, ValueError, OverflowError):
        return False
    except (psutil.Error, OSError):  # not this user's, or there is no /proc
        return True
    return began is None or abs(since - began) < SAME_S


def is_at_work(owner: Owner) -> bool | None:
    """Whether the process that made something is still there, a zombie too; None where only another container knows."""
    if not owner.place:
        return is_running(owner.pid)
    return birth_of(owner.pid) == owner.birth if owner.place == place() else None
