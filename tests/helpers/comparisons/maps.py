"""Break-even maps of a machine of which the truth is known."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import Any

from parloop_gui.model.break_even.cells import SIDES, Cell, Map, Side, Spot
from parloop_gui.model.break_even.grid import coarse, next_spot
from tests.helpers.engines.mock_engine import PYTHON


def wall_s(spot: Spot, side: Side) -> float:
    """A machine of two cores whose pool of processes takes 40 ms to start and 200 µs and 2 ns a byte for each item."""
    plain_s = 100 * spot.task_s
    if side == "baseline":
        return plain_s
    if side == "threads":
        return plain_s * 1.05 + 0.002
    return 0.04 + max(plain_s / 2, 100 * (2e-4 + 2e-9 * spot.item_bytes))


def cell(spot: Spot) -> Cell:
    """What would be measured there."""
    return Cell(spot, {side: (wall_s(spot, side),) * 2 for side in SIDES})


def made(more: int = 0, **changes: Any) -> Map:
    """The coarse grid, and so many places chosen after it."""
    return replace(_made(more), **changes)


@functools.cache
def _made(more: int) -> Map:
    found = Map(PYTHON, 100, tuple(map(cell, coarse())), created="2026-01-02T03:04:05+01:00")
    for _ in range(more):
        spot = next_spot(found)
        assert spot is not None
        found = replace(found, cells=(*found.cells, cell(spot)))
    return found
