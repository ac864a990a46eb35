"""Runs that others disturbed more than usual: they are made again, once, and count for nothing.

    a scored run ─► others' cores during it ─┬─► as usual: it counts, and belongs to what is usual
                                             └─► half a core more, and there is time: made again at once

What others do explains up to 95% of how a run differs from those around it (of ten recorded comparisons, in four more
than half), but no formula gives back what it would have taken: corrected times scattered more than raw ones. So such a
run is not divided by anything.
"""

from __future__ import annotations

from statistics import median

from parloop_gui.engine.protocol.messages import RunEnded
from parloop_gui.model.statistics.thresholds import DISTURBED_CORES

# Runs until it is known what is usual here.
KNOWN_FROM = 5

# A run's length from which on others' share can be read: the system counts in steps of 10 ms, here a twentieth.
LEAST_S = 0.2

# Of the budget, for runs that are made again: on a machine that never rests all of them would be.
MOST_SHARE = 0.1


class Disturbance:
    """What others usually take from the runs of one comparison, and what making runs again has cost so far."""

    def __init__(self) -> None:
        self._others: list[float] = []
        self._again_s = 0.0

    def met(self, ended: RunEnded, took_s: float, budget_s: float) -> bool:
        """Whether this run was disturbed and is worth making again; one that is not belongs to what is usual."""
        cores = ended.noise.foreign_cores
        if cores is None or ended.outcome != "finished" or took_s < LEAST_S:
            return False
        usual = median(self._others) if len(self._others) >= KNOWN_FROM else None
        is_affordable = self._again_s + took_s <= MOST_SHARE * budget_s
        if usual is not None and cores > usual + DISTURBED_CORES and is_affordable:
            self._again_s += took_s
            return True
        self._others.append(cores)
        return False
