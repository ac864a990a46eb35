"""In which order the contestants of a round have their turns: random, and the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Iterable

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.model.plan.plan import Contestant


def turns(contestants: Iterable[Contestant], seed: int, round_number: int) -> list[Contestant]:
    """The contestants in a new random order for each round."""
    shuffled = list(contestants)
    random.Random(f"{seed}/{round_number}").shuffle(shuffled)
    return shuffled


def preference(contestant: Contestant) -> tuple[bool, int]:
    """The plain loop first, then those that one would rather use: executors, of threads and of processes."""
    return not contestant.is_plain, catalogue.find(contestant.strategy).preference
