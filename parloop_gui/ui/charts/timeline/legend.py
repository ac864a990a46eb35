"""What solid and pale mean: two swatches with their words, in a family's colours or, for several, in greys."""

from __future__ import annotations

from parloop_gui.ui.drawing.colours import Family, Theme
from parloop_gui.ui.drawing.painter import Painter
from parloop_gui.ui.drawing.shapes import Rect
from parloop_gui.ui.drawing.text import Font, text_width

ON_CPU, SHARE, WAITING = "on CPU", "share on CPU", "waiting"
# A sample, and what lies between two of them.
_SWATCH, _GAP = 14.0, 14.0


def colours(theme: Theme, family: str) -> Family:
    """A family's, or greys for a timeline of several ("")."""
    return theme.family(family) if family else Family(theme.t2, theme.border2, theme.t2, theme.surface)


def legend_width(words: str) -> float:
    """How wide the legend is."""
    return 2 * (_SWATCH + 6) + text_width(words, Font(11)) + text_width(WAITING, Font(11)) + _GAP + 4


def draw_legend(painter: Painter, theme: Theme, family: str, words: str, left: float, middle: float) -> None:
    """Paint it from a left edge on, around a middle height."""
    shown = colours(theme, family)
    for colour, text in ((shown.mark, words), (shown.pale, WAITING)):
        painter.rect(Rect(left, middle - 5, _SWATCH, 10), colour, radius=2)
        wide = text_width(text, Font(11)) + 2
        painter.text(Rect(left + _SWATCH + 6, middle - 9, wide, 18), text, Font(11), theme.t2)
        left += _SWATCH + 6 + wide + _GAP
