"""The engine as on a system that has only what all have: no /proc, fork, pidfd, subreaper or run delay."""

from __future__ import annotations

import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

# Where the switch lies that each Python finds by PYTHONPATH.
PLACE = Path(__file__).resolve().parents[1] / "data" / "elsewhere"
_HIDING = 'mount -t tmpfs none /proc && exec "$@"'


def elsewhere(command: list[str]) -> list[str]:
    """The command in a namespace where there is nothing in /proc."""
    return ["unshare", "-m", "sh", "-c", _HIDING, "sh", *command]


@cache
def can_be_elsewhere() -> bool:
    """Whether such a namespace can be made here."""
    if sys.platform != "linux" or shutil.which("unshare") is None:
        return False
    return subprocess.run(elsewhere(["true"]), capture_output=True, check=False).returncode == 0
