"""A lane's tasks at any resolution: round blocks, plain rectangles, or columns of one device pixel.

How many tasks and turns on a core are in view decides; none of it costs more for those that are not. `Strokes` says how
fine.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from parloop_gui.model.timeline.lanes import Lane
from parloop_gui.model.timeline.part import Part
from parloop_gui.model.timeline.spans import Floats
from parloop_gui.model.timeline.stretches import Stretches
from parloop_gui.ui.charts.timeline.blocks import draw_block
from parloop_gui.ui.charts.timeline.geometry import Layout
from parloop_gui.ui.drawing.colours import Family
from parloop_gui.ui.drawing.painter import Painter, Pen
from parloop_gui.ui.drawing.shapes import Rect

# From so many pixels a task on.
BLOCKS_FROM, RECTS_FROM = 8.0, 3.0

# More than this many in view take too long one by one, however wide they are; groups share them.
MOST_BLOCKS, MOST_RECTS = 300, 3_000

# Turns are drawn at least a pixel wide as long as no larger share of the time is made solid by that alone.
_OVERSTATED = 0.02

# A column with tasks that hardly fill it is seen all the same.
_FAINTEST = 0.4


# How the lanes of a group are drawn.
Strokes = Literal["blocks", "rects", "columns"]


def strokes_for(lanes: Sequence[Lane], part: Part, width: float, groups: int = 1) -> Strokes:
    """By how wide the tasks and turns in view are, and how many there are; `groups` are drawn in all."""
    count, narrowest = 0, float("inf")
    for lane in lanes:
        for stretches, pitch_of in ((lane.tasks, _pitch), (lane.on_core, _turn_pitch)):
            if stretches is None:
                continue
            seen = stretches.seen(part.from_s, part.to_s)
            count += seen.stop - seen.start
            if seen.stop > seen.start:
                narrowest = min(narrowest, pitch_of(stretches, seen, part, width))
    if narrowest >= BLOCKS_FROM and count * groups <= MOST_BLOCKS:
        return "blocks"
    return "rects" if narrowest >= RECTS_FROM and count * groups <= MOST_RECTS else "columns"


def draw_tasks(
    painter: Painter, family: Family, lane: Lane, part: Part, layout: Layout, top: float, height: float, how: Strokes
) -> None:
    """Paint what is in view of a lane's tasks, `height` high."""
    seen = lane.tasks.seen(part.from_s, part.to_s)
    if seen.start == seen.stop:
        return
    if how == "columns":
        _draw_columns(painter, family, lane, part, layout, top, height)
        return
    lefts, rights = _edges(lane.tasks, seen, part, layout)
    gaps = np.where(rights - lefts > 3, 1.0, 0.0)
    lefts, rights = _snapped(painter, lefts, rights - gaps)
    solid_lefts, solid_rights = _snapped(painter, *_solid(lane, seen, part, layout, lefts, rights))
    covered = np.isin(lefts, solid_lefts) & np.isin(rights, solid_rights)
    if how == "rects":
        _draw_rects(painter, family.pale, lefts[~covered], rights[~covered], top, height)
        _draw_rects(painter, family.mark, solid_lefts, solid_rights, top, height)
        return
    for left, right in zip(lefts[~covered].tolist(), rights[~covered].tolist(), strict=True):
        draw_block(painter, family, Rect(left, top, right - left, height), solid=False)
    for left, right in zip(solid_lefts.tolist(), solid_rights.tolist(), strict=True):
        draw_block(painter, family, Rect(left, top, right - left, height), solid=True)


def draw_starting(
    painter: Painter, lane: Lane, part: Part, layout: Layout, top: float, height: float, colour: str
) -> list[Rect]:
    """The dashed outlines of workers that were born and had no task yet; gives those that have room for a word."""
    dashes = Pen(colour, 1.0, (2, 2))
    roomy = []
    for from_s, to_s in lane.starting:
        left, right = layout.x_of(part, from_s), layout.x_of(part, to_s)
        if right - left < 3 or right <= layout.left or left >= layout.right:
            continue
        box = Rect.between(max(left, layout.left - 4), top, min(right - 1, layout.right + 4), top + height)
        painter.rect(box.adjusted(0.5, 0.5, -0.5, -0.5), edge=dashes, radius=3)
        roomy.append(box)
    return roomy


def _pitch(stretches: Stretches, seen: slice, part: Part, width: float) -> float:
    """Pixels from one task or turn to the next, on average of those in view."""
    first_s = max(float(stretches.start_s[seen.start]), part.from_s)
    last_s = min(float(stretches.end_s[seen.stop - 1]), part.to_s)
    return (last_s - first_s) / part.width_s * width / (seen.stop - seen.start) if seen.stop - seen.start > 1 else width


