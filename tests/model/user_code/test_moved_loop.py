"""The same loop in another version of its file."""

from __future__ import annotations

from pathlib import Path

import pytest

from parloop_gui.model.source.parsed import SourceError, parse
from parloop_gui.model.user_code.moved_loop import line_of_same

NOW = """
def first(rows):
    for row in rows:
        work(row)

def second(rows):
    for row in rows:
        work(row)
    for row in rows:
        check(row)

squares = [work(row) for row in range(9)]
"""


def found(line: int, before: str) -> int:
    return line_of_same(parse(NOW, Path("now.py")), line, parse(before, Path("before.py")))


@pytest.mark.parametrize(
    ("line", "before", "there"),
    [
        (3, NOW, 3),
        (7, NOW, 7),
        (9, NOW, 9),
        (12, NOW, 12),
        (7, f"import os\n\n{NOW}", 9),
        (3, "def first(rows):\n    for row in rows:\n        slow(row)\n", 2),  # its first line
        (3, "def first(lines):\n    for line in lines:\n        work(line)\n", 2),  # the only one there
        (9, NOW.replace("check(row)", "check(row, 1)"), 9),  # by which of its equals it is
        (12, f"\n{NOW}", 13),
        (9, "def second(rows):\n    for row in rows:\n        old(row)\n    for row in rows:\n        work(row)\n", 2),
    ],
)
def test_that_it_is_found_where_it_stood(line: int, before: str, there: int) -> None:
    assert found(line, before) == there


@pytest.mark.parametrize(
    ("line", "before"),
    [
        (3, "def other(rows):\n    for row in rows:\n        work(row)\n"),
        (3, "def first(rows):\n    for a in rows:\n        b(a)\n    for c in rows:\n        d(c)\n"),
        (12, "squares = [other(row) for row in range(9)]\n"),
        (3, ""),
    ],
)
def test_that_none_is_taken_that_may_be_another(line: int, before: str) -> None:
    with pytest.raises(SourceError, match="not to be found"):
        found(line, before)
