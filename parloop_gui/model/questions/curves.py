"""What was measured along an axis: for each strategy its wall times by place, and draws of what they might have been.

    wall times by round ─► without what a round did to all ─► mean and standard error of each ─► 400 draws

A claim's interval is what the claim comes to in 95% of the draws: the same for a parameter that was fitted, a crossover
and a ratio. A draw takes each mean from Student's t around what was measured. Drawing whole rounds anew (the usual
bootstrap) would see too little: of three rounds it knows two thirds of the variance.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from statistics import fmean
from typing import TypeVar

from parloop_gui.engine.protocol.kinds import PLAIN
from parloop_gui.model.plan.plan import Contestant, Plan
from parloop_gui.model.statistics.intervals import spread_of, standard_error
from parloop_gui.model.statistics.race import USUAL_VARIANCE
from parloop_gui.model.statistics.summary import Figure, Row
from parloop_gui.model.statistics.thresholds import LEAST_ROUNDS
from parloop_gui.model.statistics.wall_times import WallTimes, log_ratios

K = TypeVar("K", bound=Hashable)

# So many let the ends of a 95% interval wander by a tenth of its width; a fit of ten points takes 20 µs.
DRAWS = 400

# Degrees of freedom that the variance pooled over all places weighs: they run the same code in the same rounds, so it
# tells more than that of a comparison's pairs does. With 2, as there, 99% of intervals held after three rounds.
_POOLED_WEIGHT = 6

# Of a logarithm: a document may hold any wall time, and of what is fitted the squares have to be numbers, too.
_LARGEST = 150.0

# Of taking rounds' and contestants' means in turns: what is left halves with each or so, by who rested.
_SWEEPS = 12


@dataclass(frozen=True)
class Curves:
    """The runs that count of one question's comparison, as logarithms of wall times by contestant and round.

    `free_bytes` is the memory that was free when it began, None where nobody kept that.
    """

    plan: Plan
    rows: Sequence[Row]
    wall_times: WallTimes
    free_bytes: int | None = None

    def row(self, contestant: Contestant) -> Row | None:
        """The row of one."""
        return next((row for row in self.rows if row.contestant == contestant), None)

    def strategies(self) -> dict[Contestant, dict[float, Contestant]]:
        """Those with figures by place, for each strategy and call; whoever runs as Python would alone has no place.

        A strategy stands under its contestant without any arrangement.
        """
        found: dict[Contestant, dict[float, Contestant]] = {}
        for row in self.rows:
            own = row.contestant
            if row.outcome == "finished" and self.wall_times.get(own) and own.strategy != PLAIN:
                places = found.setdefault(Contestant(own.strategy, own.call, own.python), {})
                if own.arrangement.point is not None:
                    places[own.arrangement.point] = own
        return {each: dict(sorted(places.items())) for each, places in found.items() if places}

    def alone(self, contestants: Iterable[Contestant]) -> dict[Contestant, list[float]]:
        """Their logarithms without what each round did to all of them alike: an additive fit of rounds and contestants.

        Machines change speed in spells, and not everyone runs in every round.
        """
        times = {each: self.wall_times[each] for each in contestants if self.wall_times.get(each)}
        rounds = sorted({number for own in times.values() for number in own})
        effects = dict.fromkeys(rounds, 0.0)
        for _ in range(_SWEEPS):
            means = {each: fmean(log - effects[number] for number, log in own.items()) for each, own in times.items()}
            effects = {
                number: fmean(own[number] - means[each] for each, own in times.items() if number in own)
                for number in rounds
            }
        return {each: [own[number] - effects[number] for number in sorted(own)] for each, own in times.items()}

    def ratios(self, of: Contestant, to: Contestant) -> list[float]:
        """ln(wall of the one ÷ wall of the other) in the rounds that both ran."""
        return log_ratios(self.wall_times, of, to)


def means_of(series: Mapping[K, Sequence[float]]) -> dict[K, tuple[float, float, int]]:
    """The mean of each series, its standard error and that one's degrees of freedom."""
    spreads = {key: spread_of(values) for key, values in series.items() if values}
    freedoms = sum(spread.freedom for spread in spreads.values())
    pooled = sum(spread.freedom * spread.variance for spread in spreads.values()) / freedoms if freedoms else 0.0
    if max((spread.count for spread in spreads.values()), default=0) < LEAST_ROUNDS:
        pooled = max(pooled, USUAL_VARIANCE)  # so few say next to nothing of their own spread
    return {key: (spread.mean, *standard_error(spread, pooled, _POOLED_WEIGHT)) for key, spread in spreads.items()}


def drawn(series: Mapping[K, Sequence[float]], seed: int) -> tuple[dict[K, float], list[dict[K, float]]]:
    """The mean of each series, and DRAWS times what the means might have been as well."""
    means, chance = means_of(series), Random(seed)
    draws = [
        {key: _bounded(mean + error * _t(chance, freedom)) for key, (mean, error, freedom) in means.items()}
        for _ in range(DRAWS)
    ]
    return {key: _bounded(mean) for key, (mean, _, _) in means.items()}, draws


def interval_of(
    value: Callable[[Mapping[K, float]], float], means: Mapping[K, float], draws: Sequence[Mapping[K, float]]
) -> Figure:
    """What a claim comes to, with the ends of its 95% interval."""
    return with_ends(value(means), [value(draw) for draw in draws])


def with_ends(middle: float, drawn_values: Sequence[float]) -> Figure:
    """A figure whose 95% interval holds all but the outermost of what it came to in the draws."""
    ordered = sorted(drawn_values)
    cut = round(0.025 * len(ordered))
    return Figure(middle, min(ordered[cut], middle), max(ordered[-1 - cut], middle))


def _bounded(log: float) -> float:
    return max(-_LARGEST, min(log, _LARGEST))


def _t(chance: Random, freedom: int) -> float:
    """A draw of Student's t: a normal one over the root of a chi square's mean."""
    return chance.gauss(0.0, 1.0) / math.sqrt(chance.gammavariate(freedom / 2, 2.0) / freedom)
