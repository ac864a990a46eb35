"""Holds that code touches nothing: no file opened, no socket, no program started, no code run."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator

WATCHED = (
    "open",
    "exec",
    "socket.",
    "subprocess.Popen",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.fork",
    "pickle.",
)
"""Audit events, or how they begin. `exec` is raised for each module that is imported, too: do all once before."""
_touched: list[str] | None = None


def _note(event: str, arguments: tuple[object, ...]) -> None:
    if _touched is not None and event.startswith(WATCHED):
        _touched.append(f"{event} {arguments!r:.200}")


sys.addaudithook(_note)  # can't be taken back: it notes only while somebody asks


@contextlib.contextmanager
def nothing_touched() -> Iterator[None]:
    """Fails where the block touches anything."""
    global _touched
    touched: list[str] = []
    _touched = touched
    try:
        yield
    finally:
        _touched = None
    if touched:
        raise AssertionError("\n".join(touched))
