"""Runs every check of the packages in dist/, one after the other.

python packaging/checks/all.py [NAME …]     sizes  commands  first_paint  installed
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
CHECKS = ("sizes", "commands", "first_paint", "installed")
TOOLS = {
    "appstreamcli": "appstream",
    "debootstrap": "debootstrap",
    "desktop-file-validate": "desktop-file-utils",
    "openbox": "openbox",
    "strace": "strace",
    "xdotool": "xdotool",
    "Xvfb": "xvfb",
}


def main() -> int:
    """Run those named, or all; the exit status, 1 where one fails or can't be run."""
    missing = sorted(package for tool, package in TOOLS.items() if shutil.which(tool) is None)
    if missing:
        print(f"The checks need these: sudo apt-get install -y {' '.join(missing)}", file=sys.stderr)
        return 1
    failed = []
    for name in sys.argv[1:] or CHECKS:
        command = [sys.executable, str(HERE / f"{name}.py")]
        if name == "installed":
            if os.geteuid() != 0:
                print("not run: installed (it unpacks a Debian, which takes root)", file=sys.stderr)
                failed.append(name)
                continue
            command = ["unshare", "--mount", *command]
        if subprocess.run(command, check=False).returncode != 0:
            failed.append(name)
    print(f"Failed: {', '.join(failed)}" if failed else "Every check of the packages passed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
