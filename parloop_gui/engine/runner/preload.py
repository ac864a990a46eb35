"""What the standard library would import at its first use, under the clock: imported beforehand."""

from __future__ import annotations

import contextlib
import importlib

LAZY_IMPORTS = (
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


def import_what_is_lazy() -> None:
    """Import now what the standard library would import at its first use, under the clock."""
    for name in LAZY_IMPORTS:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
