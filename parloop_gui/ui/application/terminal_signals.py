"""Ctrl-C in the terminal that the window was started from, and SIGTERM: the first closes it, the next one leaves.

Qt waits outside Python, where no signal is handled: each writes a byte to a socket that Qt listens to.
"""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier
from PySide6.QtWidgets import QWidget

Leave = Callable[[int, FrameType | None], object]


class TerminalSignals(QObject):
    """Closes the window as its button would; `asked` once it was asked to. `leave` ends the process at once."""

    def __init__(self, window: QWidget, leave: Leave) -> None:
        super().__init__(window)
        self._leave = leave
        self._window, self.asked = window, False
        self._speak, self._hear = socket.socketpair()
        for end in (self._speak, self._hear):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._hear.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_byte)
        self._before = {each: signal.signal(each, self._handle) for each in _heeded()}
        signal.set_wakeup_fd(self._speak.fileno(), warn_on_full_buffer=False)

    def close(self) -> None:
        """Signals do again what they did before."""
        signal.set_wakeup_fd(-1)
        for each, handler in self._before.items():
            signal.signal(each, handler)
        self._notifier.setEnabled(False)
        self._speak.close()
        self._hear.close()

    def _handle(self, number: int, frame: FrameType | None) -> None:
        if self.asked:
            self._leave(number, frame)
        self.asked = True
        self._window.close()

    def _on_byte(self) -> None:
        """By now Python has called the handler: it does when it is next entered."""
        self._hear.recv(64)


def _heeded() -> list[signal.Signals]:
    """Not those that whoever started Parloop had it ignore."""
    usual = (signal.SIGINT, signal.SIGTERM)
    return [each for each in usual if signal.getsignal(each) is not signal.SIG_IGN]
