"""Examples of items: each is one that could be typed, and fits the function."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from parloop_gui.model.user_code.item_examples import example_of, how_items_are_given, offered_items
from parloop_gui.model.user_code.outline import outline_of_text

PATH = Path("work.py")


@pytest.mark.parametrize(
    ("code", "example"),
    [
        ("def f(n): ...", "range(100)"),
        ("def f(file_path): ...", '["a.csv", "b.csv"]'),
        ("def f(word): ...", '["a", "b", "c"]'),
        ("def f(text: int): ...", "range(100)"),
        ("def f(x: str): ...", '["a", "b", "c"]'),
        ("NAMES = ['a']\ndef f(n): ...", "NAMES"),
        ("def f(left, right): ...", "[(1, 2), (3, 4)]"),
        ("def f(name, age, more=3): ...", '[("a", 2), ("c", 4)]'),
        ("A = [1]\nB = [2]\ndef f(left, right): ...", "zip(A, B)"),
        ("A = [1]\ndef f(n): ...\nfor each in range(7):\n    f(each)", "range(7)"),
        ("f = lambda n: n", "range(100)"),
        ("def f(*parts): ...", "range(100)"),
    ],
)
def test_that_an_example_fits_the_function(code: str, example: str) -> None:
    outline = outline_of_text(code, PATH)
    assert example_of(outline, "f") == example
    ast.parse(example, mode="eval")


def test_that_a_function_of_several_arguments_says_how_it_gets_them() -> None:
    outline = outline_of_text("def f(left, right): ...\ndef g(n): ...", PATH)
    assert how_items_are_given(outline, "f").startswith("f(left, right) takes 2 arguments: each item is a tuple")
    assert how_items_are_given(outline, "g") == ""


def test_that_what_the_file_calls_it_over_is_offered_first_and_once() -> None:
    code = "A = [1, 2]\nB = [3]\ndef f(n): ...\ndef g():\n    yield 1\nfor each in B:\n    f(each)\n"
    offers = offered_items(outline_of_text(code, PATH), "f")
    assert [each.text for each in offers] == ["B", "A", "g"]
    assert offers[1].about == "2 items, line 1"
    assert offered_items(None, "f") == ()
