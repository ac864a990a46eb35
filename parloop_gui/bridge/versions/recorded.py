"""A loop as it was recorded in a document: what it took then, where that can be compared with what it takes now."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

from parloop_gui.bridge.host.machine import describe_machine
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.document.read import read
from parloop_gui.model.plan.plan import Against, Interpreter, Plan, gated
from parloop_gui.model.report.comparison_titles import loop_title
from parloop_gui.model.source.parsed import SourceError
from parloop_gui.model.statistics.wall_times import scored_wall_times
from parloop_gui.model.wording.titles import strategy_title

# What of a machine's facts makes it another one for a loop's time. Kernels are updated: they are left out.
_MACHINE = {
    "system": "system",
    "architecture": "architecture",
    "cpu": "processor",
    "cores": "number of cores",
    "cpu_quota": "share of the cores",
    "memory_bytes": "memory",
}
# What a strategy is run with.
_HOW = {"workers": "number of workers", "chunksize": "chunk size", "start_method": "start method"}


def against_recorded(plan: Plan, document: Path, slower: float | None, *, seeded: bool) -> Plan:
    """The plan against what the document holds; raises SourceError or DocumentError where that says nothing of it.

    `seeded`: the user named a seed; else the document's makes the same items.
    """
    then = read(document).comparison
    _refuse_another(plan, then)
    now, _ = gated(plan)
    python = next(each for each in then.plan.pythons if _is_same_python(each, plan.pythons[0]))
    logs = scored_wall_times(then.runs).get(replace(now, python=python.id), {})
    if not logs:
        raise SourceError(f"{document.name} holds no figures of {strategy_title(now.strategy)} with {now.call}.")
    walls = tuple(math.exp(logs[number]) for number in sorted(logs))
    seed = plan.seed if seeded else then.plan.seed
    against = Against(document.name, "document", slower, recorded_walls_s=walls)
    return replace(plan, against=against, seed=seed, loop=replace(plan.loop, seed=seed))


def _refuse_another(plan: Plan, then: Comparison) -> None:
    """Raise SourceError where another loop, machine or Python was recorded."""
    here = describe_machine()
    for key, words in _MACHINE.items():
        if then.machine.get(key) != here.get(key):
            raise SourceError(f"It was recorded on another machine: its {words} was {then.machine.get(key)}.")
    if not any(_is_same_python(each, plan.pythons[0]) for each in then.plan.pythons):
        raise SourceError(f"It was recorded under another Python than {plan.pythons[0].full_version}.")
    loop, old = plan.loop, then.plan.loop
    same = ("kind", "name", "function", "items", "items_kind", "params", "setup")
    if any(getattr(loop, each) != getattr(old, each) for each in same):
        raise SourceError(f"Another loop or other items were recorded: {loop_title(old)}.")
    for each, words in _HOW.items():
        if getattr(plan, each) != getattr(then.plan, each):
            raise SourceError(f"It was recorded with another {words}: {getattr(then.plan, each) or 'Python’s own'}.")


def _is_same_python(one: Interpreter, other: Interpreter) -> bool:
    return (one.implementation, one.full_version) == (other.implementation, other.full_version)
