"""What is said of it: who would be the one to use, what more cores would give, whether releasing the GIL would help."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.catalogue.fitness import absurd_count
from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.statistics.figure_words import time_words
from parloop_gui.model.statistics.race import handicap
from parloop_gui.model.statistics.summary import Figure
from parloop_gui.model.statistics.thresholds import AHEAD
from parloop_gui.model.what_if.basis import Basis
from parloop_gui.model.what_if.changes import Changes
from parloop_gui.model.what_if.expected import Expected, expected
from parloop_gui.model.wording.titles import name
from parloop_gui.model.wording.units import count, interval, number, times

WhatIfKind = Literal["faster", "plain", "nothing"]


@dataclass(frozen=True)
class WhatIf:
    """What would come of the changes: a sentence, what else there is to say, a line for each strategy.

    `best` is the one to use then; None where too little was measured to say anything.
    """

    kind: WhatIfKind
    changes: Changes
    sentence: str
    also: tuple[str, ...] = ()
    expected: tuple[Expected, ...] = ()
    best: Expected | None = None


NOTHING = "Too little was measured to say what would be: that takes figures of the plain loop and of a strategy."


def what_if(basis: Basis | None, changes: Changes) -> WhatIf:
    """What would come of it, by what a comparison holds for it (None: too little)."""
    if basis is None:
        return WhatIf("nothing", changes, NOTHING)
    found = expected(basis, changes)
    best = _named(tuple(each for each in found if not _is_absurd(each, basis, changes)))
    also = (*_cores(basis, changes, found), *_gil(basis, changes, found), *_beyond(basis, changes))
    kind: WhatIfKind = "plain" if best.contestant.is_plain else "faster"
    return WhatIf(kind, changes, _sentence(changes, best, found), also, found, best)


def _named(found: tuple[Expected, ...]) -> Expected:
    """The first by preference whom nobody is ahead of by anything worth a change; one per item as in a race."""
    counted = {each.contestant: _counted(each) for each in found}
    best = min(counted.values())
    near = [each for each in found if counted[each.contestant] <= best + AHEAD]
    return min(near, key=lambda each: (not each.contestant.is_plain, _preference(each.contestant)))


def _is_absurd(one: Expected, basis: Basis, changes: Changes) -> bool:
    """One worker per item is no advice where that would be thousands."""
    return absurd_count(one.contestant.strategy, changes.items or basis.facts.all_items, basis.plan.many) is not None


def _counted(one: Expected) -> float:
    wall_s = max(one.wall_s.median, 1e-12)
    return math.log(wall_s) + handicap(one.contestant, wall_s)


def _preference(contestant: Contestant) -> int:
    return catalogue.find(contestant.strategy).preference


def _sentence(changes: Changes, best: Expected, found: tuple[Expected, ...]) -> str:
    opening = changes.words()
    opening = f"{opening[0].upper()}{opening[1:]}" if opening else "As it is"
    if best.contestant.is_plain:
        return f"{opening} keep the plain loop: nothing would be faster by anything worth a change."
    who = _who(best, found)
    return f"{opening} use {who}: {_gain(best.gain)} the plain loop’s speed, {time_words(best.wall_s)}."


def _who(one: Expected, found: tuple[Expected, ...]) -> str:
    return name(one.contestant, [each.contestant for each in found])


def _gain(figure: Figure) -> str:
    return f"{times(figure.median)} ({interval(figure.low, figure.high)})"


def _cores(basis: Basis, changes: Changes, found: tuple[Expected, ...]) -> tuple[str, ...]:
    """What that many cores would give beside those there are."""
    if changes.cores is None or changes.cores == basis.python.cores:
        return ()
    then = _fastest(found)
    here = _fastest(expected(basis, replace(changes, cores=None)))
    if then is None or here is None:
        return ()
    gives = f"{number(then.gain.low, 2)}–{number(then.gain.high, 2)}×"
    there = f"{count(changes.cores, 'core')} would give {gives} with {_who(then, found)}"
    return (f"{there}; the {basis.python.cores} there are give {times(here.gain.median, 2)}.",)


def _fastest(found: tuple[Expected, ...]) -> Expected | None:
    others = [each for each in found if not each.contestant.is_plain]
    return min(others, key=lambda each: each.wall_s.median, default=None)


def _gil(basis: Basis, changes: Changes, found: tuple[Expected, ...]) -> tuple[str, ...]:
    """Whether threads would gain by it, beside what they would come to while they take turns."""
    if not changes.no_gil:
        return ()
    if not basis.python.gil:
        return (f"Python {basis.python.id} has no GIL to release.",)
    held = {each.contestant: each for each in expected(basis, replace(changes, no_gil=False))}
    threads = [each for each in found if catalogue.find(each.contestant.strategy).family == "threads"]
    if not threads:
        return ("Nobody ran threads, so nothing is known of what the GIL does to them.",)
    one = min(threads, key=lambda each: (each.wall_s.median, _preference(each.contestant)))
    before = held[one.contestant]
    who, gained = _who(one, found), one.gain.median / before.gain.median
    helps = "may help" if one.gain.low <= before.gain.median else "would help"
    helps = "would not help" if gained <= math.exp(AHEAD) else helps
    speed = f"{_gain(one.gain)} the plain loop’s speed, {times(before.gain.median)} with the GIL"
    return (f"Releasing the GIL {helps}: {who} would be {speed}.",)


def _beyond(basis: Basis, changes: Changes) -> tuple[str, ...]:
    """What nothing on this machine could show."""
    if changes.cores is None or changes.cores <= basis.python.cores:
        return ()
    measured = count(basis.python.cores, "core")
    return (f"More cores than this machine has: extrapolated from what workers on {measured} cost each other.",)
