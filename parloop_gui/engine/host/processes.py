"""What differs between systems: finding, stopping and ending processes, and what the kernel tells of them.

Linux tells everything through /proc. Elsewhere each function says None or does what POSIX or Windows can: figures
are missing there, nothing crashes.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import select
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path

LINUX = sys.platform == "linux"
_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
BECOMING_S = 0.2
_TICK_S = 1 / os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 0.01


@dataclass(frozen=True)
class CpuTimes:
    """What all cores together have done since boot, in seconds."""

    busy_s: float
    steal_s: float
    total_s: float


def adopt_orphans() -> None:
    """Let processes whose parent died become this process's children, so that none escapes (Linux)."""
    if LINUX:
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def end_with_parent() -> None:
    """Be killed when the thread that started this process ends, at the latest with its process (Linux)."""
    if LINUX:
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)


def children(pid: int) -> list[int]:
    """The direct children of a process, of all its threads."""
    found: list[int] = []
    with contextlib.suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            with contextlib.suppress(OSError):
                found += map(int, (thread / "children").read_text().split())
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
    return _stat_fields(pid)[:1] in ([], ["Z"], ["X"])


def exit_status(pid: int) -> int | None:
    """A zombie's exit status as waitpid gives it, if its parent has not collected it yet."""
    fields = _stat_fields(pid)
    if fields[:1] != ["Z"]:
        return None
    return os.waitstatus_to_exitcode(int(fields[-1]))


def _stat_fields(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return []


def cpu_s(pid: int) -> float:
    """The CPU time of a process so far."""
    fields = _stat_fields(pid)
    return (int(fields[11]) + int(fields[12])) * _TICK_S if len(fields) > 12 else 0.0


def memory_bytes(pids: list[int]) -> int:
    """What these processes hold in memory together, pages shared with files left out.

    Quick, but what a fork shares with its parent is counted in both.
    """
    total = 0
    for pid in pids:
        with contextlib.suppress(OSError, IndexError, ValueError):
            resident, shared = map(int, Path(f"/proc/{pid}/statm").read_text().split()[1:3])
            total += (resident - shared) * _PAGE
    return total


def shared_out_bytes(pids: list[int]) -> int:
    """The same with what several processes share counted once among them; slow where there is much memory."""
    total = 0
    for pid in pids:
        with contextlib.suppress(OSError, IndexError, ValueError):
            told = Path(f"/proc/{pid}/smaps_rollup").read_text().partition("Pss_Anon:")[2]
            total += int(told.split()[0]) * 1024
    return total


def cpu_times() -> CpuTimes | None:
    """The whole machine's CPU time (Linux)."""
    try:
        with open("/proc/stat") as file:
            user, nice, kernel, idle, iowait, irq, softirq, steal = map(int, file.readline().split()[1:9])
    except (OSError, ValueError):
        return None
    busy = user + nice + kernel + irq + softirq
    return CpuTimes(busy * _TICK_S, steal * _TICK_S, (busy + idle + iowait + steal) * _TICK_S)


def load_1min() -> float | None:
    """The load average of the last minute."""
    try:
        return os.getloadavg()[0]
    except (OSError, AttributeError):
        return None


def is_resource_tracker(pid: int) -> bool:
    """Whether it is multiprocessing's resource tracker, which tidies up after the others and goes last.

    A process that is just becoming another program has no command line for some microseconds.
    """
    until = time.monotonic() + BECOMING_S
    while not (line := _command_line(pid)) and not is_gone(pid) and time.monotonic() < until:
        os.sched_yield()
    return b"resource_tracker" in line


def _command_line(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def end_all(spared: set[int], tracker_grace_s: float = 0.5) -> None:
    """End every descendant of this process but those spared, whatever session it moved to, and collect it."""
    everything = _stop_all(spared)
    trackers = {pid for pid in everything if is_resource_tracker(pid)}
    for pid in everything - trackers:
        _signal(pid, signal.SIGKILL)
    _collect(spared | trackers, 2.0)
    for pid in trackers:
        _signal(pid, signal.SIGCONT)
    _collect(spared, tracker_grace_s)
    for pid in set(descendants(os.getpid())) - _with_descendants(spared):
        _signal(pid, signal.SIGKILL)
    _collect(spared, 2.0)


def _stop_all(spared: set[int]) -> set[int]:
    """Stop them first: what is stopped can't fork while the others are being ended."""
    stopped: set[int] = set()
    while True:
        found = set(descendants(os.getpid())) - _with_descendants(spared) - stopped
        if not found:
            return stopped
        for pid in found:
            _signal(pid, signal.SIGSTOP)
        stopped |= found


def _with_descendants(pids: set[int]) -> set[int]:
    return pids.union(*(descendants(pid) for pid in pids))


def _signal(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, number)


def _collect(spared: set[int], timeout_s: float) -> None:
    """Wait for the children but the spared to end, and take their exit statuses."""
    deadline = time.monotonic() + timeout_s
    while True:
        left = [pid for pid in children(os.getpid()) if pid not in spared]
        for pid in left:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)
        left = [pid for pid in children(os.getpid()) if pid not in spared]
        if not left or not _wait_for_one(left, deadline - time.monotonic()):
            return


def _wait_for_one(pids: list[int], timeout_s: float) -> bool:
    waiting = select.poll()
    fds = []
    for pid in pids:
        with contextlib.suppress(OSError):
            fds.append(os.pidfd_open(pid))
            waiting.register(fds[-1], select.POLLIN)
    try:
        return timeout_s > 0 and bool(waiting.poll(timeout_s * 1000))
    finally:
        for fd in fds:
            os.close(fd)


def run_delay_can_be_trusted() -> bool:
    """Whether this kernel counts waiting for a core: two processes spin on one core and must see it."""
    if not LINUX or not Path("/proc/self/schedstat").exists():
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
        until = time.perf_counter() + 0.04
        while time.perf_counter() < until:
            pass
        code = 0 if int(Path("/proc/self/schedstat").read_text().split()[1]) > 5_000_000 else 1
    finally:
        os._exit(code)
