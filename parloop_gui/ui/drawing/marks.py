"""Small things that every chart paints: dots, pills, the warning."""

from __future__ import annotations

from parloop_gui.ui.drawing.colours import Theme
from parloop_gui.ui.drawing.painter import Painter, Pen
from parloop_gui.ui.drawing.shapes import Point, Rect
from parloop_gui.ui.drawing.text import Font, text_width

PILL, BEST = Font(11, 500), Font(11, 600)
# A row's pill, for letters of 11.
_PILL_HEIGHT = 17.0
# How much is left of a colour that steps back. Words step back by going over to a quieter colour: at this opacity they
# would be too weak to be read.
QUIET = 0.6
# So many times the longest bar an interval may make the axis long: of three rounds on a busy machine it may be without
# end, and the bars must still be told apart.
MOST_REACH = 2.0


def draw_dot(painter: Painter, centre: Point, diameter: float, colour: str, opacity: float = 1.0) -> None:
    """A filled circle."""
    painter.dots((centre,), diameter, colour, opacity)


def pill_width(text: str, font: Font, padding: float = 6) -> float:
    """How wide the pill around a text is."""
    return text_width(text, font) + 2 * padding


def draw_pill(
    painter: Painter, theme: Theme, left: float, middle: float, text: str, filled: bool, *, quiet: bool = False
) -> float:
    """A tag's pill, 17 high: filled for "on CPU", outlined for waiting; `quiet` steps back. Gives its width."""
    box = _pill_box(left, middle, pill_width(text, PILL))
    if filled:
        with painter.opacity(QUIET if quiet else 1.0):
            painter.rect(box, theme.tag, radius=_PILL_HEIGHT / 2)
    else:
        painter.rect(box.adjusted(0.5, 0.5, -0.5, -0.5), edge=Pen(theme.border2), radius=_PILL_HEIGHT / 2)
    plain, stepped_back = (theme.on_tag, theme.t2) if filled else (theme.t2, theme.t3)
    painter.text(box, text, PILL, stepped_back if quiet else plain, "centre")
    return box.width


def draw_best(painter: Painter, theme: Theme, left: float, middle: float) -> float:
    """The "best" pill; gives its width."""
    box = _pill_box(left, middle, pill_width("best", BEST))
    painter.rect(box, theme.accent_pale, radius=_PILL_HEIGHT / 2)
    painter.text(box, "best", BEST, theme.accent_text, "centre")
    return box.width


def draw_warning(painter: Painter, theme: Theme, left: float, middle: float) -> None:
    """The triangle that goes with every failure, 12 wide."""
    red = Pen(theme.fail, 1.2)
    corners = (Point(left + 6, middle - 5.5), Point(left + 12, middle + 5), Point(left, middle + 5))
    painter.polygon(corners, edge=red)
    painter.line(Point(left + 6, middle - 2), Point(left + 6, middle + 1.5), red)
    draw_dot(painter, Point(left + 6, middle + 3.2), 1.3, theme.fail)


def _pill_box(left: float, middle: float, width: float) -> Rect:
    return Rect(left, middle - _PILL_HEIGHT / 2, width, _PILL_HEIGHT)
