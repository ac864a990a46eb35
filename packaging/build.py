"""Builds the packages: icons, the folder with both executables, and on Linux the .tar.gz and the .deb.

    icons.py ─► build/icons ─┐
    fonts.py ─► build/fonts ─┤
    parloop.spec ────────────┴─► dist/parloop ─► linux_packages.py ─► dist/*.tar.gz, dist/*.deb; elsewhere a .zip

It needs what packaging/requirements.lock names, and on Linux the tools below.
"""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT))

import fonts  # noqa: E402 - beside this file, however it is started

TOOLS = {"objdump": "binutils", "strip": "binutils", "dpkg-deb": "dpkg"}


def main() -> int:
    """Build everything; the exit status, 1 where a tool is missing."""
    missing = sorted({package for tool, package in TOOLS.items() if shutil.which(tool) is None})
    if sys.platform == "linux" and missing:
        print(f"Packages can't be built without these: sudo apt-get install -y {' '.join(missing)}", file=sys.stderr)
        return 1
    if sys.platform == "linux" and not fonts.fetch(ROOT / "build"):
        print(
            f"Packages bring the font Inter, and it can't be had: sudo apt-get install -y {fonts.PACKAGE}",
            file=sys.stderr,
        )
        return 1
    shutil.rmtree(ROOT / "dist", ignore_errors=True)
    _run(HERE / "icons.py")
    places = {"--distpath": ROOT / "dist", "--workpath": ROOT / "build" / "pyinstaller"}
    options = ["--noconfirm", "--log-level", "WARN", *(each for pair in places.items() for each in pair)]
    _run("-m", "PyInstaller", *options, HERE / "parloop.spec")
    if sys.platform == "linux":
        _run(HERE / "linux_packages.py")
    else:
        _zip()
    return 0


def _zip() -> None:
    """What is downloaded on Windows and macOS (not run there yet)."""
    from parloop_gui import __version__

    system = "macos" if sys.platform == "darwin" else "windows"
    target = ROOT / "dist" / f"parloop-{__version__}-{system}-{platform.machine()}"
    if system == "macos":  # keeps the links inside the bundle, which zipfile does not
        app = ROOT / "dist" / "Parloop.app"
        subprocess.run(["ditto", "-c", "-k", "--keepParent", str(app), f"{target}.zip"], check=True)
    else:
        shutil.make_archive(str(target), "zip", ROOT / "dist", "parloop")


def _run(*arguments: str | Path) -> None:
    subprocess.run([sys.executable, *map(str, arguments)], cwd=ROOT, check=True)


if __name__ == "__main__":
    sys.exit(main())
