"""When a comparison has measured enough: floor, precision and verdict reached; or the most rounds."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from parloop_gui.model.plan.plan import EFFORTS, round_limits
from parloop_gui.model.statistics.ranking import LogInterval, Ranking

if TYPE_CHECKING:
    from parloop_gui.model.comparison.comparison import Comparison


def enough(comparison: Comparison) -> bool:
    """Whether to stop after the round just folded (call it after folding a RoundFinished)."""
    least, most = round_limits(comparison.plan)
    stands = comparison.ranking
    if stands is None:
        return False
    if comparison.rounds_finished >= most or stands.best is None:
        return True
    if comparison.rounds_finished < least:
        return False
    if any(row.rounds < least for row in comparison.rows if row.rank is not None):
        return False
    return not stands.speedups or is_known(stands, EFFORTS[comparison.plan.effort].precision)


def is_known(stands: Ranking, precision: float) -> bool:
    """Whether the verdict is settled and every speed-up known to ± `precision` (0.05: 5%)."""
    return stands.settled and all(is_precise(each, precision) for each in stands.speedups.values())


def is_precise(logs: LogInterval, precision: float) -> bool:
    """Whether half the interval is at most that share of its median."""
    middle, low, high = logs
    return (math.exp(high - middle) - math.exp(low - middle)) / 2 <= precision
