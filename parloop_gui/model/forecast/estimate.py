"""How long a comparison of a user's loop will take, by the few tasks that were tried beforehand.

What a run takes is its forecast, and what it costs beside it: starting, making the items, comparing the results. How
many there will be is found by playing the race (`played.py`). Nothing is refused for its length: a loop that would take
longer than its budget is measured on a sample.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from parloop_gui.engine.protocol.messages import LoopSpec, PreflightFacts
from parloop_gui.model.events.forecast import Forecast
from parloop_gui.model.forecast.played import played
from parloop_gui.model.plan.estimate import Estimate
from parloop_gui.model.plan.plan import Interpreter, Plan
from parloop_gui.model.statistics.thresholds import IDLE_CROWD

# What a run costs beside its time where no comparison has told: forking its process, looking at the machine, comparing
# the results (measured: 15 to 30 ms on an idle machine).
RUN_S = 0.025
# Items' memory that a run's process finds there: two of 50 MB made each run take 34 ms longer.
THERE_BYTES_PER_S = 3e9


def task_s(facts: PreflightFacts) -> float:
    """What a task takes in the middle of a loop: without what only the first ones pay, where that is known."""
    return facts.warm_task_s if facts.warm_task_s is not None else facts.task_s or 0.0


def estimate(
    plan: Plan,
    facts: tuple[tuple[Interpreter, PreflightFacts], ...],
    expected: Sequence[Forecast],
    crowd: float = 0.0,
    beside_s: float | None = None,
) -> Estimate | None:
    """The estimate for a plan, by what was tried under each of its Pythons; None where no task was done.

    `expected` is what each contestant is expected to take over what is measured, `crowd` how many other programs want
    a core, for each core there is: beside them processes start slowly and rounds differ more. `beside_s` is what a run
    takes beside its wall time, where that is known.
    """
    known = [each for _, each in facts if each.task_s is not None and each.items]
    if not known:
        return None
    all_items = max(each.items or 0 for each in known)
    items = min(plan.loop.sample or all_items, all_items)
    slowest_s = max(map(task_s, known))
    crowd = crowd if crowd > IDLE_CROWD else 0.0
    slower = 1 + min(crowd, math.sqrt(crowd))  # where they are more than the cores, not all want one all the time
    run_s = (beside_s or RUN_S) * slower + max(_way_s(each, plan.loop) + _held_s(each) for each in known)
    made = played(plan, expected, {each.contestant: run_s for each in expected}, crowd)
    return Estimate(
        items=items,
        all_items=all_items,
        whole_s=slowest_s * all_items,
        plain_s=slowest_s * items,
        round_s=sum(each.wall_s + run_s for each in expected),
        total_s=made.took_s,
        budget_s=plan.seconds,
        runs=made.runs,
    )


def _held_s(facts: PreflightFacts) -> float:
    """What it takes to have the items' memory there in each run, before its clock."""
    return (facts.items_bytes or 0) / THERE_BYTES_PER_S


def _way_s(facts: PreflightFacts, loop: LoopSpec) -> float:
    """What each run takes before its loop; nothing where runs are forks of the moment in which the items are made."""
    is_forked = loop.is_forked and facts.arrival is not None and facts.arrival.anew is None
    return 0.0 if is_forked else (facts.import_s or 0.0) + (facts.items_s or 0.0)
