"""Where things stand in a timeline. Plain arithmetic in pixels at 100%."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parloop_gui.model.timeline.part import Part
from parloop_gui.ui.drawing.shapes import Rect

# As in all cards.
MARGIN = 16.0
# For the names of workers.
LEFT_OF_PLOT, LEFT_OF_CARD = 104.0, 84.0
# Heights of what stands above, between and below the lanes.
AXIS, HEAD, BUSY, GAP, OVERVIEW = 28.0, 34.0, 30.0, 12.0, 22.0
# A lane as high as it would like to be, one that is alone, the lowest (its block has 8), and what is left under a low
# one.
LANE_WANTED, ONE_LANE, LEAST_LANE, LANE_GAP = 62.0, 44.0, 11.0, 3.0
# Higher blocks show nothing more: 44 in a lane of 62, on the card 28.
MOST_BLOCK = 44.0
CARD_BLOCK, CARD_LANE = 28.0, 64.0
# A picture shows no more lanes of a group: it would have no end.
FIGURE_LANES = 100
# Lanes of a group are given this much at least; more of them are scrolled.
_LEAST_GROUP = 48.0


@dataclass(frozen=True)
class GroupPlace:
    """A group: its head (None without), its lanes' area with the height of a lane and of a block, and its cores busy.

    `shown` is how many lanes have room at a time.
    """

    head: Rect | None
    lanes: Rect
    lane: float
    block: float
    shown: int
    busy: Rect | None

    def lane_top(self, number: int) -> float:
        """The top of the block of the lane that is shown in that place, counted from 0."""
        return self.lanes.top + number * self.lane + (self.lane - self.block) / 2


@dataclass(frozen=True)
class Layout:
    """A whole timeline: its plot's edges, the band of the axis' figures, groups, and the overview strip.

    `scrolls`: lanes that have no room can be scrolled to; else it is said which are shown.
    """

    size: Rect
    left: float
    right: float
    axis: Rect
    axis_below: bool
    groups: tuple[GroupPlace, ...]
    overview: Rect
    scrolls: bool = True

    @property
    def width(self) -> float:
        """Of the plot."""
        return self.right - self.left

    @property
    def top(self) -> float:
        """Where grid lines begin."""
        return self.groups[0].lanes.top if self.axis_below and self.groups else self.axis.bottom

    @property
    def bottom(self) -> float:
        """Where grid lines end."""
        if self.axis_below:
            return self.axis.top
        return max((each.busy.bottom if each.busy else each.lanes.bottom for each in self.groups), default=0.0)

    def x_of(self, part: Part, at_s: float) -> float:
        """Where a time stands; may lie outside the plot."""
        return self.left + (at_s - part.from_s) / part.width_s * self.width

    def time_at(self, part: Part, x: float) -> float:
        """The time at a place across."""
        return part.from_s + (x - self.left) / self.width * part.width_s


def least_height(lanes: Sequence[int]) -> float:
    """The lowest timeline with heads for groups of so many lanes."""
    return AXIS + GAP + OVERVIEW + MARGIN + sum(_fixed() + min(_wanted(each), _LEAST_GROUP) for each in lanes)


def tab_layout(lanes: Sequence[int], width: float, height: float) -> Layout:
    """Groups with heads, the axis on top, the overview at the bottom; `lanes` are those of each group."""
    room = height - AXIS - GAP - OVERVIEW - MARGIN - _fixed() * len(lanes)
    return _stacked(lanes, _shared([_wanted(each) for each in lanes], room), width, height, scrolls=True)


def figure_layout(lanes: Sequence[int], width: float) -> Layout:
    """The same, as high as it takes: all the room that eight lanes want, and the least for each up to a limit."""
    shares = [min(_wanted(each), max(8 * LANE_WANTED, min(each, FIGURE_LANES) * LEAST_LANE)) for each in lanes]
    height = AXIS + GAP + OVERVIEW + MARGIN + sum(_fixed() + share for share in shares)
    return _stacked(lanes, shares, width, height, scrolls=False)


def card_layout(lanes: int, width: float, height: float) -> Layout:
    """One group without a head: the overview on top, the axis below."""
    left, right = LEFT_OF_CARD, width - MARGIN
    overview = Rect(left, 0, right - left, 16)
    axis = Rect(left, height - AXIS, right - left, AXIS)
    area = Rect(left, overview.bottom + 6, right - left, axis.top - overview.bottom - 6)
    groups = (_place(None, area, lanes, None, CARD_BLOCK),)
    return Layout(Rect(0, 0, width, height), left, right, axis, True, groups, overview)


def _stacked(lanes: Sequence[int], shares: Sequence[float], width: float, height: float, *, scrolls: bool) -> Layout:
    """Groups one below the other, the lanes of each as high as its share."""
    left, right = LEFT_OF_PLOT, width - MARGIN
    top, groups = AXIS, []
    for count, share in zip(lanes, shares, strict=True):
        head = Rect(MARGIN, top, width - 2 * MARGIN, HEAD)
        area = Rect(left, head.bottom, right - left, share)
        busy = Rect(left, area.bottom + 4, right - left, BUSY - 4)
        groups.append(_place(head, area, count, busy, MOST_BLOCK))
        top = busy.bottom + GAP
    overview = Rect(left, height - MARGIN - OVERVIEW, right - left, OVERVIEW)
    axis = Rect(left, 0, right - left, AXIS)
    return Layout(Rect(0, 0, width, height), left, right, axis, False, tuple(groups), overview, scrolls)


def _fixed() -> float:
    return HEAD + BUSY + GAP


def _wanted(lanes: int) -> float:
    return ONE_LANE if lanes <= 1 else LANE_WANTED * lanes


def _place(head: Rect | None, area: Rect, count: int, busy: Rect | None, most: float) -> GroupPlace:
    lane = max(area.height / max(count, 1), LEAST_LANE)
    lane = min(lane, LANE_WANTED if head is not None else CARD_LANE) if count > 1 else lane
    shown = max(1, min(count, int(area.height / lane + 1e-6)))
    roomy = max(lane - LANE_GAP, 8.0) if lane < MOST_BLOCK + LANE_GAP else lane - 16
    return GroupPlace(head, area, lane, min(roomy, most), shown, busy)


def _shared(wanted: Sequence[float], room: float) -> list[float]:
    """Everyone gets what it wants if there is room, else those that want most give way."""
    if sum(wanted) <= room:
        return list(wanted)
    low, high = 0.0, max(wanted, default=0.0)
    for _ in range(40):
        most = (low + high) / 2
        low, high = (most, high) if sum(min(each, most) for each in wanted) <= room else (low, most)
    return [max(min(each, low), LEAST_LANE) for each in wanted]
