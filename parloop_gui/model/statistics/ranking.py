"""How the contestants of a comparison stand: in order, with their speed-ups, and who is level with the one named."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.statistics.race import LogInterval, Race
from parloop_gui.model.statistics.thresholds import LEAST_ROUNDS
from parloop_gui.model.statistics.wall_times import WallTimes, log_ratios


@dataclass(frozen=True)
class Ranking:
    """How the contestants stand, by logarithms of ratios.

    `order` is everyone who may be ranked, fastest first. `speedups` are against the plain loop of the same interpreter;
    of fewer than LEAST_ROUNDS rounds there is no interval, and both ends are the median.
    `best` is whom the race names (None without any plain loop), `level` those that may as well be used.
    """

    best: Contestant | None
    order: tuple[Contestant, ...]
    speedups: Mapping[Contestant, LogInterval]
    level: tuple[Contestant, ...] = ()


def ranking(wall_times: WallTimes, ranked: Sequence[Contestant], race: Race) -> Ranking:
    """How `ranked` stand after the rounds in `wall_times`, of which the race was made."""
    measured = [each for each in ranked if wall_times.get(each)]
    plains = [each for each in measured if each.is_plain]
    if not plains:
        return Ranking(None, (), {})
    speedups = {each: _as_known(race.gains[each], wall_times, each) for each in measured if each in race.gains}
    order = _fastest_first(wall_times, measured, plains[0], speedups)
    best = race.named if race.named in measured else None
    return Ranking(best, order, speedups, tuple(each for each in order if each in race.level))


def _as_known(gain: LogInterval, wall_times: WallTimes, contestant: Contestant) -> LogInterval:
    """The gain without an interval where it rests on so few rounds that what they spread by is a guess."""
    middle = gain[0]
    few = len(log_ratios(wall_times, contestant.plain, contestant)) < LEAST_ROUNDS
    return (middle, middle, middle) if few else gain


def _fastest_first(
    wall_times: WallTimes,
    measured: Sequence[Contestant],
    reference: Contestant,
    speedups: Mapping[Contestant, LogInterval],
) -> tuple[Contestant, ...]:
    """By the median ratio to one plain loop in the same rounds; those that share no round with it come last."""

    def lead(each: Contestant) -> float:
        if each.plain == reference:
            return 0.0 if each.is_plain else speedups[each][0] if each in speedups else -math.inf
        ratios = log_ratios(wall_times, reference, each)
        return median(ratios) if ratios else -math.inf

    return tuple(sorted(measured, key=lead, reverse=True))
