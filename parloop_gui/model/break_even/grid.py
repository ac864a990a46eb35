"""Which places to measure: a coarse grid first, then wherever it is least known who wins."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from parloop_gui.model.break_even.cells import (
    LEAST_BYTES,
    LEAST_TASK_S,
    MOST_BYTES,
    MOST_TASK_S,
    Map,
    Spot,
    margin_of,
)
from parloop_gui.model.break_even.interpolation import Between

# Steps to a decade of the lattice on which places are chosen and the picture is drawn.
TASK_STEPS, BYTE_STEPS = 6, 4

# With so many the border is known to a fifth of a decade all along: what is left wobbles from one hour to the next.
MOST_CELLS = 60

# In decades: nearer to a measured place than that another tells nothing new.
LEAST_APART = 0.2

# As a logarithm: so far from a border that a place there tells nothing of where it lies.
FAR_FROM_BORDER = 0.7


# The corners first: where there is time for few places these say most, and the others lie between them.
_LENGTHS = (LEAST_TASK_S, MOST_TASK_S, 1e-3, 1e-4)
_SIZES = (LEAST_BYTES, MOST_BYTES, 300_000, 10_000)


def coarse() -> Iterator[Spot]:
    """A place for each decade of task length, and four sizes from nothing to the most."""
    corners = itertools.product(_LENGTHS[:2], _SIZES[:2])
    return itertools.starmap(Spot, dict.fromkeys((*corners, *itertools.product(_LENGTHS, _SIZES))))


def is_whole(of: Map) -> bool:
    """Whether every place of the coarse grid was measured: else nobody knows what lies in the middle."""
    return {cell.spot for cell in of.cells}.issuperset(coarse())


def lattice() -> tuple[tuple[float, ...], tuple[int, ...]]:
    """The task lengths and the sizes of all places that a picture shows, from the least to the most."""
    tasks = tuple(LEAST_TASK_S * 10 ** (step / TASK_STEPS) for step in range(3 * TASK_STEPS + 1))
    sizes = tuple(round(LEAST_BYTES * 10 ** (step / BYTE_STEPS)) for step in range(5 * BYTE_STEPS + 1))
    assert tasks[-1] <= MOST_TASK_S * 1.001 and sizes[-1] <= MOST_BYTES
    return tasks, sizes


def next_spot(so_far: Map) -> Spot | None:
    """Where two sides are nearest to each other by what is known, and nobody measured yet; None where all is clear."""
    if len(so_far.cells) >= MOST_CELLS:
        return None
    between = Between(so_far)
    tasks, sizes = lattice()
    best, least = None, FAR_FROM_BORDER
    for task_s in tasks:
        for item_bytes in sizes:
            spot = Spot(task_s, item_bytes)
            nearest = min((spot.apart(cell.spot) for cell in so_far.cells), default=9.0)
            # The same margin is worth more where nothing near is measured: the model may be off by more there.
            worth = margin_of(between.logs(spot)) / (0.3 + min(nearest, 1.0))
            if nearest >= LEAST_APART and worth < least:
                best, least = spot, worth
    return best
