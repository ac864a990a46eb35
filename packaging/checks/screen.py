"""A screen that nobody sees (Xvfb) with a window manager, a mouse and a keyboard (xdotool), and pictures of it.

Pictures are read from the framebuffer, which Xvfb keeps in a file: what stands there is what a person would see.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import struct
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self

SIZE = (1600, 1000)
PATIENCE_S = 60.0
_XWD_FIELDS = 25


class Screen:
    """A context manager; `display` is its name. `managed` starts openbox on it."""

    def __init__(self, *, managed: bool = True) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="screen-")
        read, write = os.pipe()
        size = "x".join(map(str, SIZE))
        # A server that resets when a first client leaves refuses whoever connects meanwhile.
        lasting = ["-noreset", "-ac", "-fbdir", self._folder.name]
        command = ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{size}x24", *lasting]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._processes = [subprocess.Popen(command, pass_fds=(write,), **quiet)]  # type: ignore[call-overload]
        os.close(write)
        with os.fdopen(read) as told:
            self.display = f":{told.readline().strip()}"
        if managed:
            environment = {**os.environ, "DISPLAY": self.display}
            self._processes.append(subprocess.Popen(["openbox"], env=environment, **quiet))  # type: ignore[call-overload]
        with open(Path(self._folder.name) / "Xvfb_screen0", "rb") as file:
            self._pixels = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        header = struct.unpack(f">{_XWD_FIELDS}I", self._pixels[: 4 * _XWD_FIELDS])
        self._bytes_per_line, colours = header[12], header[19]
        self._begin = header[0] + 12 * colours

    def __enter__(self) -> Self:
        """The screen itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Take it away with everything on it."""
        for process in reversed(self._processes):
            process.terminate()
            process.wait()
        self._folder.cleanup()

    def pixel(self, x: int, y: int) -> tuple[int, int, int]:
        """Red, green and blue of one pixel."""
        at = self._begin + y * self._bytes_per_line + 4 * x
        blue, green, red = self._pixels[at : at + 3]
        return red, green, blue

    def shot(self, path: Path) -> None:
        """Save what it shows as a PNG."""
        from PySide6.QtGui import QImage

        data = bytes(self._pixels[self._begin : self._begin + SIZE[1] * self._bytes_per_line])
        path.parent.mkdir(parents=True, exist_ok=True)
        QImage(data, *SIZE, self._bytes_per_line, QImage.Format.Format_RGB32).save(str(path))

    def windows(self, name: str) -> list[str]:
        """The visible windows whose title ends in `name`."""
        return self._xdotool("search", "--onlyvisible", "--name", f"{name}$", check=False).split()

    def wait_for(self, name: str) -> str:
        """A window of that title, as soon as there is one; raises TimeoutError."""
        until = time.monotonic() + PATIENCE_S
        while not (found := self.windows(name)):
            if time.monotonic() > until:
                raise TimeoutError(f"no window {name!r} within {PATIENCE_S:g} s")
            time.sleep(0.1)
        return found[-1]

    def place(self, window: str, x: int, y: int) -> tuple[int, int]:
        """Where on the screen a place in a window is; asked by way of the mouse, which window managers leave alone."""
        self._xdotool("mousemove", "--window", window, str(x), str(y))
        told = dict(pair.split(":") for pair in self._xdotool("getmouselocation").split())
        return int(told["x"]), int(told["y"])

    def click(self, window: str, x: int, y: int, times: int = 1) -> None:
        """Click with the mouse at a place in a window."""
        self._xdotool("mousemove", "--window", window, str(x), str(y))
        time.sleep(0.3)
        self._xdotool("click", "--repeat", str(times), "--delay", "120", "1")

    def click_at(self, x: int, y: int, times: int = 1) -> None:
        """Click with the mouse at a place on the screen."""
        self._xdotool("mousemove", str(x), str(y))
        time.sleep(0.3)
        self._xdotool("click", "--repeat", str(times), "--delay", "120", "1")

    def type(self, text: str) -> None:
        """Type a text into whatever has the keyboard."""
        self._xdotool("type", "--delay", "20", text)

    def key(self, *keys: str) -> None:
        """Press keys, one after the other."""
        self._xdotool("key", "--delay", "80", *keys)

    def _xdotool(self, *arguments: str, check: bool = True) -> str:
        environment = {**os.environ, "DISPLAY": self.display}
        with contextlib.suppress(subprocess.CalledProcessError):
            command = ["xdotool", *arguments]
            return subprocess.run(command, env=environment, capture_output=True, text=True, check=check).stdout
        return ""
