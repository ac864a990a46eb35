"""What the compare chart says of the part under the mouse."""

from __future__ import annotations

from parloop_gui.ui.charts.compare import geometry
from parloop_gui.ui.charts.compare.chart import row_at
from parloop_gui.ui.charts.compare.columns import screen_columns
from parloop_gui.ui.charts.compare.geometry import Columns
from parloop_gui.ui.charts.compare.rows import ChartData, ChartRow
from parloop_gui.ui.widgets.glossary import hover


def tip_at(data: ChartData, width: float, x: float, y: float) -> str:
    """The tooltip at a point of a chart so wide, in pixels at 100%; "" where there is nothing to say."""
    if y < geometry.HEAD:
        return _head_tip(data, width, x)
    row = row_at(data, y)
    return _row_tip(screen_columns(data), row, x) if row is not None else ""


def _head_tip(data: ChartData, width: float, x: float) -> str:
    columns = screen_columns(data)
    wall, *others = geometry.panels(width, columns, 2 if data.view.throughput else 1)
    parts = (
        (columns.tag_left, ""),
        (columns.at_once_right - 50, hover("cpu-share")),
        (columns.at_once_right + 4, hover("at-once")),
        (wall.left, hover("speed-up")),
        (others[0].left if others else width, hover("wall-time")),
    )
    return next((words for right, words in parts if x < right), hover("throughput"))


def _row_tip(columns: Columns, row: ChartRow, x: float) -> str:
    in_tag = columns.tag_left <= x < columns.at_once_right - 28
    in_width = columns.at_once_right - 28 <= x <= columns.at_once_right + 4
    if in_tag and row.tag_hint:
        return row.tag_hint
    return f"{row.at_once} at once. {hover('at-once')}" if in_width and row.at_once else row.hint
