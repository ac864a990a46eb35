"""Checks that the packages are small enough, and that in them is what a desktop needs."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from telling import Facts

DIST = Path(__file__).resolve().parents[2] / "dist"
MOST_MB = {".tar.gz": 85, ".deb": 60}
WANTED = (
    "usr/bin/parloop",
    "usr/lib/parloop/parloop",
    "usr/lib/parloop/parloop-engine",
    "usr/lib/parloop/_internal/parloop_gui/resources/fonts/Inter-Regular.otf",
    "usr/share/applications/parloop.desktop",
    "usr/share/doc/parloop/copyright",
    "usr/share/icons/hicolor/16x16/apps/parloop.png",
    "usr/share/icons/hicolor/256x256/mimetypes/application-x-parloop.png",
    "usr/share/icons/hicolor/scalable/apps/parloop.svg",
    "usr/share/man/man1/parloop.1.gz",
    "usr/share/metainfo/io.github.parloop.Parloop.metainfo.xml",
    "usr/share/mime/packages/parloop.xml",
)


def main() -> int:
    """Check both packages; the exit status."""
    facts = Facts("Sizes and contents")
    for ending, most_mb in MOST_MB.items():
        found = sorted(DIST.glob(f"*{ending}"))
        size_mb = found[0].stat().st_size / 1e6 if len(found) == 1 else float("nan")
        facts.hold(f"{ending} is {size_mb:.1f} MB, at most {most_mb}", size_mb <= most_mb, f"found {found}")
    with tempfile.TemporaryDirectory() as folder:
        (deb,) = DIST.glob("*.deb")
        subprocess.run(["dpkg-deb", "--extract", str(deb), folder], check=True)
        missing = [name for name in WANTED if not (Path(folder) / name).exists()]
        facts.hold("the .deb holds command, font, menu entry, icons, file type, description and man page", not missing)
        share = Path(folder) / "usr/share"
        for command in (
            ["desktop-file-validate", str(share / "applications/parloop.desktop")],
            ["appstreamcli", "validate", "--no-net", str(share / "metainfo" / Path(WANTED[-2]).name)],
        ):
            ran = subprocess.run(command, capture_output=True, text=True, check=False)
            facts.hold(f"{' '.join(command[:-1])} passes", ran.returncode == 0, ran.stdout + ran.stderr)
    return facts.status()


if __name__ == "__main__":
    sys.exit(main())
