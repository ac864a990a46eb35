"""The values that stand at the axes, and how they are written."""

from __future__ import annotations

import math
from collections.abc import Iterator

from parloop_gui.model.wording.units import number
from parloop_gui.ui.charts.axis import log_ticks
from parloop_gui.ui.charts.curves.data import Axis
from parloop_gui.ui.charts.curves.frame import Extent
from parloop_gui.ui.drawing.text import Font, text_width

# Between the words of neighbours.
_GAP = 10.0
# Pixels from one tick to the next, across and down.
_ACROSS, _DOWN = 64.0, 44.0


def round_values(low: float, high: float, about: int) -> tuple[float, ...]:
    """About so many round values between two ends."""
    raw = (high - low) / max(about, 1)
    if not raw > 0 or not math.isfinite(raw):
        return ()
    magnitude = 10.0 ** math.floor(math.log10(raw))
    step = next(factor * magnitude for factor in (1, 2, 2.5, 5, 10) if factor * magnitude >= raw * 0.999)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return tuple(round(index * step, 12) for index in range(first, last + 1))


def times_ticks(extent: Extent, height: float) -> list[tuple[float, str]]:
    """Speed-ups in view and how they are written: "2×"."""
    values = round_values(extent.low, extent.high, max(2, int(height / _DOWN)))
    return [(value, f"{value:,g}×") for value in values if value >= 0]


def place_ticks(axis: Axis, extent: Extent, width: float) -> list[tuple[float, str]]:
    """Places in view and how they are written, as many as there is room for; those that were measured first."""
    measured = [(place, words) for place, words in axis.words if extent.left <= axis.along(place) <= extent.right]
    if axis.spread == "doubling" and len(measured) > 1:
        return list(_with_room(axis, measured, width / max(extent.right - extent.left, 1e-12)))
    if axis.spread == "doubling":
        per_e = width / max(extent.right - extent.left, 1e-12) / math.log(10)
        return [(each, number(each)) for each in log_ticks(axis.place(extent.left), axis.place(extent.right), per_e)]
    values = round_values(extent.left, extent.right, max(2, int(width / _ACROSS)))
    least = min((place for place, _ in axis.words), default=0.0)
    return [(value, f"{value:,g}{axis.unit}") for value in values if value >= min(least, 0.0)]


def _with_room(axis: Axis, measured: list[tuple[float, str]], pixels_each: float) -> Iterator[tuple[float, str]]:
    """Those whose words don't touch, from the last one on: the largest number is the one to be read."""
    written = Font(11)
    free_to = math.inf
    for place, words in reversed(measured):
        middle, half = axis.along(place) * pixels_each, text_width(words, written) / 2
        if middle + half + _GAP <= free_to:
            free_to = middle - half
            yield place, words
