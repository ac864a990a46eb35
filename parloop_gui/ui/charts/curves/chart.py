"""The one paint routine of the curves: on the screen over pyqtgraph's axes, in pictures with axes of its own."""

from __future__ import annotations

import re

from parloop_gui.ui.charts.curves.data import CurveData
from parloop_gui.ui.charts.curves.frame import Frame
from parloop_gui.ui.charts.curves.labels import (
    RIBBON,
    draw_dotted_names,
    draw_marks,
    draw_names,
    draw_ribbon,
    draw_rules,
    names_width,
)
from parloop_gui.ui.charts.curves.lines import (
    asides,
    draw_bars,
    draw_dotted,
    draw_grid,
    draw_line,
    draw_points,
    draw_ring,
    spots,
)
from parloop_gui.ui.charts.curves.ticks import place_ticks, times_ticks
from parloop_gui.ui.drawing.colours import Theme
from parloop_gui.ui.drawing.painter import Painter
from parloop_gui.ui.drawing.shapes import Rect
from parloop_gui.ui.drawing.text import Font, text_width

# Around the plot: for the speed-ups at the left, for places and the axis's title below, air above.
LEFT_ROOM, ABOVE = 44.0, 8.0
TICK_ROOM, TITLE_ROOM = 22.0, 20.0
# Of names: one line's height, and how many letters surely fit into one.
_NAME_LINE, _SHORT_NAME = 14.0, 12


def plot_box(data: CurveData, box: Rect) -> Rect:
    """The plot within a box that holds axes and names as well."""
    above = RIBBON if data.ahead else ABOVE
    return box.adjusted(LEFT_ROOM, above, -names_width(data), -tick_room(data) - TITLE_ROOM)


def draw_curves(painter: Painter, theme: Theme, data: CurveData, frame: Frame) -> None:
    """Paint all but the axes' own words."""
    with painter.clipped(frame.box.adjusted(-5, -5, 5, 1)):
        draw_grid(painter, theme, data, frame)
        draw_dotted(painter, theme, data, frame)
        draw_rules(painter, theme, data, frame)
        for line in data.lines:
            draw_line(painter, theme, line, frame)
        for line, aside in zip(data.lines, asides(data, frame), strict=True):
            (draw_bars if data.axis.spread == "named" else draw_points)(painter, theme, line, frame, aside)
        if data.selected is not None:
            draw_ring(painter, theme, dict(spots(data, frame))[data.selected])
        draw_dotted_names(painter, theme, data, frame)
        draw_marks(painter, theme, data, frame)
    draw_ribbon(painter, theme, data, frame)
    draw_names(painter, theme, data, frame)


def draw_axes(painter: Painter, theme: Theme, data: CurveData, frame: Frame) -> None:
    """The words at the axes, where pyqtgraph does not write them."""
    box, small = frame.box, Font(11)
    for value, words in times_ticks(frame.extent, box.height):
        place = Rect(box.left - LEFT_ROOM, frame.y(value) - 8, LEFT_ROOM - 8, 16)
        painter.text(place, words, small, theme.t3, "right")
    if data.axis.spread != "named":
        for at, words in place_ticks(data.axis, frame.extent, box.width):
            place = Rect(frame.x(at) - 40, box.bottom + 4, 80, 16)
            painter.text(place, words, small, theme.t3, "centre")
    draw_title(painter, theme, data, frame)


def tick_room(data: CurveData) -> float:
    """The room of the words at the places: long names may take two lines."""
    is_long = data.axis.spread == "named" and any(len(words) > _SHORT_NAME for _, words in data.axis.words)
    return TICK_ROOM + _NAME_LINE * is_long


def draw_title(painter: Painter, theme: Theme, data: CurveData, frame: Frame) -> None:
    """What the places are, under them; the names of those that have some, where there is no room for more."""
    if data.axis.spread == "named":
        _draw_names(painter, theme, data, frame)
    box = Rect(frame.box.left, frame.box.bottom + tick_room(data), frame.box.width, 16)
    painter.text(box, data.axis.title, Font(11), theme.t3, "centre")


def _draw_names(painter: Painter, theme: Theme, data: CurveData, frame: Frame) -> None:
    """Each name under its place, in two lines where one is too narrow."""
    room = abs(frame.x(1.0) - frame.x(0.0)) - 6
    for place, words in data.axis.words:
        for number, line in enumerate(broken(words, room)):
            box = Rect(frame.x(place) - room / 2, frame.box.bottom + 4 + number * _NAME_LINE, room, 16)
            painter.text(box, line, Font(11), theme.t3, "centre")


def broken(words: str, room: float) -> list[str]:
    """A name in two lines at most, broken at a space or before a capital: "ProcessPool", "Executor"."""
    lines = [""]
    for part in re.findall(r"\s?[A-Z]?[^A-Z\s]+|\s?\S", words):
        longer = lines[-1] + part
        if lines[-1] and len(lines) == 1 and text_width(longer.strip(), Font(11)) > room:
            lines.append(part)
        else:
            lines[-1] = longer
    return [line.strip() for line in lines]
