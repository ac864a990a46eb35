"""How long a comparison of a user's loop will take, by the few tasks that were tried beforehand.

    calibration (the plain loop twice) + warm-up pass + rounds of everyone until who is surely slower drops out
      + rounds of the few that are left, until the gain is known

What a run takes is its forecast, and what it costs beside it: starting, making the items, comparing the results.
Nothing is refused for its length: a loop that would take longer than its budget is measured on a sample.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from parloop_gui.engine.protocol.messages import PreflightFacts
from parloop_gui.model.plan.plan import EFFORTS, Contestant, Interpreter, Plan

RUN_S = 0.06
"""What a run costs beside its time: forking its process, looking at the machine, comparing the results (measured)."""
FIRST_ROUNDS = 3
"""Before nobody drops out; then most do whose times are far apart."""
HALF_AFTER_FIRST = 0.42
"""Half an interval of a logarithm after those, 95%: ±52%, the median of ten recorded comparisons; it shrinks with the
root of the rounds."""
LEFT = 3
"""Who runs on to the end, usually: the plain loop, the one to be named and one like it."""


@dataclass(frozen=True)
class Estimate:
    """Seconds, by what a few tasks took.

    `whole_s` is the plain loop over all its items, `plain_s` over those that are measured (`items` of `all_items`).
    `round_s` is every strategy once; `total_s` the whole comparison, at most `budget_s` unless a number of rounds was
    asked for. `runs` is how many that are.
    """

    items: int
    all_items: int
    whole_s: float
    plain_s: float
    round_s: float
    total_s: float
    budget_s: float
    runs: int


def task_s(facts: PreflightFacts) -> float:
    """What a task takes in the middle of a loop: without what only the first ones pay, where that is known."""
    return facts.warm_task_s if facts.warm_task_s is not None else facts.task_s or 0.0


def estimate(
    plan: Plan,
    facts: tuple[tuple[Interpreter, PreflightFacts], ...],
    expected_s: Mapping[Contestant, float],
    crowd: float = 0.0,
) -> Estimate | None:
    """The estimate for a plan, by what was tried under each of its Pythons; None where no task was done.

    `expected_s` is the wall time that each contestant is expected to take over what is measured, `crowd` how many
    other programs want a core, for each core there is: beside them processes start slowly and rounds differ more.
    """
    known = [each for _, each in facts if each.task_s is not None and each.items]
    if not known:
        return None
    all_items = max(each.items or 0 for each in known)
    items = min(plan.loop.sample or all_items, all_items)
    slowest_s = max(map(task_s, known))
    slower = 1 + min(crowd, math.sqrt(crowd))  # where they are more than the cores, not all want one all the time
    run_s = RUN_S * slower + max(map(_way_s, known))
    once_s = sum((each.import_s or 0.0) + (each.items_s or 0.0) - _way_s(each) for each in known)
    runs_s = {each: wall_s + run_s for each, wall_s in expected_s.items()}
    total_s, runs = _total(plan, expected_s, runs_s, HALF_AFTER_FIRST * math.sqrt(slower))
    return Estimate(
        items=items,
        all_items=all_items,
        whole_s=slowest_s * all_items,
        plain_s=slowest_s * items,
        round_s=sum(runs_s.values()),
        total_s=total_s + once_s if plan.rounds is not None else min(total_s + once_s, plan.seconds),
        budget_s=plan.seconds,
        runs=runs,
    )


def _way_s(facts: PreflightFacts) -> float:
    """What each run takes before its loop; nothing where runs are forks of the moment in which the items are made."""
    is_forked = facts.arrival is not None and facts.arrival.anew is None
    return 0.0 if is_forked else (facts.import_s or 0.0) + (facts.items_s or 0.0)


def _total(
    plan: Plan, expected_s: Mapping[Contestant, float], runs_s: Mapping[Contestant, float], half: float
) -> tuple[float, int]:
    """What all runs take, and how many there are: no more than the budget has room for, if it bounds them."""
    plain = [took for each, took in runs_s.items() if each.is_plain]
    others = sorted(took for each, took in runs_s.items() if not each.is_plain)
    if plan.once:
        return sum([*plain, *others]), len([*plain, *others])
    took_s = [*plain, *plain, *others]  # for the reference, with the probe; everyone else to warm up
    if plan.rounds is not None:
        took_s += plan.rounds * [*plain, *others]
        return sum(took_s), len(took_s)
    rounds = _rounds(plan, expected_s, half)
    left = others if plan.even else others[: LEFT - 1]
    took_s += FIRST_ROUNDS * [*plain, *others] + (rounds - FIRST_ROUNDS) * [*plain, *left]
    fitting = min(1.0, plan.seconds / max(sum(took_s), 1e-9))
    return fitting * sum(took_s), math.ceil(fitting * len(took_s))


def _rounds(plan: Plan, expected_s: Mapping[Contestant, float], half: float) -> int:
    """How many until it is known: whoever is far ahead of the plain loop needs its gain known, the plain loop nothing.

    Half an interval has to come down to what the effort wants; or to how far the plain loop is ahead, and the loss that
    the effort allows. `half` is what it is after the first rounds.
    """
    effort = EFFORTS[plan.effort]
    walls = {each: max(wall_s, 1e-9) for each, wall_s in expected_s.items()}
    plain_s = min((wall_s for each, wall_s in walls.items() if each.is_plain), default=1.0)
    best_s = min((wall_s for each, wall_s in walls.items() if not each.is_plain), default=plain_s)
    gain = math.log(plain_s / best_s)
    wanted = max(effort.gain, 0.1 * gain) if gain > 0 else effort.loss - gain
    return min(max(FIRST_ROUNDS, math.ceil(FIRST_ROUNDS * (half / wanted) ** 2)), effort.most_rounds)
