"""When a comparison has measured enough: floor, precision and verdict reached; or the most rounds."""

from __future__ import annotations

import math
from collections.abc import Iterable

from parloop_gui.model.plan.plan import EFFORTS, Plan, round_limits
from parloop_gui.model.statistics.ranking import LogInterval, Ranking
from parloop_gui.model.statistics.summary import Row


def enough(plan: Plan, rounds_finished: int, rows: Iterable[Row], stands: Ranking | None) -> bool:
    """Whether to stop after so many rounds, of which rows and ranking are made."""
    least, most = round_limits(plan)
    if stands is None:
        return False
    if rounds_finished >= most or stands.best is None:
        return True
    if rounds_finished < least:
        return False
    if any(row.rounds < least for row in rows if row.rank is not None):
        return False
    return not stands.speedups or is_known(stands, EFFORTS[plan.effort].precision)


def is_known(stands: Ranking, precision: float) -> bool:
    """Whether the verdict is settled and every speed-up known to ± `precision` (0.05: 5%)."""
    return stands.settled and all(is_precise(each, precision) for each in stands.speedups.values())


def is_precise(logs: LogInterval, precision: float) -> bool:
    """Whether half the interval is at most that share of its median."""
    middle, low, high = logs
    return (math.exp(high - middle) - math.exp(low - middle)) / 2 <= precision
