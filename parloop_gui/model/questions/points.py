"""The points of a question's curves: how many times as fast as its plain loop each is, with its own 95% interval.

A row's speed-up has an interval that holds for all rows together and at every look, which is what naming the fastest
needs; with twenty places it is several times as wide as what is said of one of them.
"""

from __future__ import annotations

from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.questions.curves import Curves, means_of
from parloop_gui.model.questions.words import ratio
from parloop_gui.model.statistics.intervals import t_quantile
from parloop_gui.model.statistics.summary import Figure


def points_of(curves: Curves, beside: Contestant | None = None) -> dict[Contestant, Figure]:
    """Those that have rounds in common with their plain loop; with `beside`, where all are compared with that one.

    From means and errors alone: draws, which fits need, take fifty times as long, and this is asked every round.
    """
    everyone = [row.contestant for row in curves.rows if not row.contestant.is_plain or beside is not None]
    series = {each: logs for each in everyone if (logs := curves.ratios(beside or each.plain, each)) and each != beside}
    means = means_of(series)
    half = {freedom: t_quantile(0.05, freedom) for freedom in {freedom for _, _, freedom in means.values()}}
    return {
        each: ratio(Figure(mean, mean - half[freedom] * error, mean + half[freedom] * error))
        for each, (mean, error, freedom) in means.items()
    }
