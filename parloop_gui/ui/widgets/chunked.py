"""Does much in small parts: between two of them the event loop has its turn, so that nothing waits for all of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer


class Chunked(QObject):
    """One part per turn of the event loop, in the window's thread.

    With a timer of its own: single shots of 0 ms are events, and what is posted while events are handled is handled
    before any timer.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._left: list[Callable[[], object]] = []
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._take_turn)

    def begin(self, parts: Iterable[Callable[[], object]], at_once: bool = False) -> None:
        """Do these from the next turn on, or at once; what is left of former ones is dropped."""
        self._left = list(parts)
        self._wait()
        if at_once:
            self.finish()

    def finish(self) -> None:
        """Do at once what is left."""
        while self._left:
            self._left.pop(0)()

    def _wait(self) -> None:
        if self._left:
            self._timer.start()  # anew for each part: timers that came due meanwhile are served first

    def _take_turn(self) -> None:
        if self._left:
            self._left.pop(0)()
        self._wait()
