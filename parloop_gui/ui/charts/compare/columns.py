"""Columns of the compare chart, as wide as what stands in them: on the screen names are elided beyond a width."""

from __future__ import annotations

from collections.abc import Iterable

from parloop_gui.ui.charts.compare.geometry import COLUMN_GAP, FAILED_ROW, LEAST, NAME_LEFT, Columns, row_height
from parloop_gui.ui.charts.compare.names import name_width
from parloop_gui.ui.charts.compare.rows import ChartData
from parloop_gui.ui.drawing.marks import PILL, pill_width
from parloop_gui.ui.drawing.text import Font, text_width

# The longest name of the catalogue in bold, in a wide font; what is longer is elided.
WIDEST_NAME = 480.0
WIDEST_ON_SCREEN = 182.0
# What these columns have room for from the beginning, so that they hardly ever move while a comparison runs.
USUAL_PILL, USUAL_SPEEDUP = "waits 99%", "0.0000×"


def screen_columns(data: ChartData) -> Columns:
    """As narrow as names let them be: any row may become the best one, whose name is bold."""
    height = row_height(len(data.rows))
    names = [name_width(row._replace(best=True), height) for row in (*data.rows, *data.failed)]
    return _columns(data, min(WIDEST_ON_SCREEN, _widest(names)), wraps=False)


def roomy_columns(data: ChartData) -> Columns:
    """For pictures: no name is elided; sentences under the axes are wrapped."""
    height = row_height(len(data.rows))
    names = [name_width(row, height) for row in data.rows] + [name_width(row, FAILED_ROW) for row in data.failed]
    return _columns(data, min(WIDEST_NAME, _widest(names)), wraps=True)


def _columns(data: ChartData, names: float, *, wraps: bool) -> Columns:
    pills = [pill_width(row.pill[0], PILL) for row in data.rows if row.pill is not None]
    pills.append(pill_width(USUAL_PILL, PILL))
    counts = _widest(text_width(row.at_once, Font(11)) for row in data.rows)
    name_right = max(LEAST.name_right, NAME_LEFT + names + 2)
    tag_left = name_right + COLUMN_GAP
    tags = _widest(pills) + COLUMN_GAP + max(counts, text_width("200", Font(11)))
    at_once_right = tag_left + max(LEAST.at_once_right - LEAST.tag_left, tags)
    figures = [text_width(row.speedup, Font(13, 600)) for row in data.rows]
    figures += [text_width(row.beyond.speedup, Font(11)) for row in data.rows if row.beyond is not None]
    speedups = max(_widest(figures), text_width(USUAL_SPEEDUP, Font(13, 600))) + COLUMN_GAP + 2
    speedup_right = at_once_right + max(LEAST.speedup_right - LEAST.at_once_right, speedups)
    charts_left = speedup_right + LEAST.charts_left - LEAST.speedup_right
    return Columns(name_right, tag_left, at_once_right, speedup_right, charts_left, wraps)


def _widest(widths: Iterable[float]) -> float:
    return max(widths, default=0.0)
