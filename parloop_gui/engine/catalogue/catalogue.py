"""What strategies, loops and faults there are, as plain data: the only door to them for the rest of the app.

What runs (an idiom, a task) is in that data by reference only; it is loaded in the engine's own processes.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ..loops import loop as loop_types
from ..loops import registry as registry_of_loops
from ..protocol import unknown_name
from ..protocol.kinds import StartMethod
from ..strategies import kept_open, registry
from ..strategies import strategy as strategy_types

if TYPE_CHECKING:
    from ..faults.expected import Expected
    from ..faults.fault import Fault

# `multiprocessing.get_all_start_methods()`, known without importing it.
START_METHODS: tuple[StartMethod, ...] = ("fork", "spawn", "forkserver") if os.name == "posix" else ("spawn",)

UnknownNameError = unknown_name.UnknownNameError
Call = strategy_types.Call
Strategy = strategy_types.Strategy
Effective = strategy_types.Effective
Loop = loop_types.Loop
Parameter = loop_types.Parameter


def strategies() -> tuple[Strategy, ...]:
    """All strategies, in the order in which they are listed."""
    return registry.STRATEGIES


def strategy(slug: str) -> Strategy:
    """The strategy of that slug; raises UnknownNameError."""
    return registry.find(slug)


def find(slug: str) -> Strategy:
    """The strategy of that slug; one that is not known where there is none, as in a newer Parloop's document."""
    return registry.BY_SLUG.get(slug) or strategy_types.unknown_strategy(slug)


def can_be_kept_open(call: Call) -> bool:
    """Whether there is code that does a loop twice in one pool by that call; packages keep theirs in other ways."""
    return kept_open.kept_open(call) is not None


def loops() -> tuple[Loop, ...]:
    """All built-in loops, in the order in which they are listed."""
    return registry_of_loops.LOOPS


def loop(slug: str) -> Loop:
    """The built-in loop of that slug; raises UnknownNameError."""
    return registry_of_loops.find(slug)


def find_loop(slug: str) -> Loop:
    """The built-in loop of that slug; one that is not known where there is none."""
    return registry_of_loops.find(slug) if slug in registry_of_loops.MODULES else loop_types.unknown_loop(slug)


def faults() -> tuple[Fault, ...]:
    """All faults that the failure lab can make here, in the order in which they are listed."""
    from ..faults.registry import FAULTS

    return tuple(fault for fault in FAULTS if os.name == "posix" or not fault.posix_only)


def expected(fault_slug: str, strategy_slug: str, start_method: StartMethod | None) -> Expected:
    """How that fault must end there, and what Python alone would have made of it; raises KeyError."""
    from ..faults.expected import expected_of

    return expected_of(fault_slug, strategy(strategy_slug), start_method)
