"""Finds the Python interpreters that tests run the engine under."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from parloop_gui.engine.catalogue import catalogue

PACKAGES = Path(__file__).parents[2] / ".venv-packages" / "bin" / "python"
IDS = ("3.10", "3.11", "3.12", "3.13", "3.13t", "3.14")

_WHICH = (
    "import sys, sysconfig; "
    "print('%d.%d' % sys.version_info[:2] + 't' * bool(sysconfig.get_config_var('Py_GIL_DISABLED')))"
)


def find(version_id: str) -> Path:
    """The interpreter of that id ("3.11", "3.13t"). Without it the test is skipped; under CI it fails."""
    found = look_for(version_id)
    if found is not None:
        return found
    sentence = f"no Python {version_id} on this machine; .ci/pythons.sh can put 3.13t and 3.14 there"
    if os.environ.get("CI"):
        pytest.fail(sentence)
    pytest.skip(sentence)


def of(strategy: str, call: str | None = None) -> str:
    """The interpreter for that strategy, or that call of it: this one, one that is new enough, or has its package.

    Where there is none the test is skipped, or fails, as in `find`.
    """
    info = catalogue.strategy(strategy)
    if info.package is not None:
        return str(with_packages())
    needs = info.needs_python if call is None else max(info.needs_python, info.call(call).needs_python)
    return sys.executable if sys.version_info >= needs else str(find("{}.{}".format(*needs)))


def with_packages() -> Path:
    """The interpreter that has what strategies of packages need, from the environment that the Makefile makes."""
    if PACKAGES.exists():
        return PACKAGES
    sentence = "no environment with the packages of strategies: `make test` makes it"
    if os.environ.get("CI") or os.environ.get("PARLOOP_NEEDS_PACKAGES"):
        pytest.fail(sentence)
    pytest.skip(sentence)


@functools.cache
def look_for(version_id: str) -> Path | None:
    """The first interpreter that calls itself by that id, or None."""
    return next((path for path in _candidates(version_id) if _is(path, version_id)), None)


def _candidates(version_id: str) -> Iterator[Path]:
    own = Path.home() / ".local/share/parloop-pythons" / version_id
    yield own / f"bin/python{version_id}"
    yield own / f"usr/bin/python{version_id}"
    yield from sorted((Path.home() / ".pyenv/versions").glob(f"{version_id.rstrip('t')}.*/bin/python{version_id}"))
    on_path = shutil.which(f"python{version_id}")
    if on_path:
        yield Path(on_path)


def _is(path: Path, version_id: str) -> bool:
    if not path.exists():
        return False
    told = subprocess.run([path, "-c", _WHICH], capture_output=True, text=True, check=False)
    return told.returncode == 0 and told.stdout.strip() == version_id