def _turn_pitch(turns: Stretches, seen: slice, part: Part, width: float) -> float:
    """Pixels from one turn to the next; none where turns a pixel wide would show much more time on a core."""
    pitch = _pitch(turns, seen, part, width)
    turn_s = float(turns.sum_s[seen.stop] - turns.sum_s[seen.start]) / (seen.stop - seen.start)
    too_wide = 1 - turn_s / part.width_s * width
    return 0.0 if too_wide > _OVERSTATED * pitch else pitch


def _edges(stretches: Stretches, seen: slice, part: Part, layout: Layout) -> tuple[Floats, Floats]:
    """Left and right edges, cut a little outside the plot: far away ones would cost precision."""
    scale = layout.width / part.width_s
    lefts = layout.left + (stretches.start_s[seen] - part.from_s) * scale
    rights = layout.left + (stretches.end_s[seen] - part.from_s) * scale
    return np.maximum(lefts, layout.left - 8), np.minimum(rights, layout.right + 8)


def _snapped(painter: Painter, lefts: Floats, rights: Floats) -> tuple[Floats, Floats]:
    """On the edges of device pixels, at least one of them wide; in vectors at least a pixel wide."""
    least = 1.0 if painter.is_vector else 1.0 / painter.ratio
    firsts = painter.snapped(lefts)
    return firsts, np.maximum(painter.snapped(rights), firsts + least)


def _solid(lane: Lane, seen: slice, part: Part, layout: Layout, lefts: Floats, rights: Floats) -> tuple[Floats, Floats]:
    """Where a core was had: when it was seen, else as much of each task from the left."""
    if lane.on_core is not None:
        running = lane.on_core.seen(part.from_s, part.to_s)
        solid_lefts, solid_rights = _edges(lane.on_core, running, part, layout)
        return solid_lefts, solid_rights
    scale = layout.width / part.width_s
    cpu_s = np.diff(lane.cpu_sum_s[seen.start : seen.stop + 1])
    whole_lefts = layout.left + (lane.tasks.start_s[seen] - part.from_s) * scale
    wide = cpu_s * scale
    took = (lane.tasks.end_s[seen] - lane.tasks.start_s[seen]) * scale
    wide = np.where(wide > 0.97 * took, took, wide)
    ends = np.minimum(whole_lefts + wide, rights)
    kept = (wide > 0.02 * took) & (ends > lefts) & (wide > 0)
    return lefts[kept], ends[kept]


def _draw_rects(painter: Painter, colour: str, lefts: Floats, rights: Floats, top: float, height: float) -> None:
    widths = (rights - lefts).tolist()
    painter.rects([Rect(x, top, wide, height) for x, wide in zip(lefts.tolist(), widths, strict=True)], colour)


def _draw_columns(
    painter: Painter, family: Family, lane: Lane, part: Part, layout: Layout, top: float, height: float
) -> None:
    """A pale column for every device pixel in which there are tasks, filled from below by the CPU share."""
    ratio = painter.ratio
    left, top = painter.snap(layout.left), painter.snap(top, down=True)
    columns = max(round(layout.width * ratio), 1)
    edges_s = part.from_s + (np.arange(columns + 1) / ratio) / layout.width * part.width_s
    inside_s = np.diff(lane.tasks.until(edges_s))
    on_cpu_s = np.diff(lane.cpu_until(edges_s))
    share = np.divide(on_cpu_s, inside_s, out=np.zeros(columns), where=inside_s > 0)
    alpha = np.clip(inside_s / np.diff(edges_s), 0.0, 1.0)
    alpha = np.where(inside_s > 0, np.maximum(alpha, _FAINTEST), 0.0)
    alpha[_gaps(lane.tasks, part, columns, ratio)] = 0.0
    painter.columns(Rect(left, top, columns / ratio, height), family, alpha, share)


def _gaps(tasks: Stretches, part: Part, columns: int, ratio: float) -> NDArray[np.intp]:
    """The columns at the ends of tasks that are wide enough to be told apart; none where there are too many."""
    seen = tasks.seen(part.from_s, part.to_s)
    if (seen.stop - seen.start) * RECTS_FROM * ratio > columns:
        return np.zeros(0, np.intp)
    scale = columns / part.width_s
    wide = (tasks.end_s[seen] - tasks.start_s[seen]) * scale > RECTS_FROM * ratio
    ends = np.ceil((tasks.end_s[seen][wide] - part.from_s) * scale - 1e-6)
    at = np.unique(ends[:, None] - np.arange(1, round(ratio) + 1)[None, :])
    return at[(at >= 0) & (at < columns)].astype(np.intp)
