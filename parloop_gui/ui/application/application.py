"""The application around the window: its name, and what comes to it from outside while it runs.

    a later start ── Door (a thread) ── `asked` ──────────┐
    Finder ── FileOpen event (macOS) ── `document_asked` ─┴─► the window shows the document and comes to the front

Where no door can be opened, every start has a window of its own.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.window.main_window import MainWindow

if TYPE_CHECKING:
    from parloop_gui.bridge.host.single_instance import Door


# As Qt's own argument: for `setStyle` PySide makes all of QStyle, which the first paint would wait for.
STYLE = ("-style", "fusion")


class Application(QApplication):
    """`document_asked` carries the path of a document that macOS was asked to open with Parloop."""

    document_asked = Signal(str)

    def __init__(self, arguments: list[str]) -> None:
        super().__init__([*arguments, *STYLE])
        self.setApplicationName("Parloop")
        self.setDesktopFileName("parloop")

    @override
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent):
            self.document_asked.emit(event.file())
            return True
        return super().event(event)


class Callers(QObject):
    """Shows in the window what later starts ask for: lets them in from the first paint until the window closes.

    `asked` carries a document's path ("": none) and the token with which Wayland lets a window come forward.
    """

    asked = Signal(str, str)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._door: Door | None = None
        self.asked.connect(self.show)
        window.background.started.connect(self._open_door)
        window.closing.connect(self.close)

    def show(self, document: str, activation: str = "") -> None:
        """Bring the window to the front, with the document if there is one."""
        if activation:
            os.environ["XDG_ACTIVATION_TOKEN"] = activation  # where Qt looks for it
        self._window.setWindowState(self._window.windowState() & ~Qt.WindowState.WindowMinimized)
        self._window.raise_()
        self._window.activateWindow()
        if document:
            self._window.open(Path(document))

    def close(self) -> None:
        """Whoever asks from now on gets a window of their own."""
        if self._door is not None:
            self._door.close()

    def _open_door(self) -> None:
        from parloop_gui.bridge.host.single_instance import Door

        with contextlib.suppress(OSError):
            self._door = Door(self.asked.emit, os.environ)
