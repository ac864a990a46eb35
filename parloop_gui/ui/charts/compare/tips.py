"""What the compare chart says of the part under the mouse."""

from __future__ import annotations

from parloop_gui.ui.charts.compare import geometry
from parloop_gui.ui.charts.compare.chart import row_at
from parloop_gui.ui.charts.compare.columns import screen_columns
from parloop_gui.ui.charts.compare.geometry import Columns
from parloop_gui.ui.charts.compare.rows import ChartData, ChartRow

_PER_TASK = (
    "What tasks do with their time. CPU 99%: they are on a core. I/O 97%: they wait, for a disk or a server.\n"
    "waits 51%: they wait for their turn, though the plain loop computes."
)
AT_ONCE = (
    "How many tasks can be under way at the same time: as many as workers in pools, all items for Thread and Process."
)
_SPEED_UP = "How many times as fast as the plain loop: the median of the ratios within each round."
_WALL = "From just before the workers are made until the last result is in and they are gone: what a script would take."
_THROUGHPUT = "Items ÷ wall time."


def tip_at(data: ChartData, width: float, x: float, y: float) -> str:
    """The tooltip at a point of a chart so wide, in pixels at 100%; "" where there is nothing to say."""
    if y < geometry.HEAD:
        return _head_tip(screen_columns(data), width, x)
    row = row_at(data, y)
    return _row_tip(screen_columns(data), row, x) if row is not None else ""


def _head_tip(columns: Columns, width: float, x: float) -> str:
    wall, throughput = geometry.panels(width, columns)
    parts = (
        (columns.tag_left, ""),
        (columns.at_once_right - 50, _PER_TASK),
        (columns.at_once_right + 4, AT_ONCE),
        (wall.left, _SPEED_UP),
        (throughput.left, _WALL),
    )
    return next((words for right, words in parts if x < right), _THROUGHPUT)


def _row_tip(columns: Columns, row: ChartRow, x: float) -> str:
    in_tag = columns.tag_left <= x < columns.at_once_right - 28
    in_width = columns.at_once_right - 28 <= x <= columns.at_once_right + 4
    if in_tag and row.tag_hint:
        return row.tag_hint
    return f"{row.at_once} at once. {AT_ONCE}" if in_width and row.at_once else row.hint
