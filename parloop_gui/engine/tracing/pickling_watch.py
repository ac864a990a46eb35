"""Watches what multiprocessing's queues can't pickle: some strategies lose it, and who reads the queue waits for ever.

Imported only where multiprocessing is loaded anyway: this module loads its queues. joblib's workers, which have queues
of their own, come here with the first task; to import joblib is never this module's business.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from multiprocessing import queues
from typing import Any

_OF_JOBLIB = "joblib.externals.loky.backend.queues"


def watch_pickling(on_failure: Callable[[Exception], None]) -> None:
    """Call `on_failure` with each error of pickling for a queue, in this process and those forked from it."""
    _watch_joblib(on_failure)
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


def _watch_joblib(on_failure: Callable[[Exception], None]) -> None:
    """The same of joblib's queues, where this process has them.

    joblib ends its workers before it raises what could not be pickled, and they would be taken for what went wrong.
    """
    queues_of_joblib: Any = sys.modules.get(_OF_JOBLIB)
    if queues_of_joblib is None or queues_of_joblib.dumps.__module__ == __name__:
        return
    own = queues_of_joblib.dumps

    def dumps(obj: Any, *rest: Any, **options: Any) -> Any:
        try:
            return own(obj, *rest, **options)
        except Exception as error:
            on_failure(error)
            raise

    queues_of_joblib.dumps = dumps
