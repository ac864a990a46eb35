"""Stretches of time that do not overlap, with sums that say how much of them lies before any time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parloop_gui.model.timeline.spans import Floats


@dataclass(frozen=True, eq=False)
class Stretches:
    """Stretches of time in order, none overlapping; `sum_s[n]` is the length of the first n."""

    start_s: Floats
    end_s: Floats
    sum_s: Floats

    def until(self, at_s: Floats) -> Floats:
        """How much of the stretches lies before each time, in seconds."""
        if not len(self.start_s):
            return np.zeros_like(at_s)
        at, inside_s = self.inside(at_s)
        sums: Floats = self.sum_s[at] + inside_s
        return sums

    def inside(self, at_s: Floats) -> tuple[NDArray[np.intp], Floats]:
        """For each time the last stretch that began by then (else the first), and how much of it is over."""
        at = np.maximum(np.searchsorted(self.start_s, at_s, "right") - 1, 0)
        begun_s = self.start_s[at]
        return at, np.minimum(np.maximum(at_s - begun_s, 0.0), self.end_s[at] - begun_s)

    def seen(self, from_s: float, to_s: float) -> slice:
        """Those of which something lies between these times."""
        first = int(np.searchsorted(self.end_s, from_s, "right"))
        return slice(first, max(first, int(np.searchsorted(self.start_s, to_s, "left"))))


def stretches(start_s: Floats, end_s: Floats) -> Stretches:
    """Stretches from their starts and ends, in order."""
    return Stretches(start_s, end_s, sums(end_s - start_s))


def sums(values: Floats) -> Floats:
    """0, then what the first, the first two, … of these come to."""
    made = np.zeros(len(values) + 1)
    np.cumsum(values, out=made[1:])
    return made


def inside(start_s: Floats, end_s: Floats, tasks: Stretches) -> Stretches:
    """What of these stretches, in order, lies inside tasks."""
    edges = np.unique(np.concatenate([start_s, end_s, tasks.start_s, tasks.end_s]))
    middle_s = (edges[:-1] + edges[1:]) / 2
    kept = _covered(middle_s, start_s, end_s) & _covered(middle_s, tasks.start_s, tasks.end_s)
    low_s, high_s = edges[:-1][kept], edges[1:][kept]
    return stretches(low_s, high_s)


def _covered(at_s: Floats, start_s: Floats, end_s: Floats) -> NDArray[np.bool_]:
    if not len(start_s):
        return np.zeros(len(at_s), bool)
    before = np.searchsorted(start_s, at_s, "right") - 1
    covered: NDArray[np.bool_] = (before >= 0) & (at_s < end_s[np.maximum(before, 0)])
    return covered
