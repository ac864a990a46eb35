"""What is left of the cores where other programs want them too: a busy machine gives two workers no second core."""

from __future__ import annotations

from parloop_gui.model.forecast.loop_facts import LoopFacts
from parloop_gui.model.statistics.thresholds import ALL_BUSY


def share_of_one(workers: int, cores: int, facts: LoopFacts) -> float:
    """How much of a core each of so many workers gets while all of them want one.

    Between what others leave, which is all there is where the system shares cores out by session or container (Linux's
    autogroups do), and an even share among all that want one ("CFS Scheduler", in the documentation of the kernel).
    """
    if workers <= 1:
        return facts.core_share
    foreign = others(cores, facts)
    left = max(cores - foreign, facts.core_share)
    even = cores * workers / (workers + foreign)
    return min(1.0, (left + even) / 2 / workers)


def others(cores: int, facts: LoopFacts) -> float:
    """How many others want a core: those that were seen to have one, or more where the plain loop had to wait.

    Where others had all that the plain loop left, some of them waited as it did: its own share tells how many.
    """
    if facts.foreign < ALL_BUSY * (cores - facts.core_share):
        return facts.foreign
    return max(facts.foreign, cores / facts.core_share - 1)


def slower(cores: int, foreign: float, then: float) -> float:
    """How much longer it takes to start workers beside so many busy others than beside those of `then`."""
    return (1 + foreign / cores) / (1 + then / cores)
