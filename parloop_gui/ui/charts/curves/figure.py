"""A question's answer as a picture to be exported: the sentence, the curves, and a caption that says how."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from parloop_gui.ui.charts.curves.chart import draw_axes, draw_curves, plot_box
from parloop_gui.ui.charts.curves.data import CurveData
from parloop_gui.ui.charts.curves.frame import Frame, whole_extent
from parloop_gui.ui.charts.curves.pair import PairData, draw_pair, height_of
from parloop_gui.ui.charts.figure.head import LEFT, TOP, Words, draw_words, lines_of
from parloop_gui.ui.drawing.colours import Theme
from parloop_gui.ui.drawing.painter import Painter, Pen
from parloop_gui.ui.drawing.shapes import Point, Rect

# As wide as all pictures; the height is that of the plot alone.
WIDTH, HEIGHT = 880, 400.0
# Between the curves and the bars of a second Python.
_ABOVE_PAIR = 16.0


@dataclass(frozen=True, eq=False)
class CurveFigure:
    """Without a sentence it is for a paper, which says it itself. `pair` are bars of a second Python, below."""

    subject: str
    asks: str
    sentence: str
    stands_on: tuple[str, ...]
    data: CurveData
    measure: str
    caption: str
    pair: PairData = field(default_factory=PairData)

    @property
    def title(self) -> str:
        """What it shows, in a line."""
        return f"{self.subject}: {self.sentence or self.asks}"

    @property
    def description(self) -> str:
        """What it shows for those who can't see it."""
        lines = [f"{line.title}: {'; '.join(point.hint for point in line.points)}." for line in self.data.lines]
        return " ".join(filter(None, (self.asks, *self.stands_on, *lines, self.pair.description, self.caption)))

    def size(self, theme: Theme) -> tuple[int, int]:
        """Width and height in pixels at 1×, both multiples of 4."""
        return WIDTH, 4 * math.ceil(self._caption(theme)[-1].box.bottom / 4) + 12

    def draw(self, painter: Painter, theme: Theme) -> None:
        """Paint the whole picture, its ground included."""
        width, height = self.size(theme)
        painter.rect(Rect(0, 0, width, height), theme.surface)
        draw_words(painter, self._head(theme))
        box = plot_box(self.data, Rect(LEFT, self._top(theme), WIDTH - 2 * LEFT, HEIGHT))
        frame = Frame(box, self.data.axis, whole_extent(self.data))
        draw_curves(painter, theme, self.data, frame)
        draw_axes(painter, theme, self.data, frame)
        below = Rect(LEFT, self._top(theme) + HEIGHT + _ABOVE_PAIR, WIDTH - 2 * LEFT, height_of(self.pair))
        draw_pair(painter, theme, self.pair, below)
        words = self._caption(theme)
        y = words[0].box.top - 10
        painter.line(Point(LEFT, y), Point(width - LEFT, y), Pen(theme.border))
        draw_words(painter, words)

    def _top(self, theme: Theme) -> float:
        return self._head(theme)[-1].box.bottom + 10

    def _head(self, theme: Theme) -> list[Words]:
        room = WIDTH - 2 * LEFT
        words = lines_of(self.subject, Point(LEFT, TOP), room, theme.t3, 12)
        if self.sentence:
            words += lines_of(self.sentence, Point(LEFT, words[-1].box.bottom + 4), room, theme.t1, 20, 600)
        return words + lines_of(self.measure, Point(LEFT, words[-1].box.bottom + 4), room, theme.t3, 11)

    def _caption(self, theme: Theme) -> list[Words]:
        room, top = WIDTH - 2 * LEFT, self._top(theme) + HEIGHT + 20
        top += _ABOVE_PAIR + height_of(self.pair) if self.pair.sides else 0.0
        words: list[Words] = []
        for line in self.stands_on:
            words += lines_of(line, Point(LEFT, words[-1].box.bottom if words else top), room, theme.t2, 11)
        return words + lines_of(
            self.caption, Point(LEFT, words[-1].box.bottom + 6 if words else top), room, theme.t3, 11
        )
