"""Takes up a comparison that is over, so that it can go on: who is in, and what their runs have told.

    the comparison's runs ─► roster (who is in, tags) · budget (what runs take) · the rounds that were begun

Results of the plain loop are gone with the former engine: each leaves them again before anything is compared with it.
"""

from __future__ import annotations

from collections.abc import Iterator

from parloop_gui.bridge.scheduler.budget import Budget
from parloop_gui.bridge.scheduler.roster import Roster
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.events.events import RunFinished
from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.statistics.summary import pythons_that_differ


def take_up(comparison: Comparison, roster: Roster, budget: Budget) -> frozenset[tuple[Contestant, int]]:
    """Tell both what the comparison's runs told; who has had its turn in which round."""
    roster.add(comparison.contestants)
    roster.check_nothing(pythons_that_differ(comparison.runs))
    for run in _counting(comparison):
        measurement = run.ended.measurement
        if measurement is not None:
            budget.note(run.contestant, measurement.wall_s, measurement)
        roster.take_in(run)
    return frozenset((run.contestant, run.round) for run in comparison.runs if run.round)


def _counting(comparison: Comparison) -> Iterator[RunFinished]:
    """Runs over what is measured now, not over all items before a sample was chosen; none that was stopped."""
    sample = comparison.plan.loop.sample
    for run in comparison.runs:
        measurement = run.ended.measurement
        of_sample = sample is None or measurement is None or measurement.items <= sample
        if run.ended.outcome != "stopped" and of_sample:
            yield run
