"""Paints a break-even map: a field for each place of the lattice, dots where was measured, a ring for the user's loop.

The colour of a field is the family's that wins there. It is paler where the next one is near: that is where a border
lies, and where the model between measured places is least sure.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from parloop_gui.model.break_even.between import Between
from parloop_gui.model.break_even.cells import Map, Side, Spot, margin_of
from parloop_gui.model.break_even.grid import lattice
from parloop_gui.model.break_even.sentences import NAMES
from parloop_gui.model.wording.units import duration, size
from parloop_gui.ui.style.painting import CENTRE, RIGHT, draw_text, pen, text_width
from parloop_gui.ui.style.theme import Theme, font

_LEFT, _BELOW, _ABOVE = 62.0, 44.0, 26.0
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


def draw_map(painter: QPainter, theme: Theme, data: MapData, box: QRectF) -> None:
    """Paint it into a box, axes and legend included."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    plot = box.adjusted(_LEFT, _ABOVE, -8, -_BELOW)
    _draw_fields(painter, theme, data, plot)
    _draw_axes(painter, theme, plot)
    for cell in data.of.cells:
        painter.setPen(pen(theme.surface, 1.0))
        painter.setBrush(QColor(theme.t1))
        painter.drawEllipse(_at(plot, cell.spot), _DOT / 2, _DOT / 2)
    if data.of.dot is not None:
        _draw_loop(painter, theme, data, plot)
    _draw_legend(painter, theme, data, QRectF(plot.left(), box.top(), plot.width(), _ABOVE - 6))


def _draw_fields(painter: QPainter, theme: Theme, data: MapData, plot: QRectF) -> None:
    tasks, sizes = lattice()
    width, height = plot.width() / len(tasks), plot.height() / len(sizes)
    painter.fillRect(plot, QColor(theme.surface))
    for row, fields in enumerate(data.fields):
        for column, (side, margin) in enumerate(fields):
            strength = _PALEST + (1 - _PALEST) * min(1.0, margin / _CLEAR)
            colour = _mixed(theme.family(side).mark, theme.surface, strength)
            place = QRectF(plot.left() + column * width, plot.bottom() - (row + 1) * height, width + 0.5, height + 0.5)
            painter.fillRect(place, colour)


def _mixed(colour: str, ground: str, share: float) -> QColor:
    """So much of the colour, the rest ground: fields overlap a little, which would show if they let light through."""
    over, under = QColor(colour), QColor(ground)
    return QColor.fromRgbF(
        share * over.redF() + (1 - share) * under.redF(),
        share * over.greenF() + (1 - share) * under.greenF(),
        share * over.blueF() + (1 - share) * under.blueF(),
    )


def _at(plot: QRectF, spot: Spot) -> QPointF:
    """In the middle of the field that it lies in, or between two; what lies beyond the map stands at its edge."""
    tasks, sizes = lattice()
    across = math.log(spot.task_s / tasks[0]) / math.log(tasks[1] / tasks[0])
    up = math.log(max(spot.item_bytes, 1) / sizes[0]) / math.log(sizes[-1] / sizes[0]) * (len(sizes) - 1)
    x = plot.left() + (across + 0.5) * plot.width() / len(tasks)
    y = plot.bottom() - (up + 0.5) * plot.height() / len(sizes)
    return QPointF(max(plot.left(), min(x, plot.right())), max(plot.top(), min(y, plot.bottom())))


def _draw_axes(painter: QPainter, theme: Theme, plot: QRectF) -> None:
    small = font(11)
    for task_s in _TICKS_S:
        at = _at(plot, Spot(task_s, 100))
        draw_text(painter, QRectF(at.x() - 40, plot.bottom() + 4, 80, 16), duration(task_s, 1), small, theme.t3, CENTRE)
    for item_bytes in _TICKS_BYTES:
        at = _at(plot, Spot(1e-5, item_bytes))
        place = QRectF(plot.left() - _LEFT, at.y() - 8, _LEFT - 6, 16)
        draw_text(painter, place, size(item_bytes), small, theme.t3, RIGHT)
    title = QRectF(plot.left(), plot.bottom() + 22, plot.width(), 16)
    draw_text(painter, title, "Time of a task, and up: what is handed over with each item", small, theme.t3, CENTRE)


def _draw_loop(painter: QPainter, theme: Theme, data: MapData, plot: QRectF) -> None:
    """Where the user's own loop lies, by its name."""
    assert data.of.dot is not None
    at, written = _at(plot, data.of.dot), font(12, 600)
    for colour, width in ((theme.surface, 4.0), (theme.t1, 2.0)):
        painter.setPen(pen(colour, width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(at, _RING / 2, _RING / 2)
    wide = text_width(data.of.dot_name, written) + 8
    left = at.x() + 10 if at.x() + 10 + wide <= plot.right() else at.x() - 10 - wide
    place = QRectF(left, at.y() - 9, wide, 18)
    painter.fillRect(place, QColor(theme.surface))
    draw_text(painter, place, data.of.dot_name, written, theme.t1, CENTRE)


def _draw_legend(painter: QPainter, theme: Theme, data: MapData, box: QRectF) -> None:
    """Who the colours are, and what dots are: fields have no room for names of their own."""
    left, written = box.left(), font(11, 500)
    for side in data.sides:
        painter.fillRect(QRectF(left, box.center().y() - 5, 10, 10), QColor(theme.family(side).mark))
        words = f"{NAMES[side]} {'wins' if side == 'baseline' else 'win'}"
        width = text_width(words, written) + 4
        draw_text(painter, QRectF(left + 16, box.top(), width, box.height()), words, written, theme.family(side).text)
        left += width + 34
    words = "pale: level · dots: measured"
    draw_text(painter, QRectF(left, box.top(), box.right() - left, box.height()), words, font(11), theme.t3, RIGHT)
