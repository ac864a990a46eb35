"""Virtual environments: those beside a file, of which the nearest is the file's own. Runs nothing."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from parloop_gui.bridge.host.paths import home_folder
from parloop_gui.engine.protocol.presence import is_file, is_folder, is_there

MARK = "pyvenv.cfg"
_USUAL = (".venv", "venv", "env", ".env")
# For a file outside the home and any repository: every folder above it is read, and may lie on a network drive.
_MOST_FOLDERS = 8
# A project's folder has fewer; in one with many thousands, of data say, looking for environments would take long.
_MOST_ENTRIES = 500


def environments_beside(file: Path) -> list[str]:
    """The executables of the virtual environments in the file's folder and those above it, the nearest first.

    Looked for up to the user's home or the root of a repository, as far up as a project reaches, and never in a folder
    that everybody may write to: what lies there may be anybody's.
    """
    return [str(python) for folder in _folders(file) for python in _in(folder)]


def environment_of(executable: str) -> Path | None:
    """The folder of the virtual environment that the executable belongs to; None where it belongs to none."""
    folder = Path(executable).parent.parent
    return folder if is_file(folder / MARK) else None


def label(executable: str) -> str:
    """What a virtual environment is called: "shop .venv", by its folder and its project's; "" for other Pythons."""
    folder = environment_of(executable)
    return f"{folder.parent.name} {folder.name}".strip() if folder is not None else ""


def _folders(file: Path) -> Iterator[Path]:
    home = home_folder()
    for count, folder in enumerate(file.absolute().parents):
        if count >= _MOST_FOLDERS or folder in (home, folder.parent) or _is_everybodys(folder):
            return
        yield folder
        if is_there(folder / ".git"):
            return


def _is_everybodys(folder: Path) -> bool:
    try:
        return bool(folder.stat().st_mode & stat.S_IWOTH)
    except (OSError, ValueError):
        return True


def _in(folder: Path) -> Iterator[Path]:
    """The usual names first, then whatever else is an environment."""
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in islice(entries, _MOST_ENTRIES) if is_folder(entry))
    except (OSError, ValueError):
        return
    for name in sorted(names, key=lambda name: _USUAL.index(name) if name in _USUAL else len(_USUAL)):
        python = folder / name / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
        if is_file(folder / name / MARK) and os.access(python, os.X_OK):
            yield python
