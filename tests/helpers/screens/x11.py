"""A screen of its own with a window manager, and Parloop on it: worked from outside with keys and the mouse alone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil
import pytest

ROOT = Path(__file__).resolve().parents[3]
NEEDED = ("Xvfb", "openbox", "xdotool")
# Parloop runs as for a user: measured for coverage, a round takes so long that the window asks to make fewer.
UNWANTED = ("WAYLAND_DISPLAY", "COVERAGE_PROCESS")


def skip_without_x11() -> None:
    """Skip the test where the programs are missing; under CI it fails."""
    missing = [program for program in NEEDED if shutil.which(program) is None]
    if missing and os.environ.get("CI"):
        pytest.fail(f"not installed: {', '.join(missing)}")
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")


class Screen:
    """Xvfb with openbox; a context manager. Programs on it live in `home`."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._programs: list[subprocess.Popen[bytes]] = []
        self.environment: dict[str, str] = {}

    def __enter__(self) -> Self:
        """Start both, and wait until the screen takes connections."""
        read, write = os.pipe()
        # A server that resets when a first client leaves refuses whoever connects meanwhile.
        lasting = ["-noreset", "-nolisten", "tcp"]
        command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1600x1000x24", *lasting]
        self._programs.append(subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL))
        os.close(write)
        with os.fdopen(read) as told:
            display = told.readline().strip()
        folders = {f"XDG_{kind}_HOME": str(self.home / kind.lower()) for kind in ("CONFIG", "DATA", "CACHE")}
        kept = {name: value for name, value in os.environ.items() if not name.startswith(UNWANTED)}
        here = {"HOME": str(self.home), "DISPLAY": f":{display}", "QT_QPA_PLATFORM": "xcb"}
        self.environment = {**kept, **folders, **here}
        self._programs.append(self.start(["openbox"]))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """End everything on it."""
        for program in reversed(self._programs):
            program.terminate()
            program.wait(20)

    def start(self, command: list[str]) -> subprocess.Popen[bytes]:
        """A program on this screen."""
        return subprocess.Popen(command, env=self.environment, cwd=ROOT, stderr=subprocess.DEVNULL)

    def do(self, *arguments: str) -> None:
        """Let xdotool do something."""
        subprocess.run(["xdotool", *arguments], env=self.environment, capture_output=True, timeout=60, check=True)

    def can(self, *arguments: str) -> bool:
        """Whether xdotool did something; not while the window manager is only starting."""
        command = ["xdotool", *arguments]
        ran = subprocess.run(command, env=self.environment, capture_output=True, timeout=60, check=False)
        return ran.returncode == 0

    def ask(self, *arguments: str) -> str:
        """What xdotool tells; "" where it fails, as it does when a window goes while it looks."""
        command = ["xdotool", *arguments]
        ran = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=60, check=False)
        return ran.stdout.strip()


class App:
    """Parloop on a screen."""

    def __init__(self, screen: Screen, *arguments: str) -> None:
        self.screen = screen
        self.process = screen.start([sys.executable, "-m", "parloop_gui", *arguments])
        try:
            self.window = self.find("Parloop$")
        except BaseException:
            self.end()
            raise

    def end(self) -> None:
        """Kill it, however far it has come."""
        self.process.kill()
        self.process.wait(20)

    def find(self, name: str) -> str:
        """Wait for a visible window whose title matches, and make it active; its id."""
        found: list[str] = []

        def is_active() -> bool:
            found[:] = self.screen.ask("search", "--onlyvisible", "--name", name).split()
            return bool(found) and self.screen.can("windowactivate", "--sync", found[-1])

        wait_for(is_active, 60, f"a window called {name}")
        return found[-1]

    def key(self, *keys: str) -> None:
        """Press keys, one after the other."""
        self.screen.do("key", "--delay", "60", *keys)

    def type(self, text: str) -> None:
        """Type a text."""
        self.screen.do("type", "--delay", "20", text)

    def click(self, x: int, y: int, window: str | None = None) -> None:
        """Click at a place in a window, the main one by default."""
        self.screen.do("mousemove", "--window", window or self.window, str(x), str(y))
        self.screen.do("click", "1")

    def wheel_down(self, steps: int) -> None:
        """Turn the wheel where the mouse is."""
        self.screen.do("click", "--repeat", str(steps), "--delay", "20", "5")

    def below(self) -> list[psutil.Process]:
        """Every process that it started."""
        return psutil.Process(self.process.pid).children(recursive=True)


def wait_for(fact: Callable[[], bool], timeout_s: float, what: str) -> None:
    """Wait until something outside this process is so; fails after a while. Files and processes don't call back."""
    deadline, pause = time.monotonic() + timeout_s, threading.Event()
    while not fact():
        if time.monotonic() > deadline:
            pytest.fail(f"not within {timeout_s:g} s: {what}")
        pause.wait(0.1)
