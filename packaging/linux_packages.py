"""Makes the .tar.gz and the .deb from the folder that PyInstaller made.

    dist/parloop ─┬─► dist/parloop-VERSION-linux-MACHINE.tar.gz   unpack, double-click
                  └─► dist/parloop_VERSION_ARCHITECTURE.deb       command, menu entry, icons, file type, man page

SOURCE_DATE_EPOCH sets the date that they bear.
"""

from __future__ import annotations

import gzip
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from parloop_gui import __version__  # noqa: E402 - the tree it is built from, installed or not

LINUX = Path(__file__).resolve().parent / "linux"
ICONS = ROOT / "build" / "icons" / "hicolor"
METAINFO = "io.github.parloop.Parloop.metainfo.xml"
FOLDER = "usr/lib/parloop"
START_HERE = """\
Parloop {version}

Double-click "parloop" in this folder, or run ./parloop in a terminal;
./parloop compare primes works without a window. Nothing is installed, nothing leaves this machine.
To remove Parloop, delete this folder, ~/.config/parloop, ~/.cache/parloop and ~/.local/share/parloop.
"""


def share(folder: Path, date: str) -> None:
    """What a desktop looks for under /usr/share: menu entry, icons, file type, description, man page."""
    _put(folder / "applications" / "parloop.desktop", (LINUX / "parloop.desktop").read_text("utf-8"))
    _put(folder / "mime" / "packages" / "parloop.xml", (LINUX / "parloop.xml").read_text("utf-8"))
    _put(folder / "metainfo" / METAINFO, filled(LINUX / METAINFO, date=date))
    shutil.copytree(ICONS, folder / "icons" / "hicolor", dirs_exist_ok=True)
    _put_gzipped(folder / "man" / "man1" / "parloop.1.gz", filled(LINUX / "parloop.1", date=date))


def tarball(built: Path, into: Path, scratch: Path, date: str) -> Path:
    """The folder with a place to start from and all that a desktop may be given."""
    name = f"parloop-{__version__}-linux-{platform.machine()}"
    folder = scratch / name
    shutil.copytree(built, folder, symlinks=True)
    share(folder / "share", date)
    _put(folder / "README.txt", START_HERE.format(version=__version__))
    _put(folder / "LICENSE.txt", (ROOT / "LICENSE").read_text("utf-8"))
    target = into / f"{name}.tar.gz"
    with tarfile.open(target, "w:gz", compresslevel=6) as tar:
        tar.add(folder, name, filter=_nobodys)
    return target


def deb(built: Path, into: Path, scratch: Path, date: str) -> Path:
    """The package that Debian's tools install and remove without a trace."""
    architecture = _output("dpkg", "--print-architecture")
    stage = scratch / "deb"
    shutil.copytree(built, stage / FOLDER, symlinks=True)
    share(stage / "usr/share", date)
    command = stage / "usr/bin/parloop"
    command.parent.mkdir(parents=True)
    command.symlink_to(f"../lib/{Path(FOLDER).name}/parloop")
    documents = stage / "usr/share/doc/parloop"
    _put(documents / "copyright", (ROOT / "LICENSE").read_text("utf-8"))
    _put_gzipped(documents / "changelog.gz", (ROOT / "CHANGELOG.md").read_text("utf-8"))
    values = {"architecture": architecture, "size_kib": str(_size_kib(stage))}
    _put(stage / "DEBIAN" / "control", filled(LINUX / "control", **values))
    for path in [stage, *stage.rglob("*")]:
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o755)
    target = into / f"parloop_{__version__}_{architecture}.deb"
    _output("dpkg-deb", "--root-owner-group", "-Zxz", "-z4", "--build", str(stage), str(target))
    return target


def filled(template: Path, **values: str) -> str:
    """A template with the version and these values where their names stand in it between @s."""
    text = template.read_text(encoding="utf-8")
    for name, value in {"version": __version__, **values}.items():
        text = text.replace(f"@{name.upper()}@", value)
    return text


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _put_gzipped(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def _nobodys(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = "root"
    return entry


def _size_kib(folder: Path) -> int:
    return sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir()) // 1024


def _output(*command: str) -> str:
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


def main() -> int:
    """Make both into dist/ and tell their sizes."""
    into = ROOT / "dist"
    moment = datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH") or datetime.now(UTC).timestamp()), UTC)
    makers = [tarball, *([deb] if shutil.which("dpkg-deb") else [])]
    os.umask(0o022)
    with tempfile.TemporaryDirectory(dir=ROOT / "build") as scratch:
        for make in makers:
            made = make(into / "parloop", into, Path(scratch), f"{moment:%Y-%m-%d}")
            print(f"{made.relative_to(ROOT)}  {made.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
