"""What tasks do to the world outside their process, by Python's audit events: a loop that does is never run needlessly.

What a C library opens by itself raises no event, so nothing here says that a task is harmless beyond doubt.
"""

from __future__ import annotations

import os
import sys
from typing import Any

from ..protocol.kinds import EffectKind

_KINDS: dict[str, EffectKind] = {
    **dict.fromkeys(("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.truncate", "os.chmod", "os.link"), "writes"),
    **dict.fromkeys(("shutil.rmtree", "shutil.move", "sqlite3.connect", "os.symlink"), "writes"),
    **dict.fromkeys(("socket.connect", "socket.sendto", "smtplib.send", "urllib.Request"), "network"),
    **dict.fromkeys(("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"), "programs"),
}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_TRUNC


class Effects:
    """Notes what is done while its `with` block runs. The hook stays to the process's end: none can be taken out."""

    def __init__(self) -> None:
        self._found: set[EffectKind] = set()
        self._watches = False
        sys.addaudithook(self._note)

    @property
    def found(self) -> tuple[EffectKind, ...]:
        """The kinds of effects so far."""
        return tuple(sorted(self._found))

    def __enter__(self) -> None:
        self._watches = True

    def __exit__(self, *_: object) -> None:
        self._watches = False

    def _note(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self._watches:
            return
        kind = _KINDS.get(event)
        if event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING:
            kind = "writes"
        if kind is not None:
            self._found.add(kind)
