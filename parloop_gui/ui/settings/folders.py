"""Where a file dialog begins: in the folder of last time, at first in the user's documents."""

from __future__ import annotations

from pathlib import Path

from PySide6 import QtCore  # QStandardPaths is made when it is named: the first paint does without

from parloop_gui.engine.protocol.presence import is_folder


def folder_to_begin_in(last: Path | None) -> Path:
    """That folder, as far as it is still there."""
    documents = QtCore.QStandardPaths.writableLocation(QtCore.QStandardPaths.StandardLocation.DocumentsLocation)
    wanted = last or Path(documents)
    return wanted if is_folder(wanted) else Path.home()
