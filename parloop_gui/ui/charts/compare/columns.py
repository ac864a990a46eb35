"""Columns of the compare chart: on the screen as wide as names need, in pictures as wide as all that stands in them."""

from __future__ import annotations

from collections.abc import Iterable

from parloop_gui.ui.charts.compare.geometry import COLUMN_GAP, FAILED_ROW, LEAST, NAME_LEFT, Columns, row_height
from parloop_gui.ui.charts.compare.names import name_width
from parloop_gui.ui.charts.compare.rows import ChartData
from parloop_gui.ui.style.painting import pill_width, text_width
from parloop_gui.ui.style.theme import font

WIDEST_NAME = 480.0
WIDEST_ON_SCREEN = 182.0
"""The longest name of the catalogue in bold, in a wide font; what is longer is elided."""


def screen_columns(data: ChartData) -> Columns:
    """As narrow as names let them be: any row may become the best one, whose name is bold."""
    height = row_height(len(data.rows))
    names = [name_width(row._replace(best=True), height) for row in (*data.rows, *data.failed)]
    wider = max(0.0, NAME_LEFT + min(WIDEST_ON_SCREEN, _widest(names)) + 2 - LEAST.name_right)
    return LEAST.moved(wider)


def roomy_columns(data: ChartData) -> Columns:
    """Never narrower than on the screen; sentences under the axes are wrapped."""
    height = row_height(len(data.rows))
    names = [name_width(row, height) for row in data.rows] + [name_width(row, FAILED_ROW) for row in data.failed]
    pills = [pill_width(row.pill[0], font(11, 500)) for row in data.rows if row.pill is not None]
    counts = [text_width(row.at_once, font(11)) for row in data.rows]
    name_right = max(LEAST.name_right, NAME_LEFT + min(WIDEST_NAME, _widest(names)) + 2)
    tag_left = name_right + COLUMN_GAP
    tags = _widest(pills) + COLUMN_GAP + _widest(counts)
    at_once_right = tag_left + max(LEAST.at_once_right - LEAST.tag_left, tags)
    speedups = _widest(text_width(row.speedup, font(13, 600)) for row in data.rows) + COLUMN_GAP
    speedup_right = at_once_right + max(LEAST.speedup_right - LEAST.at_once_right, speedups)
    charts_left = speedup_right + LEAST.charts_left - LEAST.speedup_right
    return Columns(name_right, tag_left, at_once_right, speedup_right, charts_left, wraps=True)


def _widest(widths: Iterable[float]) -> float:
    return max(widths, default=0.0)
