"""Where the rows of a compare chart stand: one below the other, under a caption for each interpreter of several."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from parloop_gui.ui.charts.compare import geometry
from parloop_gui.ui.charts.compare.rows import ChartData, ChartRow


class Span(NamedTuple):
    """The rows of one interpreter: its caption ("" for none), where it and its rows begin, and where they end."""

    caption: str
    top: float
    first: float
    bottom: float
    rows: tuple[ChartRow, ...]

    def plain(self) -> ChartRow | None:
        """Its plain loop's row once that has figures, or is expected to take so long."""
        return next((row for row in self.rows if row.plain and (row.wall_s or row.forecast_wall_s)), None)


def spans(data: ChartData) -> Iterator[Span]:
    """The groups, from top to bottom."""
    height = geometry.row_height(len(data.rows))
    top = geometry.HEAD
    for caption, rows in _groups(data):
        first = top + (geometry.CAPTION if caption else 0)
        bottom = first + len(rows) * height
        yield Span(caption, top, first, bottom, rows)
        top = bottom


def row_top(data: ChartData, index: int) -> float:
    """Where a row begins that is not below the axes."""
    captions = sum(1 for at in range(index + 1) if _begins_group(data, at))
    return geometry.HEAD + captions * geometry.CAPTION + index * geometry.row_height(len(data.rows))


def rows_bottom(data: ChartData) -> float:
    """Where the rows end and the axes' ticks begin."""
    return row_top(data, len(data.rows) - 1) + geometry.row_height(len(data.rows)) if data.rows else geometry.HEAD


def captions(data: ChartData) -> int:
    """How many captions there are."""
    return sum(1 for at in range(len(data.rows)) if _begins_group(data, at))


def _groups(data: ChartData) -> Iterator[tuple[str, tuple[ChartRow, ...]]]:
    starts = [at for at in range(len(data.rows)) if at == 0 or _begins_group(data, at)]
    for start, stop in pairwise([*starts, len(data.rows)]):
        yield data.rows[start].group, data.rows[start:stop]


def _begins_group(data: ChartData, index: int) -> bool:
    group = data.rows[index].group
    return bool(group) and (index == 0 or data.rows[index - 1].group != group)
