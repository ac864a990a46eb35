"""How long a comparison will take: the race's own rule, played a few times with what everyone is expected to take.

    forecasts ─► walls of one play: each within its interval
                   └─► calibration, warm-up, round after round, each time a little different ─► `advanced` ─► known?
                                       median of the plays ◄── seconds ◄── the runs behind the last round ◄──┘

A formula for when a race ends was off by two to four times (of twenty loops, seven within 1.5): it ends early where the
plain loop is far ahead and late where two are close, and which of both it will be is what nobody knows beforehand.
"""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.protocol.kinds import Family
from parloop_gui.model.events.forecast import Forecast
from parloop_gui.model.plan.plan import EFFORTS, Contestant, Plan, behind_s, round_limits
from parloop_gui.model.statistics.race import Race, advanced, begun, could_matter_s
from parloop_gui.model.statistics.wall_times import WallTimes

# Their median is what is told: with more it moves by less than a tenth, and each takes some ten milliseconds.
PLAYS = 7

# Runs of each plain loop before anyone else's: one leaves the results, another tells the tag. That one is made again,
# so often at most, while it does not: a loop that is over so soon leaves the probe, which looks once in a millisecond,
# too few samples (below 3 ms nearly all loops took all of them, above 8 ms nearly all took one).
PROBES = 3
PROBED_S = 0.005

# Standard deviation of a run's logarithm from one round to the next where nobody else wants the cores: of plain loops
# and threads 0.01 to 0.04 were seen, of processes 0.04 to 0.1 (twenty users' loops, three recordings). A race assumes
# more until it has seen its own, for it may not be wrong; this is for what is likely.
STEADY = 0.08

# Of a pool that is kept open: one loop to open it, one by the clock.
LOOPS = 2

# A warm-up pass is made where so many passes fit into the budget: with less time every run has to count.
WARM_FROM = 4

_80_PERCENT = NormalDist().inv_cdf(0.9)
# The same loop is told the same time twice.
_SEED = 1


@dataclass(frozen=True)
class Played:
    """What a comparison would come to: seconds, at most its budget, and runs."""

    took_s: float
    runs: int


def played(
    plan: Plan, expected: Sequence[Forecast], beside_s: Mapping[Contestant, float], crowd: float = 0.0
) -> Played:
    """What a comparison of these takes; nothing where nobody is expected.

    `beside_s` is what a run of each costs beside its wall time. `crowd` is how many other programs want a core, for
    each there is: beside them rounds differ more.
    """
    if not expected:
        return Played(0.0, 0)
    chance = random.Random(_SEED)
    spread = STEADY * math.sqrt(1 + min(crowd, math.sqrt(crowd)))
    plays = [_Play(plan, _walls(expected, chance), beside_s, spread, chance).made() for _ in range(PLAYS)]
    return sorted(plays, key=lambda each: each.took_s)[PLAYS // 2]


def _walls(expected: Sequence[Forecast], chance: random.Random) -> dict[Contestant, float]:
    """What each would take in truth: somewhere within what is expected of it."""
    walls = {}
    for each in expected:
        wall_s = max(each.wall_s, 1e-9)
        high_s = each.high_s if each.high_s is not None else wall_s**2 / max(each.low_s, 1e-9)
        off = math.log(max(high_s, wall_s) / max(each.low_s, 1e-9)) / 2 / _80_PERCENT
        walls[each.contestant] = wall_s * math.exp(chance.gauss(0, off))
    return walls


@dataclass
class _Play:
    """One comparison, made up."""

    plan: Plan
    walls: Mapping[Contestant, float]
    beside_s: Mapping[Contestant, float]
    spread: float
    chance: random.Random
    took_s: float = 0.0
    runs: int = 0

    def made(self) -> Played:
        """From the first run to the last round."""
        plain, everyone = [each for each in self.walls if each.is_plain], list(self.walls)
        others = [each for each in everyone if not each.is_plain]
        if self.plan.once:
            self._run(everyone)
            return Played(self.took_s, self.runs)
        for each in plain:
            self._run([each] * (1 + (1 if self.walls[each] >= PROBED_S else PROBES)))
        pass_s = sum(map(self._run_s, everyone))
        if self.plan.rounds is not None or self.took_s + WARM_FROM * pass_s <= self.plan.seconds:
            self._run(others)
        if self.plan.rounds is not None:
            self._run(everyone * self.plan.rounds)
            self._make_behind()
            return Played(self.took_s, self.runs)
        self._race()
        self._make_behind()
        return Played(min(self.took_s, self.plan.seconds), self.runs)

    def _race(self) -> None:
        race, times = begun(self.walls), WallTimes()
        able = [each for each in self.walls if not self._is_cut(each)]
        for number in range(1, round_limits(self.plan)[1] + 1):
            for each in self._racing(race, able):
                wall_s = self.walls[each] * math.exp(self.chance.gauss(0, self.spread))
                times.setdefault(each, {})[number] = math.log(wall_s)
                self._take(wall_s + self.beside_s.get(each, 0.0))
            race = advanced(race, times, able, EFFORTS[self.plan.effort])
            if race.known or self.took_s > self.plan.seconds:
                return

    def _make_behind(self) -> None:
        """The runs behind the last round: threads that take turns once more, a pool of each family twice, kept open."""
        if self.plan.asked is not None:
            return
        threads, processes = self._of("threads"), self._of("processes")
        slow = [each for each in threads if self.walls[each] >= self.walls.get(each.plain, math.inf)]
        pools = [family[0] for each in (threads, processes) if (family := list(filter(_is_pool, each)))]
        for kind, loops in ((slow, 1), (pools, LOOPS)):
            took_s = sum(loops * self.walls[each] + self.beside_s.get(each, 0.0) for each in kind)
            self.took_s, self.runs = self.took_s + min(took_s, behind_s(self.plan)), self.runs + len(kind)

    def _of(self, family: Family) -> list[Contestant]:
        """Those of a family, the fastest first."""
        own = [each for each in self.walls if catalogue.find(each.strategy).family == family]
        return sorted(own, key=lambda each: self.walls[each])

    def _racing(self, race: Race, able: Sequence[Contestant]) -> list[Contestant]:
        idle = {*race.out_after, *race.resting} if self.plan.races else set()
        return [each for each in able if each not in idle]

    def _run(self, contestants: Sequence[Contestant]) -> None:
        for each in contestants:
            self._take(self._run_s(each))

    def _take(self, took_s: float) -> None:
        self.took_s, self.runs = self.took_s + took_s, self.runs + 1

    def _run_s(self, contestant: Contestant) -> float:
        """A run that is cut takes as long as it may."""
        wall_s = min(self.walls[contestant], self._most_s(contestant))
        return wall_s + self.beside_s.get(contestant, 0.0)

    def _is_cut(self, contestant: Contestant) -> bool:
        return self.plan.races and self.walls[contestant] > self._most_s(contestant)

    def _most_s(self, contestant: Contestant) -> float:
        plain_s = self.walls.get(contestant.plain)
        if contestant.is_plain or plain_s is None or not self.plan.races:
            return math.inf
        rivals = [wall_s for each, wall_s in self.walls.items() if each.plain == contestant.plain]
        return could_matter_s(min(rivals), plain_s)


def _is_pool(contestant: Contestant) -> bool:
    return catalogue.find(contestant.strategy).width == "workers"
