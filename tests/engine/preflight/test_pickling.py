"""Why a function can't go to a worker process: which part of it can't, and what would mend it."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from typing import Any

import pytest

from parloop_gui.engine.preflight.pickling import of_function


def scaled(factor: Any, number: Any) -> Any:
    return factor * number


def nested() -> Callable[..., Any]:
    def scale(factor: int, number: int) -> int:
        return factor * number

    return scale


LAMBDA = lambda factor, number: factor * number  # noqa: E731


@pytest.mark.parametrize(
    ("function", "why"),
    [
        (nested(), "it is defined within another function; at the top level of its file it could be"),
        (
            functools.partial(nested(), 2),
            "what it calls can't be: it is defined within another function; at the top level of its file it could be",
        ),
        (
            functools.partial(LAMBDA, 2),
            "what it calls can't be: it is a lambda; what is defined with def at the top level of its file can be",
        ),
        (functools.partial(scaled, threading.Lock()), "its `factor` can't be: cannot pickle '_thread.lock' object"),
        (functools.partial(scaled, number=nested()), "its `number` can't be: it is defined within another function; "),
    ],
)
def test_that_the_part_that_can_not_be_pickled_is_named(function: Callable[..., Any], why: str) -> None:
    (problem,) = of_function(function, "work", 3)
    assert problem.what == "pickle-function"
    assert problem.sentence.startswith(f"work (line 3) can't be pickled: {why}")


def test_that_a_function_that_goes_by_its_name_has_no_problem() -> None:
    assert list(of_function(functools.partial(scaled, 2), "work", 3)) == []
