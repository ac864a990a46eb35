"""What of a caller can be taken into another process, and why the rest can't."""

from __future__ import annotations

import functools
import math
import os
import sys
import types
from pathlib import Path

import pytest

from parloop_gui.api.refusal import CannotCompareError
from parloop_gui.api.taken_along import file_of, items_text, refuse_running_itself
from parloop_gui.engine.protocol.messages import MARK

SYMBOLS = [object(), object()]


def task(item: object) -> object:
    return item


class Shop:
    """Whose function goes by the class's name, too."""

    @staticmethod
    def price(item: object) -> object:
        """The item."""
        return item


def every_symbol() -> list[int]:
    return [1]


def test_that_a_function_is_its_file_and_its_name() -> None:
    assert file_of(task) == (Path(__file__), "task")
    assert file_of(Shop.price) == (Path(__file__), "Shop.price")


def _typed_in() -> object:
    namespace: dict[str, object] = {"__name__": "typed"}
    exec("def typed(item): return item", namespace)  # noqa: S102 - as a prompt does
    sys.modules["typed"] = types.ModuleType("typed")
    return namespace["typed"]


def _local() -> object:
    def inner(item: object) -> object:
        return item

    return inner


def _another() -> object:
    other = types.FunctionType(task.__code__, globals(), "task")
    other.__qualname__, other.__module__ = "task", __name__
    return other


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: lambda item: item, "A lambda has no name"),
        (_local, "within another function"),
        (_typed_in, "was typed in"),
        (lambda: math.sqrt, "no function written in Python"),
        (lambda: functools.partial(task, 1), "no function written in Python"),
        (_another, "another function"),
    ],
)
def test_that_what_no_process_could_find_is_refused(make: types.FunctionType, words: str) -> None:
    with pytest.raises(CannotCompareError, match=words):
        file_of(make())


@pytest.mark.parametrize(
    ("items", "text"),
    [
        (20, "20"),
        (range(0, 9, 2), "range(0, 9, 2)"),
        ([1, "two", (3.0, None)], "[1, 'two', (3.0, None)]"),
        ("range(100)", "range(100)"),
        (SYMBOLS, "SYMBOLS"),
        (every_symbol, "every_symbol"),
    ],
)
def test_that_items_are_written_down(items: object, text: str) -> None:
    assert items_text(items, task) == text


@pytest.mark.parametrize("items", [[object()], iter([1]), [math.nan], list(range(100_000))])
def test_that_items_that_can_not_be_written_down_are_refused(items: object) -> None:
    with pytest.raises(CannotCompareError, match="can't be written down"):
        items_text(items, task)


def test_that_a_run_compares_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, MARK, "1")
    with pytest.raises(CannotCompareError, match="called by the loop"):
        refuse_running_itself(Path(__file__), None)
