"""What the standard library would import at its first use, under the clock: imported beforehand."""

from __future__ import annotations

import contextlib
import importlib

from ..host import gil_switch

PRELOADED = (
    "concurrent.futures.process",
    "concurrent.futures.thread",
    "multiprocessing.pool",
    "multiprocessing.queues",
    "multiprocessing.popen_fork",
    "multiprocessing.popen_forkserver",
    "multiprocessing.popen_spawn_posix",
    "multiprocessing.resource_tracker",
    "multiprocessing.synchronize",
    "multiprocessing.connection",
    "queue",
    "signal",
    "subprocess",
)


def preload() -> None:
    """Import now what the standard library would import at its first use, under the clock."""
    gil_switch.watch()  # before anything that might switch it on
    for name in PRELOADED:
        with contextlib.suppress(ImportError):  # not every system has each of them
            importlib.import_module(name)
