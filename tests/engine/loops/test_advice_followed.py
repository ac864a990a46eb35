"""Advice about what can't be pickled, or is not found, holds when it is followed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from parloop_gui.engine.loops.user_errors import user_error
from parloop_gui.engine.preflight.pickling import of_function

DECORATED = """import functools


def timed(func):
    def inner(n):
        return func(n)

    return inner


@timed
def work(n):
    return n
"""
LAMBDA = "work = lambda n: 2 * n\n"
GUARDED = """def work(n):
    return n * factor


if __name__ == "__main__":
    factor = 2
    for n in range(3):
        print(work(n))
"""


@pytest.fixture(autouse=True)
def unimported() -> Iterator[None]:
    yield
    sys.modules.pop("mine_to_follow", None)


def module_of(text: str, path: Path | None = None) -> ModuleType:
    module = ModuleType("mine_to_follow")
    sys.modules[module.__name__] = module
    if path is not None:
        path.write_text(text, encoding="utf-8")
        module.__file__ = str(path)
    exec(compile(text, str(path or "mine.py"), "exec"), vars(module))  # noqa: S102 - it stands above
    return module


def why_not(text: str) -> list[str]:
    work: Any = module_of(text).work
    return [problem.sentence for problem in of_function(work, "work", 5)]


def test_that_wraps_makes_a_decorated_function_picklable() -> None:
    (sentence,) = why_not(DECORATED)
    assert sentence.endswith("its decorator puts inner in its place; add @functools.wraps(func) to inner, line 5.")
    lines = DECORATED.splitlines()
    lines.insert(4, "    @functools.wraps(func)")
    assert why_not("\n".join(lines)) == []


def test_that_a_def_at_the_top_level_is_picklable_where_a_lambda_is_not() -> None:
    (sentence,) = why_not(LAMBDA)
    assert sentence.endswith("it is a lambda; what is defined with def at the top level of its file can be.")
    assert why_not("def work(n):\n    return 2 * n\n") == []


def test_that_a_name_set_above_the_guard_is_found(tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    module = module_of(GUARDED, path)
    with pytest.raises(NameError) as error:
        module.work(1)
    sentence = str(user_error("It failed", error.value, module))
    assert sentence.endswith(
        "line 6 sets it under the main guard, which importing does not run: set it above, or name the loop at line 7."
    )
    followed = GUARDED.replace("    factor = 2\n", "").replace("if __name__", "factor = 2\nif __name__")
    assert module_of(followed, tmp_path / "followed.py").work(1) == 2
