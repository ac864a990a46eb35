"""Where things stand in the plot: from places and speed-ups to pixels at 100%, within the part that is in view."""

from __future__ import annotations

import math
from typing import NamedTuple

from parloop_gui.model.statistics.summary import Figure
from parloop_gui.ui.charts.curves.data import Axis, CurveData
from parloop_gui.ui.drawing.shapes import Point, Rect

# Of what is shown: air beyond the first and the last place, above the highest figure.
_SIDES, _NAMED_SIDES, _ABOVE = 0.04, 0.5, 1.15
# An interval that reaches further than so many times the highest figure would leave no room for the figures.
_MOST_WHISKER = 1.4


class Extent(NamedTuple):
    """The part in view: along the axis in its own measure, and times as fast as the plain loop."""

    left: float
    right: float
    low: float
    high: float


class Frame(NamedTuple):
    """The plot's box in pixels at 100%, and what part of the data lies in it."""

    box: Rect
    axis: Axis
    extent: Extent

    def x(self, place: float) -> float:
        """Across."""
        extent = self.extent
        share = (self.axis.along(place) - extent.left) / max(extent.right - extent.left, 1e-12)
        return self.box.left + share * self.box.width

    def y(self, times: float) -> float:
        """Down."""
        extent = self.extent
        share = (times - extent.low) / max(extent.high - extent.low, 1e-12)
        return self.box.bottom - max(-10.0, min(share, 10.0)) * self.box.height

    def at(self, place: float, times: float) -> Point:
        """Both."""
        return Point(self.x(place), self.y(times))


def whole_extent(data: CurveData) -> Extent:
    """All that was measured, from 0 on, with what a model says beyond."""
    places = [data.axis.along(point.place) for line in data.lines for point in line.points]
    places += [data.axis.along(place) for line in data.lines for place, _ in line.fitted]
    places += [data.axis.along(place) for place, _ in data.axis.words]
    left, right = min(places, default=0.0), max(places, default=1.0)
    air = _NAMED_SIDES if data.axis.spread == "named" else max(right - left, 1e-6) * _SIDES
    return Extent(left - air, right + air, 0.0, _ABOVE * _highest(data))


def _highest(data: CurveData) -> float:
    points = [point.times for line in data.lines for point in line.points]
    top = max([1.0, *(each.median for each in points)])
    fitted = max((times for line in data.lines for _, times in line.fitted), default=0.0)
    return max([top, *(min(end, _MOST_WHISKER * top) for end in map(_end, points)), min(fitted, _MOST_WHISKER * top)])


def _end(figure: Figure) -> float:
    return figure.high if math.isfinite(figure.high) else figure.median
