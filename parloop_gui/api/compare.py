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
from typing import Any, TypeVar

from parloop_gui.api.measuring import measured
from parloop_gui.api.refusal import CannotCompareError
from parloop_gui.api.result import Result
from parloop_gui.api.taken_along import file_of, items_text, refuse_running_itself
from parloop_gui.bridge.interpreters.discovery import own_interpreter
from parloop_gui.engine.catalogue.fitness import MOST_AT_ONCE
from parloop_gui.engine.catalogue.selection import parse_choices
from parloop_gui.model.plan import numbers
from parloop_gui.model.plan.plan import EFFORTS, Choice, Plan, Workers
from parloop_gui.model.user_code.outline import read_outline
from parloop_gui.model.user_code.user_loop import user_loop
from parloop_gui.model.wording.limits import checked_seconds

T = TypeVar("T")

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
    if effort not in EFFORTS:
        raise CannotCompareError(f"effort is one of {', '.join(EFFORTS)}, not {effort!r:.40}.")
    if rounds is not None and budget_s is not None:
        raise CannotCompareError("rounds takes as long as it takes: leave out one of rounds and budget_s.")
    chosen = secrets.randbelow(_OWN_SEEDS) if seed is None else _checked("seed", numbers.seed, seed)
    try:
        loop = user_loop(path, name, items_text(items, function), outline=read_outline(path), seed=chosen)
        choices = tuple(Choice(*each) for each in parse_choices(strategies, None, is_async=loop.is_async))
    except ValueError as error:
        raise CannotCompareError(str(error)) from None
    plan = Plan(
        loop=loop,
        choices=choices,
        pythons=(own_interpreter(),),
        workers=_checked("workers", _few_workers, workers),
        effort=effort,
        rounds=None if rounds is None else _checked("rounds", numbers.count, rounds),
        budget_s=None if budget_s is None else _checked("budget_s", checked_seconds, budget_s),
        seed=chosen,
    )
    return Result(measured(plan, repeat_effects=repeat_effects))


def _checked(name: str, check: Callable[[object], T], value: object) -> T:
    try:
        return check(value)
    except ValueError as error:
        raise CannotCompareError(f"{name} {error}.") from None


def _few_workers(value: object) -> Workers:
    """The command line takes more, with --many; a program that means it can call that."""
    found = numbers.workers(value)
    if isinstance(found, int) and found > MOST_AT_ONCE:
        raise ValueError(f"is at most {MOST_AT_ONCE:,}, not {found:,}")
    return found
