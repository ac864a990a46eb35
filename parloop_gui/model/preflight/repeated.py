"""What a program does outside itself on its way to its loop and in it, in words: what is done again, and how often."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from parloop_gui.engine.catalogue.selection import default_call
from parloop_gui.engine.protocol.kinds import PLAIN, EffectKind
from parloop_gui.engine.protocol.notebook import line_in
from parloop_gui.engine.protocol.preflight_facts import Arrival, Effect
from parloop_gui.model.plan.plan import Choice, Plan
from parloop_gui.model.wording.units import count, listed

# Files or addresses that a sentence names before it counts the rest.
MOST_NAMED = 3
_VERBS: dict[EffectKind, str] = {"writes": "writes", "network": "connects to", "programs": "starts"}


def repeats_text(arrival: Arrival, plan: Plan, runs: int) -> str:
    """What was done outside the program's process and will be again, how often; "" where nothing was seen.

    `runs` is about how many there will be.
    """
    done = arrival.in_loop
    loop = f"{_doer(plan)} {_doing(done, plan)}: it will do so {_often(runs)}." if done else ""
    return _sentences(_on_the_way(arrival, plan, runs), loop, _unseen(arrival))


def leave_text(arrival: Arrival, plan: Plan) -> str:
    """What somebody is to agree to before it is done again, or at all, and how often it will be."""
    kept = [each for each in arrival.in_loop if each.asks]  # the rest was not stopped
    strategies = len({*plan.choices, Choice(PLAIN, default_call(PLAIN))}) * len(plan.pythons)
    each = "once with" if plan.once else "in every run of"
    runs = f"{each} {count(strategies, 'strategy', 'strategies')}"
    # Where there is something to repeat a trial does no more than that (`FEW_PASSES`): four ways, and the tasks.
    of, often = ("passes", "up to five times") if plan.loop.program is not None else ("tasks", "once")
    again = f"its {of} do so: three of them {often} beforehand, then all of them {runs}"
    if plan.loop.setup is not None:
        again = f"both are done: three tasks beforehand, then all of them {runs}, with the set-up in each worker"
    loop = f"{_doer(plan)} {_doing(kept, plan)}, and was stopped before it did. Compared, {again}."
    return _sentences(_on_the_way(arrival, plan, 0), loop if kept else "", _unseen(arrival))


def asked_for(arrival: Arrival, plan: Plan) -> str:
    """What somebody has to agree to, as the beginning of a sentence."""
    what = "The program" if plan.loop.program is not None else _doer(plan)
    return f"{what} {_doing(arrival.asked_for, plan)}"


def _doer(plan: Plan) -> str:
    """Who does it in each pass: a loop of a program, or a function; nobody has seen whether its set-up does instead."""
    own = plan.loop
    if own.program is not None:
        return "The loop"
    return " or ".join(filter(None, (own.function or "The function", own.setup)))


def _sentences(*parts: str) -> str:
    return " ".join(filter(None, parts))


def _unseen(arrival: Arrival) -> str:
    """That nobody knows what programs do which were started; not of those that only tell of the machine."""
    names = list(dict.fromkeys(each.what for each in arrival.asked_for if each.kind == "programs"))
    return f"What {listed(_few(names))} {'does' if len(names) == 1 else 'do'} is not seen." if names else ""


def _on_the_way(arrival: Arrival, plan: Plan, runs: int) -> str:
    if not arrival.effects:
        return ""
    often = _often(runs) if arrival.anew is not None else "once more, for all runs"
    afresh = plan.start_method or plan.pythons[0].start_method
    unguarded = f", and so will workers that {afresh} starts, unless a main guard keeps them from it"
    workers = unguarded if afresh != "fork" else ""
    return f"On its way there the program {_doing(arrival.effects, plan)}: it will do so {often}{workers}."


def _often(runs: int) -> str:
    return f"about {count(runs, 'time')} more" if runs else "in each run"


def _doing(effects: Sequence[Effect], plan: Plan) -> str:
    kinds = dict.fromkeys(each.kind for each in effects)
    return listed([f"{_VERBS[kind]} {_named([each for each in effects if each.kind == kind], plan)}" for kind in kinds])


def _named(effects: Sequence[Effect], plan: Plan) -> str:
    """Files by their names alone, and where in the user's file that is done; once where it is one place."""
    places = {_name(each): _place(each, plan) for each in reversed(effects)}
    names = list(dict.fromkeys(map(_name, effects)))
    if len(set(places.values())) == 1:
        return f"{listed(_few(names))}{places[names[0]]}"
    return listed(_few([f"{name}{places[name]}" for name in names]))


def _few(names: list[str]) -> list[str]:
    rest = len(names) - MOST_NAMED
    return [*names[:MOST_NAMED], f"{rest:,} more"] if rest > 1 else names


def _name(effect: Effect) -> str:
    return Path(effect.what).name or effect.what


def _place(effect: Effect, plan: Plan) -> str:
    loop = plan.loop
    if effect.line is None:
        return ""
    source = loop.program.source if loop.program is not None else ""
    return f" (line {line_in(loop.path or '', source, effect.line)})"
