"""Intervals of a median from few, correlated, sometimes wild values; simultaneous, and fair to looking early.

Why these pieces, each chosen by simulation (`tests/bench/replays/aa.py` holds the result):

- **On logarithms**, because times multiply: a slow spell makes everything 1.3 times as long.
- **The figure is the median; its interval is Student's t around the mean of all but the outermost values**, with the
  spread after those are drawn in (Tukey and McLaughlin 1963, "Less vulnerable confidence and significance procedures
  for location"). Of ten values one at each end, of many a fifth: a spell then neither moves the figure nor hides it.
  Centred on the median itself the same width misses twice as often; order statistics need more than ten rounds.
- **Correlated rounds**: the variance grows by (1 + r) ÷ (1 − r), the long-run variance of an AR(1) process, with r the
  lag-1 correlation corrected for its bias in short series (Marriott and Pope 1954), never below zero.
- **Several figures at once**: Bonferroni over the contestants compared. For "ahead of every other" the same level as
  for "against the plain loop" is enough (Hsu 1984, multiple comparisons with the best).
- **Looking after every round**: the level of one look is lowered until a Brownian motion leaves the bounds anywhere
  between the first and the last look with the wanted probability (`level_of_one_look`).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist, median
from typing import NamedTuple

from parloop_gui.model.statistics.thresholds import LEAST_ROUNDS

# Rounds: with fewer the lag-1 correlation is off by more than it can be, 1 ÷ √8 = 0.35.
_LEAST_FOR_CORRELATION = 8
# In standard errors: a smaller correlation is taken for chance.
_DEAD_ZONE = 1.0

# Above it the variance grows without bound; 0.5–0.8 was measured.
_MOST_CORRELATION = 0.9
_NORMAL = NormalDist()


def median_interval(logs: Sequence[float], level: float) -> tuple[float, float, float]:
    """Median, lower and upper end of a two-sided interval missed with probability `level`.

    `logs` are logarithms in the order they were measured. Below LEAST_ROUNDS both ends are the median:
    there is no interval.
    """
    middle = median(logs)
    if len(logs) < LEAST_ROUNDS:
        return middle, middle, middle
    mean = _mean_of(logs)
    half = t_quantile(level, mean.freedom) * math.sqrt(mean.variance)
    return middle, min(mean.value - half, middle), max(mean.value + half, middle)


def difference_interval(logs: Sequence[float], others: Sequence[float], level: float) -> tuple[float, float, float]:
    """Median of `others` less that of `logs`, and the ends of its interval, for two series that are not paired.

    The same means as `median_interval`'s, in Yuen's t for two samples whose variances differ (Yuen 1974, "The
    two-sample trimmed t for unequal population variances"), with Welch's degrees of freedom rounded down. Where one of
    them has fewer than LEAST_ROUNDS there is no interval.
    """
    middle = median(others) - median(logs)
    if min(len(logs), len(others)) < LEAST_ROUNDS:
        return middle, middle, middle
    one, other = _mean_of(logs), _mean_of(others)
    variance = one.variance + other.variance
    if variance == 0.0:
        return middle, middle, middle
    freedom = variance**2 / (one.variance**2 / one.freedom + other.variance**2 / other.freedom)
    centre, half = other.value - one.value, t_quantile(level, max(int(freedom), 1)) * math.sqrt(variance)
    return middle, min(centre - half, middle), max(centre + half, middle)


@dataclass(frozen=True)
class _Mean:
    """A mean without the outermost values, the variance of it, and its degrees of freedom."""

    value: float
    variance: float
    freedom: int


class _Trimmed(NamedTuple):
    """Logarithms without the outermost: their mean, how many they are, and what all are off it, the outermost drawn in.

    `squares` is the sum of what they are off, squared.
    """

    mean: float
    kept: int
    deviations: list[float]
    squares: float


def _trimmed(logs: Sequence[float]) -> _Trimmed:
    count = len(logs)
    # A fifth of what there is beyond four values, on either side: from nine on one slow spell says nothing.
    cut = max(count - 4, 0) // 5
    ordered = sorted(logs)
    lowest, highest = ordered[cut], ordered[count - 1 - cut]
    drawn_in = [min(max(value, lowest), highest) for value in logs]
    middle = math.fsum(drawn_in) / count
    deviations = [value - middle for value in drawn_in]
    kept = count - 2 * cut
    squares = math.fsum(d * d for d in deviations)
    return _Trimmed(math.fsum(ordered[cut : count - cut]) / kept, kept, deviations, squares)


def _mean_of(logs: Sequence[float]) -> _Mean:
    mean, kept, deviations, squares = _trimmed(logs)
    return _Mean(mean, squares / (kept * (kept - 1)) * _inflation(deviations, squares), kept - 1)


def _inflation(deviations: Sequence[float], squares: float) -> float:
    """How many times larger the variance of a mean is than that of independent values."""
    count = len(deviations)
    if count < _LEAST_FOR_CORRELATION or squares == 0.0:
        return 1.0
    r = min(max(_from_one_to_the_next(deviations, squares) - _DEAD_ZONE / math.sqrt(count), 0.0), _MOST_CORRELATION)
    return (1 + r) / (1 - r)


def _from_one_to_the_next(deviations: Sequence[float], squares: float) -> float:
    """The correlation of one value with the next, corrected for its bias in short series."""
    count = len(deviations)
    lagged = math.fsum(a * b for a, b in itertools.pairwise(deviations)) / squares
    return (count * lagged + 1) / (count - 4)


@dataclass(frozen=True)
class Spread:
    """What a series of logarithms says of itself: its trimmed mean, its median, and how much single values vary.

    `variance` is a single value's, as if values were independent; `correlation` that of one value with the next.
    `freedom` are the degrees of freedom of the variance.
    """

    count: int
    mean: float
    median: float
    variance: float
    freedom: int
    correlation: float

    @property
    def turned(self) -> Spread:
        """The spread of the same ratios the other way round."""
        return Spread(self.count, -self.mean, -self.median, self.variance, self.freedom, self.correlation)


# Between rounds, until the data say otherwise. The mean over ten recorded comparisons is 0.2; with that, intervals of
# `collatz` hold in 92.6% at three rounds, with this in 93.3%, all intervals of a few rounds being 5% wider
# (`tests/bench/replays/intervals.py`).
_ASSUMED_CORRELATION = 0.25

# So many rounds the assumption weighs: with fewer of its own a pair's correlation is mostly chance.
_ASSUMED_ROUNDS = 8

# From so many values on a correlation is looked for: below, its correction for bias is larger than itself.
_CORRELATION_FROM = 6

# The variance pooled over all pairs weighs like so many degrees of freedom (Smyth 2004, "Linear models and empirical
# Bayes methods", moderates variances so): at three rounds a pair's own says little, at ten it says most.
_ASSUMED_FREEDOM = 2


def spread_of(logs: Sequence[float]) -> Spread:
    """The spread of logarithms in the order they were measured, trimmed as in `median_interval`.

    A single one has no variance of its own (0, no degrees of freedom): all it has is what is pooled.
    """
    count, (mean, kept, deviations, squares) = len(logs), _trimmed(logs)
    return Spread(
        count,
        mean=mean,
        median=median(logs),
        variance=squares / (kept - 1) * count / kept if kept > 1 else 0.0,
        freedom=kept - 1,
        correlation=_correlation(deviations, squares),
    )


def half_width(spread: Spread, pooled: float, comparisons: int, most: int, level: float) -> float:
    """Half the interval of a spread's mean, missed with probability `level` over all looks from the third to `most`.

    `pooled` is the mean variance of all pairs looked at together, `comparisons` how many intervals hold together.
    """
    error, freedom = standard_error(spread, pooled)
    return t_quantile(level_of_one_look(max(comparisons, 1), LEAST_ROUNDS, most, level), freedom) * error


def standard_error(spread: Spread, pooled: float, weight: int = _ASSUMED_FREEDOM) -> tuple[float, int]:
    """That of a spread's mean, with its degrees of freedom; `pooled` is the mean variance of all looked at together.

    It weighs like so many degrees of freedom.
    """
    own = spread.freedom
    variance = (weight * pooled + own * spread.variance) / (weight + own)
    r = spread.correlation
    return math.sqrt(variance / spread.count * (1 + r) / (1 - r)), own + weight


def _correlation(deviations: Sequence[float], squares: float) -> float:
    """That of one value with the next, drawn towards the assumed one."""
    count = len(deviations)
    if count < _CORRELATION_FROM or squares == 0.0:
        return _ASSUMED_CORRELATION
    unbiased = _from_one_to_the_next(deviations, squares)
    drawn = (_ASSUMED_ROUNDS * _ASSUMED_CORRELATION + count * unbiased) / (_ASSUMED_ROUNDS + count)
    return min(max(drawn, 0.0), _MOST_CORRELATION)


@lru_cache(maxsize=1024)
def level_of_one_look(comparisons: int, least: int, most: int, level: float = 0.05) -> float:
    """The level of one interval at one look, so that all of them, at all looks, miss with probability `level`.

    Looks are made after every round from `least` to `most`. The chance that a standardised Brownian motion leaves ±b
    between the times s and t is at most about φ(b)·((b − 1/b)·ln(t/s) + 4/b) (Miller and Siegmund 1982, "Maximally
    selected chi square statistics"); for few looks the plain sum over them is smaller.
    """
    wanted = level / max(comparisons, 1)
    looks = max(most - least + 1, 1)
    span = math.log(max(most, least) / max(least, 1))
    low, high = 1.0, 10.0
    for _ in range(60):
        b = (low + high) / 2
        tail = math.erfc(b / math.sqrt(2))
        leaving = min(looks * tail, _NORMAL.pdf(b) * ((b - 1 / b) * span + 4 / b))
        low, high = (b, high) if leaving > wanted else (low, b)
    return math.erfc(high / math.sqrt(2))


@lru_cache(maxsize=8192)
def t_quantile(level: float, freedom: int) -> float:
    """The t that Student's distribution with `freedom` degrees exceeds in size with probability `level`."""
    low, high = 0.0, 1.0
    while _t_outside(high, freedom) > level and high < 1e9:
        low, high = high, high * 2
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if _t_outside(middle, freedom) > level else (low, middle)
    return high


def _t_outside(t: float, freedom: int) -> float:
    """P(|T| > t): the closed forms for whole degrees of freedom (Abramowitz and Stegun 26.7.3 and 26.7.4)."""
    angle = math.atan2(t, math.sqrt(freedom))
    sine, cosine = math.sin(angle), math.cos(angle)
    term, total = (cosine, cosine) if freedom % 2 else (1.0, 1.0)
    for k in range(3 if freedom % 2 else 2, freedom - 1, 2):
        term *= cosine * cosine * (k - 1) / k
        total += term
    if freedom % 2 == 0:
        return 1 - sine * total
    return 1 - 2 / math.pi * (angle + (sine * total if freedom > 1 else 0.0))
