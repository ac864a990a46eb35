"""Notes how workers ended: their exit statuses, as multiprocessing collects them in the runner."""

from __future__ import annotations

import os
from typing import Any

from .handover import EXITS_FILE


def note_exits(folder: str) -> None:
    """From now on, append "PID STATUS" to the run's `exits` file for every worker that did not end with 0."""
    from multiprocessing import popen_fork

    kinds: list[Any] = [popen_fork.Popen]
    try:
        from multiprocessing import popen_forkserver

        kinds.append(popen_forkserver.Popen)
    except ImportError:
        pass
    for kind in kinds:
        kind.poll = _noting(kind.poll, f"{folder}/{EXITS_FILE}")


def _noting(poll: Any, path: str) -> Any:
    def noting_poll(popen: Any, flag: int = os.WNOHANG) -> Any:
        known = popen.returncode
        status = poll(popen, flag)
        if known is None and status:
            _append(path, f"{popen.pid} {status}\n")
        return status

    return noting_poll


def _append(path: str, line: str) -> None:
    fd = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(fd, line.encode())
    finally:
        os.close(fd)
