"""What the parts of the compare chart are called: where each stands, and its name in a sentence beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from parloop_gui.ui.charts.compare import geometry
from parloop_gui.ui.charts.compare.chart import row_box
from parloop_gui.ui.charts.compare.columns import screen_columns
from parloop_gui.ui.charts.compare.geometry import Columns
from parloop_gui.ui.charts.compare.layout import spans
from parloop_gui.ui.charts.compare.marks import charts_of
from parloop_gui.ui.charts.compare.plot import Chart
from parloop_gui.ui.charts.compare.rows import ChartData, ChartRow
from parloop_gui.ui.drawing.colours import Theme
from parloop_gui.ui.drawing.marks import BEST, pill_width
from parloop_gui.ui.drawing.shapes import Point
from parloop_gui.ui.drawing.text import Font, text_width
from parloop_gui.ui.style.painting import draw_text, pen
from parloop_gui.ui.style.theme import font

# How much the scrim hides of what lies under it, of 255.
_SCRIM = 247

# Between two names; a line of words, and how many lines a sentence has room for.
_GAP, _LINE, _LINES = 16.0, 15.0, 3
# The widest that a name and its sentence get.
_SLOT = 168.0

# The room that the names need above and below the chart.
ABOVE = _GAP + _LINE * (_LINES + 1) + 30
BELOW = _GAP + _LINE * (_LINES + 1) + 8


class GuidePart(NamedTuple):
    """A part of the chart: its name, a sentence, and its point; `above` the chart or below it is the name's place."""

    name: str
    words: str
    point: Point
    above: bool


def chart_parts(data: ChartData, width: float) -> tuple[GuidePart, ...]:
    """The parts there are in a chart so wide, from left to right; before the first round only what it has then."""
    return tuple(sorted(_parts(data, width), key=lambda part: part.point.x))


def draw_guide(painter: QPainter, theme: Theme, parts: Sequence[GuidePart], box: QRectF, chart: QRectF) -> None:
    """Veil everything in the box but the chart, and write names above and below it with lines to their parts."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    veil = QColor(theme.window)
    veil.setAlpha(_SCRIM)
    for side in (QRectF(box.topLeft(), QPointF(box.right(), chart.top())), QRectF(0, chart.bottom(), box.width(), 4e3)):
        painter.fillRect(side, veil)
    left = chart.left() + geometry.MARGIN
    top = chart.top() - ABOVE
    draw_text(painter, QRectF(left, top, box.width(), 24), "What am I seeing?", font(16, 600), theme.t1)
    after = left + text_width("What am I seeing?", Font(16, 600)) + 12
    draw_text(painter, QRectF(after, top + 1, 300, 24), "Esc or a click closes this.", font(12), theme.t2)
    for above in (True, False):
        own = [part for part in parts if part.above == above]
        for part, slot in zip(own, _slots(own, chart), strict=True):
            _draw_part(painter, theme, part, slot, chart)


def _slots(parts: Sequence[GuidePart], chart: QRectF) -> list[QRectF]:
    """A slot for each name, side by side, as near to the parts as the chart's width lets them stand."""
    if not parts:
        return []
    across = chart.width() - 2 * geometry.MARGIN
    each = min(_SLOT, (across + _GAP) / len(parts))
    middle = sum(part.point.x for part in parts) / len(parts)
    left = min(
        max(middle - each * len(parts) / 2, geometry.MARGIN), geometry.MARGIN + across - each * len(parts) + _GAP
    )
    return [QRectF(chart.left() + left + at * each, 0, each - _GAP, 0) for at in range(len(parts))]


def _draw_part(painter: QPainter, theme: Theme, part: GuidePart, slot: QRectF, chart: QRectF) -> None:
    height = _LINE * (_LINES + 1)
    top = chart.top() - _GAP - height if part.above else chart.bottom() + _GAP
    flags = int(Qt.TextFlag.TextWordWrap)
    painter.setFont(font(11))
    painter.setPen(QColor(theme.t2))  # without a pen nothing is measured
    room = QRectF(slot.left(), 0, slot.width(), _LINE * _LINES)
    used = painter.boundingRect(room, flags, part.words).height()
    if part.above:
        top += _LINE * _LINES - used
    draw_text(painter, QRectF(slot.left(), top, slot.width(), _LINE), part.name, font(12, 600), theme.t1)
    painter.setFont(font(11))
    painter.setPen(QColor(theme.t2))
    painter.drawText(QRectF(slot.left(), top + _LINE + 1, slot.width(), used + 2), flags, part.words)
    start = QPointF(slot.left() + 10, chart.top() - _GAP + 6 if part.above else chart.bottom() + _GAP - 4)
    _draw_line(painter, theme, start, chart.topLeft() + QPointF(*part.point))


