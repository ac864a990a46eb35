"""The Python that Parloop itself runs under, as an executable that obeys what every Python obeys."""

from __future__ import annotations

import sys
from pathlib import Path

ENGINE = "parloop-engine"


def own_python() -> str:
    """This process's interpreter; in a package the engine's executable, which lies beside the window's."""
    if not getattr(sys, "frozen", False):
        return sys.executable
    window = Path(sys.executable)
    return str(window.with_name(ENGINE + window.suffix))
