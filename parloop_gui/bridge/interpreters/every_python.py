"""The Pythons that `parloop ask python` asks where nobody names any: each version that is here, once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from parloop_gui.bridge.interpreters.discovery import find_interpreters, in_order
from parloop_gui.bridge.interpreters.missing_modules import what_is_missing
from parloop_gui.model.plan.plan import Interpreter, Plan
from parloop_gui.model.plan.python_version import numbers


def under_every_python(plan: Plan) -> tuple[Plan, tuple[str, ...]]:
    """The plan under its own Python and all others that can load its file; a sentence for each that can't."""
    left_out = []
    pythons = list(plan.pythons)
    for python in one_of_each(plan.pythons[0], find_interpreters()):
        why_not = what_is_missing(Path(plan.loop.path), python) if plan.loop.path else ""
        if why_not:
            left_out.append(why_not)
        else:
            pythons.append(python)
    return replace(plan, pythons=in_order(pythons)), tuple(left_out)


def one_of_each(own: Interpreter, found: tuple[Interpreter, ...]) -> list[Interpreter]:
    """Those of other versions than the own one: virtual environments and copies of one version measure the same."""
    newest = {
        (each.language, each.free_threaded): each for each in sorted(found, key=lambda each: numbers(each.version))
    }
    newest.pop((own.language, own.free_threaded), None)
    return [each for each in found if each in newest.values()]
