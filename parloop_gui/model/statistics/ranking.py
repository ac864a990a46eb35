"""Who is ahead, who is level with the best, and who is still open: pairs of contestants, round by round.

Level: the ratio's interval lies inside ±5%. Ahead: by more than 3%, with the interval clear of 1. Else: undecided.

Whoever is clearly behind the best leaves the field, and the rest are compared once more as the fewer they now are
(Holm 1979, "A simple sequentially rejective multiple test procedure"): six strategies that are out of the question
don't keep two others from being told apart.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.statistics.intervals import level_of_one_look, median_interval
from parloop_gui.model.statistics.thresholds import AHEAD, LEAST_ROUNDS, LEVEL
from parloop_gui.model.statistics.wall_times import WallTimes, log_ratios

Place = Literal["behind", "level", "undecided"]
"""How one compares with the best."""

LogInterval = tuple[float, float, float]
"""Median, low and high of a logarithm."""


@dataclass(frozen=True)
class Ranking:
    """How the contestants stand, by logarithms of ratios.

    `speedups` are against the plain loop of the same interpreter. `helps` are those clearly faster than it; `best`
    is the fastest of them, or else the fastest plain loop (None without any plain loop). `behind`, `level` and
    `undecided` divide all others by how they compare with `best`. `order` is everyone who may be ranked, fastest first.
    `settled` is whether more rounds would change nothing but digits.
    """

    best: Contestant | None
    order: tuple[Contestant, ...]
    speedups: Mapping[Contestant, LogInterval]
    helps: tuple[Contestant, ...] = ()
    behind: tuple[Contestant, ...] = ()
    level: tuple[Contestant, ...] = ()
    undecided: tuple[Contestant, ...] = ()
    settled: bool = False


def ranking(wall_times: WallTimes, ranked: Sequence[Contestant], comparisons: int, looks: tuple[int, int]) -> Ranking:
    """How `ranked` stand after the rounds in `wall_times`.

    `comparisons` is how many speed-ups are to hold together, `looks` the rounds at the first and the last look.
    """
    level = level_of_one_look(comparisons, *looks)
    measured = [each for each in ranked if wall_times.get(each)]
    plains = [each for each in measured if each.is_plain]
    if not plains:
        return Ranking(None, (), {})
    speedups = {
        each: median_interval(ratios, level)
        for each in measured
        if not each.is_plain and each.plain in plains and (ratios := log_ratios(wall_times, each.plain, each))
    }
    order = _fastest_first(wall_times, measured, plains[0], speedups)
    rounds = {each: len(wall_times[each]) for each in measured}
    helps = tuple(each for each in order if each in speedups and _ahead(speedups[each], rounds[each]))
    if helps:
        return _against_best(wall_times, order, speedups, helps, looks)
    best = next(each for each in order if each.is_plain)
    return _against_plain(best, order, speedups)


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
        return median_interval(ratios, 1.0)[0] if ratios else -math.inf

    return tuple(sorted(measured, key=lead, reverse=True))


def _against_best(
    wall_times: WallTimes,
    order: tuple[Contestant, ...],
    speedups: Mapping[Contestant, LogInterval],
    helps: tuple[Contestant, ...],
    looks: tuple[int, int],
) -> Ranking:
    best = helps[0]
    ratios = {other: log_ratios(wall_times, other, best) for other in order if other != best}
    places: dict[Contestant, Place] = {}
    field = list(ratios)
    while field:
        level = level_of_one_look(len(field), *looks)
        places.update({other: _place(ratios[other], level) for other in field})
        rest = [other for other in field if places[other] != "behind"]
        if len(rest) == len(field):
            break
        field = rest

    def placed(where: Place) -> tuple[Contestant, ...]:
        return tuple(other for other in ratios if places[other] == where)

    undecided = placed("undecided")
    return Ranking(best, order, speedups, helps, placed("behind"), placed("level"), undecided, not undecided)


def _against_plain(
    best: Contestant, order: tuple[Contestant, ...], speedups: Mapping[Contestant, LogInterval]
) -> Ranking:
    """Nothing is clearly faster than a plain loop: who is level with it, who is slower, who may yet turn out faster."""
    level = tuple(each for each in order if each in speedups and _level(speedups[each]))
    undecided = tuple(each for each in order if each in speedups and speedups[each][2] > LEVEL)
    known = all(each in speedups for each in order if not each.is_plain) and len(speedups) > 0
    behind = tuple(each for each in order if each != best and each not in level and each not in undecided)
    return Ranking(best, order, speedups, (), behind, level, undecided, settled=known and not undecided)


def _place(ratios: Sequence[float], level: float) -> Place:
    """Where the slower stands, from its log ratios to the best."""
    if len(ratios) < LEAST_ROUNDS:
        return "undecided"
    interval = median_interval(ratios, level)
    if _ahead(interval, len(ratios)):
        return "behind"
    return "level" if _level(interval) else "undecided"


def _ahead(interval: LogInterval, rounds: int) -> bool:
    return rounds >= LEAST_ROUNDS and interval[0] > AHEAD and interval[1] > 0


def _level(interval: LogInterval) -> bool:
    middle, low, high = interval
    return low < middle < high and low > -LEVEL and high < LEVEL
