"""From what is chosen in the left panel to the plan that asks a question of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.catalogue.selection import parse_choices
from parloop_gui.model.plan.plan import Choice, Interpreter, Plan
from parloop_gui.model.questions.asking import asked, usual_strategies
from parloop_gui.model.questions.question import Question
from parloop_gui.model.questions.typed import as_typed, typed_values
from parloop_gui.ui.setup.choices import Choices
from parloop_gui.ui.setup.plans import plan_of


def base_plan(choices: Choices, pythons: Sequence[Interpreter], question: Question, seed: int = 0) -> Plan:
    """The loop with those who usually race for that question, each by its usual call, under the first Python or all.

    A built-in loop with as many items as it has by itself gets as many as the question needs to be answered well.
    """
    builtin = None if choices.is_own else choices.loop
    under = pythons[: question.most_pythons]
    plan = plan_of(replace(choices, strategies=[], even=False), under, seed)
    items = question.items_of(builtin) if builtin is not None else None
    if builtin is not None and items is not None and plan.loop.items == catalogue.find_loop(builtin).default_items:
        plan = replace(plan, loop=replace(plan.loop, items=items))
    racing = parse_choices(",".join(usual_strategies(question, builtin)), builtin, is_async=plan.loop.is_async)
    return replace(plan, choices=tuple(Choice(*each) for each in racing))


def asking_plan(plan: Plan, question: Question, typed: str) -> Plan:
    """The plan with the question and what was typed of its values ("": the usual ones); raises ValueError."""
    of = question.of(plan)
    return asked(plan, of, typed_values(of, typed) if typed.strip() else None)


def usual_values(plan: Plan, question: Question) -> str:
    """The values that the question takes by itself for this loop, as they would be typed."""
    return as_typed(question.of(plan), question.values(plan))
