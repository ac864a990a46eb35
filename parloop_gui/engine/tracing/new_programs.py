"""Watches tasks that make their process another program (`os.execv` and its kin): their results never come.

Such a process has no status that would tell it: a pool takes it for dead and ends it, or waits for it for ever.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

# What all others of `os` come down to.
_OWN = ("execv", "execve")


def watch_new_programs(on_change: Callable[[str], Callable[[], None]]) -> None:
    """Call `on_change` with each program that this process, or one forked from it, is about to become.

    What that returns is called where it came to nothing.
    """
    for name in _OWN:
        python_own = getattr(os, name, None)
        if python_own is not None and python_own.__module__ != __name__:  # else watched already, before a fork
            setattr(os, name, _watched(python_own, on_change))


def _watched(python_own: Any, on_change: Callable[[str], Callable[[], None]]) -> Any:
    def change(path: Any, *rest: Any, **named: Any) -> Any:
        if not os.access(path, os.X_OK):  # one of a path's folders that has no such program
            return python_own(path, *rest, **named)
        withdraw = on_change(os.path.basename(str(path)))  # noqa: PTH119 - a worker loads no pathlib
        try:
            return python_own(path, *rest, **named)
        finally:
            withdraw()

    return change
