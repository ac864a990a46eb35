"""Who takes part: the plain loop and the chosen strategies under each Python, less those that can't run here."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import NamedTuple

from parloop_gui.engine.catalogue import catalogue, fitness
from parloop_gui.engine.catalogue.fitness import NOT_HERE, Obstacle
from parloop_gui.engine.catalogue.selection import default_call
from parloop_gui.engine.protocol.kinds import PLAIN
from parloop_gui.model.plan.plan import AS_PLANNED, BEFORE, Arrangement, Choice, Contestant, Interpreter, Plan

_EXECUTORS = ("thread-pool-executor", "process-pool-executor")


class Contestants(NamedTuple):
    """Those that take part, the plain loop of each Python first among its own; and those that can't, each with why."""

    racing: tuple[Contestant, ...]
    unavailable: tuple[tuple[Contestant, str], ...]


def contestants_of(plan: Plan) -> Contestants:
    """The contestants of a plan; the plain loop always takes part, and nobody twice."""
    contestants: list[Contestant] = []
    unavailable: list[tuple[Contestant, str]] = []
    for python in plan.pythons:
        for choice in _choices(plan):
            fitting = _under(choice, python)
            reason = why_not(fitting, python, plan)
            if reason is None:
                contestants += _at_each_point(fitting, python, plan)
            else:
                unavailable.append((Contestant(fitting.strategy, fitting.call, python.id), reason.text))
    return Contestants(tuple(contestants), tuple(unavailable))


def _at_each_point(choice: Choice, python: Interpreter, plan: Plan) -> list[Contestant]:
    """One, or one for each place on the axis of the plan's question, or for each version of the code."""
    arranged: tuple[Arrangement, ...] = (AS_PLANNED,)
    if plan.asked is not None:
        from parloop_gui.model.questions.asking import arrangements  # the window's first paint needs none of it

        arranged = arrangements(plan, choice, python)
    if plan.against is not None and plan.against.loop is not None:
        arranged = (AS_PLANNED, Arrangement(source=BEFORE))
    return [Contestant(choice.strategy, choice.call, python.id, each) for each in arranged]


def executor_calls(plan: Plan, python: Interpreter) -> dict[str, str]:
    """The executors that could be added under that Python, each with its call: the chosen one, else its usual one."""
    chosen = {choice.strategy: choice.call for choice in reversed(plan.choices)}
    calls = {slug: chosen.get(slug) or default_call(slug, _loop_name(plan)) for slug in _EXECUTORS}
    return {slug: call for slug, call in calls.items() if why_not(Choice(slug, call), python, plan) is None}


def why_not(choice: Choice, python: Interpreter, plan: Plan) -> Obstacle | None:
    """Why the strategy, or this call of it, can't run the loop under that Python; None where it can."""
    try:
        catalogue.strategy(choice.strategy).call(choice.call)
    except catalogue.UnknownNameError as error:
        return Obstacle(str(error), NOT_HERE)
    lacking = fitness.lacking(choice.strategy, python.packages, python.command)
    if lacking is not None:  # first: what else stands in the way is a question for those who have it
        return lacking
    suiting = _suiting_calls(plan)
    if choice.strategy != PLAIN and suiting is not None and choice.call not in suiting:
        return Obstacle(f"this loop suits {', '.join(suiting)} only", NOT_HERE)
    count = _item_count(plan)
    absurd = fitness.absurd_count(choice.strategy, count, plan.many) if count is not None else None
    unfit = fitness.unfit(choice.strategy, choice.call, plan.loop)
    return absurd or unfit or fitness.unavailable(choice.strategy, python.version_info, sys.platform, choice.call)


def _under(choice: Choice, python: Interpreter) -> Choice:
    """The choice with the call that stands in for it under an older Python."""
    try:
        return Choice(choice.strategy, fitness.call_under(choice.strategy, choice.call, python.version_info))
    except catalogue.UnknownNameError:
        return choice


def _choices(plan: Plan) -> Iterator[Choice]:
    yield Choice(PLAIN, default_call(PLAIN))
    yield from dict.fromkeys(choice for choice in plan.choices if choice.strategy != PLAIN)


def _loop_name(plan: Plan) -> str | None:
    return plan.loop.name if plan.loop.kind == "builtin" else None


def _suiting_calls(plan: Plan) -> tuple[str, ...] | None:
    name = _loop_name(plan)
    return catalogue.loop(name).calls if name is not None else None


def _item_count(plan: Plan) -> int | None:
    """How many items a run has, as far as that is known beforehand."""
    counts = [count for count in (plan.loop.items, plan.loop.sample) if isinstance(count, int)]
    return min(counts, default=None)
