"""Text in lines: where a text that is painted breaks."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QFont

from parloop_gui.ui.style.painting import text_width

# Characters of a text that are looked at: a document may hold anything.
LONGEST = 4000


def wrapped(text: str, with_font: QFont, width: float, most: int = 12) -> list[str]:
    """The text in lines no wider than `width` pixels, broken at spaces; more than `most` lines end in an ellipsis."""
    lines: list[str] = []
    line = ""
    for word in text[:LONGEST].split():
        for piece in _pieces(word, with_font, width):
            longer = f"{line} {piece}" if line else piece
            if line and text_width(longer, with_font) > width:
                lines.append(line)
                longer = piece
            line = longer
    lines += [line] if line else []
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1]} …"]


def _pieces(word: str, with_font: QFont, width: float) -> Iterator[str]:
    """The word, or parts of one that is wider than a line."""
    while len(word) > 1 and text_width(word, with_font) > width:
        share = width / text_width(word, with_font)
        at = max(1, min(len(word) - 1, int(len(word) * share)))
        while at > 1 and text_width(word[:at], with_font) > width:
            at -= 1
        yield word[:at]
        word = word[at:]
    yield word
