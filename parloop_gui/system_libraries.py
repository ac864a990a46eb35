"""Which system libraries the window needs that this Linux lacks, and the one line that installs them.

`python -m parloop_gui.system_libraries` installs them when run as root, and otherwise prints that line. Its status is 1
where something is missing still; with `--window-is-optional` only where Parloop can't even be set up.
It runs before anything else is installed: the standard library has to do.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from collections.abc import Sequence

from parloop_gui.engine.protocol.presence import expanded

OPTIONAL = "--window-is-optional"

ALWAYS = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
}
X11 = {
    "libxcb.so.1": "libxcb1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
WAYLAND = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")


def missing_packages(*groups: dict[str, str]) -> list[str]:
    """The Debian packages of those libraries that can't be loaded here; [] on other systems than Linux."""
    if not sys.platform.startswith("linux"):
        return []
    return [package for group in groups for library, package in group.items() if not _loads(library)]


def advice(packages: list[str]) -> str:
    """What to do about missing packages, as a clause."""
    if shutil.which("apt-get"):
        return f"run: sudo apt-get install -y {' '.join(packages)}"
    return f"install what your system calls these Debian packages: {' '.join(packages)}"


def main(options: Sequence[str] = ()) -> int:
    """Install what is missing, or say how; 0 when nothing is missing any more that has to be there."""
    packages = all_missing()
    if packages and os.geteuid() == 0 and shutil.which("apt-get"):
        _install(packages)
        packages = all_missing()
    if packages:
        print(f"Parloop needs system packages that are missing; {advice(packages)}", file=sys.stderr)
    has_to_be_there = missing_for_setup() if OPTIONAL in options else packages
    return 1 if has_to_be_there else 0


def all_missing() -> list[str]:
    """The system packages that window and set-up lack."""
    packages = missing_packages(ALWAYS, X11, WAYLAND)
    if sys.platform.startswith("linux") and not _has_font():
        packages.append("fonts-dejavu-core")
    return packages + missing_for_setup()


def missing_for_setup() -> list[str]:
    """Those without which not even the command line can be set up."""
    return [f"python3.{sys.version_info.minor}-venv"] if importlib.util.find_spec("ensurepip") is None else []


def _loads(library: str) -> bool:
    import ctypes

    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _has_font() -> bool:
    folders = (expanded(folder) for folder in FONT_FOLDERS)
    return any(next(folder.rglob(f"*.{end}"), None) for folder in folders for end in ("ttf", "otf", "ttc", "pfb"))


def _install(packages: list[str]) -> None:
    import subprocess

    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    quietly = {"env": environment, "stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
    print(f"Installing {' '.join(packages)}", file=sys.stderr)
    for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        subprocess.run(["apt-get", "-qq", *command], check=False, **quietly)  # type: ignore[call-overload]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
