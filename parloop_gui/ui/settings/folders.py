"""Where a file dialog begins: in the folder of last time, at first in the user's documents."""

from __future__ import annotations

from pathlib import Path

from PySide6 import QtCore  # QStandardPaths is made when it is named: the first paint does without


def folder_to_begin_in(last: Path | None) -> Path:
    """That folder, as far as it is still there."""
    documents = QtCore.QStandardPaths.writableLocation(QtCore.QStandardPaths.StandardLocation.DocumentsLocation)
    wanted = last or Path(documents)
    return wanted if wanted.is_dir() else Path.home()
