"""What a worker needs that was started afresh, by spawn or forkserver: the runner leaves it in the run's folder.

A forked worker has all this from its parent. A worker imports this module within its run's time, so it imports nothing
that multiprocessing has not loaded already; that is also why its birth is read here and not in `host/processes.py`.
"""

from __future__ import annotations

import os
import pickle
import time
from collections.abc import Callable
from time import perf_counter_ns
from typing import Any

# The variable that names the run's folder: all that such a worker is given.
RUN_VARIABLE = "PARLOOP_RUN"
_FILE = "worker.pickle"

Function = Callable[[Any], Any]
SetUp = Callable[..., object]


def leave(
    folder: str, function: Function, reads_schedstat: bool, set_up: SetUp | None = None, arguments: tuple[Any, ...] = ()
) -> None:
    """Leave the loop's function and its set-up; an empty file where that fails, and then such workers fail too."""
    try:
        # One behind the other: to unpickle the function imports its module, and the set-up may say from where.
        _write(folder, pickle.dumps((set_up, arguments)) + pickle.dumps((function, reads_schedstat)))
    except Exception:  # such workers say themselves that they could not unpickle it
        _write(folder, b"")


def load(folder: str) -> tuple[Function, bool]:
    """The loop's function, once its set-up has been called, and whether the run delay can be trusted here."""
    with open(f"{folder}/{_FILE}", "rb") as file:
        set_up, arguments = pickle.load(file)
        if set_up is not None:
            set_up(*arguments)
        function, reads_schedstat = pickle.load(file)
    return function, reads_schedstat


def birth_ns() -> int:
    """When this process was started, to a hundredth of a second, in ns of `perf_counter`; 0 where nothing tells."""
    try:
        with open("/proc/self/stat", "rb") as file:
            ticks = int(file.read().rpartition(b")")[2].split()[19])
        age_s = time.clock_gettime(time.CLOCK_BOOTTIME) - ticks / os.sysconf("SC_CLK_TCK")
    except (OSError, AttributeError, ValueError, IndexError):
        return 0
    return perf_counter_ns() - int(age_s * 1e9)


def _write(folder: str, data: bytes) -> None:
    with open(f"{folder}/{_FILE}", "wb") as file:
        file.write(data)
