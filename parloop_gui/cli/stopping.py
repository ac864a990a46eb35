"""Ctrl-C and SIGTERM: the first stops and keeps what is finished, the next one leaves at once."""

from __future__ import annotations

import contextlib
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_OVER = b"\0"


class Waiting:
    """Lets the main thread wait for another one's work and still hear every signal.

    A signal that comes just before a thread begins to wait for a lock is only acted on when that wait is over. So this
    waits for a byte instead, and each signal sends one.
    """

    def __init__(self) -> None:
        self._speak, self._hear = socket.socketpair()
        self._speak.setblocking(False)

    def over(self) -> None:
        """Say that the work is done; from any thread."""
        self._speak.send(_OVER)

    def wait(self) -> None:
        """Return once the work is done; signals are handled meanwhile."""
        while self._hear.recv(1) != _OVER:
            pass

    def fileno(self) -> int:
        """What signals write to."""
        return self._speak.fileno()

    def close(self) -> None:
        """Give both ends back."""
        self._speak.close()
        self._hear.close()


@contextlib.contextmanager
def stopping(stop: Callable[[], None]) -> Iterator[Waiting]:
    """Within it the first signal calls `stop`, the second one raises KeyboardInterrupt; gives what to wait with."""
    with contextlib.closing(Waiting()) as waiting:
        if threading.current_thread() is not threading.main_thread():
            yield waiting
            return
        with _handled(stop, waiting):
            yield waiting


@contextlib.contextmanager
def _handled(stop: Callable[[], None], waiting: Waiting) -> Iterator[None]:
    asked = False

    def handle(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True
        stop()

    heeded = [each for each in _SIGNALS if signal.getsignal(each) is not signal.SIG_IGN]  # as whoever started us meant
    handlers: dict[signal.Signals, Any] = {each: signal.signal(each, handle) for each in heeded}
    wakeup = signal.set_wakeup_fd(waiting.fileno(), warn_on_full_buffer=False)
    try:
        yield
    finally:
        signal.set_wakeup_fd(wakeup)
        for each, handler in handlers.items():
            signal.signal(each, handler)
