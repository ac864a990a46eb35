"""Where one side overtakes the other along an axis: where the logarithm of their ratio passes 0.

    ratios by place ─► made to rise only (pool adjacent violators) ─► straight lines between places ─► where it is 0

More items never make a pool less worth its start, and more computing never makes threads better beside processes: what
falls in between is noise. Where the ratio has one sign everywhere there is no crossover among what was measured: it is
−∞ or ∞ then, and so is the end of an interval beyond which nothing was measured.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping

from parloop_gui.model.statistics.summary import Figure


def crossing(logs: Mapping[float, float]) -> float:
    """The place where a rising ratio passes 0; −∞ where it is above from the first on, ∞ where below up to the last."""
    points = list(zip(sorted(logs), rising([logs[place] for place in sorted(logs)]), strict=True))
    if not points or points[0][1] > 0:
        return -math.inf
    for (before, low), (after, high) in itertools.pairwise(points):
        if low <= 0 < high:
            return before + (after - before) * -low / (high - low)
    return math.inf


def rising(values: list[float]) -> list[float]:
    """The nearest values that never fall: neighbours that do are put together (Ayer and others 1955)."""
    blocks: list[tuple[float, int]] = []
    for value in values:
        blocks.append((value, 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (last, many), (former, more) = blocks.pop(), blocks.pop()
            blocks.append(((last * many + former * more) / (many + more), many + more))
    return [value for value, many in blocks for _ in range(many)]


def is_clear(place: Figure) -> bool:
    """Whether a crossover lies between places that were measured, with its whole interval."""
    return math.isfinite(place.low) and math.isfinite(place.high)
