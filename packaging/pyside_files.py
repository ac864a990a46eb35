"""PySide's own Python files, compiled: where they don't lie beside it, it compiles them anew at every start."""

from __future__ import annotations

import os
import py_compile
import subprocess
import sys
from pathlib import Path


def compiled(folder: Path) -> list[tuple[str, str]]:
    """Compile them into a folder; each with where in the package it goes, as PyInstaller takes data."""
    import shiboken6

    subprocess.run([sys.executable, "-c", "import shiboken6"], env={**os.environ, "SBK_EMBED": "no"}, check=True)
    unpacked = Path(shiboken6.__file__).parent / "files.dir"
    collected = []
    for source in unpacked.rglob("*.py"):
        name = source.relative_to(unpacked)
        made = (folder / name).with_suffix(".pyc")
        py_compile.compile(
            str(source),
            str(made),
            name.as_posix(),
            doraise=True,
            invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
        )
        collected.append((str(made), (Path("shiboken6/files.dir") / name.parent).as_posix()))
    return collected
