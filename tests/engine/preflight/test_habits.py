"""What tasks rely on beside their arguments, seen and not guessed; and what they change."""

from __future__ import annotations

import functools
import random
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from parloop_gui.engine.preflight.changes import Changes
from parloop_gui.engine.preflight.habits import Watch
from parloop_gui.engine.protocol.messages import Habits

OPEN = sqlite3.connect(":memory:", check_same_thread=False)


@functools.lru_cache
def remembered(number: int) -> int:
    return number * number


@functools.lru_cache
def never_asked(number: int) -> int:
    return number


def asks(number: int) -> int:
    return helped(number) if number < 1_000 else never_asked(number)


def helped(number: int) -> int:
    return remembered(number)


def draws(number: int) -> float:
    return random.random() * number


def draws_its_own(number: int) -> float:
    return random.Random(number).random()


def selects(number: int) -> Any:
    return OPEN.execute("select ?", (number,)).fetchone()


def seen(function: Callable[[int], Any], items: list[int]) -> Habits:
    watch = Watch(function, globals())
    for item in items[:3]:
        function(item)
    return watch.habits(items)


def test_that_answers_are_remembered_only_where_a_cache_was_asked() -> None:
    habits = seen(asks, [1, 2, 1, 2, 1])
    assert (habits.remembered, habits.distinct_items) == (("remembered",), 2)
    assert seen(remembered, [3, 3]).remembered == ("remembered",)
    assert seen(draws, [1]).remembered == ()


def test_that_chance_is_the_global_one() -> None:
    assert seen(draws, [1, 2]).chance == ("random",)
    assert seen(draws_its_own, [1, 2]).chance == ()


def test_that_a_connection_is_known_by_its_type() -> None:
    assert seen(selects, [1]).connections == ("OPEN",)
    assert seen(asks, [1]).connections == ()


CHANGING = """
seen = []
total = 0
table = {"unchanged": 1}


class Counter:
    def __init__(self):
        self.calls = 0

    def count(self, number):
        self.calls += 1


count = Counter().count


def keeps(number):
    global total
    seen.append(number)
    total += number


def fills(row):
    row.append(len(row))


def takes(row, number):
    row["n"] = number


def leaves_alone(number):
    local = [number]
    local.append(len(table))
    return local
"""


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The user's module, imported as the trial does."""
    (tmp_path / "changing.py").write_text(CHANGING, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "changing", raising=False)
    import importlib

    return importlib.import_module("changing")


@pytest.mark.parametrize(
    ("name", "items", "changed"),
    [
        ("keeps", [1, 2], ("seen", "total")),
        ("count", [1], ("self",)),
        ("fills", [[1]], ("its argument `row`",)),
        ("takes", [({}, 1), ({}, 2)], ("its argument `row`",)),
        ("leaves_alone", [1, 2], ()),
    ],
)
def test_that_what_tasks_change_is_named(
    module: ModuleType, name: str, items: list[Any], changed: tuple[str, ...]
) -> None:
    function, unpack = getattr(module, name), name == "takes"
    changes = Changes(module, function, items, unpack=unpack)
    for item in items:
        function(*item) if unpack else function(item)
    assert changes.found() == changed
