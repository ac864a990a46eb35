"""`parloop_gui.compare`: the strategies on a function and its items, from a script or a notebook.

    import parloop_gui, prices
    result = parloop_gui.compare(prices.price, range(200))

It measures as the command line does, in processes of its own: the caller's is no place for it, with its threads and its
heap. The function is imported there from the file that it stands in.
"""

from __future__ import annotations

import secrets
import sys
from collections.abc import Callable
from typing import Any

from parloop_gui.api.measuring import measured
from parloop_gui.api.refusal import CannotCompareError
from parloop_gui.api.result import Result
from parloop_gui.api.taken_along import file_of, items_text, refuse_running_itself
from parloop_gui.bridge.interpreters.discovery import own_interpreter
from parloop_gui.engine.catalogue.selection import parse_choices
from parloop_gui.model.plan.plan import EFFORTS, Choice, Plan, Workers
from parloop_gui.model.user_code.outline import read_outline
from parloop_gui.model.user_code.user_loop import user_loop

# Seeds that are made up have six digits at most: they are printed, to be typed again.
_OWN_SEEDS = 1_000_000


def compare(
    function: Callable[..., Any],
    items: object,
    *,
    strategies: str = "classic",
    workers: Workers = "auto",
    effort: str = "standard",
    budget_s: float | None = None,
    rounds: int | None = None,
    seed: int | None = None,
    repeat_effects: bool = False,
) -> Result:
    """Compare the strategies on a loop that calls the function with each item, and return what came out.

    `items` is a number, a range, a list of plain values, something that the function's module has a name for, or in
    quotes what `parloop compare --items` takes. `strategies`, `workers`, `effort`, `rounds` and `seed` are as there;
    `budget_s` is how many seconds it may take. `repeat_effects`: the function may write and reach out in every run.
    Raises CannotCompareError where function or items can't be taken along.
    """
    path, name = file_of(function)
    refuse_running_itself(path, sys._getframe(1))
    chosen = secrets.randbelow(_OWN_SEEDS) if seed is None else seed
    if effort not in EFFORTS:
        raise CannotCompareError(f"effort is one of {', '.join(EFFORTS)}, not {effort!r:.40}.")
    try:
        loop = user_loop(path, name, items_text(items, function), outline=read_outline(path), seed=chosen)
        choices = tuple(Choice(*each) for each in parse_choices(strategies, None, is_async=loop.is_async))
    except ValueError as error:
        raise CannotCompareError(str(error)) from None
    plan = Plan(
        loop=loop,
        choices=choices,
        pythons=(own_interpreter(),),
        workers=workers,
        effort=effort,
        rounds=rounds,
        budget_s=budget_s,
        seed=chosen,
    )
    return Result(measured(plan, repeat_effects=repeat_effects))
