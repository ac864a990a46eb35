"""Whether a process is still there, by its number and, where that is known, by when it began."""

from __future__ import annotations

from pathlib import Path

import psutil

# Of the fields of /proc/PID/stat after the name (proc(5): starttime).
_BEGAN = 19
# A process that began at another time has only the number in common.
#
# The time is given in hundredths of a second and counted from the machine's start, which its clock may move since.
SAME_S = 2.0


def birth(pid: int) -> str:
    """When that process began, as no clock that is set moves it: ticks since which start of the machine (Linux).

    "" where there is no such process, or where the system does not tell.
    """
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()
        machine = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return ""
    return f"{fields[_BEGAN]}@{machine}" if len(fields) > _BEGAN else ""


def is_running(pid: int, began: float | None = None) -> bool:
    """Whether that process is there, a zombie too; one that this user may not look at counts as there."""
    try:
        since = psutil.Process(pid).create_time()
    except (psutil.NoSuchProcess, ValueError, OverflowError):
        return False
    except (psutil.Error, OSError):  # not this user's, or there is no /proc
        return True
    return began is None or abs(since - began) < SAME_S
