"""How long a comparison of a user's loop will take, by the few tasks that were tried beforehand.

    round = plain loop + every other strategy at its best: the work shared among the cores (or, where tasks wait, among
    so many workers), and what each run costs beside its tasks: starting, importing the file, making the items

Three tasks say little about ten thousand, so a comparison is only refused when the estimate is past twice its budget.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypedDict

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.protocol.messages import PreflightFacts
from parloop_gui.model.plan.plan import EFFORTS, Interpreter, Plan, round_limits
from parloop_gui.model.plan.refusal import TooLong

START_S = 0.08
"""What a run costs at least beside its tasks: a process, workers, comparing the results."""
EXTRA_PASSES = 2
"""Calibration with its probe, and the warm-up pass, cost about two rounds."""
MOST_WAITING = 32
LEAST_ROUNDS = 3
LEAST_SAMPLE = 8
_WAITS = 0.5
_MARGIN = 0.8
_CLEARLY = 2.0


class _Few(TypedDict, total=False):
    sample_rounds: int
    sample_s: float


@dataclass(frozen=True)
class Estimate:
    """Seconds, by what a few tasks took.

    `whole_s` is the plain loop over all its items, `plain_s` over those that are measured (`items` of `all_items`).
    `round_s` is every strategy once; `total_s` the whole comparison, at most `budget_s` unless a number of rounds was
    asked for. `too_long`: why it does not fit and what to offer instead; None where it may.
    """

    items: int
    all_items: int
    whole_s: float
    plain_s: float
    round_s: float
    total_s: float
    budget_s: float
    too_long: TooLong | None = None


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
    least, most = round_limits(plan)
    budget_s = EFFORTS[plan.effort].budget_s
    least_s, most_s = ((EXTRA_PASSES + rounds) * round_s for rounds in (least, most))
    bound = plan.rounds is None
    too_long = None
    if bound and plan.loop.sample is None and least_s > _CLEARLY * budget_s:
        too_long = _too_long(items, least, budget_s, fixed_s, work_s)
    return Estimate(
        items=items,
        all_items=all_items,
        whole_s=slowest_s * all_items,
        plain_s=slowest_s * items,
        round_s=round_s,
        total_s=min(most_s, max(budget_s, least_s)) if bound else most_s,
        budget_s=budget_s,
        too_long=too_long,
    )


def _fixed_s(facts: PreflightFacts) -> float:
    return START_S + (facts.import_s or 0.0) + (facts.items_s or 0.0) + (facts.setup_s or 0.0)


def _work_s(plan: Plan, python: Interpreter, facts: PreflightFacts, items: int) -> float:
    """A round's tasks under one Python."""
    plain_s = (facts.task_s or 0.0) * items
    share = (facts.task_cpu_s or 0.0) / facts.task_s if facts.task_s else 1.0
    waits = share < _WAITS
    workers = plan.workers if isinstance(plan.workers, int) else MOST_WAITING if waits else python.cores
    at_once = min(items, workers) if waits else min(items, workers, python.cores)
    total_s = plain_s
    for choice in plan.choices:
        family = catalogue.find(choice.strategy).family
        if family != "baseline":
            takes_turns = family == "threads" and not waits and python.gil
            total_s += plain_s if takes_turns else plain_s / max(at_once, 1)
    return total_s


def _too_long(items: int, least: int, budget_s: float, fixed_s: float, work_s: float) -> TooLong:
    round_s = fixed_s + work_s
    rounds_that_fit = max(LEAST_ROUNDS, int(budget_s / round_s) - EXTRA_PASSES)
    refusal = TooLong(round_s, least, budget_s, rounds_that_fit, None, (EXTRA_PASSES + least) * round_s)
    for rounds in (least, LEAST_ROUNDS):
        wanted_s = budget_s * _MARGIN / (rounds + EXTRA_PASSES) - fixed_s
        sample = _rounded(int(items * wanted_s / work_s))
        if LEAST_SAMPLE <= sample < items:
            return replace(refusal, sample_suggestion=sample, **_few(rounds, least, fixed_s + work_s * sample / items))
    if items <= LEAST_SAMPLE:
        return refusal
    smallest_s = fixed_s + work_s * LEAST_SAMPLE / items
    return replace(refusal, sample_suggestion=LEAST_SAMPLE, **_few(LEAST_ROUNDS, least, smallest_s))


def _few(rounds: int, least: int, round_s: float) -> _Few:
    """What a sample comes to with fewer rounds than usual; nothing where it is not fewer."""
    return {} if rounds == least else {"sample_rounds": rounds, "sample_s": (EXTRA_PASSES + rounds) * round_s}


def _rounded(count: int) -> int:
    """Two significant digits, rounded down: a sample is no exact science."""
    scale: int = 10 ** max(0, len(str(max(count, 1))) - 2)
    return count // scale * scale
