"""The end of a process that has told all it had to tell."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import NoReturn


def flush() -> None:
    """Write out what was printed so far."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(Exception):  # closed, or put something else in place of, by the user's code
            stream.flush()


def leave() -> NoReturn:
    """End without what the user's code registered for the end: the outcome is sent, and it might hang."""
    flush()
    os._exit(0)  # no `atexit`, and no wait for threads that the user's code has left behind
