"""The Universal Scalability Law: how wall time falls with workers, and what keeps it from falling further.

    wall(N) · n = wall(1) · (1 + c(n − 1) + kN(N − 1))          n: how many of the N are really under way

c is contention, the share that waits in line (1 ÷ c is Amdahl's limit); k is coherency, what each worker costs every
other, so that beyond √((1 − c) ÷ k) more make it slower (Gunther 1993, "A simple capacity model of massively parallel
transaction systems"; in this form linear in its parameters, as he fits it). What he leaves out is known here: of 32
items 20 workers do 20 and then 12, as long as 16 would take, and tasks that compute have no more cores than there are.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

# One more than the law has parameters: else it fits whatever was measured.
LEAST_POINTS = 4


class Law(NamedTuple):
    """The law's parameters: wall time of one worker in seconds, contention and coherency as shares."""

    one_s: float
    contention: float
    coherency: float

    def wall_s(self, workers: float, at_once: float) -> float:
        """What it expects of so many workers, of whom so many are really under way at once."""
        return self.one_s * (1 + self.contention * (at_once - 1) + self.coherency * workers * (workers - 1)) / at_once

    @property
    def limit(self) -> float:
        """How many times faster than one worker it can ever be."""
        return 1 / self.contention if self.contention > 0 else math.inf

    @property
    def peak(self) -> float:
        """The workers beyond which more make it slower: from the second one on at the least."""
        return max(1.0, math.sqrt(max(0.0, 1 - self.contention) / self.coherency)) if self.coherency > 0 else math.inf


@dataclass(frozen=True)
class Width:
    """What bounds how many are under way at once: the items, and how many can be computed or waited for together."""

    items: int
    most: float = math.inf

    def at_once(self, workers: float) -> float:
        """The workers that are busy on average while there is work."""
        return min(self.items / math.ceil(self.items / max(workers, 1)), max(self.most, 1.0))

    def evenly(self, workers: float) -> float:
        """The same if items could always be dealt out evenly: to draw, where the steps would look like noise."""
        return max(1.0, min(workers, self.items, max(self.most, 1.0)))


def fit(walls_s: Mapping[float, float], width: Width) -> Law:
    """The law nearest to these wall times by workers, in relative terms; shares are within 0 and 1."""
    rows = []
    for workers, wall_s in walls_s.items():
        at_once = width.at_once(workers)
        factor = 1 / (wall_s * at_once)
        rows.append((factor, (at_once - 1) * factor, workers * (workers - 1) * factor))
    best = _solved(rows, (0, 1, 2))
    if min(best[1:]) < 0:  # one of the shares, or both, is 0 then: whichever leaves less
        tried = [_solved(rows, kept) for kept in ((0, 1), (0, 2), (0,))]
        best = min((each for each in tried if min(each) >= 0), key=lambda each: _left(rows, each), default=best)
    if best[1] > best[0]:  # worse than in line: all of it is contention, and the rest is coherency
        in_line = [(one + other, 0.0, last) for one, other, last in rows]
        both = _solved(in_line, (0, 2))
        best = (both[0], both[0], both[2]) if both[2] >= 0 else (_solved(in_line, (0,))[0],) * 2 + (0.0,)
    one_s = max(best[0], 1e-12)
    return Law(one_s, max(best[1], 0.0) / one_s, max(best[2], 0.0) / one_s)


def _left(rows: Sequence[tuple[float, float, float]], found: Sequence[float]) -> float:
    return sum((1 - sum(a * b for a, b in zip(row, found, strict=True))) ** 2 for row in rows)


def _solved(rows: Sequence[tuple[float, float, float]], kept: Sequence[int]) -> tuple[float, float, float]:
    """Least squares of `rows · x = 1` over the columns `kept`, the others 0; the shortest where several are as near."""
    import numpy as np  # not before a curve is fitted: the window's first paint needs none

    found = np.zeros(3)
    found[list(kept)] = np.linalg.lstsq(np.array(rows)[:, list(kept)], np.ones(len(rows)), rcond=None)[0]
    return float(found[0]), float(found[1]), float(found[2])
