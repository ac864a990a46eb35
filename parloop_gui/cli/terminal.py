"""Text for a terminal: aligned columns, a little colour where it is wanted, and nothing that a terminal obeys."""

from __future__ import annotations

import os
import textwrap
import unicodedata
from collections.abc import Sequence
from typing import TextIO

from parloop_gui.engine.protocol.visible import visible

# Between columns.
GAP = "  "
# In fewer places words no longer fit beside their indentation; a terminal may even say that it has none.
_NARROWEST = 40
# As terminals number them (SGR): bold, green, red, faint.
_STYLES = {"strong": "1", "good": "32", "bad": "31", "quiet": "2"}


class Painter:
    """Styles text for one stream: only on a terminal, and never where NO_COLOR is set."""

    def __init__(self, stream: TextIO) -> None:
        self._on = stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"

    def paint(self, text: str, style: str) -> str:
        """The text in a style: strong, good, bad or quiet."""
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if self._on and text else text


def harmless(text: str) -> str:
    """The text with what a terminal obeys, which could move the cursor or worse, made visible; new lines stay."""
    return visible(text, keep="\n")


def columns(rows: Sequence[Sequence[str]], right: Sequence[bool]) -> list[str]:
    """The rows as lines with aligned columns; `right` says which are aligned to the right."""
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    return [GAP.join(map(_pad, row, widths, right)).rstrip() for row in rows]


def cells(text: str) -> int:
    """How many places of a terminal the text takes: wide letters two, accents that combine none (Unicode's UAX 11)."""
    return sum(
        0 if unicodedata.combining(each) else 2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text
    )


def wrapped(text: str, width: int, indent: str = "") -> str:
    """The text in lines of at most `width` places, later ones indented."""
    return textwrap.fill(text, width=max(_NARROWEST, width), subsequent_indent=indent, break_on_hyphens=False)


def _pad(text: str, width: int, right: bool) -> str:
    space = " " * (width - cells(text))
    return space + text if right else text + space
