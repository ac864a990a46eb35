"""The user's files that were compared last, the newest first."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import QSettings

MOST = 8
_KEY = "recent-files"


def recent_files() -> list[Path]:
    """Those that are still there."""
    try:
        kept = json.loads(str(QSettings("parloop", "parloop").value(_KEY, "[]")))
    except ValueError:
        return []
    names = [name for name in kept if isinstance(name, str)] if isinstance(kept, list) else []
    return [path for path in map(Path, names) if _is_there(path)]


def remember_file(path: Path) -> None:
    """Put this one first."""
    others = [each for each in recent_files() if each != path]
    names = [str(each) for each in (path, *others)][:MOST]
    QSettings("parloop", "parloop").setValue(_KEY, json.dumps(names))


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
