"""Notes how workers ended: their exit statuses, as multiprocessing collects them in the runner."""

from __future__ import annotations

import contextlib
import os
import struct
from pathlib import Path
from typing import Any

from ..protocol.regular_file import read_regular
from ..protocol.runner_messages import EXITS_FILE

# As `multiprocessing.forkserver` writes a number.
_STATUS = struct.Struct("q")
# Some ten bytes for each worker that ended badly: of more, the first are enough.
_MOST_EXITS_BYTES = 1024 * 1024


def note_exits(folder: str) -> None:
    """From now on, append "PID STATUS" to the run's `exits` file for every worker that did not end with 0."""
    from multiprocessing import popen_fork

    kinds: list[Any] = [popen_fork.Popen]
    try:
        from multiprocessing import popen_forkserver

        kinds.append(popen_forkserver.Popen)
    except ImportError:  # where there is no forkserver, as on Windows
        pass
    # Python's own classes are what collects a worker's status; once they have, no one else can ask for it.
    for kind in kinds:
        kind.poll = _noting(kind.poll, f"{folder}/{EXITS_FILE}")


def noted_exits(folder: Path) -> dict[int, int]:
    """The exit statuses but 0 of the workers that the runner collected."""
    with contextlib.suppress(OSError, ValueError):  # no worker ended badly; or the user's code wrote there
        lines = [line.split() for line in read_regular(folder / EXITS_FILE, _MOST_EXITS_BYTES).splitlines()]
        return {int(pid): int(status) for pid, status in lines}
    return {}


def _noting(poll: Any, path: str) -> Any:
    def noting_poll(popen: Any, flag: int = os.WNOHANG) -> Any:
        known = popen.returncode
        status = poll(popen, flag)
        if known is None and status:
            _append(path, f"{popen.pid} {status}\n")
        return status

    return noting_poll


def unread_statuses(pid: int) -> list[int]:
    """The exit statuses that a forkserver wrote for that process and that it has not read; reading takes them away.

    A forkserver writes the status of each worker, 8 bytes, into a pipe that multiprocessing reads when it is asked
    how the worker is; who waits for a result never asks (Linux).
    """
    found = []
    for number in _read_ends(pid):
        with contextlib.suppress(OSError):  # the process, or that pipe of it, is gone
            fd = os.open(f"/proc/{pid}/fd/{number}", os.O_RDONLY | os.O_NONBLOCK)
            try:
                data = os.read(fd, _STATUS.size + 1)
            finally:
                os.close(fd)
            if len(data) == _STATUS.size:
                found.append(_STATUS.unpack(data)[0])
    return found


def _read_ends(pid: int) -> list[str]:
    """The descriptors by which that process reads from pipes."""
    found = []
    with contextlib.suppress(OSError):  # the process is gone, or this system has no /proc
        for entry in Path(f"/proc/{pid}/fd").iterdir():
            with contextlib.suppress(OSError):  # closed since it was listed
                info = Path(f"/proc/{pid}/fdinfo/{entry.name}").read_text()
                flags = int(info.partition("flags:")[2].split()[0], 8)
                if str(entry.readlink()).startswith("pipe:") and flags & os.O_ACCMODE == os.O_RDONLY:
                    found.append(entry.name)
    return found


def _append(path: str, line: str) -> None:
    """Add a line; a task that removed the folder costs the line, never the pool that asks how its workers are."""
    with contextlib.suppress(OSError):
        fd = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(fd, line.encode())
        finally:
            os.close(fd)
