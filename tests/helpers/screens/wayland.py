"""A Wayland compositor in a window of an X11 screen: its programs are Wayland's, and xdotool still works them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

from tests.helpers.screens.x11 import ROOT, Screen, wait_for

SOCKET = "parloop-test"


def skip_without_wayland() -> None:
    """Skip the test where there is no Weston; under CI it fails."""
    if shutil.which("weston") is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("not installed: weston")


class Compositor:
    """Weston, as a window of that screen; a context manager."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._weston: subprocess.Popen[bytes] | None = None
        self.sockets = Path(tempfile.mkdtemp())  # not below `home`: a socket's path has to be short

    def __enter__(self) -> Self:
        """Start it, and wait until it takes connections."""
        # A window that was there before Openbox can stay inactive for good.
        wait_for(lambda: self._screen.can("get_desktop"), 30, "a window manager")
        options = ["--backend=x11-backend.so", "--use-pixman", "--idle-time=0", "--width=1500", "--height=940"]
        environment = {**self._screen.environment, "XDG_RUNTIME_DIR": str(self.sockets)}
        command = ["weston", f"--socket={SOCKET}", *options]
        self._weston = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            wait_for((self.sockets / SOCKET).exists, 30, "Weston’s socket")
            wait_for(self._is_active, 30, "Weston’s window")
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """End it."""
        self._end()

    def _end(self) -> None:
        assert self._weston is not None
        self._weston.terminate()
        self._weston.wait(20)
        shutil.rmtree(self.sockets, ignore_errors=True)

    def start_parloop(self, *arguments: str) -> subprocess.Popen[bytes]:
        """The app, which finds no X11 here."""
        environment = {**self._screen.environment, "XDG_RUNTIME_DIR": str(self.sockets), "WAYLAND_DISPLAY": SOCKET}
        for name in ("DISPLAY", "QT_QPA_PLATFORM"):
            environment.pop(name, None)
        return subprocess.Popen([sys.executable, "-m", "parloop_gui", *arguments], env=environment, cwd=ROOT)

    def key(self, *keys: str) -> None:
        """Press keys, one after the other."""
        self._screen.do("key", "--delay", "60", *keys)

    def _is_active(self) -> bool:
        found = self._screen.ask("search", "--onlyvisible", "--class", "weston").split()
        return bool(found) and self._screen.can("windowactivate", "--sync", found[-1])
