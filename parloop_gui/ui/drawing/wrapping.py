"""Text in lines: where a text that is painted breaks."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from parloop_gui.ui.drawing.text import LONGEST

WidthOf = Callable[[str], float]


def wrapped(text: str, width_of: WidthOf, width: float, most: int = 12) -> list[str]:
    """The text in lines no wider than `width` pixels, broken at spaces; more than `most` lines end in an ellipsis."""
    lines: list[str] = []
    line = ""
    for word in text[:LONGEST].split():
        for piece in _pieces(word, width_of, width):
            longer = f"{line} {piece}" if line else piece
            if line and width_of(longer) > width:
                lines.append(line)
                longer = piece
            line = longer
    lines += [line] if line else []
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1]} …"]


def _pieces(word: str, width_of: WidthOf, width: float) -> Iterator[str]:
    """The word, or parts of one that is wider than a line."""
    while len(word) > 1 and width_of(word) > width:
        share = width / width_of(word)
        at = max(1, min(len(word) - 1, int(len(word) * share)))
        while at > 1 and width_of(word[:at]) > width:
            at -= 1
        yield word[:at]
        word = word[at:]
    yield word
