"""The Pythons that Windows' launcher knows: `py -0p` lists them, with their paths."""

from __future__ import annotations

import contextlib
import re
import subprocess
import sys

_PATH = re.compile(r"(?:[A-Za-z]:|\\\\)[\\/].*\.exe\s*$", re.IGNORECASE)
# It only reads the registry: a launcher that takes this long hangs, and the other places are still to be looked at.
_LIMIT_S = 10.0


def launcher_pythons() -> list[str]:
    """Executables in the launcher's order; none elsewhere than on Windows, or where there is no launcher."""
    if sys.platform == "win32":
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):  # no launcher, or one that hangs
            done = subprocess.run(
                ["py", "-0p"],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_LIMIT_S,
                check=False,
                creationflags=subprocess.CREATE_NO_WINDOW,
            )
            return listed(done.stdout.decode(errors="replace"))
    return []


def listed(text: str) -> list[str]:
    """The paths in what the launcher prints: a line is " -V:3.12 *   PATH", or " -3.9-64   PATH" of an older one."""
    return [found.group().strip() for line in text.splitlines() if (found := _PATH.search(line))]
