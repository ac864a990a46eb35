"""How wide texts are: by the screen's fonts where there are any, else by a table.

Layouts ask without having a painter at hand, so the ruler in force is one for the process. The window lays out by the
fonts it paints with; a report, whose reader's fonts nobody knows, always by the table.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from parloop_gui.engine.protocol.visible import visible
from parloop_gui.ui.drawing.widths import BOLD, OTHER, PLAIN

# Of Font.weight: from here on letters are as wide as bold ones.
_BOLD_FROM = 600
_ELLIPSIS = "…"
# Characters of a text that are looked at: a document may hold anything.
LONGEST = 4000


class Font(NamedTuple):
    """The interface's font: its size in pixels, and 400 for plain, 500 and 600 for bold letters."""

    pixels: int
    weight: int = 400


Ruler = Callable[[str, Font], float]


@functools.lru_cache(4096)
def table_width(text: str, font: Font) -> float:
    """How wide a text is in a wide font: in the reader's own it hardly needs more."""
    widths = BOLD if font.weight >= _BOLD_FROM else PLAIN
    return sum(widths.get(each, OTHER) for each in text) * font.pixels / 1000


_ruler: Ruler = table_width


def measure_with(ruler: Ruler) -> None:
    """Measure texts so from now on."""
    global _ruler
    _ruler = ruler


@contextmanager
def measured_with(ruler: Ruler) -> Iterator[None]:
    """Measure texts so inside."""
    before = _ruler
    measure_with(ruler)
    try:
        yield
    finally:
        measure_with(before)


def text_width(text: str, font: Font) -> float:
    """How wide a text is, in pixels."""
    return _ruler(text, font)


def elided(text: str, font: Font, width: float) -> str:
    """The text as it is shown in so many pixels, by the table: its end gives way to an ellipsis."""
    shown = visible(text[:LONGEST], keep="")
    if table_width(shown, font) <= width + 1:
        return shown
    room = width + 1 - table_width(_ELLIPSIS, font)
    while shown and table_width(shown, font) > room:
        shown = shown[:-1]
    return f"{shown.rstrip()}{_ELLIPSIS}"
