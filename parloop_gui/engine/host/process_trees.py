"""Ends everything that this process has started, whatever session it moved to and whatever it started in turn."""

from __future__ import annotations

import contextlib
import ctypes
import os
import select
import signal
import sys
import time
from collections.abc import Callable, Iterable

from .own_group import OwnGroup
from .processes import TOLD, children, command_line, descendants, is_gone

# Of Linux's <sys/prctl.h>.
_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36
# Starting another program takes some microseconds; on a busy machine a core may be long in coming.
BECOMING_S = 0.2
# Measured: a resource tracker removes what the killed ones left within so long, and ends by itself.
TRACKER_GRACE_S = 0.5
# How long killed processes are waited for. Measured: 400 that fork on and on are gone in 47 ms; one that the kernel
# holds, on a dead network drive perhaps, is left to it.
DYING_S = 2.0


def heed_interrupts() -> None:
    """Ctrl-C does what it usually does in what is started from here, also where a shell had Parloop ignore it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def adopt_orphans() -> None:
    """Let processes whose parent died become this process's children, so that none escapes (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def leave_orphans() -> None:
    """From now on they are again the business of a process further up."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)


def end_with_parent() -> None:
    """Be killed when the thread that started this process ends, at the latest with its process (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)


def wake_with_parent() -> None:
    """Be continued, if stopped, when the thread that started this process ends, at the latest with its process (Linux).

    It then looks itself whether there is still somebody to work for; a signal that comes too early does nothing.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, int(signal.SIGCONT), 0, 0, 0)


def is_resource_tracker(pid: int, read: Callable[[int], bytes] = command_line) -> bool:
    """Whether it is multiprocessing's resource tracker, which tidies up after the others and goes last.

    `read` gives a process's command line: one that is just becoming another program has none for some microseconds.
    """
    until = time.monotonic() + BECOMING_S
    while not (line := read(pid)) and not is_gone(pid) and time.monotonic() < until:
        os.sched_yield()
    return b"resource_tracker" in line


def end_all(spared: set[int], leaders: Iterable[int] = (), tracker_grace_s: float = TRACKER_GRACE_S) -> None:
    """End every descendant of this process but those spared, whatever session it moved to, and collect it.

    The spared are children of this process; what is below them is spared too. Where the system does not tell what is
    below, the process groups that `leaders` lead are ended.
    """
    if not TOLD:
        for leader in leaders:
            _end_group(leader)
    everything = _stop_all(spared)
    trackers = {pid for pid in everything if is_resource_tracker(pid)}
    for pid in everything - trackers:
        _signal(pid, signal.SIGKILL)
    if _collect(spared | trackers, DYING_S) and not trackers:
        return
    for pid in trackers:
        _signal(pid, signal.SIGCONT)
    _collect(spared, tracker_grace_s)
    for pid in _below(spared):
        _signal(pid, signal.SIGKILL)
    _collect(spared, DYING_S)


def end_child(pid: int) -> None:
    """Kill a child of this process and collect it; one that is collected already may be another's process by now."""
    with contextlib.suppress(ChildProcessError):  # collected already
        if os.waitpid(pid, os.WNOHANG)[0] == 0:
            _signal(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def end_members(group: OwnGroup) -> None:
    """End all that is in a control group but this process, whoever's child it is, and remove the group."""
    deadline = time.monotonic() + DYING_S
    while members := group.members():
        if not group.kill():
            for number in (signal.SIGSTOP, signal.SIGKILL):
                for pid in members:
                    _signal(pid, number)
        if not _wait_for_one(members, deadline - time.monotonic()):
            break
    group.remove()


def _end_group(leader: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):  # gone, or it has become another user's
        if sys.platform == "win32":
            os.kill(leader, signal.SIGTERM)  # there it ends the process itself, at once
        else:
            os.killpg(leader, signal.SIGKILL)
    with contextlib.suppress(OSError):  # no child of this process, or collected already
        os.waitpid(leader, 0)


def _stop_all(spared: set[int]) -> set[int]:
    """Stop them first: what is stopped can't fork while the others are being ended."""
    stopped: set[int] = set()
    while True:
        found = _below(spared) - stopped
        if not found:
            return stopped
        for pid in found:
            _signal(pid, signal.SIGSTOP)
        stopped |= found


def _below(spared: set[int]) -> set[int]:
    """All descendants of this process but those spared and what is below these."""
    own = [pid for pid in children(os.getpid()) if pid not in spared]
    return {*own, *(below for pid in own for below in descendants(pid))}


def _signal(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):  # gone, or it has become another user's
        os.kill(pid, number)


def _collect(spared: set[int], timeout_s: float) -> bool:
    """Wait for the children but the spared to end, and take their exit statuses; whether none of them is left."""
    deadline = time.monotonic() + timeout_s
    while True:
        left = [pid for pid in children(os.getpid()) if pid not in spared]
        if not left:
            return True
        for pid in left:
            with contextlib.suppress(ChildProcessError):  # collected already, or no direct child
                os.waitpid(pid, os.WNOHANG)
        left = [pid for pid in children(os.getpid()) if pid not in spared]
        if not left:
            return True
        if not _wait_for_one(left, deadline - time.monotonic()):
            return False


def _wait_for_one(pids: list[int], timeout_s: float) -> bool:
    waiting = select.poll()
    fds = []
    for pid in pids:
        with contextlib.suppress(OSError):  # it is gone: nothing to wait for
            fds.append(os.pidfd_open(pid))
            waiting.register(fds[-1], select.POLLIN)
    try:
        return timeout_s > 0 and bool(waiting.poll(timeout_s * 1000))
    finally:
        for fd in fds:
            os.close(fd)