def _draw_line(painter: QPainter, theme: Theme, start: QPointF, point: QPointF) -> None:
    """A line with a halo, and a dot at the part."""
    for colour, width, radius in ((theme.surface, 3.6, 4.2), (theme.t1, 1.2, 2.6)):
        painter.setPen(pen(colour, width))
        painter.drawLine(start, point)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawEllipse(point, radius, radius)


def _parts(data: ChartData, width: float) -> Iterator[GuidePart]:
    if not data.rows:
        return
    columns = screen_columns(data)
    wall, *others = charts_of(data, width, columns)
    middle = row_box(data, 0, width).middle
    first = data.rows[0]
    yield from _columns(columns, middle)
    bar = "The median of all rounds: how long the whole loop took. Shorter is faster."
    yield GuidePart("Bar", bar, Point(_halfway(wall, first), middle), True)
    more = "Items ÷ wall time, the same rounds the other way round. Longer is better."
    for throughput in others:
        yield GuidePart("Throughput", more, Point(_halfway(throughput, first), middle), True)
    measured = [(at, row) for at, row in enumerate(data.rows) if row.wall_s is not None]
    if measured:
        yield from _marks(data, width, wall, *measured[-1])


def _columns(columns: Columns, middle: float) -> Iterator[GuidePart]:
    tag = "CPU: tasks compute. I/O: they wait. waits: they wait for their turn."
    over = middle - 11
    yield GuidePart("Tag", tag, Point(columns.tag_left + 20, over), True)
    yield GuidePart("At once", "How many tasks can be under way.", Point(columns.at_once_right - 4, over), True)
    speed = "How many times as fast as the plain loop."
    yield GuidePart("Speed-up", speed, Point(columns.speedup_right - 10, over), True)


def _marks(data: ChartData, width: float, wall: Chart, at: int, row: ChartRow) -> Iterator[GuidePart]:
    figure = wall.axis.figure(row)
    assert figure is not None
    middle = row_box(data, at, width).middle
    under = middle + geometry.bar_height(len(data.rows)) / 2 + 5
    rounds = wall.axis.rounds(row)
    if rounds:
        yield GuidePart(
            "Dots", "One for each round: how far they lie apart.", Point(wall.x(min(rounds)), under + 3), False
        )
    if figure.high > figure.low:
        words = "The 95% confidence interval: where the true median should lie."
        yield GuidePart("Whisker", words, Point(wall.x(figure.high), middle + 4), False)
    span = next(spans(data))
    plain = span.plain()
    plain_figure = wall.axis.figure(plain) if plain is not None else None
    if plain_figure is not None:
        words = "The plain loop. A bar that ends left of it is faster."
        yield GuidePart("Dashed line", words, Point(wall.x(plain_figure.median), span.bottom - 5), False)
    best = next(((index, each) for index, each in enumerate(data.rows) if each.best), None)
    if best is not None:
        words = "The one to use. “≈ best”: just as good, within noise."
        yield GuidePart("best", words, Point(_pill_x(wall, best[1]), row_box(data, best[0], width).middle), False)


def _halfway(chart: Chart, row: ChartRow) -> float:
    figure = chart.axis.figure(row)
    return (chart.panel.left + chart.x(figure.median)) / 2 if figure is not None else chart.panel.left + 40


def _pill_x(chart: Chart, row: ChartRow) -> float:
    """Where the "best" pill ends: right of the bar's value."""
    figure = chart.axis.figure(row)
    if figure is None:
        return chart.panel.left
    value = text_width(chart.axis.text(figure.median), Font(12, 600))
    return chart.x(max(figure.high, figure.median)) + 9 + value + 7 + pill_width("best", BEST) + 3
