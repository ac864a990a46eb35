"""Where the user's own files are, as far as the system knows."""

from __future__ import annotations

import os
from pathlib import Path


def home_folder() -> Path:
    """The user's home; where there is none (a container's bare user id), a place in which nothing is and can be."""
    try:
        return Path.home()
    except RuntimeError:
        return Path(os.devnull)
