"""From what is chosen to the plan that it comes to, and back from a document's plan to what must be chosen for it."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import replace

from parloop_gui.bridge.scheduler.contestants import why_not
from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.catalogue.catalogue import Call
from parloop_gui.engine.catalogue.fitness import Obstacle
from parloop_gui.engine.catalogue.selection import default_call
from parloop_gui.engine.protocol.loop_spec import LoopSpec
from parloop_gui.model.plan.plan import EFFORTS, Choice, Interpreter, Plan, Workers
from parloop_gui.ui.own_loop.own_loop import OWN, OwnLoop
from parloop_gui.ui.setup.choices import Choices


def plan_of(choices: Choices, pythons: Sequence[Interpreter], seed: int = 0) -> Plan:
    """The plan that the choices come to, wrong values included."""
    loop = _loop_of(choices, seed)
    return Plan(
        loop=loop,
        choices=tuple(Choice(slug, _call_of(loop, slug, choices.calls.get(slug))) for slug in choices.strategies),
        pythons=tuple(pythons),
        workers=_workers_of(choices.workers),
        chunksize=choices.chunksize,
        start_method=choices.start_method,
        effort=choices.effort,
        budget_s=choices.budget_s,
        even=choices.even,
        seed=seed,
    )


def choices_of(plan: Plan, before: Choices) -> Choices:
    """The choices that lead to a plan, for a document that is opened; those before where its loop is not known here.

    The interpreters stay as they were: a document's may not be there.
    """
    loop = _with_loop(before, plan.loop)
    if loop is None:
        return before
    if plan.asked is not None:  # who races for a question is the question's choice
        return replace(loop, workers=plan.workers, effort=_effort(plan, before), budget_s=plan.budget_s)
    chosen = [choice for choice in plan.choices if catalogue.find(choice.strategy).is_known]
    return replace(
        loop,
        workers=plan.workers,
        start_method=plan.start_method,
        chunksize=plan.chunksize,
        strategies=[choice.strategy for choice in chosen],
        calls={**before.calls, **{choice.strategy: choice.call for choice in chosen}},
        effort=_effort(plan, before),
        budget_s=plan.budget_s,
        even=plan.even,
    )


def _effort(plan: Plan, before: Choices) -> str:
    return plan.effort if plan.effort in EFFORTS else before.effort


def reasons_against(choices: Choices, pythons: Sequence[Interpreter]) -> dict[str, Obstacle]:
    """Why a strategy can't run under any of these Pythons, by slug."""
    plan = plan_of(replace(choices, strategies=[info.slug for info in catalogue.strategies()]), pythons)
    reasons = {}
    for choice in plan.choices:
        found = [why_not(choice, python, plan) for python in pythons]
        if found and found[0] and all(found):
            reasons[choice.strategy] = found[0]
    return reasons


def fitting_calls(loop: LoopSpec, strategy: str) -> list[Call]:
    """The calls of a strategy that suit a loop; all of them suit one that is not known here."""
    suiting = catalogue.find_loop(loop.name).calls if not loop.is_users else None
    calls = [call for call in catalogue.find(strategy).calls if loop.is_async or not call.awaits]
    return [call for call in calls if suiting is None or call.slug in suiting]


def _loop_of(choices: Choices, seed: int) -> LoopSpec:
    if choices.is_own:
        from parloop_gui.ui.own_loop.reading import loop_of  # parses, which the first paint can do without

        return loop_of(choices.own, seed)
    own = choices.of_loop(choices.loop, 0)
    return LoopSpec("builtin", choices.loop, own.items, own.params, seed=seed)


def _with_loop(before: Choices, loop: LoopSpec) -> Choices | None:
    """Those before with a plan's loop chosen, a user's not trusted yet; None where it can't be chosen here."""
    if loop.program is not None:
        own = OwnLoop(
            path=loop.path or "",
            function=loop.function or loop.name,
            items=str(loop.items),
            line=loop.program.line,
            name=loop.name,
            arguments=shlex.join(loop.program.arguments),
            program=loop.program.main or "",
            module=loop.program.module or "",
            pasted=loop.program.source,
            foreign=True,
        )
        return replace(before, loop=OWN, own=own)
    if loop.kind == "user":
        own = OwnLoop(
            path=loop.path or "",
            function=loop.function or loop.name,
            items=str(loop.items),
            setup=loop.setup or "",
            name=loop.name,
            code=loop.code or "",
            foreign=True,
        )
        return replace(before, loop=OWN, own=own)
    known = loop.kind == "builtin" and catalogue.find_loop(loop.name).is_known
    return before.with_loop(loop.name, loop.items, dict(loop.params)) if known and isinstance(loop.items, int) else None


def _call_of(loop: LoopSpec, strategy: str, wanted: object) -> str:
    """The call that a strategy is to be made by: the wanted one where it is one and suits the loop, else its usual."""
    if wanted in [call.slug for call in fitting_calls(loop, strategy)]:
        return str(wanted)
    builtin = loop.name if loop.kind == "builtin" else None
    return default_call(strategy, builtin, is_async=loop.is_async)


def _workers_of(chosen: int | str) -> Workers:
    if isinstance(chosen, int):
        return chosen
    return "python" if chosen == "python" else "auto"
