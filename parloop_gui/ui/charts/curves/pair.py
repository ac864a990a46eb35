"""The same work under two Pythons: bars of wall times on one scale, each beside its own plain loop, dashed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parloop_gui.model.statistics.summary import Figure
from parloop_gui.model.wording.units import duration
from parloop_gui.ui.charts.axis import ticks
from parloop_gui.ui.drawing.colours import Theme
from parloop_gui.ui.drawing.marks import MOST_REACH, draw_pill
from parloop_gui.ui.drawing.painter import Painter, Pen
from parloop_gui.ui.drawing.shapes import Point, Rect
from parloop_gui.ui.drawing.text import Font, text_width

# A side's title, a row and the bar in it, the axis's figures, and what is left between the two sides.
_HEAD, _ROW, _BAR, _TICKS, _GAP = 24.0, 27.0, 11.0, 18.0, 24.0
# For a row's name at the left, and for its figures behind the longest bar.
_NAMES, _WORDS = 66.0, 86.0
_CAP = 3.5


@dataclass(frozen=True)
class PairRow:
    """A bar: whose it is, its median wall time with its interval, the rounds, what it gains over its plain loop."""

    title: str
    family: str
    wall_s: Figure
    rounds_s: tuple[float, ...] = ()
    gain: str = ""
    is_faster: bool = False


@dataclass(frozen=True)
class PairSide:
    """One Python, the plain loop first."""

    title: str
    pill: str
    is_free: bool
    rows: tuple[PairRow, ...]


@dataclass(frozen=True)
class PairData:
    """Both of them; none where only one was measured."""

    sides: tuple[PairSide, ...] = ()

    @property
    def description(self) -> str:
        """All of it in words."""
        return "; ".join(
            f"{side.title}, {side.pill}: "
            + ", ".join(f"{row.title} {duration(row.wall_s.median)} {row.gain}".rstrip() for row in side.rows)
            for side in self.sides
        )


def height_of(data: PairData) -> float:
    """How high it is painted, in pixels at 100%."""
    return _HEAD + _ROW * max((len(side.rows) for side in data.sides), default=0) + _TICKS


def draw_pair(painter: Painter, theme: Theme, data: PairData, box: Rect) -> None:
    """Paint them side by side."""
    width = (box.width - _GAP * (len(data.sides) - 1)) / max(len(data.sides), 1)
    most_s = _most_s([row for side in data.sides for row in side.rows])
    for number, side in enumerate(data.sides):
        place = Rect(box.left + number * (width + _GAP), box.top, width, box.height)
        _draw_side(painter, theme, side, place, most_s)


def _most_s(rows: Sequence[PairRow]) -> float:
    """Where the axis ends: few rounds may have an interval without end, which must not make all bars vanish."""
    medians = max((row.wall_s.median for row in rows), default=0.0)
    highs = [row.wall_s.high for row in rows if row.wall_s.high <= MOST_REACH * medians]
    return max((medians, *highs, *(each for row in rows for each in row.rounds_s)), default=0.0)


def _draw_side(painter: Painter, theme: Theme, side: PairSide, box: Rect, most_s: float) -> None:
    bold = Font(12, 600)
    title = Rect(box.left, box.top, text_width(side.title, bold) + 4, 18)
    painter.text(title, side.title, bold, theme.t1)
    draw_pill(painter, theme, title.right + 4, title.middle, side.pill, side.is_free)
    plot = Rect.between(box.left + _NAMES, box.top + _HEAD, box.right - 4, box.top + _HEAD + _ROW * len(side.rows))
    per_s = max(plot.width - _WORDS, 20.0) / most_s if most_s > 0 else 0.0
    _draw_grid(painter, theme, plot, per_s, most_s)
    if side.rows:
        x = plot.left + side.rows[0].wall_s.median * per_s
        painter.line(Point(x, plot.top), Point(x, plot.bottom), Pen(theme.family("baseline").mark, 1.25, (4, 3)))
    for number, row in enumerate(side.rows):
        place = Rect(plot.left, plot.top + number * _ROW, plot.width, _ROW)
        _draw_row(painter, theme, row, place, per_s, most_s)


def _draw_grid(painter: Painter, theme: Theme, plot: Rect, per_s: float, most_s: float) -> None:
    if most_s <= 0:
        return
    for value in ticks(most_s, plot.width / per_s, 3):
        x = plot.left + value * per_s
        painter.line(Point(x, plot.top), Point(x, plot.bottom), Pen(theme.grid if value else theme.border2))
        words = f"{value:g}"
        painter.text(Rect(x - 24, plot.bottom + 2, 48, 14), words, Font(11), theme.t3, "centre")


def _draw_row(painter: Painter, theme: Theme, row: PairRow, place: Rect, per_s: float, most_s: float) -> None:
    family = theme.family(row.family)
    painter.text(Rect(place.left - _NAMES, place.top, _NAMES - 6, place.height), row.title, Font(11), theme.t2)
    bar = Rect(place.left, place.middle - _BAR / 2 - 1, row.wall_s.median * per_s, _BAR)
    painter.rect(bar, family.mark, edge=Pen(family.text))
    painter.dots([Point(place.left + each * per_s, bar.bottom + 5) for each in row.rounds_s], 3.5, family.mark, 0.8)
    high_s = min(row.wall_s.high, most_s)
    ends = place.left + row.wall_s.low * per_s, place.left + high_s * per_s
    _draw_whisker(painter, theme, ends, bar.middle, is_whole=high_s == row.wall_s.high)
    left = place.left + max(high_s, row.wall_s.median) * per_s + 8
    figure, strong = duration(row.wall_s.median), Font(11, 500)
    width = text_width(figure, strong) + 3
    gain_width = text_width(row.gain, strong) + 4
    # Grid and dashed line end where a figure stands.
    painter.rect(Rect(left - 3, bar.middle - 7, width + gain_width + 7, 14), theme.surface)
    painter.text(Rect(left, bar.middle - 8, width, 16), figure, strong, theme.t1)
    gain = Rect(left + width + 4, bar.middle - 8, gain_width, 16)
    painter.text(gain, row.gain, strong, theme.accent_text if row.is_faster else theme.t3)


def _draw_whisker(painter: Painter, theme: Theme, ends: tuple[float, float], middle: float, *, is_whole: bool) -> None:
    """One that goes on beyond the axis has no cap there."""
    low, high = ends
    for pen, beyond in ((Pen(theme.surface, 2.8), 0.8), (Pen(theme.t1, 1.1), 0.0)):
        painter.line(Point(low, middle), Point(high, middle), pen)
        for x in ends if is_whole else (low,):
            painter.line(Point(x, middle - _CAP - beyond), Point(x, middle + _CAP + beyond), pen)
