"""Which task lies under a point of the timeline, and where a task lies."""

from __future__ import annotations

import numpy as np

from parloop_gui.ui.charts.timeline.geometry import Layout
from parloop_gui.ui.charts.timeline.rows import Spot, TimelineData
from parloop_gui.ui.drawing.shapes import Rect

_REACH = 2.0


def group_at(layout: Layout, y: float) -> int | None:
    """The group whose lanes or cores busy are at that height."""
    for number, place in enumerate(layout.groups):
        bottom = place.busy.bottom if place.busy is not None else place.lanes.bottom
        if place.lanes.top <= y <= bottom:
            return number
    return None


def spot_at(data: TimelineData, layout: Layout, x: float, y: float) -> Spot | None:
    """The task at a point, or one that is nearer than two pixels."""
    number = group_at(layout, y)
    if number is None or not layout.left - _REACH <= x <= layout.right + _REACH:
        return None
    place, group = layout.groups[number], data.groups[number]
    at = int((y - place.lanes.top) // place.lane)
    lane = at + data.first_shown(number, place.shown)
    if not 0 <= at < place.shown or lane >= len(group.lanes):
        return None
    tasks = group.lanes[lane].tasks
    at_s = layout.time_at(data.part, x)
    reach_s = _REACH / layout.width * data.part.width_s
    before = int(np.searchsorted(tasks.start_s, at_s, "right")) - 1
    near = [
        (max(float(tasks.start_s[one]) - at_s, at_s - float(tasks.end_s[one]), 0.0), one)
        for one in (before, before + 1)
        if 0 <= one < len(tasks.start_s)
    ]
    away_s, nearest = min(near, default=(reach_s * 2, 0))
    return Spot(number, lane, nearest) if away_s <= reach_s else None


def way_to(data: TimelineData, spot: Spot) -> float:
    """How many seconds later (below 0: sooner) the part in view has to begin to show a task, or all it can of it."""
    tasks = data.groups[spot.group].lanes[spot.lane].tasks
    before_s = float(tasks.start_s[spot.place]) - data.part.from_s
    behind_s = float(tasks.end_s[spot.place]) - data.part.to_s
    return min(max(before_s, 0.0), max(behind_s, 0.0)) + max(min(before_s, 0.0), min(behind_s, 0.0))


def box_of(data: TimelineData, layout: Layout, spot: Spot) -> Rect | None:
    """Where a task lies; None where its lane is scrolled away or it is out of view."""
    if spot.group >= len(data.groups):
        return None
    place, group = layout.groups[spot.group], data.groups[spot.group]
    at = spot.lane - data.first_shown(spot.group, place.shown)
    if not 0 <= at < place.shown:
        return None
    tasks = group.lanes[spot.lane].tasks
    left = layout.x_of(data.part, float(tasks.start_s[spot.place]))
    right = layout.x_of(data.part, float(tasks.end_s[spot.place]))
    if right < layout.left or left > layout.right:
        return None
    left, right = max(left, layout.left - 8), min(right, layout.right + 8)
    return Rect(left, place.lane_top(at), max(right - left - (right - left > 3), 1.0), place.block)
