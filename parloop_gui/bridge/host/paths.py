"""Where the user's own files are, as far as the system knows."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def home_folder() -> Path:
    """The user's home; where there is none (a container's bare user id), a place in which nothing is and can be."""
    try:
        return Path.home()
    except RuntimeError:
        return Path(os.devnull)


def cache_folder() -> Path:
    """Where this user's programs keep what can be made again."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home_folder() / "AppData" / "Local") / "parloop"
    if sys.platform == "darwin":
        return home_folder() / "Library" / "Caches" / "parloop"
    named = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(named) if Path(named).is_absolute() else home_folder() / ".cache") / "parloop"


def data_folder() -> Path:
    """Where this user's programs keep what must not be lost."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home_folder() / "AppData" / "Local") / "parloop"
    if sys.platform == "darwin":
        return home_folder() / "Library" / "Application Support" / "parloop"
    named = os.environ.get("XDG_DATA_HOME", "")
    return (Path(named) if Path(named).is_absolute() else home_folder() / ".local" / "share") / "parloop"
