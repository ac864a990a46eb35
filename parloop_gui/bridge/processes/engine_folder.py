"""The private folder from which interpreters run the engine: its sources alone, copied once per content.

A folder belongs to one content for ever: `<cache>/parloop/engine-<hash>/parloop_engine/…`. It is made beside its
place and renamed into it, so that nobody ever sees half of it.
"""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

import parloop_gui
from parloop_gui.bridge.host.paths import cache_folder
from parloop_gui.engine.protocol.presence import is_there
from parloop_gui.engine.protocol.scratch_files import own_name

PACKAGE = "parloop_engine"


def engine_sources() -> Path:
    """Where the app keeps the engine's sources."""
    return Path(parloop_gui.__file__).parent / "engine"


@cache
def engine_folder() -> str:
    """The folder to give to `launch_command`; a temporary one where the user's cache can't be written."""
    return str(copied_engine(engine_sources(), cache_folder()))


def copied_engine(sources: Path, home: Path) -> Path:
    """A folder under `home` that holds `sources` as the package `parloop_engine`, made now if it is not there.

    A copy that others may write to, or whose files are not those of `sources`, is not trusted: then, and where
    `home` can't be written, the copy goes into a new temporary folder, which is removed when this process ends.
    """
    files = _read_sources(sources)
    place = home / f"engine-{_content_hash(files)}"
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not is_there(place):
            _make(files, home, place)
        if _is_ours(place) and _read_sources(place / PACKAGE) == files:
            return place
    except OSError:  # a cache that can't be written: a temporary folder will do
        pass
    elsewhere = Path(tempfile.mkdtemp(prefix=own_name("engine_")))
    atexit.register(shutil.rmtree, elsewhere, ignore_errors=True)
    _write(files, elsewhere)
    return elsewhere


def _read_sources(folder: Path) -> dict[str, bytes]:
    paths = sorted(folder.rglob("*.py"))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def _content_hash(files: dict[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, content in files.items():
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:16]  # enough to name it by: before it is used its files are compared


def _is_ours(folder: Path) -> bool:
    if not hasattr(os, "getuid"):
        return True
    about = folder.lstat()
    return about.st_uid == os.getuid() and not about.st_mode & 0o022  # neither its group nor others may write to it


def _make(files: dict[str, bytes], home: Path, place: Path) -> None:
    fresh = Path(tempfile.mkdtemp(prefix="new-", dir=home))
    try:
        _write(files, fresh)
        with contextlib.suppress(OSError):  # another Parloop was faster: its copy is as good
            fresh.rename(place)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _write(files: dict[str, bytes], folder: Path) -> None:
    for name, content in files.items():
        path = folder / PACKAGE / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_bytes(content)
