"""Why a strategy gave other results than the plain loop, told by which kinds of worker did.

threads right, processes wrong: each process changes a copy of its own
threads wrong, processes right: threads change the same thing at once
both wrong:                     results depend on the tasks before
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.statistics.summary import Row
from parloop_gui.model.wording.titles import names

_COPIES = (
    "Tasks change something that they share, and each process has a copy of its own: return what changes, and put it "
    "together afterwards."
)
_AT_ONCE = (
    "Threads change the same thing at once, so updates are lost or mixed up: guard it with a lock, or give each task "
    "its own."
)
_ORDER = "What a task returns depends on the tasks before it: give each task all that it needs as its argument."


def other_results(rows: Sequence[Row], among: Iterable[Contestant]) -> str:
    """Who gave other results and got no rank, and why that is likely; "" where all agree."""
    wrong = [row.contestant for row in rows if row.outcome == "wrong-result"]
    if not wrong:
        return ""
    kinds = {catalogue.find(each.strategy).behaves_like for each in wrong}
    finished = [row.contestant for row in rows if row.outcome == "finished" and row.rounds]
    right = {catalogue.find(each.strategy).behaves_like for each in finished}
    if kinds == {"processes"} and "threads" in right:
        why = _COPIES
    elif kinds == {"threads"} and "processes" in right:
        why = _AT_ONCE
    else:
        why = _ORDER
    return f"{names(wrong, among)} gave other results than the plain loop and got no rank. {why}"
