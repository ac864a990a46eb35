"""Faults that are exceptions, and values that can't be pickled."""

from __future__ import annotations

import sys
import threading
from typing import Any

from .fault import BAD, ITEMS


class LockedError(Exception):
    """Can't be pickled: it holds a lock."""

    def __init__(self) -> None:
        super().__init__("holds a lock")
        self.lock = threading.Lock()


class OddError(Exception):
    """Can be pickled, but not read again, because it takes two arguments and keeps one."""

    def __init__(self, first: int, second: int) -> None:
        super().__init__(first)
        self.second = second


def raise_value_error(number: int) -> int:
    """Raise what tasks raise."""
    if number == BAD:
        raise ValueError("five is bad")
    return number


def leave(number: int) -> int:
    """Call sys.exit."""
    if number == BAD:
        sys.exit(3)
    return number


def interrupt(number: int) -> int:
    """Raise what Ctrl-C raises."""
    if number == BAD:
        raise KeyboardInterrupt
    return number


def recurse(number: int) -> int:
    """Call itself for ever."""
    return recurse(number + ITEMS) + 1 if number % ITEMS == BAD else number


def raise_locked(number: int) -> int:
    """Raise an exception that can't be pickled."""
    if number == BAD:
        raise LockedError
    return number


def raise_odd(number: int) -> int:
    """Raise an exception that can be pickled, but not read again."""
    if number == BAD:
        raise OddError(1, 2)
    return number


def give_lock(number: int) -> Any:
    """Return what can't be pickled."""
    return threading.Lock() if number == BAD else number


def take_anything(item: Any) -> str:
    """Take an item, whatever it is."""
    return type(item).__name__


def with_a_lock() -> list[Any]:
    """Items of which one can't be pickled."""
    return [threading.Lock() if number == BAD else number for number in range(ITEMS)]


unnamed = lambda number: number * 2  # noqa: E731 - a lambda is what can't be pickled
