"""Inter, which the package brings: from Debian's own package of it, never from this repository.

    installed, or apt-get download ─► build/fonts ─► parloop_gui/resources/fonts, and its licence beside the others

Elsewhere than on Debian the package brings none, and the system's own font is shown.
"""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
from pathlib import Path

PACKAGE = "fonts-inter"
WEIGHTS = ("Regular", "Medium", "SemiBold")
"""Those that the window is set in."""
_FONTS, _DOCUMENTS = Path("usr/share/fonts/opentype/inter"), Path("usr/share/doc") / PACKAGE


def fetch(build: Path) -> bool:
    """Have the font in `build`: from this machine, else downloaded; whether it is there."""
    target = build / "fonts"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    if not (Path("/") / _FONTS).is_dir():
        subprocess.run(["apt-get", "download", "-qq", PACKAGE], cwd=target, check=False)
        for archive in target.glob("*.deb"):
            subprocess.run(["dpkg-deb", "-x", str(archive), str(target)], check=True)
        return bool(files(build))
    for folder in (_FONTS, _DOCUMENTS):
        shutil.copytree(Path("/") / folder, target / folder)
    return bool(files(build))


def files(build: Path) -> list[Path]:
    """The font files that are bundled; none where there is not each of them."""
    found = [build / "fonts" / _FONTS / f"Inter-{weight}.otf" for weight in WEIGHTS]
    return found if all(file.is_file() for file in found) else []


def licence(build: Path) -> Path:
    """The text of its licence."""
    return build / "fonts" / _DOCUMENTS / "copyright"


def version(build: Path) -> str:
    """Which it is, by Debian's list of its changes: "4.0" of "fonts-inter (4.0~beta7+ds-1)"; "" where it tells none."""
    with gzip.open(build / "fonts" / _DOCUMENTS / "changelog.Debian.gz", "rt", encoding="utf-8") as changes:
        found = re.match(r"\S+ \(([\d.]+)", changes.readline())
    return found[1] if found else ""
