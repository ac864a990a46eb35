"""A break-even map as a picture to be exported: the sentence, the map, and what it stands on."""

from __future__ import annotations

import math
from dataclasses import dataclass

from parloop_gui.model.break_even.sentences import also, headline
from parloop_gui.model.wording.units import count
from parloop_gui.ui.charts.break_even.chart import MapData, draw_map
from parloop_gui.ui.charts.figure.head import LEFT, TOP, Words, draw_words, lines_of
from parloop_gui.ui.drawing.colours import Theme
from parloop_gui.ui.drawing.painter import Painter
from parloop_gui.ui.drawing.shapes import Point, Rect

# As wide as all pictures, and half as high.
WIDTH, HEIGHT = 880, 440.0


@dataclass(frozen=True, eq=False)
class MapFigure:
    """One map."""

    data: MapData

    @property
    def title(self) -> str:
        """What it shows, in a line."""
        return headline(self.data.of)

    @property
    def description(self) -> str:
        """What it shows for those who can't see it."""
        return " ".join((self.title, *also(self.data.of)))

    def size(self, theme: Theme) -> tuple[int, int]:
        """Width and height in pixels at 1×, both multiples of 4."""
        return WIDTH, 4 * math.ceil(self._below(theme)[-1].box.bottom / 4) + 12

    def draw(self, painter: Painter, theme: Theme) -> None:
        """Paint the whole picture, its ground included."""
        width, height = self.size(theme)
        painter.rect(Rect(0, 0, width, height), theme.surface)
        draw_words(painter, self._head(theme))
        top = self._head(theme)[-1].box.bottom + 12
        draw_map(painter, theme, self.data, Rect(LEFT, top, WIDTH - 2 * LEFT, HEIGHT))
        draw_words(painter, self._below(theme))

    def _head(self, theme: Theme) -> list[Words]:
        room, of = WIDTH - 2 * LEFT, self.data.of
        subject = f"Break-even map of this machine · Python {of.python.id} · {count(of.python.cores, 'core')}"
        words = lines_of(subject, Point(LEFT, TOP), room, theme.t3, 12)
        return words + lines_of(self.title, Point(LEFT, words[-1].box.bottom + 4), room, theme.t1, 20, 600)

    def _below(self, theme: Theme) -> list[Words]:
        top, words = self._head(theme)[-1].box.bottom + HEIGHT + 20, list[Words]()
        for line in also(self.data.of):
            at = Point(LEFT, words[-1].box.bottom if words else top)
            words += lines_of(line, at, WIDTH - 2 * LEFT, theme.t2, 11)
        return words
