"""Names in the compare chart, each with the remark that tells it from others of its name."""

from __future__ import annotations

from parloop_gui.ui.charts.compare import geometry
from parloop_gui.ui.charts.compare.geometry import Columns
from parloop_gui.ui.charts.compare.rows import ChartRow
from parloop_gui.ui.drawing.colours import Theme
from parloop_gui.ui.drawing.painter import Painter
from parloop_gui.ui.drawing.shapes import Rect
from parloop_gui.ui.drawing.text import Font, text_width

# Between a name and the remark behind it.
_BETWEEN = 7.0
# In rows as low as this the remark stands behind the name: there is no room for it below.
_LOW = 31.0
# A name that has something under it moves up so far, and that stands so far below the row's middle.
_LIFT, _UNDER = 7.0, 9.0
# The same in rows that are no higher than two lines: each line stays in its own row.
_LOWEST, _LOW_LIFT, _LOW_UNDER = 26.0, 5.5, 7.0


def draw_name(
    painter: Painter, theme: Theme, row: ChartRow, middle: float, height: float, columns: Columns, colour: str
) -> None:
    """The name at a height, in a row that is so high; the remark under it, or beside it in a low and roomy row."""
    box = Rect(geometry.NAME_LEFT, middle - height / 2, columns.name_right - geometry.NAME_LEFT, height)
    written, small = name_font(row), Font(11)
    if tells_standing(row, height):
        box = box.translated(0, -_LIFT)
    elif row.remark and _beside(height, columns):
        after = box.adjusted(text_width(row.name, written) + _BETWEEN, 1, 0, 1)
        painter.text(after, row.remark, small, theme.t3)
    elif row.remark:
        painter.text(box.translated(0, _under(height)), row.remark, small, theme.t3)
        box = box.translated(0, -_LOW_LIFT if height <= _LOWEST else -_LIFT)
    painter.text(box, row.name, written, colour)


def draw_standing(painter: Painter, theme: Theme, row: ChartRow, middle: float, height: float, right: float) -> None:
    """Under the name, and under the row's other words where they have moved up for it."""
    box = Rect(geometry.NAME_LEFT, middle - 8 + _under(height), right - geometry.NAME_LEFT, 16)
    painter.text(box, _standing(row), Font(11), theme.t3)


def _standing(row: ChartRow) -> str:
    return " · ".join(filter(None, (row.remark, row.standing)))


def tells_standing(row: ChartRow, height: float) -> bool:
    """Whether a row so high says under its name that it is out: the lowest say it by their colour and on hover."""
    return bool(row.standing) and height > _LOWEST


def lift_beside(row: ChartRow, height: float, columns: Columns) -> float:
    """So far the words beside a name stand above the row's middle: where what is under it goes on below them."""
    fits = text_width(_standing(row), Font(11)) <= columns.name_right - geometry.NAME_LEFT
    return _LIFT if tells_standing(row, height) and not fits else 0.0


def _under(height: float) -> float:
    return _LOW_UNDER if height <= _LOWEST else _UNDER


def name_width(row: ChartRow, height: float) -> float:
    """What name and remark take in a roomy chart."""
    name, remark = text_width(row.name, name_font(row)), text_width(row.remark, Font(11))
    if row.remark and _beside(height, Columns(wraps=True)):
        return name + _BETWEEN + remark
    return max(name, remark)


def name_font(row: ChartRow) -> Font:
    """The best row's name is bold."""
    return Font(13, 600 if row.best else 400)


def _beside(height: float, columns: Columns) -> bool:
    return columns.wraps and height <= _LOW
