"""How busy the cores are: a step area for each of up to four, small bars for more; under them who was running.

One routine paints it all. It is drawn twice a second while the measured processes want the same cores, so it stays
cheap: one polygon and one ribbon a core.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from parloop_gui.model.wording.units import percent
from parloop_gui.ui.drawing.colours import Theme
from parloop_gui.ui.style.painting import LEFT, draw_text, pen, snap
from parloop_gui.ui.style.theme import font

# With more cores each is a small bar: areas side by side would be too narrow to show steps.
MOST_AREAS = 4
# Who was running, as a line under each area: a colour needs no more.
RIBBON = 3.0
# A core's name and share beside its area, and what lies between it and the next core.
_LABEL, _GAP = 46.0, 22.0


class CoresData(NamedTuple):
    """`steps` holds a row of shares (0 to 1) for each core, oldest first; `families` who ran in each step.

    There is room for `slots` steps; fewer stand at the right. `values` are said beside the cores.
    """

    steps: tuple[tuple[float, ...], ...] = ()
    families: tuple[str, ...] = ()
    slots: int = 1
    values: tuple[float, ...] = ()


def draw_cores(painter: QPainter, theme: Theme, data: CoresData, box: QRectF) -> None:
    """Paint the strip into a box at least 40 high."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if not data.steps:
        return
    if len(data.steps) > MOST_AREAS:
        _draw_bars(painter, theme, data, box)
        return
    each = (box.width() - _GAP * (len(data.steps) - 1)) / len(data.steps)
    for core, steps in enumerate(data.steps):
        left = box.left() + core * (each + _GAP)
        plot = QRectF(left, box.top(), each - _LABEL, box.height() - RIBBON - 2)
        _draw_area(painter, theme, steps, data.slots, plot)
        _draw_ribbon(painter, theme, data, QRectF(plot.left(), box.bottom() - RIBBON, plot.width(), RIBBON))
        _draw_value(painter, theme, f"core {core}", data.values[core], plot)


def _draw_area(painter: QPainter, theme: Theme, steps: Sequence[float], slots: int, plot: QRectF) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.sunken))
    painter.drawRoundedRect(plot, 2, 2)
    edges = _edges(painter, len(steps), slots, plot)
    top = [plot.bottom() - 0.5 - share * (plot.height() - 3) for share in steps]
    outline = [QPointF(x, y) for at, y in enumerate(top) for x in (edges[at], edges[at + 1])]
    ends = [QPointF(edges[-1], plot.bottom()), QPointF(edges[0], plot.bottom())]
    painter.setBrush(QColor(theme.family("baseline").pale))
    painter.drawPolygon(QPolygonF([*outline, *ends]))
    painter.setPen(pen(theme.family("baseline").mark))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(outline))


def _draw_ribbon(painter: QPainter, theme: Theme, data: CoresData, box: QRectF) -> None:
    edges = _edges(painter, len(data.families), data.slots, box)
    for family, first, last in _stretches(data.families):
        if family:
            stretch = QRectF(edges[first], box.top(), edges[last] - edges[first], box.height())
            painter.fillRect(stretch, QColor(theme.family(family).mark))


def _draw_value(painter: QPainter, theme: Theme, name: str, value: float, plot: QRectF) -> None:
    middle = plot.center().y()
    left = plot.right() + 8
    draw_text(painter, QRectF(left, middle - 17, _LABEL - 6, 16), name, font(11), theme.t3, LEFT)
    draw_text(painter, QRectF(left, middle - 1, _LABEL - 6, 17), percent(value), font(12, 600), theme.t1, LEFT)


def _draw_bars(painter: QPainter, theme: Theme, data: CoresData, box: QRectF) -> None:
    """One bar a core for what it does now, and a ribbon under all of them."""
    across = box.width() - _LABEL - 14
    each = across / len(data.values)
    height = box.height() - RIBBON - 2
    painter.setPen(Qt.PenStyle.NoPen)
    for core, value in enumerate(data.values):
        left = snap(painter, box.left() + core * each)
        track = QRectF(left, box.top(), snap(painter, box.left() + (core + 1) * each) - left - 2, height)
        painter.fillRect(track, QColor(theme.sunken))
        track.setTop(track.bottom() - value * height)
        painter.fillRect(track, QColor(theme.family("baseline").mark))
    _draw_ribbon(painter, theme, data, QRectF(box.left(), box.bottom() - RIBBON, across - 2, RIBBON))
    mean = sum(data.values) / len(data.values)
    _draw_value(painter, theme, f"{len(data.values)} cores", mean, QRectF(box.left(), box.top(), across, height))


def _edges(painter: QPainter, steps: int, slots: int, box: QRectF) -> list[float]:
    """Where the steps begin, and where the last one ends: at the right edge."""
    each = box.width() / max(slots, 1)
    return [snap(painter, box.right() - (steps - at) * each) for at in range(steps + 1)]


def _stretches(families: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Each stretch of one family: from which step, up to which."""
    first = 0
    for at in range(1, len(families) + 1):
        if at == len(families) or families[at] != families[first]:
            yield families[first], first, at
            first = at
