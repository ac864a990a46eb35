"""What is left of the cores where other programs want them too: a busy machine gives two workers no second core."""

from __future__ import annotations

from parloop_gui.model.forecast.loop_facts import LoopFacts
from parloop_gui.model.statistics.thresholds import ALL_BUSY


def share_of_one(workers: int, cores: int, facts: LoopFacts) -> float:
    """How much of a core each of so many workers gets while all of them want one.

    A fair scheduler shares the cores out evenly among all that want one: each gets cores ÷ (workers + others), at most
    a whole one ("CFS Scheduler", in the documentation of the Linux kernel).
    """
    if workers <= 1:
        return facts.core_share
    return min(1.0, cores / (workers + others(cores, facts)))


def others(cores: int, facts: LoopFacts) -> float:
    """How many others want a core: those that were seen to have one, or more where the plain loop had to wait.

    Where others had all that the plain loop left, some of them waited as it did: its own share tells how many.
    """
    if facts.foreign < ALL_BUSY * (cores - facts.core_share):
        return facts.foreign
    return max(facts.foreign, cores / facts.core_share - 1)
