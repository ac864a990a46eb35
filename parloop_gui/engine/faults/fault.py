"""What a fault is: a loop of which one task does something that loops had better not do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

ITEMS = 8
BAD = 5
"""The item that brings a loop down, where a single one does."""

SHORT_S, SOME_S, PLENTY_S = 2.5, 5.0, 15.0
"""Limits of a run: of one that never ends by itself, of one that may, and of one that does."""


def numbers() -> list[Any]:
    """The items of a loop whose function does the harm."""
    return list(range(ITEMS))


class Fault(NamedTuple):
    """A loop that ends badly, or ought to be harmless though it looks bad.

    `task(item)` is a module-level function, `make_items` gives what it is called with. `timeout_s` and
    `memory_limit_bytes` are the limits its runs are given: enough where it ends by itself. `posix_only`: it forks or
    sends signals.
    """

    slug: str
    title: str
    caption: str
    task: Callable[[Any], Any] | None
    make_items: Callable[[], list[Any]] = numbers
    timeout_s: float = PLENTY_S
    memory_limit_bytes: int | None = None
    posix_only: bool = False

    def load(self) -> tuple[Callable[[Any], Any], list[Any]]:
        """The function and the items; without a function of its own, those of a script that has no main guard."""
        if self.task is None:
            from . import unguarded_script

            return unguarded_script.double, self.make_items()
        return self.task, self.make_items()
