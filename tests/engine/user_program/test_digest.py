"""Digests: what is the same has the same, what differs another, and none of the user's code runs on the way."""

from __future__ import annotations

import collections
import copy
import datetime as dt
import decimal
import enum
import functools
import itertools
import random
import re
import threading
from collections.abc import Callable
from typing import Any, NoReturn

import numpy as np
import pytest

from parloop_gui.engine.user_program.digest import Digests


class Point:
    """An object with a class attribute of its own."""

    shared: list[int] = []  # noqa: RUF012 - it is what a test changes

    def __init__(self, x: int) -> None:
        self.x = x


class Slotted:
    """An object without a dictionary."""

    __slots__ = ("x",)

    def __init__(self, x: int) -> None:
        self.x = x


class Named(list[int]):
    """A list with an attribute."""

    name = ""


class Colour(enum.Enum):
    """Members of a class of its own."""

    RED = 1
    BLUE = 2


class Trap:
    """Whatever runs its code fails."""

    def __init__(self, value: int) -> None:
        object.__setattr__(self, "value", value)

    def _sprung(self, *arguments: Any) -> NoReturn:
        raise AssertionError("the digest has run the user's code")

    __eq__ = __hash__ = __repr__ = __str__ = __iter__ = __len__ = __bool__ = _sprung
    __getattr__ = __getattribute__ = __reduce_ex__ = __getstate__ = __format__ = _sprung


def digest(value: Any, *opaque: str) -> str:
    digests = Digests({__name__})
    made = digests.of("it", value)
    assert digests.opaque == list(opaque)
    return made


def named(name: str, *numbers: int) -> Named:
    made = Named(numbers)
    made.name = name
    return made


def shared() -> list[list[int]]:
    one = [1]
    return [one, one]


def ring(length: int) -> list[Any]:
    made: list[Any] = []
    for number in range(length):
        made = [number, made]
    return made


def advanced(iterator: Any, steps: int) -> Any:
    for _ in range(steps):
        next(iterator)
    return iterator


def generated(steps: int) -> Any:
    return advanced((number * number for number in range(9)), steps)


def counter(start: int) -> Callable[[], int]:
    calls = start

    def call() -> int:
        nonlocal calls
        calls += 1
        return calls

    return call


PAIRS: dict[str, tuple[Callable[[], Any], Callable[[], Any]]] = {
    "number": (lambda: 1, lambda: 2),
    "kind": (lambda: 1, lambda: True),
    "fraction": (lambda: 0.1, lambda: 0.1 + 1e-17 + 0.1),
    "text": (lambda: "ab", lambda: "ba"),
    "list": (lambda: [1, [2, 3]], lambda: [1, [2, 4]]),
    "nesting": (lambda: [[1], 2], lambda: [[1, 2]]),
    "dict": (lambda: {"a": 1, "b": 2}, lambda: {"a": 1, "b": 3}),
    "order of keys": (lambda: {"a": 1, "b": 2}, lambda: {"b": 2, "a": 1}),
    "set": (lambda: {1, 2, "c"}, lambda: {1, 2, "d"}),
    "set of tuples": (lambda: {(1, "a"), (2, "b")}, lambda: {(1, "a"), (2, "c")}),
    "alias": (shared, lambda: [[1], [1]]),
    "deque": (lambda: collections.deque([1, 2]), lambda: collections.deque([2, 1])),
    "default": (lambda: collections.defaultdict(list, a=[1]), lambda: collections.defaultdict(list, a=[2])),
    "counter": (lambda: collections.Counter("aab"), lambda: collections.Counter("abb")),
    "bytearray": (lambda: bytearray(b"a"), lambda: bytearray(b"b")),
    "object": (lambda: Point(1), lambda: Point(2)),
    "slots": (lambda: Slotted(1), lambda: Slotted(2)),
    "list of a class": (lambda: named("a", 1), lambda: named("b", 1)),
    "enum": (lambda: Colour.RED, lambda: Colour.BLUE),
    "date": (lambda: dt.date(2026, 1, 2), lambda: dt.date(2026, 1, 3)),
    "decimal": (lambda: decimal.Decimal("1.0"), lambda: decimal.Decimal("1.00")),
    "pattern": (lambda: re.compile("a"), lambda: re.compile("b")),
    "error": (lambda: ValueError("a"), lambda: ValueError("b")),
    "array": (lambda: np.arange(4), lambda: np.array([0, 1, 2, 4])),
    "shape": (lambda: np.arange(4), lambda: np.arange(4).reshape(2, 2)),
    "array of objects": (lambda: np.array([[1], "a"], dtype=object), lambda: np.array([[1], "b"], dtype=object)),
    "numpy number": (lambda: np.float64(1), lambda: np.float32(1)),
    "random": (lambda: random.Random(1), lambda: random.Random(2)),
    "generator of numpy": (lambda: np.random.default_rng(1), lambda: np.random.default_rng(2)),
    "iterator": (lambda: advanced(iter([1, 2, 3]), 1), lambda: advanced(iter([1, 2, 3]), 2)),
    "zip": (lambda: zip([1], [2], strict=False), lambda: zip([1], [3], strict=False)),
    "generator": (lambda: generated(1), lambda: generated(2)),
    "closure": (lambda: counter(1), lambda: counter(2)),
    "partial": (lambda: functools.partial(print, 1), lambda: functools.partial(print, 2)),
    "deep": (lambda: ring(2_000), lambda: ring(1_999)),
    "trap": (lambda: Trap(1), lambda: Trap(2)),
    "key that is a trap": (lambda: [Trap(1), {"a": Trap(3)}], lambda: [Trap(1), {"a": Trap(4)}]),
}


@pytest.mark.parametrize("what", PAIRS)
def test_that_the_same_has_the_same_digest_and_another_another(what: str) -> None:
    make, other = PAIRS[what]
    assert digest(make()) == digest(make())
    assert digest(make()) != digest(other())


def test_that_a_change_of_a_class_or_a_function_is_seen() -> None:
    before = digest(Point)
    Point.shared.append(1)
    assert digest(Point) != before

    def own() -> None: ...

    before = digest(own)
    own.calls = 1  # type: ignore[attr-defined]
    assert digest(own) != before


def test_that_what_is_met_again_counts_where_it_was_met_first() -> None:
    table = {"a": [1]}

    def digests() -> list[str]:
        made = Digests({__name__})
        return [made.of("table", table), made.of("alias", table["a"]), made.of("copy", copy.copy(table["a"]))]

    before = digests()
    table["a"].append(2)
    after = digests()
    assert [one == other for one, other in zip(before, after, strict=True)] == [False, True, False]


@pytest.mark.parametrize("make", [lambda: itertools.count().__class__, threading.Lock, lambda: len])
def test_that_what_holds_no_state_is_silent(make: Callable[[], Any]) -> None:
    assert digest(make()) == digest(make())


def test_that_what_can_not_be_told_is_opaque() -> None:
    import sqlite3

    connection = sqlite3.connect(":memory:")
    assert digest({"held": [connection]}, "it") == digest({"held": [connection]}, "it")
    connection.close()
