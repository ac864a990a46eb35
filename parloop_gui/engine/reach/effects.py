"""What user code does to the world outside its process, by Python's audit events: what does is never run needlessly.

Audit hooks can't be taken out, and cost time at every event: only processes that try a loop have one, none that is
timed. What a C library opens by itself raises no event, nor does one here what a process below does: nothing found
says that code is harmless beyond doubt.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..protocol.kinds import EffectKind
from ..protocol.preflight_facts import Effect

# Behind the socket.
_KINDS: dict[str, EffectKind] = {
    **dict.fromkeys(("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.truncate", "os.chmod", "os.link"), "writes"),
    **dict.fromkeys(("shutil.rmtree", "shutil.move", "sqlite3.connect", "os.symlink"), "writes"),
    **dict.fromkeys(("socket.connect", "socket.sendto"), "network"),
    **dict.fromkeys(("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"), "programs"),
}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_TRUNC
_ADDRESS_AT = 1
# Somebody reads them, and a program may write a file for each of a million rows.
MOST_NAMED = 20
# Nothing is kept there.
_MOST_LETTERS = 200
_OF_SYSTEM = ("/dev/", "/proc/")


class Effects:
    """Notes what is done while it is asked to; made once in a process, since the hook stays to its end.

    `own` is the folder of the trial itself, in which the code's temporary files lie, too: what is done there is no
    effect.
    """

    def __init__(self, own: Path) -> None:
        self._own = f"{own}{os.sep}"
        self._kinds: set[EffectKind] = set()
        self._named: dict[Effect, None] = {}
        self._watches = False
        sys.addaudithook(self._note)

    def begin(self) -> None:
        """From now on."""
        self._kinds, self._named, self._watches = set(), {}, True

    def end(self) -> tuple[Effect, ...]:
        """What was done since it began, what comes first first: at most so many, and nothing in the trial's folder."""
        self._watches = False
        return tuple(self._named)

    @contextmanager
    def noting(self) -> Iterator[None]:
        """For as long as the block takes, on top of what was found so far."""
        self._watches = True
        try:
            yield
        finally:
            self._watches = False

    @property
    def kinds(self) -> tuple[EffectKind, ...]:
        """The kinds of effects so far, those within the trial's folder too."""
        return tuple(sorted(self._kinds))

    def _note(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self._watches:
            return
        kind = _KINDS.get(event)
        if event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING:
            kind = "writes"
        if kind is None:
            return
        self._kinds.add(kind)
        with contextlib.suppress(Exception):  # the arguments may be anything
            what = _what(kind, event, arguments)
            is_own = kind == "writes" and (os.path.abspath(what) + os.sep).startswith(self._own)  # noqa: PTH100
            if what and not is_own and len(self._named) < MOST_NAMED:
                self._named[Effect(kind, what[:_MOST_LETTERS])] = None


def _what(kind: EffectKind, event: str, arguments: tuple[Any, ...]) -> str:
    """The file, the address or the program; "" for what is of no account."""
    if kind == "writes":
        return _file(arguments[0])
    if kind == "network":
        return _address(arguments[_ADDRESS_AT])
    command = arguments[0] if event == "os.system" else arguments[1] or arguments[0]
    first = command if isinstance(command, (str, bytes, os.PathLike)) else command[0]
    text = os.fsdecode(first)
    return os.path.basename(text.split()[0] if event == "os.system" else text)  # noqa: PTH119 - may be no path at all


def _file(path: Any) -> str:
    """A path as it was named; a file that is open already was told of when it was opened."""
    if not isinstance(path, (str, bytes, os.PathLike)):
        return ""
    text = os.fsdecode(path)
    is_nothing = text in ("", ":memory:") or text.startswith(_OF_SYSTEM) or "__pycache__" in text
    return "" if is_nothing else text


def _address(address: Any) -> str:
    """Host and port; a socket's file by its name. Those of Linux that have no file belong to this very program."""
    if isinstance(address, tuple):
        return f"{address[0]}:{address[1]}"
    text = os.fsdecode(address)
    return "" if text.startswith("\0") else text
