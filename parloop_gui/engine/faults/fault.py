"""What a fault is: a loop of which one task does something that loops had better not do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from ..host.lazy_function import Deferred, loaded

# With two workers each has done some before the bad one, and some are left behind it.
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

    `code` refers to a module-level function, `items_code` to one that gives what that is called with. `timeout_s` and
    `memory_limit_bytes` are the limits its runs are given: enough where it ends by itself. `posix_only`: it forks or
    sends signals.
    """

    slug: str
    title: str
    caption: str
    code: Deferred
    items_code: Deferred
    timeout_s: float
    memory_limit_bytes: int | None
    posix_only: bool

    def load(self) -> tuple[Callable[[Any], Any], list[Any]]:
        """The function and the items."""
        return loaded(self.code), loaded(self.items_code)()
