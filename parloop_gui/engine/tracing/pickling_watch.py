"""Watches what multiprocessing's queues can't pickle: some strategies lose it, and who reads the queue waits for ever.

Imported only where multiprocessing is loaded anyway: this module loads its queues.
"""

from __future__ import annotations

from collections.abc import Callable
from multiprocessing import queues
from typing import Any


def watch_pickling(on_failure: Callable[[Exception], None]) -> None:
    """Call `on_failure` with each error of pickling for a queue, in this process and those forked from it."""
    # Private: multiprocessing has no hook for what it pickles.
    python_own: Any = queues._ForkingPickler  # type: ignore[attr-defined]
    if python_own.__module__ == __name__:  # watched already, before a fork
        return

    class WatchedPickler(python_own):  # type: ignore[misc]
        @classmethod
        def dumps(cls, obj: Any, protocol: int | None = None) -> Any:
            try:
                return python_own.dumps(obj, protocol)
            except Exception as error:
                on_failure(error)
                raise

    queues._ForkingPickler = WatchedPickler  # type: ignore[attr-defined]
