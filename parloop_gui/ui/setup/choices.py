"""What the user has chosen in the window, kept from one start to the next as JSON in the settings."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.catalogue.selection import default_call
from parloop_gui.engine.protocol.checked import ProtocolError, from_plain
from parloop_gui.engine.protocol.kinds import StartMethod
from parloop_gui.engine.protocol.loop_spec import LoopSpec
from parloop_gui.model.plan.plan import EFFORTS, Choice, Interpreter, Plan, Workers
from parloop_gui.ui.own_loop.own_loop import OWN, OwnLoop, own_loop_of


@dataclass(frozen=True)
class LoopChoices:
    """One loop's own choices: items and parameters, remembered for each loop by itself."""

    items: int
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Choices:
    """Everything that is chosen. `loops` remembers each loop's own by its slug, `calls` each strategy's call.

    `own` is the user's own loop, measured where `loop` is OWN.
    """

    loop: str = "primes"
    loops: dict[str, Any] = field(default_factory=dict)
    workers: int | str = "auto"
    start_method: StartMethod | None = None
    chunksize: int | None = None
    strategies: list[Any] = field(default_factory=list)
    calls: dict[str, Any] = field(default_factory=dict)
    effort: str = "standard"
    pythons: list[Any] = field(default_factory=list)
    own: OwnLoop = field(default_factory=OwnLoop)

    def of_loop(self, slug: str, default_items: int) -> LoopChoices:
        """What was chosen for a loop last time, or its defaults."""
        try:
            kept: LoopChoices = from_plain(LoopChoices, self.loops.get(slug))
        except ProtocolError:
            return LoopChoices(default_items)
        return kept


def call_for(choices: Choices, strategy: str) -> str:
    """The call that a strategy is to be made by: the chosen one where it is one and suits the loop, else its usual."""
    builtin = choices.loop if choices.loop != OWN else None
    is_async = builtin is None and _loop_of(choices, 0).is_async
    usual = default_call(strategy, builtin, is_async=is_async)
    wanted = choices.calls.get(strategy)
    suiting = catalogue.loop(builtin).calls if builtin is not None else None
    known = [
        call.slug
        for call in catalogue.strategy(strategy).calls
        if (suiting is None or call.slug in suiting) and (is_async or not call.awaits)
    ]
    return wanted if isinstance(wanted, str) and wanted in known else usual


def to_text(choices: Choices) -> str:
    """The choices as JSON."""
    return json.dumps(asdict(choices))


def from_text(text: object) -> Choices:
    """The choices that a text holds; the defaults where it holds none."""
    try:
        choices: Choices = from_plain(Choices, json.loads(str(text)))
    except (ValueError, RecursionError):
        return Choices()
    return choices if choices.effort in EFFORTS else replace(choices, effort="standard")


def choices_of(plan: Plan, before: Choices) -> Choices:
    """The choices that lead to a plan, for a document that is opened; those before where its loop is not known here.

    The interpreters stay as they were: a document's may not be there.
    """
    loop = _loop_choices_of(plan, before)
    if loop is None:
        return before
    chosen = [choice for choice in plan.choices if catalogue.find(choice.strategy).is_known]
    return replace(
        loop,
        workers=plan.workers,
        start_method=plan.start_method,
        chunksize=plan.chunksize,
        strategies=[choice.strategy for choice in chosen],
        calls={**before.calls, **{choice.strategy: choice.call for choice in chosen}},
        effort=plan.effort if plan.effort in EFFORTS else before.effort,
    )


def _loop_choices_of(plan: Plan, before: Choices) -> Choices | None:
    """Those before with the plan's loop chosen; None where it can't be chosen here."""
    loop = plan.loop
    if loop.kind == "user":
        return replace(before, loop=OWN, own=own_loop_of(loop))
    if loop.kind != "builtin" or not isinstance(loop.items, int):
        return None
    if not catalogue.find_loop(loop.name).is_known:
        return None
    own = LoopChoices(loop.items, dict(loop.params))
    return replace(before, loop=loop.name, loops={**before.loops, loop.name: asdict(own)})


def make_plan(choices: Choices, calls: dict[str, str], pythons: Sequence[Interpreter], seed: int) -> Plan:
    """The plan that the choices come to. `calls` gives each strategy's call by its slug."""
    workers: Workers = choices.workers if isinstance(choices.workers, int) else "auto"
    if choices.workers == "python":
        workers = "python"
    return Plan(
        loop=_loop_of(choices, seed),
        choices=tuple(Choice(slug, calls[slug]) for slug in choices.strategies if slug in calls),
        pythons=tuple(pythons),
        workers=workers,
        chunksize=choices.chunksize,
        start_method=choices.start_method,
        effort=choices.effort,
        seed=seed,
    )


def _loop_of(choices: Choices, seed: int) -> LoopSpec:
    if choices.loop == OWN:
        from parloop_gui.ui.own_loop.reading import loop_of

        return loop_of(choices.own, seed)
    own = choices.of_loop(choices.loop, 0)
    return LoopSpec("builtin", choices.loop, own.items, own.params, seed=seed)
