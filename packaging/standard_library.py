"""Which modules of the standard library the engine's executable holds: all that loops may import."""

from __future__ import annotations

import importlib.util
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path

LEFT_OUT = {
    *("_tkinter", "idlelib", "tkinter", "turtle", "turtledemo"),
    *("distutils", "ensurepip", "lib2to3", "pydoc_data", "test", "venv"),
    *("antigravity", "this"),
}
"""Windows of Tk, Python's own tests and installers, and what has an effect when it is imported."""


def standard_library() -> list[str]:
    """Every module that can be imported on this system, by its full name."""
    return sorted(name for top in sys.stdlib_module_names - LEFT_OUT for name in _with_submodules(top))


def _with_submodules(top: str) -> Iterator[str]:
    spec = importlib.util.find_spec(top) if top != "__main__" else None
    if spec is None:
        return
    yield top
    for folder in spec.submodule_search_locations or ():
        yield from _inside(Path(folder), f"{top}.")


def _inside(folder: Path, prefix: str) -> Iterator[str]:
    for module in pkgutil.iter_modules([str(folder)]):
        if module.name.startswith("__main__") or module.name in ("test", "tests") or "_test" in module.name:
            continue
        yield prefix + module.name
        if module.ispkg:
            yield from _inside(folder / module.name, f"{prefix}{module.name}.")
