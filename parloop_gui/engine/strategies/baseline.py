"""The plain loop, which every other strategy is measured against."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..host.lazy_function import deferred
from ..protocol.kinds import PLAIN
from .strategy import Call, Items, Note, Strategy


def plain_loop(task: Callable[[Any], Any], items: Items, results: list[Any]) -> list[Any]:
    """One task after the other, in this process."""
    for item in items:
        results.append(task(item))  # noqa: PERF401 - the loop as people write it
    return results


SERIAL = Strategy(
    slug=PLAIN,
    title="for loop (serial)",
    family="baseline",
    module="plain Python",
    width="one",
    preference=0,
    on_raise="The plain loop stops there.",
    calls=(
        Call(
            slug="for",
            code=deferred(plain_loop),
            summary="One task after the other; each result is there before the next task starts.",
            lazy=True,
            does="one after the other",
        ),
    ),
    notes=(
        Note(
            "Nothing to start.",
            "No workers, no copies, results in order. It is the measure for every other row, and the one to keep "
            "when nothing else is clearly faster.",
        ),
        Note(
            "One core.",
            "While a task computes the other cores are idle, and while it waits they all are. That idle time is all "
            "that a parallel strategy can win.",
            when=("computes", "waits"),
        ),
        Note(
            "Short tasks.",
            "Handing a task of a few microseconds to a worker costs more than doing it here. Give a worker many items "
            "at a time, or stay with the loop.",
            when=("short-tasks",),
        ),
        Note(
            "Plain errors.",
            "An exception stops the loop at the very item that raised it, with an ordinary traceback.",
            when=("ended-badly",),
        ),
    ),
)
