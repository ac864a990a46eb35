"""How much slower the loop is now than it was: both versions in the same rounds, each round a pair.

    ln(wall now ÷ wall before), a pair a round ─► its mean ± what chance does to it ─┬─► slower, by the gate and surely
                                                                                     ├─► not slower
                                                                                     └─► not told apart

A gate fails where the loop is surely slower, and measured slower by at least as much as the gate says. What it can
resolve is half of that interval: a slowdown of twice as much has an interval that lies above nothing in all but a few
of a hundred comparisons. Where that is more than the gate, the loop may be slower by the gate and look as it does: it
is not told apart, and what could have been found is said.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from parloop_gui.model.plan.plan import EFFORTS, Contestant, Plan, gated, round_limits
from parloop_gui.model.statistics.intervals import difference_interval, half_width, level_of_one_look, spread_of
from parloop_gui.model.statistics.race import USUAL_VARIANCE, LogInterval, Race
from parloop_gui.model.statistics.thresholds import LEAST_PAIRS, LEAST_ROUNDS
from parloop_gui.model.statistics.wall_times import WallTimes, log_ratios

# How often a change may be claimed where there is none, over all looks and in either direction: a red build of code
# that nobody touched is looked into by a person, so half of the race's 5%, and half of that again as it has two sides.
LEVEL = 0.02

ChangeKind = Literal["slower", "not-slower", "faster", "not-told"]


@dataclass(frozen=True)
class Change:
    """What the rounds say: `logs` of wall now ÷ wall before with their interval, over so many pairs.

    `finds` is the smallest share by which the loop could have been slower and would have been found so; infinite with
    too few pairs. `gate` is the share that it must not be slower by, None where nobody said.
    """

    logs: LogInterval
    pairs: int
    finds: float
    gate: float | None

    @property
    def kind(self) -> ChangeKind:
        """What it comes to: against the gate, or without one whether anything changed."""
        middle, low, high = self.logs
        wanted = math.log1p(self.gate or 0.0)
        if low > 0 and middle >= wanted:
            return "slower"
        if self.gate is None:
            return "faster" if high < 0 else "not-told"
        if high < wanted or self.finds <= self.gate:
            return "faster" if high < 0 else "not-slower"
        return "not-told"


def change_of(plan: Plan, wall_times: WallTimes) -> Change | None:
    """How the loop changed; None where the plan compares no versions."""
    if plan.against is None:
        return None
    now, before = gated(plan)
    if plan.against.kind == "document":
        logs = list(wall_times.get(now, {}).values())
        recorded = [math.log(wall_s) for wall_s in plan.against.recorded_walls_s]
        return _of_two_series(plan, recorded, logs)
    return _of_pairs(plan, log_ratios(wall_times, now, before))


def _of_pairs(plan: Plan, logs: Sequence[float]) -> Change:
    gate = plan.against.slower if plan.against is not None else None
    if len(logs) < LEAST_ROUNDS:
        return _unknown(len(logs), gate)
    spread = spread_of(logs)
    few = len(logs) < LEAST_PAIRS  # their own spread is a guess: what pairs usually have counts, too
    pooled = max(spread.variance, USUAL_VARIANCE) if few else spread.variance
    half = half_width(spread, pooled, 1, round_limits(plan)[1], LEVEL)
    return Change((spread.mean, spread.mean - half, spread.mean + half), len(logs), math.expm1(half), gate)


def _of_two_series(plan: Plan, before: Sequence[float], now: Sequence[float]) -> Change:
    """Rounds of two comparisons share no spells: their difference is known less well, and spells are not in it."""
    gate, count = plan.against.slower if plan.against is not None else None, min(len(before), len(now))
    if count < LEAST_ROUNDS:
        return _unknown(count, gate)
    level = level_of_one_look(1, LEAST_ROUNDS, round_limits(plan)[1], LEVEL)
    middle, low, high = difference_interval(before, now, level)
    return Change((middle, low, high), count, math.expm1(min((high - low) / 2, _MOST)), gate)


# Of a logarithm: what is wider says nothing, and its exponential would be no number.
_MOST = 50.0


def _unknown(pairs: int, gate: float | None) -> Change:
    return Change((0.0, -_MOST, _MOST), pairs, math.inf, gate)


def change_race(plan: Plan, contestants: Sequence[Contestant], wall_times: WallTimes) -> Race:
    """Where it stands: the two versions run on until the gate has its answer.

    Only whole blocks of two rounds are looked at: in the second the two run the other way round.
    """
    change, both = change_of(plan, wall_times), gated(plan)
    assert change is not None
    racing = tuple(each for each in contestants if each in both)
    known = _is_known(plan, change)
    left = None if change.pairs < LEAST_PAIRS else _rounds_left(plan, change)
    return Race(racing, known=known, rounds_left=0 if known else left)


def _is_known(plan: Plan, change: Change) -> bool:
    if change.pairs < LEAST_PAIRS or change.pairs % 2:
        return False
    _, low, high = change.logs
    if change.gate is None:
        return high - low <= 2 * _aim(plan, change)
    return change.kind == "slower" or high < math.log1p(change.gate)


def _aim(plan: Plan, change: Change) -> float:
    """Half the interval that is aimed at, as a logarithm: what the gate needs, or half of what an effort may lose."""
    return math.log1p(EFFORTS[plan.effort].loss / 2 if change.gate is None else change.gate)


def _rounds_left(plan: Plan, change: Change) -> int:
    """As intervals shrink: with the root of the number of rounds."""
    _, low, high = change.logs
    wider = (high - low) / 2 / _aim(plan, change)
    return max(1, math.ceil(change.pairs * (min(wider, 100.0) ** 2 - 1)))
