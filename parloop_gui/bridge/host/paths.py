"""Where the user's own files are, as far as the system knows.

The package platformdirs gives the same folders. It was tried and is not used: its 4,500 lines would save a dozen here,
the home folder is needed all the same, and where there is none it raises RuntimeError.
"""

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
    """Where Parloop keeps what can be made again."""
    if sys.platform == "win32":
        return users_data() / "parloop"
    if sys.platform == "darwin":
        return home_folder() / "Library" / "Caches" / "parloop"
    return _named("XDG_CACHE_HOME", ".cache") / "parloop"


def data_folder() -> Path:
    """Where Parloop keeps what must not be lost."""
    return users_data() / "parloop"


def users_data() -> Path:
    """Where this user's programs keep their data."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home_folder() / "AppData" / "Local")
    if sys.platform == "darwin":
        return home_folder() / "Library" / "Application Support"
    return xdg_data()


def xdg_data() -> Path:
    """The same for programs that keep to XDG's rule on macOS too, as uv does."""
    return _named("XDG_DATA_HOME", ".local/share")


def _named(variable: str, usual: str) -> Path:
    """The folder that the variable names; one that depends on where a program was started is to be ignored (XDG)."""
    named = Path(os.environ.get(variable, ""))
    return named if named.is_absolute() else home_folder() / usual
