"""Where things stand in the compare chart: columns, row heights and scales. Plain arithmetic."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

from parloop_gui.ui.charts.axis import log_low, log_ticks, ticks

# Heights: of what stands above and below the rows, of a row that failed, of the name of a Python. Then the gaps.
HEAD = 38.0
FOOT = 33.0
FAILED_ROW = 31.0
CAPTION = 24.0
NAME_LEFT = 32.0
COLUMN_GAP = 8.0
MARGIN = 16.0
GAP = 24.0
# In a window 1366 wide both charts fit between both panels, also in a font as wide as DejaVu.
LEAST_CHART = 160.0
# Smaller values are none: a document may hold anything.
LEAST_VALUE = 1e-12
# A figure of an axis is so wide for each of its characters in a wide font, and so far from the next.
_FIGURE_WIDTH, _BETWEEN_FIGURES = 7.0, 6.0
# Ticks of a logarithmic axis go so much beyond its highest value: between decades there is nothing to read.
_BEYOND = 1.3


class Columns(NamedTuple):
    """The edges of the columns left of the charts, at their least. `wraps`: sentences below the axes are wrapped."""

    name_right: float = 170.0
    tag_left: float = 178.0
    at_once_right: float = 274.0
    speedup_right: float = 334.0
    charts_left: float = 350.0
    wraps: bool = False


LEAST = Columns()


class Panel(NamedTuple):
    """One of the two charts: its left edge and width in pixels."""

    left: float
    width: float


class Scale(NamedTuple):
    """A linear scale from zero, or where `low` is given a logarithmic one that begins there."""

    per_unit: float
    ticks: tuple[float, ...]
    low: float = 0.0

    def to_x(self, value: float) -> float:
        """Pixels right of the panel's left edge."""
        if not self.low:
            return value * self.per_unit
        return math.log(max(value, self.low) / self.low) * self.per_unit


class Sample(NamedTuple):
    """What one row needs of a chart: its highest value, pixels for the words right of it, and its least value."""

    high: float
    words: float
    low: float = math.inf


def row_height(rows: int) -> float:
    """39 for up to seven rows, then 31, then 26."""
    return 39.0 if rows <= 7 else 31.0 if rows <= 10 else 26.0


def bar_height(rows: int) -> float:
    """13 for up to seven rows, then 11, then 10."""
    return 13.0 if rows <= 7 else 11.0 if rows <= 10 else 10.0


def chart_height(rows: int, failed: int, captions: int = 0) -> float:
    """The whole card's height for so many rows, captions over them and failed rows below the axes."""
    below = failed * FAILED_ROW + 4 if failed else 0
    return HEAD + captions * CAPTION + rows * row_height(rows) + FOOT + below


def least_width(columns: Columns, charts: int = 2) -> float:
    """The narrowest card in which each chart still has its least width."""
    return columns.charts_left + charts * LEAST_CHART + (charts - 1) * GAP + MARGIN


def panels(width: float, columns: Columns, charts: int = 2) -> tuple[Panel, ...]:
    """The wall time chart, and the throughput chart if there is one, in a card so wide; they share what it has."""
    left = columns.charts_left
    each = max(LEAST_CHART, (width - left - MARGIN - (charts - 1) * GAP) / charts)
    return tuple(Panel(left + number * (each + GAP), each) for number in range(charts))


def fit(extents: Iterable[Sample], width: float) -> Scale | None:
    """The largest scale at which every row's bar and the words beside it fit; None without values."""
    limits = [(max(width - one.words, width * 0.3) / one.high, one.high) for one in extents if one.high > LEAST_VALUE]
    if not limits:
        return None
    per_unit = min(limit for limit, _ in limits)
    return Scale(per_unit, _ticks(max(high for _, high in limits), width / per_unit, per_unit))


def _ticks(high: float, room: float, per_unit: float) -> tuple[float, ...]:
    """About five of them, fewer where their figures would run into one another."""
    for about in (5, 4, 3):
        made = ticks(high, room, about)
        widest = max(len(f"{value:,.10g}") for value in made) * _FIGURE_WIDTH + _BETWEEN_FIGURES
        if len(made) < 2 or (made[1] - made[0]) * per_unit >= widest:
            return made
    return ticks(high, room, 2)


def fit_log(extents: Iterable[Sample], width: float) -> Scale | None:
    """The same on a logarithmic scale that begins below the least value; None without values."""
    samples = [one for one in extents if one.high > LEAST_VALUE]
    values = [one.low for one in samples if LEAST_VALUE < one.low < math.inf]
    if not values:
        return None
    low = log_low(min(values))
    per_unit = min(max(width - one.words, width * 0.3) / math.log(max(one.high / low, 2.0)) for one in samples)
    high = max(one.high for one in samples) * _BEYOND
    return Scale(per_unit, log_ticks(low, min(high, low * math.exp(width / per_unit)), per_unit), low)
