"""Finds a Python that has numpy: the one that is given, or a virtual environment of it, made for this process."""

from __future__ import annotations

import functools
import subprocess
import tempfile
from pathlib import Path

# They are removed with this process.
_FOLDERS: list[tempfile.TemporaryDirectory[str]] = []


@functools.cache
def with_numpy(python: Path) -> Path | None:
    """That Python if it has numpy, else one of its version that has; None where numpy can't be installed."""
    if _ran(python, "-c", "import numpy"):
        return python
    _FOLDERS.append(folder := tempfile.TemporaryDirectory())
    made = Path(folder.name) / "bin" / "python"
    installed = _ran(python, "-m", "venv", folder.name) and _ran(made, "-m", "pip", "install", "--quiet", "numpy")
    return made if installed and _ran(made, "-c", "import numpy") else None


def _ran(python: Path, *arguments: str) -> bool:
    return subprocess.run([python, *arguments], capture_output=True, check=False).returncode == 0
