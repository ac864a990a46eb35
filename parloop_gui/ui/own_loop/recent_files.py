"""The user's files that were compared last, the newest first."""

from __future__ import annotations

from pathlib import Path

from parloop_gui.engine.protocol.presence import is_file
from parloop_gui.ui.settings.preferences import preferences

# As many as one looks over at a glance.
MOST = 8


def recent_files() -> list[Path]:
    """Those that are still there."""
    return [path for path in map(Path, preferences.recent_files) if _is_there(path)]


def remember_file(path: Path) -> None:
    """Put this one first."""
    others = [each for each in recent_files() if each != path]
    preferences.recent_files = [str(each) for each in (path, *others)][:MOST]


def _is_there(path: Path) -> bool:
    try:
        return is_file(path)
    except (OSError, ValueError):
        return False
