"""What is handed over, part by part: by the names that the user's code has, each with what it weighs."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from typing import Any

import pytest

from parloop_gui.engine.preflight.payload import payload_of
from parloop_gui.engine.protocol.kinds import PartKind
from parloop_gui.engine.protocol.messages import Part

HEAVY = bytes(200_000)
TABLE = {number: str(number) for number in range(30_000)}


def of_one(picture: bytes) -> int:
    return len(picture)


def of_two(picture: bytes, number: int) -> int:
    return number


def of_any(picture: bytes, number: Any) -> Any:
    return number


class Encoder:
    """Has a large table, and is called by a method or itself."""

    def __init__(self) -> None:
        self.table, self.name = TABLE, "encoder"

    def encode(self, number: int) -> str:
        """The number's text."""
        return self.table[number]

    def __call__(self, number: int) -> str:
        """The same."""
        return self.table[number]


class Closed:
    """Leaves out, when it is pickled, what can't be."""

    def __init__(self) -> None:
        self.table, self.lock = TABLE, threading.Lock()

    def __getstate__(self) -> dict[str, Any]:
        return {"table": self.table}

    def encode(self, number: int) -> str:
        """The number's text."""
        return self.table[number]


Shape = tuple[Callable[..., Any], list[Any], list[Any], bool]
SHAPES: dict[str, tuple[Shape, tuple[PartKind, str, bool]]] = {
    "item": ((of_one, [HEAVY + bytes([n]) for n in range(3)], [1], False), ("item", "picture", False)),
    "shared": ((of_two, [(HEAVY, n) for n in range(3)], [1], True), ("element", "picture", True)),
    "own": ((of_two, [(HEAVY + bytes([n]), n) for n in range(3)], [1], True), ("element", "picture", False)),
    "within a tuple": ((of_one, [(HEAVY, n) for n in range(3)], [1], False), ("element", "picture[0]", True)),
    "within a dict": ((of_one, [{"b": HEAVY, "n": n} for n in "xyz"], [1], False), ("element", "picture['b']", True)),
    "result": ((of_one, [b"1", b"2"], [HEAVY], False), ("result", "result", False)),
    "method": ((Encoder().encode, [1, 2], ["1"], False), ("self", "self.table", True)),
    "callable": ((Encoder(), [1, 2], ["1"], False), ("self", "self.table", True)),
    "left out": ((Closed().encode, [1, 2], ["1"], False), ("self", "self", True)),
    "partial": ((functools.partial(of_two, HEAVY), [1, 2], [1], False), ("argument", "picture", True)),
    "keyword": ((functools.partial(of_any, number=TABLE), [b"", b"1"], [1], False), ("argument", "number", True)),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_that_the_heaviest_part_is_named_as_the_code_names_it(shape: str) -> None:
    (function, items, results, unpack), expected = SHAPES[shape]
    first, *others = payload_of(function, items, results, unpack=unpack).parts
    assert (first.kind, first.name, first.is_same) == expected
    assert first.size_bytes > 190_000
    assert min(first.dump_s, first.load_s, first.copy_s) > 0
    assert all(0 < other.size_bytes < 1_000 for other in others)


def test_that_a_plain_function_goes_by_its_name() -> None:
    parts = payload_of(of_two, [(b"", 1), (b"1", 2)], [1], unpack=True).parts
    assert {part.kind: part.name for part in parts if part.kind in ("function", "result")} == {
        "function": "of_two",
        "result": "result",
    }
    assert {part.copy_s for part in parts} == {0.0}


def test_that_what_can_not_be_pickled_is_left_out() -> None:
    parts = payload_of(of_one, [threading.Lock()], [1], unpack=False, given=[("table", TABLE)]).parts
    assert {part.kind for part in parts} == {"given", "function", "result"}


def test_that_a_part_costs_all_of_its_way() -> None:
    assert Part("item", "row", 10, dump_s=1.0, load_s=2.0, copy_s=0.5).cost_s == 3.5
