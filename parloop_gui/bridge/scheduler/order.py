"""In which order the contestants of a round have their turns: random, and the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Iterable

from parloop_gui.model.plan.plan import Contestant


def turns(contestants: Iterable[Contestant], seed: int, round_number: int) -> list[Contestant]:
    """The contestants in a new random order for each round."""
    shuffled = list(contestants)
    random.Random(f"{seed}/{round_number}").shuffle(shuffled)
    return shuffled
