"""Which import switched the GIL on: free-threaded Pythons do that for a module that doesn't say it can do without.

Python warns of it once, on stderr, in whichever process imports first, and a program may have turned warnings off. So
the loader of modules written in C is watched itself; it costs one look for each of them, before any clock runs.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from importlib.machinery import ExtensionFileLoader
from typing import Any

from .environment import gil_on

# In the order in which a module goes through them: most are found out by the first, the rest once they are run.
_STEPS = ("create_module", "exec_module")

_switched_by: list[str] = []
_watched: list[bool] = []


def watch() -> None:
    """From now on note whose import switches the GIL on; nothing is watched where it is on already."""
    if _watched or gil_on():
        return
    _watched.append(True)
    for step in _STEPS:
        setattr(ExtensionFileLoader, step, _noting(getattr(ExtensionFileLoader, step)))


def switched_on_by() -> str:
    """The module whose import switched it on; "" where none did since `watch`."""
    return _switched_by[0] if _switched_by else ""


def _noting(load: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(load)
    def noting(self: ExtensionFileLoader, given: Any) -> Any:
        loaded = load(self, given)
        if not _switched_by and gil_on():
            _switched_by.append(self.name)
        return loaded

    return noting
