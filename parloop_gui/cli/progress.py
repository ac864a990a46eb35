"""One line on the terminal that says how far the comparison is; nothing where nobody watches."""

from __future__ import annotations

import os
import shutil
from typing import TextIO

from parloop_gui.cli.terminal import harmless


def watches(stream: TextIO) -> bool:
    """Whether somebody watches: a terminal that can redraw a line."""
    return stream.isatty() and os.environ.get("TERM", "") != "dumb"


class ProgressLine:
    """The line, redrawn in place; `clear` takes it away."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._watched = watches(stream)
        self.shown = ""

    def show(self, text: str) -> None:
        """Draw the line anew, cut to the terminal's width."""
        if not self._watched or text == self.shown:
            return
        width = shutil.get_terminal_size().columns - 1
        line = text if len(text) <= width else text[: max(0, width - 1)] + "…"
        self._stream.write(f"\r\x1b[2K{harmless(line)}")
        self._stream.flush()
        self.shown = text

    def print_above(self, text: str) -> None:
        """Print a line of its own above the progress."""
        if self._watched:
            self._stream.write(f"\r\x1b[2K{harmless(text)}\n")
            self._stream.flush()
            self.shown = ""

    def clear(self) -> None:
        """Take the line away."""
        if self.shown:
            self._stream.write("\r\x1b[2K")
            self._stream.flush()
            self.shown = ""
