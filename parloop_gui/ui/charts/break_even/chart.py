"""Paints a break-even map: a field for each place of the lattice, dots where was measured, a ring for the user's loop.

The colour of a field is the family's that wins there. It is paler where the next one is near: that is where a border
lies, and where the model between measured places is least sure.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from parloop_gui.model.break_even.cells import Map, Side, Spot, margin_of
from parloop_gui.model.break_even.grid import lattice
from parloop_gui.model.break_even.interpolation import Between
from parloop_gui.model.break_even.sentences import NAMES
from parloop_gui.model.wording.units import duration, size
from parloop_gui.ui.drawing.colours import Theme
from parloop_gui.ui.drawing.painter import Painter, Pen
from parloop_gui.ui.drawing.shapes import Point, Rect
from parloop_gui.ui.drawing.text import Font, text_width

# Room for the sizes at the left, for the times of tasks and their title below, for the legend above.
_LEFT, _BELOW, _ABOVE = 62.0, 44.0, 26.0
# A place that was measured; the ring around the place of the loop is wide enough to leave such a dot in sight.
_DOT, _RING = 4.0, 12.0
# As a logarithm: a winner that is so far ahead has its family's full colour.
_CLEAR = 0.7
_PALEST = 0.35
_TICKS_S, _TICKS_BYTES = (1e-5, 1e-4, 1e-3, 1e-2), (100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000)


@dataclass(frozen=True, eq=False)
class MapData:
    """The map, and for each place of its lattice who wins and by how much as a logarithm; rows by size."""

    of: Map
    fields: tuple[tuple[tuple[Side, float], ...], ...]

    @property
    def sides(self) -> list[Side]:
        """Who wins anywhere."""
        return list(dict.fromkeys(side for row in self.fields for side, _ in row))


def map_data(of: Map) -> MapData:
    """What is painted of a map; the model between its cells is asked once for every place."""
    between = Between(of)
    tasks, sizes = lattice()
    spots = [[Spot(task_s, item_bytes) for task_s in tasks] for item_bytes in sizes]
    return MapData(
        of, tuple(tuple((between.winner(spot), margin_of(between.logs(spot))) for spot in row) for row in spots)
    )


def draw_map(painter: Painter, theme: Theme, data: MapData, box: Rect) -> None:
    """Paint it into a box, axes and legend included."""
    plot = box.adjusted(_LEFT, _ABOVE, -8, -_BELOW)
    _draw_fields(painter, theme, data, plot)
    _draw_axes(painter, theme, plot)
    painter.dots([_at(plot, cell.spot) for cell in data.of.cells], _DOT, theme.t1, edge=Pen(theme.surface))
    if data.of.dot is not None:
        _draw_loop(painter, theme, data, plot)
    _draw_legend(painter, theme, data, Rect(plot.left, box.top, plot.width, _ABOVE - 6))


def _draw_fields(painter: Painter, theme: Theme, data: MapData, plot: Rect) -> None:
    tasks, sizes = lattice()
    width, height = plot.width / len(tasks), plot.height / len(sizes)
    painter.rect(plot, theme.surface)
    for row, fields in enumerate(data.fields):
        for column, (side, margin) in enumerate(fields):
            strength = _PALEST + (1 - _PALEST) * min(1.0, margin / _CLEAR)
            colour = _mixed(theme.family(side).mark, theme.surface, strength)
            place = Rect(plot.left + column * width, plot.bottom - (row + 1) * height, width + 0.5, height + 0.5)
            painter.rect(place, colour)


def _mixed(colour: str, ground: str, share: float) -> str:
    """So much of the colour, the rest ground: fields overlap a little, which would show if they let light through."""
    parts = zip(_parts(colour), _parts(ground), strict=True)
    return "#" + "".join(f"{round(share * over + (1 - share) * under):02x}" for over, under in parts)


def _parts(colour: str) -> tuple[int, ...]:
    """Red, green and blue of "#rrggbb", 0 to 255."""
    return tuple(bytes.fromhex(colour[1:7]))


def _at(plot: Rect, spot: Spot) -> Point:
    """In the middle of the field that it lies in, or between two; what lies beyond the map stands in its last field."""
    tasks, sizes = lattice()
    across = math.log(spot.task_s / tasks[0]) / math.log(tasks[1] / tasks[0])
    up = math.log(max(spot.item_bytes, 1) / sizes[0]) / math.log(sizes[-1] / sizes[0]) * (len(sizes) - 1)
    across, up = max(0.0, min(across, len(tasks) - 1)), max(0.0, min(up, len(sizes) - 1))
    x = plot.left + (across + 0.5) * plot.width / len(tasks)
    return Point(x, plot.bottom - (up + 0.5) * plot.height / len(sizes))


def _draw_axes(painter: Painter, theme: Theme, plot: Rect) -> None:
    small = Font(11)
    for task_s in _TICKS_S:
        at = _at(plot, Spot(task_s, 100))
        painter.text(Rect(at.x - 40, plot.bottom + 4, 80, 16), duration(task_s, 1), small, theme.t3, "centre")
    for item_bytes in _TICKS_BYTES:
        at = _at(plot, Spot(1e-5, item_bytes))
        painter.text(Rect(plot.left - _LEFT, at.y - 8, _LEFT - 6, 16), size(item_bytes), small, theme.t3, "right")
    title = Rect(plot.left, plot.bottom + 22, plot.width, 16)
    painter.text(title, "Time of a task, and up: what is handed over with each item", small, theme.t3, "centre")


def _draw_loop(painter: Painter, theme: Theme, data: MapData, plot: Rect) -> None:
    """Where the user's own loop lies, by its name."""
    assert data.of.dot is not None
    at, written = _at(plot, data.of.dot), Font(12, 600)
    for colour, width in ((theme.surface, 4.0), (theme.t1, 2.0)):
        painter.dots([at], _RING, "", edge=Pen(colour, width))
    wide = text_width(data.of.dot_name, written) + 8
    left = at.x + 10 if at.x + 10 + wide <= plot.right else at.x - 10 - wide
    place = Rect(left, at.y - 9, wide, 18)
    painter.rect(place, theme.surface)
    painter.text(place, data.of.dot_name, written, theme.t1, "centre")


def _draw_legend(painter: Painter, theme: Theme, data: MapData, box: Rect) -> None:
    """Who the colours are, and what dots are: fields have no room for names of their own."""
    left, written = box.left, Font(11, 500)
    for side in data.sides:
        painter.rect(Rect(left, box.middle - 5, 10, 10), theme.family(side).mark)
        words = f"{NAMES[side]} {'wins' if side == 'baseline' else 'win'}"
        width = text_width(words, written) + 4
        painter.text(Rect(left + 16, box.top, width, box.height), words, written, theme.family(side).text)
        left += width + 28
    rest, dots = Rect(left, box.top, box.right - left, box.height), "dots: measured"
    if text_width(dots, Font(11)) <= rest.width:  # a narrow page says it beside the map
        painter.text(rest, dots, Font(11), theme.t3, "right")
