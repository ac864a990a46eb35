"""Where a loop that was compared lies on a map: how long its tasks take, what is handed over to each."""

from __future__ import annotations

from dataclasses import replace

from parloop_gui.model.break_even.cells import Map, Spot
from parloop_gui.model.report.comparison_titles import loop_title
from parloop_gui.model.what_if.basis import Basis

# Of tasks that compute all the time, where no loop says how much its own do.
USUAL_SHARE = 100

# Maps are kept for shares so far apart: the border hardly moves between two of them.
SHARE_STEP = 25


def share_of(basis: Basis) -> int:
    """For how many percent of their time the loop's tasks compute; which map it belongs on.

    Of the tasks' own time: while a task waits for a core it would compute.
    """
    tag = basis.plain.tag
    share = 100 * tag.corrected_share if tag is not None else USUAL_SHARE
    return int(min(100, max(0, SHARE_STEP * round(share / SHARE_STEP))))


def with_loop(made: Map, basis: Basis) -> Map:
    """The map with that loop as its dot; as it is where the loop has no place on it.

    That is so where its tasks compute for another share of their time than the map's, or took no time at all.
    """
    if basis.facts.task_s <= 0 or share_of(basis) != made.cpu_share:
        return made
    return replace(made, dot=spot_of(basis), dot_name=loop_title(basis.plan.loop))


def spot_of(basis: Basis) -> Spot:
    """How long the loop's tasks take, and what goes to a process with each and comes back."""
    beside = basis.facts.beside
    return Spot(basis.facts.task_s, round(beside.item_bytes + beside.shared_bytes + beside.result_bytes))
