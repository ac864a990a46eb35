"""What Parloop is built with, and under which licences: in a package what is really in it, else what is installed."""

from __future__ import annotations

import json
import platform
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

import parloop_gui

_DISTRIBUTIONS = {
    "PySide6_Essentials": "LGPL-3.0-only",
    "pyqtgraph": "MIT",
    "numpy": "BSD-3-Clause",
    "psutil": "BSD-3-Clause",
}


class LicensedPart(NamedTuple):
    """One thing that Parloop is built with; `text` is its licence's, "" where that does not lie here."""

    name: str
    version: str
    licence: str
    text: str


def built_with() -> tuple[LicensedPart, ...]:
    """The parts, Parloop itself first."""
    folder = Path(parloop_gui.__file__).parent / "licences"
    try:
        parts = json.loads((folder / "parts.json").read_text(encoding="utf-8"))
    except OSError:
        return _installed()
    return tuple(
        LicensedPart(
            part["name"], part["version"], part["licence"], (folder / part["text"]).read_text(encoding="utf-8")
        )
        for part in parts
    )


def _installed() -> tuple[LicensedPart, ...]:
    own = LicensedPart("Parloop", parloop_gui.__version__, "MIT", "")
    python = LicensedPart("Python", platform.python_version(), "PSF-2.0", "")
    return own, python, *(_distribution(name, licence) for name, licence in _DISTRIBUTIONS.items())


def _distribution(name: str, licence: str) -> LicensedPart:
    try:
        found = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return LicensedPart(name, "(version not known)", licence, "")
    texts = [file for file in found.files or () if ".dist-info" in str(file) and file.name.startswith("LICEN")]
    return LicensedPart(name, found.version, licence, "\n\n".join(file.read_text(encoding="utf-8") for file in texts))
