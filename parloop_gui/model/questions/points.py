"""The points of a question's curves: how many times as fast as its plain loop each is, with its own 95% interval.

A row's speed-up has an interval that holds for all rows together and at every look, which is what naming the fastest
needs; with twenty places it is several times as wide as what is said of one of them.
"""

from __future__ import annotations

from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.questions.curves import Curves, drawn, interval_of
from parloop_gui.model.questions.words import ratio
from parloop_gui.model.statistics.summary import Figure


def points_of(curves: Curves, beside: Contestant | None = None) -> dict[Contestant, Figure]:
    """Those that have rounds in common with their plain loop; with `beside`, where all are compared with that one."""
    everyone = [row.contestant for row in curves.rows if not row.contestant.is_plain or beside is not None]
    series = {each: logs for each in everyone if (logs := curves.ratios(beside or each.plain, each)) and each != beside}
    means, draws = drawn(series, curves.plan.seed)
    return {each: ratio(interval_of(lambda at, each=each: at[each], means, draws)) for each in series}  # type: ignore[misc]
