"""One window on a display: a later start hands its document over to the window that is open, and leaves.

    later start ── {"document", "activation"} ─► door of the open window ── "taken" ─► later start leaves

The door is a socket in a folder of this user alone; on Windows a named pipe. Bytes go over it, never pickles.
"""

from __future__ import annotations

import contextlib
import os
import struct
import sys
import threading
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from parloop_gui.bridge.host.paths import cache_folder
from parloop_gui.engine.protocol.json_text import parsed
from parloop_gui.engine.protocol.presence import is_own_folder, is_there

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

# How long either side waits for the other's words: who is silent for longer hangs.
PATIENCE_S = 2.0
# Far more than a path (4,096 bytes on Linux) and a token take: whatever else calls must not fill the memory.
MOST_BYTES = 65536
# What every system takes as the path of a socket: it has room for 104 bytes on macOS, 108 on Linux, one of them 0.
LONGEST_ADDRESS = 100
_TAKEN = b"taken"
_OF_THE_DISPLAY = ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY")

# What comes of callers that leave, or say something else than they should.
_BROKEN = (OSError, EOFError, ValueError, LookupError, TypeError)

# Given a document's path ("": none, just come to the front) and the token that lets the window do so on Wayland.
Asked = Callable[[str, str], object]


def door_address(environment: Mapping[str, str]) -> str:
    """Where the window on this display, if there is one, can be asked."""
    display = "\0".join(environment.get(name, "") for name in _OF_THE_DISPLAY)
    name = f"window-{zlib.crc32(display.encode()):08x}"
    if sys.platform == "win32":
        return rf"\\.\pipe\parloop-{environment.get('USERNAME', '')}-{name}"
    runtime = environment.get("XDG_RUNTIME_DIR", "")
    if Path(runtime).is_absolute():
        return str(Path(runtime) / "parloop" / name)
    return str(cache_folder() / name)


def hand_over(document: str, environment: Mapping[str, str]) -> bool:
    """Have the open window show the document, or come to the front where that is ""; False where none answers."""
    address = door_address(environment)
    # Whoever else could put a socket there would be handed what this user opens.
    if sys.platform != "win32" and not (is_there(address) and is_own_folder(Path(address).parent)):
        return False
    message = {
        "document": str(Path(document).absolute()) if document else "",
        "activation": environment.get("XDG_ACTIVATION_TOKEN", ""),
    }
    return _send(address, message)


def _send(address: str, message: dict[str, str]) -> bool:
    import json

    try:
        with _connected(address) as window:
            window.send_bytes(json.dumps(message).encode())
            return window.poll(PATIENCE_S) and window.recv_bytes(len(_TAKEN)) == _TAKEN
    except (OSError, EOFError):
        return False


def _connected(address: str) -> Connection:
    """A connection to that door; raises OSError, also where nobody lets this process in: connecting may wait, too."""
    from multiprocessing import connection  # slow to import, and only for later starts

    if sys.platform == "win32":
        return connection.Client(address)
    import socket

    with socket.socket(socket.AF_UNIX) as own:
        own.settimeout(PATIENCE_S)
        own.connect(address)
        own.settimeout(None)
        _set_deadline(own.fileno())
        return connection.Connection(own.detach())


class Door:
    """Lets later starts in: `asked` is called for each, in a thread of the door's own. Raises OSError.

    What a window left that was killed is replaced.
    """

    def __init__(self, asked: Asked, environment: Mapping[str, str]) -> None:
        from multiprocessing.connection import Listener

        self._asked = asked
        self._address = door_address(environment)
        self._closing = threading.Event()
        if sys.platform != "win32":
            self._make_room(Path(self._address))
        # So many starts may wait while one is served: a desktop may open several documents that are chosen at once.
        self._listener = Listener(self._address, backlog=8)
        self._thread = threading.Thread(target=self._serve, name="parloop-door", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Let nobody in any more: a later start opens a window of its own. May be called twice."""
        if self._closing.is_set():
            return
        self._closing.set()
        _send(self._address, {})  # wakes the thread
        self._thread.join(PATIENCE_S)
        self._listener.close()

    @staticmethod
    def _make_room(place: Path) -> None:
        if len(str(place)) > LONGEST_ADDRESS:
            raise OSError(f"The folder {place.parent} has too long a name for a socket.")
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not is_own_folder(place.parent):
            raise OSError(f"{place.parent} is not this user's.")
        place.parent.chmod(0o700)
        place.unlink(missing_ok=True)

    def _serve(self) -> None:
        while not self._closing.is_set():
            with contextlib.suppress(*_BROKEN), self._listener.accept() as caller:  # the next caller may know better
                if self._closing.is_set() or not caller.poll(PATIENCE_S):
                    continue
                _set_deadline(caller.fileno())
                if not _is_this_users(caller.fileno()):
                    continue
                message = parsed(caller.recv_bytes(MOST_BYTES))
                self._asked(str(message["document"]), str(message["activation"]))
                caller.send_bytes(_TAKEN)


def _set_deadline(fd: int) -> None:
    """Half a message keeps nobody waiting for longer than a whole one would."""
    if sys.platform == "win32":
        return  # a named pipe: its messages are whole
    import socket

    with socket.socket(fileno=os.dup(fd)) as same:
        seconds = struct.pack("ll", int(PATIENCE_S), int(PATIENCE_S % 1 * 1e6))
        same.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, seconds)
        same.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, seconds)


def _is_this_users(fd: int) -> bool:
    """Whether who called is this user, or root, who could do anything.

    Where that can't be asked, the folder's rights have answered it.
    """
    if not sys.platform.startswith("linux"):
        return True
    import socket

    with socket.socket(fileno=os.dup(fd)) as same:
        _, user, _ = struct.unpack("3i", same.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i")))
    return user in (os.getuid(), 0)
