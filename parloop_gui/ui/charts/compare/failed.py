"""The rows below the axes: strategies that ended badly, each with the sentence that says how."""

from __future__ import annotations

from functools import partial

from parloop_gui.ui.charts.compare import geometry
from parloop_gui.ui.charts.compare.geometry import Columns
from parloop_gui.ui.charts.compare.names import draw_name
from parloop_gui.ui.charts.compare.rows import ChartRow
from parloop_gui.ui.drawing.colours import Theme
from parloop_gui.ui.drawing.marks import draw_dot, draw_warning
from parloop_gui.ui.drawing.painter import Painter
from parloop_gui.ui.drawing.shapes import Point, Rect
from parloop_gui.ui.drawing.text import Font, text_width
from parloop_gui.ui.drawing.wrapping import wrapped

# A line of the sentence, in letters of 12.
LINE = 16.0
# Room for Details and Try again, on the screen.
LINKS = 140.0


def failed_height(row: ChartRow, width: float, columns: Columns) -> float:
    """How high such a row is: one line, or as many as its sentence takes."""
    return geometry.FAILED_ROW + LINE * (len(_sentence(row, width, columns)) - 1)


def draw_failed(painter: Painter, theme: Theme, row: ChartRow, box: Rect, width: float, columns: Columns) -> None:
    """Dimmed dot and name, the triangle, and the sentence."""
    first = Rect(box.left, box.top, box.width, geometry.FAILED_ROW)
    middle = first.middle
    draw_dot(painter, Point(20, middle), 8, theme.family(row.family).mark, 0.5)
    draw_name(painter, theme, row, middle, first.height, columns, theme.t3)
    if not row.excused:
        draw_warning(painter, theme, columns.tag_left, middle)
    left, across = _sentence_left(columns), _sentence_width(width, columns)
    for number, line in enumerate(_sentence(row, width, columns)):
        spot = Rect(left, first.top + number * LINE, across, first.height)
        painter.text(spot, line, Font(12), theme.t3 if row.excused else theme.fail)


def _sentence(row: ChartRow, width: float, columns: Columns) -> list[str]:
    if not columns.wraps:
        return [row.failure]
    return wrapped(row.failure, partial(text_width, font=Font(12)), _sentence_width(width, columns)) or [""]


def _sentence_left(columns: Columns) -> float:
    return columns.tag_left + 20


def _sentence_width(width: float, columns: Columns) -> float:
    links = 0 if columns.wraps else LINKS
    return width - _sentence_left(columns) - geometry.MARGIN - links
