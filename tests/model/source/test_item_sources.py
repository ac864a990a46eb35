"""What a file offers as items: its lists, and what it calls its functions over itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from parloop_gui.model.source.item_sources import Collection, calls_over, collections_of
from parloop_gui.model.source.parsed import parse

HEAD = "def fetch(x):\n    return x\n\n\ndef pair(a, b):\n    return a\n\n\n"


@pytest.mark.parametrize(
    ("line", "items"),
    [
        ("NAMES = ['a', 'b']", 2),
        ("NAMES = ['a', 'b'] * 50", 100),
        ("NAMES: list[str] = ['a', *OTHERS]", None),
        ("NAMES = sorted(OTHERS)", None),
        ("NAMES = {'a': 1}", None),
        ("NAMES = [n for n in OTHERS]", None),
        ("NAMES = 'a b c'.split()", None),
    ],
)
def test_that_lists_of_the_top_level_are_found(line: str, items: int | None) -> None:
    assert collections_of(parse(line, Path("a.py"))) == (Collection("NAMES", 1, items),)


@pytest.mark.parametrize(
    "line",
    ["NAME = 'a'", "N = 3", "NAMES = load()", "__all__ = ['a']", "def f():\n    NAMES = ['a']", "NAMES += ['a']"],
)
def test_that_other_names_are_not(line: str) -> None:
    assert collections_of(parse(line, Path("a.py"))) == ()


def test_that_a_name_that_is_bound_anew_is_what_it_is_in_the_end() -> None:
    assert collections_of(parse("A = [1]\nA = None\nB = [1]\nB = [1, 2]\n", Path("a.py"))) == (Collection("B", 4, 2),)


@pytest.mark.parametrize(
    ("code", "over"),
    [
        ("NAMES = ['a']\nfor name in NAMES:\n    out.append(fetch(name))\n", {"fetch": "NAMES"}),
        ("found = [fetch(each) for each in range(9)]\n", {"fetch": "range(9)"}),
        ("NAMES = ['a']\ndef main():\n    return list(map(fetch, NAMES))\n", {"fetch": "NAMES"}),
        ("A = [1]\nB = [2]\nfor a, b in zip(A, B):\n    pair(a, b)\n", {"pair": "zip(A, B)"}),
        ("def main(names):\n    for name in names:\n        fetch(name)\n", {}),
        ("NAMES = ['a']\nfor name in NAMES:\n    fetch(name, 3)\n", {}),
        ("NAMES = ['a']\nfor name in NAMES:\n    fetch(name.lower())\n", {}),
        ("NAMES = ['a']\nfound = [fetch(n) for n in NAMES if n]\n", {}),
        ("if __name__ == '__main__':\n    NAMES = ['a']\n    for n in NAMES:\n        fetch(n)\n", {}),
    ],
)
def test_that_what_a_function_is_called_over_is_found_where_the_file_s_top_level_knows_it(
    code: str, over: dict[str, str]
) -> None:
    found = calls_over(parse(HEAD + code, Path("a.py")))
    assert {name: text for name, text in found.items() if name in ("fetch", "pair")} == over
