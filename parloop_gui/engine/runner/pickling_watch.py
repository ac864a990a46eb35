"""Notes what multiprocessing's queues can't pickle, beside the spans: some strategies lose it and wait for ever."""

from __future__ import annotations

from multiprocessing import queues
from typing import Any

from ..tracing import recorder


def watch_pickling() -> None:
    """Note what queues can't pickle: some lose it in a thread of their own, and its reader waits for ever."""
    python_own: Any = queues._ForkingPickler  # type: ignore[attr-defined]
    if python_own.__module__ == __name__:
        return

    class NotingPickler(python_own):  # type: ignore[misc]
        @classmethod
        def dumps(cls, obj: Any, protocol: int | None = None) -> Any:
            try:
                return python_own.dumps(obj, protocol)
            except Exception as error:
                if recorder.is_between_tasks():
                    recorder.note(error, recorder.NO_KEY, "unpicklable")
                raise

    queues._ForkingPickler = NotingPickler  # type: ignore[attr-defined]
