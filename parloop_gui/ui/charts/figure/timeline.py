"""A timeline to be exported: what came out over the lanes, what is solid and pale, and how it was measured.

    TimelineFigure ─► png.py, svg.py, pdf.py

The lanes are painted by the routine that paints them on the screen.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from parloop_gui.ui.charts.figure.head import LEFT, TOP, Words, draw_words, lines_of
from parloop_gui.ui.charts.timeline.chart import draw_timeline
from parloop_gui.ui.charts.timeline.geometry import Layout, figure_layout
from parloop_gui.ui.charts.timeline.legend import draw_legend, legend_width
from parloop_gui.ui.charts.timeline.rows import TimelineData
from parloop_gui.ui.drawing.colours import Theme
from parloop_gui.ui.drawing.painter import Painter, Pen
from parloop_gui.ui.drawing.shapes import Point, Rect

# As wide as all pictures.
WIDTH, EDGE = 880, 8.0
# The line above the lanes that the legend has.
_LEGEND = 24.0


@dataclass(frozen=True, eq=False)
class TimelineFigure:
    """`legend` says what solid means. For a paper there is no `takeaway`: what came out is for the paper to say."""

    subject: str
    takeaway: str
    second: str
    data: TimelineData
    legend: str
    caption: str

    @property
    def title(self) -> str:
        """What it shows, in a line."""
        return ": ".join(filter(None, (self.subject, self.takeaway)))

    @property
    def description(self) -> str:
        """What it shows for those who can't see it."""
        groups = [
            ", ".join(filter(None, (group.hint, self.data.left_out(number, place.shown))))
            for number, (group, place) in enumerate(zip(self.data.groups, self._layout().groups, strict=True))
        ]
        return " ".join(filter(None, (self.second, f"{'; '.join(groups)}.", self.caption)))

    def size(self, theme: Theme) -> tuple[int, int]:
        """Width and height in pixels at 1×, both multiples of 4."""
        return WIDTH, 4 * math.ceil(self._caption(theme)[-1].box.bottom / 4) + 12

    def draw(self, painter: Painter, theme: Theme) -> None:
        """Paint the whole picture, its ground included."""
        width, height = self.size(theme)
        painter.rect(Rect(0, 0, width, height), theme.surface)
        head = self._head(theme)
        draw_words(painter, head)
        top = head[-1].box.bottom + 10
        draw_legend(painter, theme, "", self.legend, width - LEFT - legend_width(self.legend), top + _LEGEND / 2)
        with painter.moved(EDGE, top + _LEGEND):
            draw_timeline(painter, theme, self.data, self._layout())
        words = self._caption(theme)
        y = words[0].box.top - 10
        painter.line(Point(LEFT, y), Point(width - LEFT, y), Pen(theme.border))
        draw_words(painter, words)

    def _layout(self) -> Layout:
        return figure_layout([len(group.lanes) for group in self.data.groups], WIDTH - 2 * EDGE)

    def _head(self, theme: Theme) -> list[Words]:
        room = WIDTH - 2 * LEFT
        words = lines_of(self.subject, Point(LEFT, TOP), room, theme.t3, 12)
        if self.takeaway:
            words += lines_of(self.takeaway, Point(LEFT, words[-1].box.bottom + 4), room, theme.t1, 20, 600)
            words += lines_of(self.second, Point(LEFT, words[-1].box.bottom + 2), room, theme.t2, 12)
        return words

    def _caption(self, theme: Theme) -> list[Words]:
        top = self._head(theme)[-1].box.bottom + 10 + _LEGEND + self._layout().size.height + 20
        return lines_of(self.caption, Point(LEFT, top), WIDTH - 2 * LEFT, theme.t3, 11)
