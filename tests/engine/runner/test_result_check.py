"""Two results are equal when a person would say so, and never by accident."""

from __future__ import annotations

import dataclasses
import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parloop_gui.engine.runner.result_check import NotComparableError, check, keep, same

NAN = float("nan")


@dataclasses.dataclass
class Point:
    """A result as many loops give it."""

    x: float
    tags: list[str]


class Blank:
    """Has neither state nor equality of its own."""


class Slotted:
    """Keeps its state in slots."""

    __slots__ = ("left",)

    def __init__(self, left: Any) -> None:
        self.left = left


class Row(list[int]):
    """A container with an attribute beside its items."""


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (NAN, NAN),
        ([1, NAN, "a"], [1, NAN, "a"]),
        ({"a": {1, 2}}, {"a": {2, 1}}),
        (Point(NAN, ["x"]), Point(NAN, ["x"])),
        (Slotted([1]), Slotted([1])),
        (Blank(), Blank()),
        (b"ab", b"ab"),
        (None, None),
        ({1: (2, 3)}, {1: (2, 3)}),
    ],
)
def test_that_equal_values_are_the_same(first: Any, second: Any) -> None:
    assert same(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (1, 1.0),
        (True, 1),
        ([1], (1,)),
        ([1, 2], [2, 1]),
        ([1], [1, 1]),
        ({"a": 1}, {"b": 1}),
        ({"a": 1}, {"a": 2}),
        ({1}, {2}),
        (Point(1.0, []), Point(2.0, [])),
        (Slotted(1), Slotted(2)),
        ("a", "b"),
    ],
)
def test_that_different_values_are_told_apart(first: Any, second: Any) -> None:
    assert not same(first, second)


@pytest.mark.parametrize(
    ("other", "is_same"),
    [(OSError(2, "no"), True), (OSError(3, "no"), False), (OSError("no"), False), (ValueError(2, "no"), False)],
)
def test_that_errors_are_compared_by_type_and_arguments(other: Exception, is_same: bool, tmp_path: Path) -> None:
    """A traceback, which only a thread leaves in place, is no part of what a task came to."""
    try:
        raise FileNotFoundError(2, "no")
    except OSError as error:
        keep([error], tmp_path)
    assert check([other], tmp_path).matches is is_same


def test_that_attributes_beside_the_items_count() -> None:
    first, second = Row([1]), Row([1])
    assert same(first, second)
    second.name = "other"  # type: ignore[attr-defined]
    assert not same(first, second)


def test_that_arrays_are_compared_by_kind_shape_and_value() -> None:
    numpy = pytest.importorskip("numpy")
    assert same(numpy.array([1.0, NAN]), numpy.array([1.0, NAN]))
    assert same(numpy.arange(4), numpy.arange(4))
    assert not same(numpy.arange(4), numpy.arange(4).reshape(2, 2))
    assert not same(numpy.arange(4), numpy.arange(4.0))


def test_that_what_has_no_state_is_said_not_guessed() -> None:
    with pytest.raises(NotComparableError, match="lock"):
        same(threading.Lock(), threading.Lock())
    with pytest.raises(NotComparableError, match="generator"):
        same((n for n in [1]), (n for n in [1]))


def test_that_nesting_without_end_is_given_up() -> None:
    first: list[Any] = []
    second: list[Any] = []
    first.append(first)
    second.append(second)
    with pytest.raises(NotComparableError, match="nested"):
        same(first, second)


@pytest.mark.slow
@given(st.recursive(st.integers() | st.floats() | st.text() | st.none(), lambda part: st.lists(part) | st.tuples(part)))
def test_that_every_value_is_the_same_as_its_copy(value: Any) -> None:
    import copy

    assert same(value, copy.deepcopy(value))


def test_that_kept_results_match_themselves_in_order_and_out_of_order(tmp_path: Path) -> None:
    results = [3, "x", [NAN], Point(1.0, ["a"])]
    assert keep(results, tmp_path).matches is True
    assert check(list(results), tmp_path).matches is True
    assert check(results[::-1], tmp_path, ordered=False).matches is True
    assert check(results[::-1], tmp_path).matches is False


def test_that_objects_that_pickle_differently_but_are_equal_match(tmp_path: Path) -> None:
    shared = ["a"]
    keep([[shared, shared]], tmp_path)
    assert check([[["a"], ["a"]]], tmp_path).matches is True
    assert check([[["a"], ["a"]]], tmp_path, ordered=False).matches is True


def test_that_the_first_item_that_differs_is_named(tmp_path: Path) -> None:
    keep([1, 2, 3], tmp_path)
    match = check([1, 5, 4], tmp_path)
    assert match.matches is False
    assert match.message == "Item 1 gave 5, the plain loop 2."
    assert check([1, 2], tmp_path).message == "Gave 2 results, the plain loop 3."
    assert check([3, 3, 1], tmp_path, ordered=False).message == "Gave 3, which the plain loop never did."


def test_that_results_that_cannot_be_pickled_cannot_be_compared(tmp_path: Path) -> None:
    match = keep([threading.Lock()], tmp_path)
    assert match.matches is None
    assert "can't be compared" in match.message
    keep([1], tmp_path)
    assert check([threading.Lock()], tmp_path).matches is None


def test_that_a_missing_reference_is_said(tmp_path: Path) -> None:
    assert check([1], tmp_path).matches is None
