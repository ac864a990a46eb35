"""What is in the package and under which licences, gathered from what is really bundled when it is built.

Python distributions tell it themselves; libraries of the build machine are asked of Debian's package manager.
"""

from __future__ import annotations

import json
import platform
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

import fonts

HERE = Path(__file__).resolve().parent
LGPL = (HERE / "licences" / "LGPL-3.txt", HERE / "licences" / "GPL-3.txt")
SHORT = {"BSD License": "BSD-3-Clause", "BSD": "BSD-3-Clause"}
PYTHON = "PSF-2.0"


class Part(NamedTuple):
    """One thing that is bundled, with the files that hold its licence."""

    name: str
    version: str
    licence: str
    texts: tuple[Path, ...]


def write(folder: Path, modules: Iterable[str], binaries: Iterable[Path], build: Path) -> None:
    """The parts as `parts.json` in `folder`, and their licences' texts beside it; the font as it lies in `build`."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    parts = [_parloop(), _python(), *distributions(modules), *_font(build), *_system_packages(binaries)]
    told = []
    for part in parts:
        text = folder / f"{part.name}.txt"
        text.write_text("\n\n".join(each.read_text(encoding="utf-8", errors="replace") for each in part.texts), "utf-8")
        told.append({"name": part.name, "version": part.version, "licence": part.licence, "text": text.name})
    (folder / "parts.json").write_text(json.dumps(told, indent=1), encoding="utf-8")


def _parloop() -> Part:
    from parloop_gui import __version__

    return Part("Parloop", __version__, "MIT", (HERE.parent / "LICENSE",))


def _python() -> Part:
    version = platform.python_version()
    places = (
        Path(sysconfig.get_path("stdlib")) / "LICENSE.txt",
        Path(sys.base_prefix) / "LICENSE.txt",
        Path(f"/usr/share/doc/python{sys.version_info.major}.{sys.version_info.minor}/copyright"),
    )
    return Part("Python", version, PYTHON, tuple(place for place in places if place.is_file())[:1])


def distributions(modules: Iterable[str]) -> list[Part]:
    """The distributions that these modules belong to, and PyInstaller's own, whose loader is part of the package."""
    owners = metadata.packages_distributions()
    names = {owner for module in modules for owner in owners.get(module.partition(".")[0], ())}
    return [_distribution(metadata.distribution(name)) for name in sorted(names | {"pyinstaller"}, key=str.lower)]


def _distribution(found: metadata.Distribution) -> Part:
    about = found.metadata
    licence = next((about[name] for name in ("License-Expression", "License") if name in about), "")
    if "LGPL" in licence:
        return Part(about["Name"], found.version, "LGPL-3.0-only", LGPL)
    files = [Path(str(file.locate())) for file in found.files or () if _is_licence(file.name, str(file))]
    licence = SHORT.get(licence.splitlines()[0].strip(), licence.splitlines()[0].strip()) if licence else ""
    return Part(about["Name"], found.version, licence or "see the text", tuple(files))


def _is_licence(name: str, path: str) -> bool:
    return ".dist-info" in path and name.upper().startswith(("LICENSE", "LICENCE", "COPYING"))


def _font(build: Path) -> list[Part]:
    if not fonts.files(build):
        return []
    return [Part("Inter", fonts.version(build), "OFL-1.1", (fonts.licence(build),))]


def _system_packages(binaries: Iterable[Path]) -> list[Part]:
    """The Debian packages that libraries of the build machine were taken from; none elsewhere."""
    if shutil.which("dpkg-query") is None:
        return []
    outside = {path.resolve() for path in binaries if str(path.resolve()).startswith(("/usr/", "/lib"))}
    names = {name for path in outside for name in _owner(path)}
    return [
        Part(name, _dpkg("--show", "--showformat=${Version}", name), "see the text", _copyright(name))
        for name in sorted(names)
    ]


def _owner(path: Path) -> list[str]:
    """The package that owns the file; before the system's folders were merged it was known by another path."""
    for known in (str(path), str(path).removeprefix("/usr")):
        line = _dpkg("--search", known)
        if line:
            return [line.partition(": ")[0].partition(":")[0].partition(",")[0]]
    return []


def _copyright(package: str) -> tuple[Path, ...]:
    text = Path("/usr/share/doc") / package / "copyright"
    return (text,) if text.is_file() else ()


def _dpkg(*arguments: str) -> str:
    ran = subprocess.run(["dpkg-query", *arguments], capture_output=True, text=True, check=False)
    return ran.stdout.strip() if ran.returncode == 0 else ""
