"""Which of the chosen strategies can run under the chosen Pythons, and why the others can't."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parloop_gui.bridge.scheduler.contestants import contestants_of, why_not
from parloop_gui.engine.catalogue import catalogue
from parloop_gui.model.plan.plan import Choice, Contestant, Interpreter
from parloop_gui.ui.setup.choices import Choices, call_for, make_plan


def reasons_against(choices: Choices, pythons: Sequence[Interpreter]) -> dict[str, str]:
    """Why a strategy can't run under any of these Pythons, by slug."""
    plan = make_plan(choices, {}, tuple(pythons), 0)
    reasons = {}
    for info in catalogue.strategies():
        choice = Choice(info.slug, call_for(choices, info.slug))
        found = [why_not(choice, python, plan) for python in pythons]
        if found and found[0] and all(found):
            reasons[info.slug] = found[0]
    return reasons


def lined_up(choices: Choices, strategies: Sequence[str], pythons: Sequence[Interpreter]) -> list[Contestant]:
    """Those who would take part."""
    calls = {slug: call_for(choices, slug) for slug in strategies}
    plan = make_plan(replace(choices, strategies=list(calls)), calls, tuple(pythons), 0)
    return list(contestants_of(plan).racing)
