"""The verdict's strip: one dot per strategy on a line from zero to the ideal speed-up."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from parloop_gui.ui.style.painting import CENTRE, LEFT, RIGHT, crisp, draw_dot, draw_text, pen, snap_line, text_width
from parloop_gui.ui.style.theme import Theme, font

_DOT = 7.0


class StripDot(NamedTuple):
    """One strategy: its family, its speed-up, and whether it is the one to use."""

    family: str
    speedup: float
    best: bool = False


class StripData(NamedTuple):
    """The dots, and the speed-up that is ideal (as many times as workers or cores)."""

    dots: tuple[StripDot, ...] = ()
    ideal: float = 1.0


def draw_strip(painter: QPainter, theme: Theme, data: StripData, box: QRectF) -> None:
    """Paint the strip into a box about 270 × 110."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    top = QRectF(box.left(), box.top(), box.width(), 16)
    draw_text(painter, top, "Speed-up over the plain loop", font(11), theme.t3)
    if not data.dots:
        return
    base = snap_line(painter, box.bottom() - 24, down=True)
    most = max(data.ideal, *(dot.speedup for dot in data.dots), 1.0)
    per_unit = (box.width() - 24) / most
    origin = box.left() + 4
    painter.setPen(pen(theme.border2, crisp(painter)))
    painter.drawLine(QPointF(origin, base), QPointF(box.right() - 8, base))
    _draw_marks(painter, theme, data, origin, per_unit, base, box)
    placed = _place(data.dots, origin, per_unit, base)
    for dot, centre in placed:
        draw_dot(painter, centre, _DOT + 1.5 if dot.best else _DOT, theme.family(dot.family).mark)
    _draw_names(painter, theme, placed, box, QRectF(origin + per_unit - 2, base - 44, 4, 44))


def _draw_marks(
    painter: QPainter, theme: Theme, data: StripData, origin: float, per_unit: float, base: float, box: QRectF
) -> None:
    one, ideal = origin + per_unit, origin + data.ideal * per_unit
    width = crisp(painter, 1.25)
    dashes = pen(theme.family("baseline").mark, width)
    dashes.setDashPattern([4 / width, 3 / width])
    painter.setPen(dashes)
    x = snap_line(painter, one, 1.25)
    painter.drawLine(QPointF(x, base - 44), QPointF(x, base))
    if data.ideal > 1:
        painter.setPen(pen(theme.border2, crisp(painter)))
        x = snap_line(painter, ideal)
        painter.drawLine(QPointF(x, base - 44), QPointF(x, base))
    small = font(11)
    words = f"{data.ideal:g}× ideal"
    roomy = ideal - one > 44 + text_width(words, small)
    labels = [(origin, "0"), (one, "1× plain loop" if roomy else "1×")]
    if data.ideal > 1:
        labels.append((ideal, words))
    if one - origin < 24:
        labels.pop(0)
    for x, text in labels:
        width = text_width(text, small)
        left = min(max(x - width / 2, box.left()), box.right() - width)
        draw_text(painter, QRectF(left, base + 5, width + 2, 16), text, small, theme.t3, CENTRE)


def _place(dots: tuple[StripDot, ...], origin: float, per_unit: float, base: float) -> list[tuple[StripDot, QPointF]]:
    """Each dot's centre; dots that would touch stand on one another."""
    placed: list[tuple[StripDot, QPointF]] = []
    for dot in sorted(dots, key=lambda each: (each.best, each.speedup)):
        x, y = origin + dot.speedup * per_unit, base - 8
        while any(abs(x - other.x()) < _DOT + 1 and abs(y - other.y()) < _DOT + 1 for _, other in placed):
            y -= _DOT + 2
        placed.append((dot, QPointF(x, y)))
    return placed


def _draw_names(
    painter: QPainter, theme: Theme, placed: list[tuple[StripDot, QPointF]], box: QRectF, plain: QRectF
) -> None:
    """The families' names beside their outermost dots, where there is room on either side; clear of the plain loop."""
    small = font(11, 500)
    taken = [plain, *(QRectF(centre.x() - 5, centre.y() - 5, 10, 10) for _, centre in placed)]
    for family in ("threads", "processes", "further"):
        own = [centre for dot, centre in placed if dot.family == family]
        if not own:
            continue
        width = text_width(family, small)
        first, last = min(own, key=QPointF.x), max(own, key=QPointF.x)
        spots = []
        for lift in (0, 16, 32):
            spots.append((QRectF(first.x() - 10 - width, first.y() - 8 - lift, width + 2, 16), RIGHT))
            spots.append((QRectF(last.x() + 8, last.y() - 8 - lift, width + 2, 16), LEFT))
        for spot, align in spots:
            inside = spot.left() >= box.left() and spot.right() <= box.right() and spot.top() >= box.top() + 14
            if inside and not any(spot.intersects(other) for other in taken):
                draw_text(painter, spot, family, small, theme.family(family).text, align)
                taken.append(spot)
                break
