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


def mirrored(contestants: Iterable[Contestant], seed: int, round_number: int) -> list[Contestant]:
    """Rounds in blocks of two, A B B A: random in the first, the other way round in the second.

    Of two, whoever is first is so as often as the other: a machine that grows slower favours neither.
    """
    block, is_second = divmod(round_number - 1, 2)
    order = turns(contestants, seed, block)
    return order[::-1] if is_second else order


def preference(contestant: Contestant) -> tuple[bool, int]:
    """The plain loop first, then those that one would rather use: executors, of threads and of processes."""
    return not contestant.is_plain, catalogue.find(contestant.strategy).preference
