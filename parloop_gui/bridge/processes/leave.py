"""Whether what the user's program does outside itself may be done again: asked while it waits, answered from anywhere.

trial waits ─► ask ─► tell(LeaveWanted) ─► window or command line ─► answer ─► the trial goes on, or is ended
"""

from __future__ import annotations

import os
import select
import threading
import time
from collections.abc import Callable
from typing import Self

from parloop_gui.engine.protocol.preflight_facts import Arrival
from parloop_gui.model.events.events import LeaveWanted


class Leave:
    """For one comparison: what was agreed to once holds for all of it. A context manager, since it holds a pipe.

    `answer` and `fileno` are for any thread, the rest is for one.
    """

    def __init__(self, *, is_given: bool = False) -> None:
        self._lock = threading.Lock()
        self._reading, self._writing = os.pipe()
        self._answer: bool | None = True if is_given else None
        self.tell: Callable[[LeaveWanted], object] = lambda event: self.answer(may=False)
        """Who is told that an answer is waited for."""
        self.waited_s = 0.0
        """How long they took in all."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            for fd in (self._reading, self._writing):
                os.close(fd)
            self._writing = -1

    @property
    def is_refused(self) -> bool:
        """Whether somebody said that it may not."""
        return self._answer is False

    def ask(self, python: str, arrival: Arrival) -> bool:
        """Whether it may be done again; returns when there is an answer."""
        if self._answer is None:
            began_at = time.monotonic()
            self.tell(LeaveWanted(python, arrival))
            select.select([self._reading], [], [])
            self.waited_s += time.monotonic() - began_at
        return self._answer is True

    def answer(self, *, may: bool) -> None:
        """What is said first holds."""
        with self._lock:
            if self._answer is None and self._writing >= 0:
                self._answer = may
                os.write(self._writing, b".")

    def fileno(self) -> int:
        """Ready to be read once there is an answer."""
        return self._reading
