"""The limits that the settings dialog offers, kept as they were typed; a comparison begun in the window gets them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

from parloop_gui.model.plan.plan import Plan
from parloop_gui.model.wording.limits import LARGEST_BYTES, LEAST_BYTES, LEAST_S, LONGEST_S, seconds, size_bytes
from parloop_gui.ui.settings.preferences import LimitName, preferences


class Limit(NamedTuple):
    """One of them. `field` is the plan's, `none` says what holds where nothing is typed, `problem` what won't do."""

    field: LimitName
    title: str
    unit: str
    none: str
    words: str
    problem: str
    read: Callable[[str], float]


def kept(limit: Limit) -> str:
    """What was typed last, "" for no limit."""
    return preferences.limit(limit.field)


def keep(limit: Limit, text: str) -> None:
    """Remember what is typed; what won't do is no limit."""
    preferences.keep_limit(limit.field, text.strip() if _value(limit, text) is not None else "")


def problem(limit: Limit, text: str) -> str:
    """The sentence for what is typed, "" where it will do."""
    return "" if not text.strip() or _value(limit, text) is not None else limit.problem


def estimate_text(budget_s: float) -> str:
    """How long a comparison takes at most: its effort's budget, or less where the limit in force is lower."""
    limit = next(each for each in LIMITS if each.field == "total_timeout_s")
    typed = _value(limit, kept(limit))
    most_s = budget_s if typed is None else min(budget_s, typed)
    return f"At most {most_s:g} s, less where it is clear sooner. Nothing leaves this machine."


def with_limits(plan: Plan) -> Plan:
    """The plan with the limits that are in force."""
    limits: dict[str, Any] = {limit.field: _value(limit, kept(limit)) for limit in LIMITS}
    return replace(plan, **limits)


def _value(limit: Limit, text: str) -> float | None:
    try:
        return limit.read(text.strip())
    except ValueError:
        return None


_NO_SECONDS = f"This is not a number of seconds from {LEAST_S:g} to {LONGEST_S:,.0f}: no limit is set."
_NO_SIZE = (
    f"This is not a size from {LEAST_BYTES // 10**6} MB to {LARGEST_BYTES // 10**12} TB: what is free is the limit."
)
LIMITS = (
    Limit(
        "task_timeout_s",
        "Limit of a task",
        "seconds",
        "None",
        "How long a single task may take",
        _NO_SECONDS,
        seconds,
    ),
    Limit(
        "total_timeout_s",
        "Limit of a comparison",
        "seconds",
        "None",
        "How long a whole comparison may take",
        _NO_SECONDS,
        seconds,
    ),
    Limit(
        "memory_limit_bytes",
        "Memory of a run",
        "such as 800 MB or 2 GB",
        "What is free",
        "What all processes of a run may hold together",
        _NO_SIZE,
        size_bytes,
    ),
)
