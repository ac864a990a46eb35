"""Tells when the file that is chosen has become another: written, replaced as editors do, removed or back again."""

from __future__ import annotations

import contextlib
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from parloop_gui.engine.protocol.presence import is_there

# Files are written in several steps, and a folder may change all the time: so long after the first it is looked at.
SETTLE_MS = 100

Stamp = tuple[int, int, int] | None


class FileWatch(QObject):
    """Watches one file, and its folders: who replaces a file takes what was watched away. `changed`: it is another."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._path = ""
        self._seen: Stamp = None
        self._watcher: QFileSystemWatcher | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SETTLE_MS)
        self._soon.timeout.connect(self._look)

    def follow(self, path: str) -> None:
        """Watch this file from now on; "" for none."""
        if path == self._path:
            return
        if self._watcher is not None:
            self._watcher.deleteLater()
            self._watcher = None
        self._path = path
        if path:
            self._watcher = QFileSystemWatcher(self)
            self._watcher.fileChanged.connect(self._on_changed)
            self._watcher.directoryChanged.connect(self._on_changed)
            self._watch()
        self._seen = stamp_of(path)

    def _watch(self) -> None:
        if self._watcher is None:
            return
        watched = {*self._watcher.files(), *self._watcher.directories()}
        path = Path(self._path)
        with contextlib.suppress(OSError, ValueError, RuntimeError):
            wanted = {str(each) for each in (path, path.parent, path.resolve().parent) if is_there(each)}
            if wanted - watched:
                self._watcher.addPaths([*wanted - watched])

    def _on_changed(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _look(self) -> None:
        self._watch()
        now = stamp_of(self._path)
        if now != self._seen:
            self._seen = now
            self.changed.emit()


def stamp_of(path: str) -> Stamp:
    """Another as soon as the file is another; None where there is none."""
    try:
        about = Path(path).stat()
    except (OSError, ValueError):
        return None
    return about.st_ino, about.st_mtime_ns, about.st_size
