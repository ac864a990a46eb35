"""How long a comparison of a user's loop will take, by the few tasks that were tried beforehand.

    round = plain loop + every other strategy at its best: the work shared among the cores (or, where tasks wait, among
    so many workers), and what each run costs beside its tasks: starting, importing the file, making the items

Nothing is refused for its length: a loop that would take longer than its budget is measured on a sample.
"""

from __future__ import annotations

from dataclasses import dataclass

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.protocol.messages import PreflightFacts
from parloop_gui.model.plan.plan import Interpreter, Plan

START_S = 0.08
"""What a run costs at least beside its tasks: a process, workers, comparing the results."""
EXTRA_PASSES = 2
"""Calibration with its probe, and the warm-up pass, cost about two rounds."""
MOST_WAITING = 32
"""Workers at most for tasks that wait: what a pool gets where the number is left to Parloop."""
USUAL_ROUNDS = 8
"""What a race usually takes: on recorded comparisons a third of thirty rounds, less what drops out on the way."""
WAITS = 0.5
"""Below this share of their time on a core, tasks wait."""


@dataclass(frozen=True)
class Estimate:
    """Seconds, by what a few tasks took.

    `whole_s` is the plain loop over all its items, `plain_s` over those that are measured (`items` of `all_items`).
    `round_s` is every strategy once; `total_s` the whole comparison, at most `budget_s` unless a number of rounds was
    asked for.
    """

    items: int
    all_items: int
    whole_s: float
    plain_s: float
    round_s: float
    total_s: float
    budget_s: float


def estimate(plan: Plan, facts: tuple[tuple[Interpreter, PreflightFacts], ...]) -> Estimate | None:
    """The estimate for a plan, by what was tried under each of its Pythons; None where no task was done."""
    known = [(python, each) for python, each in facts if each.task_s is not None and each.items]
    if not known:
        return None
    all_items = max(each.items or 0 for _, each in known)
    items = min(plan.loop.sample or all_items, all_items)
    slowest_s = max(each.task_s or 0.0 for _, each in known)
    fixed_s = sum(_fixed_s(each) for _, each in known) * len(plan.choices)
    work_s = sum(_work_s(plan, python, each, items) for python, each in known)
    round_s = fixed_s + work_s
    asked = plan.rounds
    usual_s = (EXTRA_PASSES + (asked or USUAL_ROUNDS)) * round_s
    return Estimate(
        items=items,
        all_items=all_items,
        whole_s=slowest_s * all_items,
        plain_s=slowest_s * items,
        round_s=round_s,
        total_s=usual_s if asked is not None else min(usual_s, plan.seconds),
        budget_s=plan.seconds,
    )


def _fixed_s(facts: PreflightFacts) -> float:
    return START_S + (facts.import_s or 0.0) + (facts.items_s or 0.0) + (facts.setup_s or 0.0)


def _work_s(plan: Plan, python: Interpreter, facts: PreflightFacts, items: int) -> float:
    """A round's tasks under one Python."""
    plain_s = (facts.task_s or 0.0) * items
    share = (facts.task_cpu_s or 0.0) / facts.task_s if facts.task_s else 1.0
    waits = share < WAITS
    workers = plan.workers if isinstance(plan.workers, int) else MOST_WAITING if waits else python.cores
    at_once = min(items, workers) if waits else min(items, workers, python.cores)
    total_s = plain_s
    for choice in plan.choices:
        family = catalogue.find(choice.strategy).family
        if family != "baseline":
            takes_turns = family == "threads" and not waits and python.gil
            total_s += plain_s if takes_turns else plain_s / max(at_once, 1)
    return total_s
