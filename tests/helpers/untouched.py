"""Holds that code touches nothing: no file opened, no socket, no program started, no code run."""

from __future__ import annotations

import codecs
import contextlib
import os
import sys
import typing
from collections.abc import Iterator

from parloop_gui.engine.protocol.python_text import NO_FILE
from tests.helpers.source import PACKAGE

# Audit events, or how they begin.
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
# Whose running of code is no other's: modules that are imported, and the engine's own annotations, which are texts.
PYTHONS_OWN = ("<frozen importlib._bootstrap", typing.__file__)
# Scripts are made of the idioms' own source, which is read when it is first asked for.
_OWN_SOURCES = f"open ({str(PACKAGE)!r}"[:-1] + os.sep
# What Python looks for where a text is no Python: there is no such file.
_NO_FILE = f"open ({NO_FILE!r}"
# What `json` may take bytes for, and what makes characters visible: each is a file of Python's own, opened once.
for _name in ("utf-8-sig", "utf-16-be", "utf-16-le", "utf-32-be", "utf-32-le", "unicode_escape"):
    codecs.lookup(_name)
_touched: list[str] | None = None


def _note(event: str, arguments: tuple[object, ...]) -> None:
    if _touched is None or not event.startswith(WATCHED):
        return
    said = f"{event} {arguments!r:.200}"
    if not sys._getframe(1).f_code.co_filename.startswith(PYTHONS_OWN) and not said.startswith(
        (_OWN_SOURCES, _NO_FILE)
    ):
        _touched.append(said)


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
