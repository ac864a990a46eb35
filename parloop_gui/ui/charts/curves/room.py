"""Room for words among the lines: where lines and whiskers run, and the box of several that they run through least."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from parloop_gui.ui.charts.curves.data import CurveData
from parloop_gui.ui.charts.curves.frame import Frame
from parloop_gui.ui.drawing.shapes import Point, Rect

Places = NDArray[np.float64]
"""One pixel place a row: across, down."""
# Pixels from one to the next along a line: words are higher than that, so no line slips through between two.
_STEP = 3.0


def occupied(data: CurveData, frame: Frame) -> Places:
    """Places along every line, whisker and dotted line of the plot."""
    strokes: list[list[Point]] = [[frame.at(*step) for step in each.course] for each in data.dotted]
    for line in data.lines:
        course = line.fitted or [(point.place, point.times.median) for point in line.along]
        strokes.append([frame.at(*step) for step in course])
        for point in line.points:
            ends = [each for each in (point.times.low, point.times.high) if math.isfinite(each)]
            strokes.append([frame.at(point.place, each) for each in ends])
    return np.concatenate([np.empty((0, 2)), *(_along(each) for each in strokes if each)])


def crossings(box: Rect, places: Places) -> int:
    """How many of these lie in a box."""
    across, down = places[:, 0], places[:, 1]
    inside = (across >= box.left) & (across <= box.right) & (down >= box.top) & (down <= box.bottom)
    return int(np.count_nonzero(inside))


def overlap(one: Rect, other: Rect) -> bool:
    """Whether two boxes share any room."""
    across = one.left < other.right and other.left < one.right
    return across and one.top < other.bottom and other.top < one.bottom


def clearest(boxes: Sequence[Rect], places: Places) -> Rect:
    """The box with the fewest of these in it, the first of several; ValueError where there is no box."""
    return min(boxes, key=lambda box: crossings(box, places))


def _along(corners: Sequence[Point]) -> Places:
    corner = np.array([(each.x, each.y) for each in corners])
    until = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(corner, axis=0).T))])
    at = np.arange(0.0, until[-1] + _STEP, _STEP)
    return np.column_stack([np.interp(at, until, corner[:, 0]), np.interp(at, until, corner[:, 1])])
