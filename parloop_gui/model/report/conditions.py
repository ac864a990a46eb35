"""How a comparison was made, as names and values: what it takes to make it again, and what Python made of it."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from typing import TYPE_CHECKING

from parloop_gui.engine.protocol.messages import Noise
from parloop_gui.model.explain.sample import items_in_words
from parloop_gui.model.plan.plan import EFFORTS, Contestant, Interpreter, Plan
from parloop_gui.model.preflight.arrival import anew_text
from parloop_gui.model.report.comparison_titles import loop_title
from parloop_gui.model.wording import units
from parloop_gui.model.wording.groups import gil_state
from parloop_gui.model.wording.machine import cores_words, memory_words
from parloop_gui.model.wording.titles import strategy_title

if TYPE_CHECKING:
    from parloop_gui.model.comparison.comparison import Comparison
    from parloop_gui.model.statistics.summary import Row

_ASYNC = "an async function: asyncio awaits it, the other strategies run each call through asyncio.run"

Settings = tuple[tuple[str, str], ...]


def settings(comparison: Comparison) -> Settings:
    """Names and values, those that say nothing left out."""
    plan = comparison.plan
    pairs = (
        ("Loop", _loop(comparison)),
        ("Against", _against(plan)),
        ("Way there", _way_there(comparison)),
        ("Task", _ASYNC if plan.loop.is_async else ""),
        ("Python", ", ".join(map(_python, plan.pythons))),
        *(_widths(comparison) if plan.asked is None else ()),
        ("Effort", _effort(plan)),
        ("Limits", _limits(plan)),
        ("Seed", str(plan.seed)),
        ("Machine", _machine(comparison)),
        ("Noise", noise_note(comparison)),
        ("Made", comparison.created),
    )
    return tuple((name, value) for name, value in pairs if value)


def _widths(comparison: Comparison) -> Settings:
    """How the strategies ran; along the axis of a question that differs from place to place."""
    return (
        ("Workers", workers_words(comparison)),
        ("Chunk size", _effective(comparison, lambda row: row.chunksize and units.thousands(row.chunksize))),
        ("Start method", _effective(comparison, lambda row: row.start_method)),
    )


def noise_note(comparison: Comparison, brief: bool = False) -> str:
    """What else the machine did during the runs: "load 3.1 · other programs kept 0.4 cores busy · steal 0%".

    And how many runs were made again for it.
    """
    noise = [run.ended.noise for run in comparison.runs if run.round > 0]
    load, foreign, steal = (_median(noise, name) for name in ("load_1min", "foreign_cores", "steal_share"))
    again = sum(run.disturbed for run in comparison.runs)
    parts = (
        f"load {load:.1f}" if load is not None else "",
        f"other programs kept {foreign:.1f} cores busy" if foreign is not None and not brief else "",
        f"steal {units.percent(steal)}" if steal is not None else "",
        f"{units.count(again, 'disturbed run')} made again" if again else "",
    )
    return " · ".join(filter(None, parts))


def _median(noise: list[Noise], name: str) -> float | None:
    values = [value for each in noise if (value := getattr(each, name)) is not None]
    return statistics.median(values) if values else None


def _loop(comparison: Comparison) -> str:
    loop = comparison.plan.loop
    params = [f"{name} {value}" for name, value in loop.params.items()]
    set_up = f"set up by {loop.setup}()" if loop.setup else ""
    return " · ".join(filter(None, (loop_title(loop), items_in_words(loop, comparison.sample), set_up, *params)))


def _against(plan: Plan) -> str:
    if plan.against is None:
        return ""
    how = {"git": "as it was there", "file": "another version", "document": "as it was recorded"}[plan.against.kind]
    return f"{plan.against.title}, {how}"


def _way_there(comparison: Comparison) -> str:
    whys = dict.fromkeys(run.ended.anew for run in comparison.runs if run.ended.anew is not None)
    return "; ".join(anew_text(why, comparison.plan.loop) for why in whys)


def _python(python: Interpreter) -> str:
    differs = python.own_cores and python.own_cores != python.cores
    counts = f"; counts {units.count(python.own_cores, 'core')} by itself" if differs else ""
    return f"{python.version} ({gil_state(python)}{counts})"


def workers_words(comparison: Comparison, *, brief: bool = False) -> str:
    """How many were asked for, and what came of it.

    Where that differs by strategy, `brief` leaves it to the rows, each of which says how many it had at once.
    """
    asked = comparison.plan.workers
    if isinstance(asked, int):
        return units.thousands(asked)
    found = {row.workers for row in comparison.rows if not row.contestant.is_plain and row.workers}
    if not found:
        return str(asked)
    own = "automatic" if asked == "auto" else "Python’s own"
    effective = _effective(comparison, lambda row: row.workers and units.thousands(row.workers))
    return own if brief and len(found) > 1 else f"{own} · {effective}"


def _effective(comparison: Comparison, value: Callable[[Row], str | int | None]) -> str:
    """Each value once with what it was in force for: "fork", or "8 (Pool), 1 (ProcessPoolExecutor)"."""
    found: dict[str, list[Contestant]] = {}
    for row in comparison.rows:
        if not row.contestant.is_plain and (shown := value(row)):
            found.setdefault(str(shown), []).append(row.contestant)
    if len(found) == 1:
        return next(iter(found))
    titles = _titles(found)
    return ", ".join(f"{shown} ({units.listed(titles[shown])})" for shown in found)


def _titles(found: dict[str, list[Contestant]]) -> dict[str, list[str]]:
    """The interpreters where each has one value of its own, else the strategies."""
    pythons = {shown: list(dict.fromkeys(each.python for each in own)) for shown, own in found.items()}
    every = [python for own in pythons.values() for python in own]
    if len(every) > 1 and len(every) == len(set(every)):
        return {shown: [f"Python {python}" for python in own] for shown, own in pythons.items()}
    return {shown: list(dict.fromkeys(strategy_title(each.strategy) for each in own)) for shown, own in found.items()}


def _effort(plan: Plan) -> str:
    if plan.once:
        return "each strategy once, as asked for"
    if plan.rounds is not None:
        return f"{units.count(plan.rounds, 'round')}, as asked for"
    time = f"{units.duration(plan.budget_s)} at most" if plan.budget_s is not None else ""
    even = "all measured to the same precision" if plan.even else ""
    return " · ".join(filter(None, (EFFORTS[plan.effort].title, time, even)))


def _limits(plan: Plan) -> str:
    times = ((plan.task_timeout_s, "a task"), (plan.total_timeout_s, "the comparison"))
    limits = [f"{limit_s:g} s for {what}" for limit_s, what in times if limit_s is not None]
    memory = [f"{units.size(plan.memory_limit_bytes)} for a run"] if plan.memory_limit_bytes is not None else []
    return ", ".join(limits + memory)


def _machine(comparison: Comparison) -> str:
    facts = comparison.machine
    limit = memory_words(facts) if facts.get("memory_limit_bytes") is not None else ""
    named = (
        facts.get("cpu"),
        cores_words(facts),
        f"memory {limit}" if limit else "",
        facts.get("distribution") or facts.get("system"),
    )
    return " · ".join(str(each) for each in named if each)
