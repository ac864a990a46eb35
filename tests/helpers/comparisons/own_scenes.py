"""The user's own loop in every state the window can show: a file as people write them, and what trying it told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from parloop_gui.engine.protocol.messages import LoopSpec, PreflightFacts, Problem
from parloop_gui.model.comparison.comparison import Comparison, fold
from parloop_gui.model.events.events import ComparisonEnded, ComparisonStarted, PreflightMade, RunBegan
from parloop_gui.model.events.forecast import Forecast
from parloop_gui.model.forecast.estimate import estimate
from parloop_gui.model.plan.plan import Plan
from parloop_gui.model.preflight.report import judged
from tests.helpers.comparisons.scenes import CPU, MACHINE, PYTHON

SOURCE = '''"""Prices of what we hold."""

import time

SYMBOLS = ["ADA", "BEN", "CAL", "DOT"] * 50


def fetch_price(symbol):
    """The latest price of one symbol."""
    time.sleep(0.004)
    return len(symbol)


def every_symbol():
    """All symbols, one by one."""
    yield from SYMBOLS


def log_in():
    """Open this worker's connection."""


prices = {}
for symbol in SYMBOLS:
    prices[symbol] = fetch_price(symbol)
'''
_TRIED = PreflightFacts(
    "done",
    import_s=0.031,
    items=200,
    items_s=0.0001,
    largest_item_bytes=18,
    tried=3,
    task_s=0.00402,
    task_cpu_s=0.0001,
    result_bytes=5,
    gil=True,
    repeats=True,
)
_LAMBDA = "fetch_price (line 8) can't be pickled: it is a lambda; what is defined with def can be."
_RAISED = "fetch_price failed for item 0 ('ADA'), line 11: ConnectionError: the server does not answer."


# What everyone is expected to take.
EXPECTED = tuple(
    Forecast(each, wall_s, 0.9 * wall_s, 1.1 * wall_s)
    for each in CPU.contestants()
    for wall_s in ([0.08] if each.is_plain else [0.03])
)


def tried(facts: PreflightFacts, *, why: str = "", path: Path = Path("prices.py")) -> Comparison:
    """A comparison that has only been tried beforehand; `why` ends it."""
    plan = own_plan(path)
    report = judged(plan, PYTHON, facts).with_estimate(estimate(plan, ((PYTHON, facts),), EXPECTED))
    now = fold(None, ComparisonStarted(plan, CPU.contestants(), (), MACHINE, "2026-01-02T03:04:05+01:00"))
    now = fold(now, PreflightMade((report,)))
    if why:
        return fold(now, ComparisonEnded("failed", why, 0.3))
    return fold(now, RunBegan("first", CPU.contestants()[0], 0))


def own_plan(path: Path) -> Plan:
    """A plan for the function of the source above."""
    loop = LoopSpec("user", "fetch_price", "SYMBOLS", path=str(path), function="fetch_price")
    return replace(CPU.plan(), loop=loop)


OWN_STATES: dict[str, Callable[[], Comparison]] = {
    "tried": lambda: tried(_TRIED),
    "ruled-out": lambda: tried(replace(_TRIED, problems=(Problem("pickle-function", _LAMBDA, 8),))),
    "in-the-way": lambda: tried(
        replace(_TRIED, stage="task", task_s=None, repeats=None, problems=(Problem("task", _RAISED, 11),)), why=_RAISED
    ),
}
