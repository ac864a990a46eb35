"""Code broken for a narrow panel: it still means the same, and it looks as Black would have it."""

from __future__ import annotations

import ast

import pytest

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.catalogue.code import idiom_text
from parloop_gui.model.export.code_lines import wrapped

CALLS = [(info.slug, call.slug) for info in catalogue.strategies() for call in info.calls]
# As wide as the longest name of an idiom and its indentation, which can't be broken; nor can a docstring.
WIDEST_WORD = 44


@pytest.mark.parametrize("columns", [30, 36, 44, 60])
@pytest.mark.parametrize(("strategy", "call"), CALLS)
def test_that_every_idiom_means_the_same_in_short_lines(strategy: str, call: str, columns: int) -> None:
    code = idiom_text(strategy, call, task="count_primes", workers=2, chunksize=25, start_method="spawn")
    short = wrapped(code, columns)
    assert ast.dump(ast.parse(short)) == ast.dump(ast.parse(code))
    assert max(len(line) for line in short.splitlines() if '"""' not in line) <= max(columns, WIDEST_WORD)


def test_that_code_that_fits_stays_as_it_is() -> None:
    code = idiom_text("process-pool", "map", task="is_prime", workers=2)
    assert wrapped(code, 88) == code


def test_that_brackets_open_as_black_opens_them() -> None:
    code = "results = list(executor.map(is_prime, items, chunksize=25))\n"
    assert wrapped(code, 38) == (
        "results = list(\n    executor.map(\n        is_prime, items, chunksize=25\n    )\n)\n"
    )
    assert wrapped(code, 30).splitlines()[2:5] == [
        "        is_prime,",
        "        items,",
        "        chunksize=25,",
    ]


def test_that_a_comprehension_is_broken_before_its_for() -> None:
    code = "threads = [Thread(target=fill, args=(index, item)) for index, item in enumerate(items)]\n"
    assert wrapped(code, 60) == (
        "threads = [\n    Thread(target=fill, args=(index, item))\n    for index, item in enumerate(items)\n]\n"
    )


def test_that_a_long_import_gets_brackets() -> None:
    assert wrapped("from concurrent.futures import ProcessPoolExecutor, as_completed\n", 40) == (
        "from concurrent.futures import (\n    ProcessPoolExecutor,\n    as_completed,\n)\n"
    )


def test_that_a_comment_too_long_stands_above_its_line() -> None:
    code = "if ready:\n    results.append(call.result())  # raises what the task raised\n"
    assert wrapped(code, 36) == ("if ready:\n    # raises what the task raised\n    results.append(call.result())\n")


def test_that_what_cant_be_broken_is_left_alone() -> None:
    code = 'message = """two\nlines that are far too long to fit"""\nnumber = one_long_name_after_another\n'
    assert wrapped(code, 20) == code
