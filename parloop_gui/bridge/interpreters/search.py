"""Where Pythons are looked for: the search path, and where version managers keep theirs.

Runs nothing but Windows' launcher, which knows what is installed there.

The package python-discovery (virtualenv's search) was tried in its place. It looks on the search path, in uv's folder
and in Windows' registry, and takes a version manager's shim for the one version that is active. On a machine with four
of pyenv's and four others it found 2 where this finds 8, and it runs each of them unguarded to see what it is. So it
is not used; that mise and asdf have folders of their own was learned from it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from parloop_gui.bridge.host.own_python import own_python
from parloop_gui.bridge.host.paths import home_folder, users_data, xdg_data
from parloop_gui.bridge.interpreters.virtual_environments import environment_of
from parloop_gui.bridge.interpreters.windows_launcher import launcher_pythons
from parloop_gui.engine.protocol.presence import is_file, matching
from parloop_gui.engine.protocol.regular_file import read_regular

_NAMES = ("python3", "python3.[0-9]", "python3.[0-9][0-9]", "python3.[0-9]t", "python3.[0-9][0-9]t")
_WINDOWS_NAMES = ("python.exe", "python3.exe")
# A line for each of conda's environments.
_MOST_NOTED_BYTES = 1_000_000


def python_executables(also: Iterable[str] = ()) -> list[str]:
    """Executables that look like a Python, the app's own first, each installation once; `also` those named."""
    named = [path for path in also if is_file(path)]
    return list(_distinct([own_python(), *named, *_candidates()]))


def _candidates() -> Iterator[str]:
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        if Path(folder).is_absolute() and Path(folder).name != "shims":  # those only start one of the others
            yield from _pythons_in(Path(folder))
    yield from (path for path in launcher_pythons() if is_file(path))
    for environment in _conda_environments():
        yield from _pythons_in(environment)
    for pattern in _installations():
        for place in matching(pattern.anchor, str(pattern.relative_to(pattern.anchor))):
            yield from _pythons_in(place)


def _installations() -> Iterator[Path]:
    """Patterns of the folders in which version managers keep executables."""
    home = home_folder()
    data = xdg_data()
    yield Path(os.environ.get("PYENV_ROOT") or home / ".pyenv") / "versions" / "*" / "bin"
    yield Path(os.environ.get("UV_PYTHON_INSTALL_DIR") or data / "uv" / "python") / "*" / "bin"
    yield Path(os.environ.get("MISE_DATA_DIR") or data / "mise") / "installs" / "python" / "*" / "bin"
    yield Path(os.environ.get("ASDF_DATA_DIR") or home / ".asdf") / "installs" / "python" / "*" / "bin"
    yield from (data / "parloop-pythons" / "*" / "bin", data / "parloop-pythons" / "*" / "usr" / "bin")
    for name in ("miniconda3", "anaconda3", "miniforge3", "mambaforge", ".conda"):
        yield from (home / name / "bin", home / name / "envs" / "*" / "bin")
    if sys.platform == "darwin":
        yield Path("/Library/Frameworks/Python.framework/Versions/*/bin")
    if sys.platform == "win32":
        yield users_data() / "Programs" / "Python" / "Python3*"


def _conda_environments() -> Iterator[Path]:
    """Conda notes every environment that it makes, wherever that is."""
    try:
        noted = read_regular(home_folder() / ".conda" / "environments.txt", _MOST_NOTED_BYTES)
        lines = noted.decode().splitlines()
    except (OSError, ValueError):
        return
    yield from (Path(line.strip()) / ("" if sys.platform == "win32" else "bin") for line in lines if line.strip())


def _pythons_in(folder: Path) -> Iterator[str]:
    names = _WINDOWS_NAMES if sys.platform == "win32" else _NAMES
    for name in names:
        for path in matching(folder, name):
            if is_file(path) and os.access(path, os.X_OK):
                yield str(path)


def _distinct(paths: Iterable[str]) -> Iterator[str]:
    """Each interpreter once: links to one executable of one installation are the same."""
    seen: set[tuple[int, int, str]] = set()
    for path in paths:
        try:
            about = Path(path).stat()
        except (OSError, ValueError):  # gone meanwhile
            continue
        key = (about.st_dev, about.st_ino or hash(path), _installation(path))
        if key not in seen:
            seen.add(key)
            yield path


def _installation(path: str) -> str:
    """A virtual environment is an interpreter of its own, though its executable is a link."""
    return str(environment_of(path) or "")
