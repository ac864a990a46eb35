"""What the kernel tells of processes: which are below another, whether they are gone, what they use.

Linux tells everything through /proc. Elsewhere each function finds nothing: figures are missing there, nothing
crashes.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from ..protocol.presence import is_there

_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
# Whether there is a /proc to tell anything.
TOLD = is_there("/proc/self/stat")
# The unit of CPU time in /proc; the number elsewhere stands for nothing, for there is no /proc.
TICK_S = 1 / os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 0.01
# Of Linux's <linux/sched.h>.
_PF_EXITING = 0x4


def children(pid: int) -> list[int]:
    """The direct children of a process, of all its threads."""
    found: list[int] = []
    with contextlib.suppress(OSError):
        for thread in os.listdir(f"/proc/{pid}/task"):  # noqa: PTH208 - names are all it takes, some 20 times a run
            with contextlib.suppress(OSError), open(f"/proc/{pid}/task/{thread}/children", "rb") as told:
                found += map(int, told.read().split())
    return found


def descendants(pid: int) -> list[int]:
    """Children, their children, and so on."""
    found, todo = [], [pid]
    while todo:
        below = children(todo.pop())
        found += below
        todo += below
    return found


def is_gone(pid: int) -> bool:
    """Whether a process has ended (a zombie has)."""
    fields = stat_fields(pid)
    if not fields:
        return TOLD or not _takes_signals(pid)
    return fields[0] in ("Z", "X")


def runs_no_more(pid: int) -> bool:
    """Whether a process has ended, or the kernel is taking it down: none of its code runs any more.

    Its files are closed before it has ended: on a busy machine, who waited for that may have acted on it long before.
    """
    fields = stat_fields(pid)
    return is_gone(pid) or (len(fields) > 6 and bool(int(fields[6]) & _PF_EXITING))


def _takes_signals(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:  # another user's: it is there
        pass
    return True


def exit_status(pid: int) -> int | None:
    """A zombie's exit status as waitpid gives it, if its parent has not collected it yet."""
    fields = stat_fields(pid)
    if fields[:1] != ["Z"]:
        return None
    return os.waitstatus_to_exitcode(int(fields[-1]))


def stat_fields(pid: int) -> list[str]:
    """What the kernel tells of a process behind its name, which may hold anything; empty where it tells nothing."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return []


def cpu_s(pid: int) -> float:
    """The CPU time of a process so far."""
    fields = stat_fields(pid)
    return (int(fields[11]) + int(fields[12])) * TICK_S if len(fields) > 12 else 0.0


def core_wait_s(pid: int) -> float | None:
    """How long the first thread of a process was ready but waited for a core; None where that can't be read."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[1]) * 1e-9
    except (OSError, IndexError, ValueError):
        return None


def memory_bytes(pids: list[int]) -> int:
    """What these processes hold in memory together, pages shared with files left out.

    Quick, but what a fork shares with its parent is counted in both.
    """
    total = 0
    for pid in pids:
        with contextlib.suppress(OSError, IndexError, ValueError):  # it ended since it was listed
            resident, shared = map(int, Path(f"/proc/{pid}/statm").read_text().split()[1:3])
            total += (resident - shared) * _PAGE
    return total


def shared_out_bytes(pids: list[int]) -> int:
    """The same with what several processes share counted once among them; slow where there is much memory."""
    return _rolled_up_bytes(pids, "Pss_Anon:")


def held_bytes(pids: list[int]) -> int:
    """Everything that these processes have in memory, code and files they map included (proportional set size).

    What several processes share is counted once among them; 0 where the system does not tell. As slow as the last one.
    """
    return _rolled_up_bytes(pids, "\nPss:")


def _rolled_up_bytes(pids: list[int], name: str) -> int:
    """The sum of one line of `smaps_rollup` over these processes. The kernel walks all their pages for it, locked."""
    total = 0
    for pid in pids:
        with contextlib.suppress(OSError, IndexError, ValueError):  # it ended since it was listed
            value = Path(f"/proc/{pid}/smaps_rollup").read_text().partition(name)[2]
            total += int(value.split()[0]) * 1024  # in kB
    return total


def tree_bytes(pid: int, most_bytes: int) -> int:
    """What all below a process hold together; what they share is counted once only where it comes to more than that."""
    below = descendants(pid)
    used = memory_bytes(below)
    return used if used <= most_bytes else shared_out_bytes(below)


def command_line(pid: int) -> bytes:
    """What the process was started with, its words ended by zeros; b"" where it is gone, or is just starting."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""
