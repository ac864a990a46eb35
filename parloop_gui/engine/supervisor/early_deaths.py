"""Why workers end before their first task: what they printed, and what they imported in place of Python's own."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from ..protocol.presence import is_file

# Of the traceback's last line: the message of an exception may be of any length.
MOST_LETTERS = 300
# Several workers may print at once, and lines of several tracebacks stand between each other.
_TRACEBACK = "Traceback (most recent call last):"
_EXCEPTION = re.compile(r"^[A-Za-z_][\w.]*(?:Error|Exception|Exit|Interrupt)\b.*$", re.MULTILINE)


def last_words(output: bytes) -> str:
    """The last line of the last traceback that was printed, "" where none was."""
    _, found, trace = output.decode(errors="replace").partition(_TRACEBACK)
    ends = _EXCEPTION.findall(trace) if found else []
    return " ".join(ends[-1].split())[:MOST_LETTERS] if ends else ""


def shadowing(path: str | None) -> tuple[str, ...]:
    """The files and packages in the folder of the user's file that go by the name of a module of Python's own."""
    try:
        names = sorted(os.listdir(Path(path or "").parent)) if path else []  # noqa: PTH208 - names are all it takes
    except (OSError, ValueError):
        return ()
    taken = {name for name in names if name.removesuffix(".py") in sys.stdlib_module_names}
    return tuple(sorted(name for name in taken if name.endswith(".py") or _is_package(Path(path or "").parent / name)))


def _is_package(folder: Path) -> bool:
    return is_file(folder / "__init__.py")
