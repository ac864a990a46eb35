"""A race with a bounded loss: who runs on, who rests, who is out, and what may be said after each round.

    wall times ─► pairs: ln(wall of one ÷ wall of the other) in the rounds that both ran
                    └─► behind(x, y): x is at most this much slower than y
                          ├─► out      surely slower than the lead: never runs again, keeps its interval
                          ├─► resting  even if it were as fast as its bound allows, naming another would hardly gain
                          └─► chosen   the first by preference who helps and whose loss is bounded by what the effort
                                       allows; the race is over when its gain is known well enough too

A comparison asks "whom may I name without losing much?", not "who differs?": two that can't be told apart within the
allowed loss need no more rounds, and one that is surely beaten none either. The rule was found by replaying recorded
noise (`tests/bench/replays/answers.py` replays it); its guarantee is Hsu's (1984, multiple comparisons with the best):
only comparisons with the true best have to hold.

Everything is in logarithms of ratios, because times multiply.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import fmean

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.protocol.kinds import Family
from parloop_gui.model.plan.plan import Contestant, Effort
from parloop_gui.model.statistics.intervals import Spread, half_width, spread_of
from parloop_gui.model.statistics.thresholds import (
    AHEAD,
    COLD_S,
    LEANING,
    LEAST_ROUNDS,
    ONE_EACH_AHEAD,
    ONE_EACH_AHEAD_S,
    ONE_EACH_CLEARLY,
    OVERTAKEN,
    STILL_SHOWN,
    TARGET,
)
from parloop_gui.model.statistics.wall_times import WallTimes, log_ratios

# How often a statement of a race may be wrong, over all of its looks.
LEVEL = 0.05

# Of a pair's log ratio from round to round, over the ten recordings (0.01 to 0.05): all that one or two have.
USUAL_VARIANCE = 0.15**2

# Median, low and high of a logarithm.
LogInterval = tuple[float, float, float]


@dataclass(frozen=True)
class Race:
    """Where a race stands after so many rounds. Losses and gains are logarithms.

    `racing` are those who run in the next round; `resting` and `out_after` (with the round after which) don't.
    `named` is whom the answer names, None before the first round; `sure` whether its loss is within what the effort
    allows. `family` is known before the class is. `level` are those that may as well be used: neither can be slower
    than the other by more than is allowed. `losses`: how much slower each may at most be than the best of the others;
    `gains` against each one's plain loop. `known`: more rounds would change nothing but digits.
    """

    racing: tuple[Contestant, ...]
    resting: frozenset[Contestant] = frozenset()
    out_after: Mapping[Contestant, int] = field(default_factory=dict)
    slower: Mapping[Contestant, LogInterval] = field(default_factory=dict)
    """How much slower than the lead each was that is out, when it dropped out."""
    named: Contestant | None = None
    sure: bool = False
    family: Family | None = None
    level: Mapping[Contestant, float] = field(default_factory=dict)
    """By those: how much slower than the named one each may be. What it may lose to the best of all others, one of
    which it may never have met, is another figure (`losses`)."""
    losses: Mapping[Contestant, float] = field(default_factory=dict)
    gains: Mapping[Contestant, LogInterval] = field(default_factory=dict)
    known: bool = False
    rounds_left: int | None = None
    """About how many rounds until it is known, by how intervals shrink; None before there is a guess."""

    @property
    def alive(self) -> frozenset[Contestant]:
        """All that are not out."""
        return frozenset(self.racing) | self.resting


def begun(contestants: Iterable[Contestant]) -> Race:
    """Before the first round everyone races."""
    return Race(tuple(contestants))


def advanced(before: Race, wall_times: WallTimes, ranked: Iterable[Contestant], effort: Effort) -> Race:
    """The race after one more round; `ranked` are those who may still be named: finished, with checked results.

    Before LEAST_ROUNDS rounds nobody drops out and nothing is sure: what is named then rests on what pairs usually do.
    """
    able = set(ranked)
    if not before.alive <= able:  # one that beat others may have been the one that failed: they are asked anew
        before = replace(before, racing=(*before.racing, *before.out_after), out_after={}, slower={})
    there = [each for each in (*before.racing, *sorted(before.resting, key=_preference)) if each in able]
    rounds = max((len(own) for own in wall_times.values()), default=0)
    if rounds == 0 or not any(each.is_plain for each in there):
        return Race(tuple(there), out_after=before.out_after, slower=before.slower)
    look = _Look(there, [each for each in wall_times if each in able], wall_times, effort)
    return look.race(before, rounds) if rounds >= LEAST_ROUNDS else look.first_impression(before)


class _Look:
    """One look at the wall times: all pairs of those still in, with what they are compared by."""

    def __init__(
        self, alive: Sequence[Contestant], everyone: Sequence[Contestant], wall_times: WallTimes, effort: Effort
    ) -> None:
        self.alive = sorted(alive, key=_preference)
        self.everyone, self.effort = everyone, effort
        self.allowed = math.log1p(effort.loss)
        self.spreads: dict[tuple[Contestant, Contestant], Spread] = {}
        for one, other in itertools.combinations(everyone, 2):
            logs = log_ratios(wall_times, one, other)
            if logs:
                self.spreads[one, other] = spread_of(logs)
                self.spreads[other, one] = self.spreads[one, other].turned
        among = [self.spreads[pair].variance for pair in itertools.combinations(self.alive, 2) if pair in self.spreads]
        few = max((spread.count for spread in self.spreads.values()), default=0) < LEAST_ROUNDS
        self.pooled = max(fmean(among) if among else 0.0, USUAL_VARIANCE if few else 0.0)
        self.handicap = {each: _handicap(each, wall_times) for each in everyone}
        self.rounds = {each: len(wall_times[each]) for each in everyone}

    def race(self, before: Race, rounds: int) -> Race:
        """The race after so many rounds: who is in, out or resting, and who may be named."""
        losses = {each: self.loss(each) for each in self.alive}
        newcomers = [each for each in self.alive if self.rounds[each] < LEAST_ROUNDS]
        able = () if newcomers else self.alive  # one that was added has to be known first, as everyone else is
        chosen = next((each for each in able if losses[each] <= self.allowed and self.helps(each)), None)
        lead = min(self.alive, key=lambda each: self._most(each, self.median))
        known = chosen is not None and (chosen.is_plain or self.gain_is_known(chosen))
        out = {each: rounds for each in self.alive if each != lead and not each.is_plain and self._is_out(each, lead)}
        alive = [each for each in self.alive if each not in out]
        resting = frozenset() if known else self._resting(alive, chosen or self._aimed_at(lead))
        return Race(
            racing=tuple(each for each in alive if each not in resting),
            resting=resting,
            out_after={**before.out_after, **out},
            slower={**before.slower, **{each: self.slower(each, lead) for each in out}},
            named=chosen or self._likely(lead),
            sure=chosen is not None,
            family=self.family() or before.family,
            level=self._level_with(chosen) if chosen is not None else {},
            losses=losses,
            gains=self.gains(),
            known=known,
            rounds_left=0 if known else self._rounds_left(chosen or self._aimed_at(lead), rounds),
        )

    def first_impression(self, before: Race) -> Race:
        """Whom to name after one or two rounds: nobody drops out, nobody rests, nothing is sure."""
        lead = min(self.alive, key=lambda each: self._most(each, self.median))
        return Race(
            tuple(each for each in before.racing if each in self.alive),
            out_after=before.out_after,
            slower=before.slower,
            named=self._likely(lead),
            losses={each: self.loss(each) for each in self.alive},
            gains=self.gains(),
        )

    def gains(self) -> dict[Contestant, LogInterval]:
        """Everyone's gain over its plain loop, those that are out with what they had."""
        return {each: gain for each in self.everyone if (gain := self.gain(each)) is not None}

    def mean(self, one: Contestant, other: Contestant) -> float:
        """How much slower the one is, by the trimmed mean; what one per item must be ahead by counts against it."""
        return self._measured(one, other, lambda spread: spread.mean)

    def median(self, one: Contestant, other: Contestant) -> float:
        """The same by the median."""
        return self._measured(one, other, lambda spread: spread.median)

    def behind(self, one: Contestant, other: Contestant) -> float:
        """The one is at most so much slower than the other; inf where they shared too few rounds."""
        spread = self.spreads.get((one, other))
        if spread is None:
            return math.inf
        half = half_width(spread, self.pooled, len(self.alive) - 1, self.effort.most_rounds, 2 * LEVEL)
        return max(spread.mean + half, spread.median) + self.handicap[one] - self.handicap[other]

    def slower(self, one: Contestant, lead: Contestant) -> LogInterval:
        """How much slower than the lead one was measured that shared rounds with it: what it dropped out by."""
        spread = self.spreads[one, lead]
        half = half_width(spread, self.pooled, len(self.alive) - 1, self.effort.most_rounds, 2 * LEVEL)
        return spread.median, min(spread.mean - half, spread.median), max(spread.mean + half, spread.median)

    def loss(self, one: Contestant) -> float:
        """The one is at most so much slower than the best of those still in; never below nothing.

        Of one that came later, with less than LEAST_ROUNDS of its own, nothing is said yet.
        """
        most = max(self.rounds.values(), default=0)
        known = [each for each in self.alive if self.rounds[each] >= min(LEAST_ROUNDS, most) and each != one]
        return max((0.0, *(self.behind(one, each) for each in known)))

    def gain(self, one: Contestant, level: float = LEVEL, together: int | None = None) -> LogInterval | None:
        """How much faster it is than its plain loop, with all such gains' intervals holding together."""
        spread = self.spreads.get((one.plain, one))
        if one.is_plain or spread is None:
            return None
        together = together or len(self.everyone) - 1
        half = half_width(spread, self.pooled, together, self.effort.most_rounds, level)
        return spread.median, min(spread.mean - half, spread.median), max(spread.mean + half, spread.median)

    def helps(self, one: Contestant) -> bool:
        """Whether it is surely faster than its plain loop: as one of the two families that may claim that."""
        if one.is_plain:
            return True
        gain = self.gain(one, together=2)
        return gain is not None and gain[1] > 0 and gain[0] > AHEAD

    def gain_is_known(self, one: Contestant) -> bool:
        """Whether half the interval of its gain is at most what the effort wants, or a tenth of a large gain."""
        gain = self.gain(one)
        if gain is None:
            return False
        middle, low, high = gain
        return (math.exp(high - middle) - math.exp(low - middle)) / 2 <= max(self.effort.gain, 0.1 * abs(middle))

    def family(self) -> Family | None:
        """The family of the first by preference who helps and loses little against the other families."""
        for one in self.alive:
            rivals = [each for each in self.alive if _family(each) != _family(one)]
            if self.helps(one) and all(self.behind(one, each) <= self.allowed for each in rivals):
                return _family(one)
        return None

    def _level_with(self, chosen: Contestant) -> dict[Contestant, float]:
        level = (each for each in self.alive if self._are_level(chosen, each))
        return {each: max(0.0, self.behind(each, chosen)) for each in level}

    def _are_level(self, one: Contestant, other: Contestant) -> bool:
        among = one != other and not other.is_plain
        return among and max(self.behind(one, other), self.behind(other, one)) <= self.allowed

    def _measured(self, one: Contestant, other: Contestant, value: Callable[[Spread], float]) -> float:
        spread = self.spreads.get((one, other))
        return math.inf if spread is None else value(spread) + self.handicap[one] - self.handicap[other]

    def _most(self, one: Contestant, by: Callable[[Contestant, Contestant], float]) -> float:
        return max((by(one, each) for each in self.alive if each != one), default=0.0)

    def _is_out(self, one: Contestant, lead: Contestant) -> bool:
        """Surely slower than the lead as measured, and still where the lead is one per item and may not be named."""
        spread = self.spreads.get((one, lead))
        if spread is None:
            return False
        half = half_width(spread, self.pooled, len(self.alive) - 1, self.effort.most_rounds, 2 * LEVEL)
        return spread.mean + min(0.0, self.handicap[one] - self.handicap[lead]) - half > 0

    def _aimed_at(self, lead: Contestant) -> Contestant:
        """Whom to prove: the first by preference who seems to lose little; else the lead."""
        near = (each for each in self.alive if self._most(each, self.mean) < TARGET * self.allowed)
        return next(near, lead)

    def _resting(self, alive: Sequence[Contestant], target: Contestant) -> frozenset[Contestant]:
        """Those that can't matter: naming the target instead of them loses no more than is allowed.

        The plain loop runs until the target's gain is known as well. Somebody always runs.
        """
        rests = {each for each in alive if each != target and self.behind(target, each) <= self.allowed}
        if target.is_plain or not self.gain_is_known(target):
            rests.discard(target.plain)
        return frozenset() if len(rests) >= len(alive) - 1 and not target.is_plain else frozenset(rests)

    def _rounds_left(self, target: Contestant, rounds: int) -> int:
        """How many rounds until the target's loss and gain are known: intervals shrink with the root of the rounds."""
        factors = [1.0]
        for each in self.alive:
            if each != target and (target, each) in self.spreads:
                half = self.behind(target, each) - self.mean(target, each)
                factors.append(half / max(self.allowed - self.mean(target, each), 0.1 * self.allowed))
        gain = self.gain(target)
        if gain is not None:
            factors.append((gain[2] - gain[1]) / 2 / max(self.effort.gain, 0.1 * abs(gain[0])))
        return min(max(math.ceil(rounds * (max(factors) ** 2 - 1)), 1), self.effort.most_rounds)

    def _likely(self, lead: Contestant) -> Contestant:
        """Whom to name where nobody is sure: the preferred of the lead's family near it, or else the plain loop."""
        near = (
            each
            for each in self.alive
            if (_family(each) == _family(lead) and self.median(each, lead) <= self.allowed / 4) or each == lead
        )
        likely = next(near)
        gain = self.gain(likely, LEANING, 1)
        return likely if likely.is_plain or (gain is not None and gain[1] > 0) else likely.plain


def _family(contestant: Contestant) -> Family:
    return catalogue.find(contestant.strategy).family


def _preference(contestant: Contestant) -> tuple[bool, int, int]:
    """The plain loop first, then executors, pools and one per item; the fewest workers first."""
    strategy = catalogue.find(contestant.strategy)
    return not contestant.is_plain, strategy.preference, contestant.arrangement.workers or 0


def _handicap(contestant: Contestant, wall_times: WallTimes) -> float:
    own = wall_times.get(contestant)
    return handicap(contestant, math.exp(sorted(own.values())[len(own) // 2])) if own else 0.0


def handicap(contestant: Contestant, wall_s: float) -> float:
    """How much faster than others one per item must be to be named, as a logarithm; 0 for everyone else."""
    if catalogue.find(contestant.strategy).width != "items":
        return 0.0
    return math.log(min(ONE_EACH_CLEARLY, max(ONE_EACH_AHEAD, 1 + ONE_EACH_AHEAD_S / wall_s)))


def could_matter_s(fastest_s: float, plain_s: float) -> float:
    """The wall time in seconds from which on a run can't matter any more, beside the fastest and the plain loop."""
    return max(OVERTAKEN * fastest_s, STILL_SHOWN * plain_s) + COLD_S
