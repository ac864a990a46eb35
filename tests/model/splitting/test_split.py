"""A loop taken apart leaves and prints what it does as it stands, in whichever order its passes compute."""

from __future__ import annotations

import ast
import textwrap
from typing import Any

import pytest

from parloop_gui.model.source.refusal import SplitError
from tests.model.splitting.other_programs import EXPRESSIONS, POOLS, REFUSED, STARTED
from tests.model.splitting.played import PATH, EndedError, Loop, Way, comparable, plain, played, splitted
from tests.model.splitting.statement_programs import TAKEN, WORK

WAYS: tuple[Way, ...] = ("original", "ordered", "isolated")


@pytest.mark.parametrize("name", TAKEN)
def test_that_a_split_loop_leaves_what_the_loop_leaves(name: str) -> None:
    text = WORK + TAKEN[name]
    found = splitted(text)
    expected = comparable(plain(text), found)
    assert not expected[2]
    assert not found.changes, found.changes
    for way in WAYS:
        assert comparable(played(found, way), found) == expected, f"{way}\n{found.staged}"


def test_that_an_object_of_the_pass_s_own_may_be_filled_by_its_methods() -> None:
    text = WORK + textwrap.dedent("""\
        class Scene:
            def __init__(self):
                self.shapes = []
            def put(self, shape):
                self.shapes.append(shape)
            def drawn(self):
                return sum(self.shapes)
        def main():
            out = []
            for n in numbers:
                scene = Scene()
                scene.put(work(n))
                for k in range(n):
                    scene.put(work(k))
                out.append(scene.drawn())
            return out
        found = main()
    """)
    found = splitted(text, 1 + text[: text.index("for n in numbers")].count("\n"))
    expected = comparable(plain(text), found)
    for way in WAYS:
        assert comparable(played(found, way), found) == expected, f"{way}\n{found.staged}"


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_that_a_loop_that_is_an_expression_gives_what_it_gives(name: str) -> None:
    text = WORK + EXPRESSIONS[name]
    found = splitted(text, None if "# here" in text else len(text.rstrip().splitlines()))
    expected = comparable(plain(text), found)
    assert not expected[2]
    for way in WAYS:
        assert comparable(played(found, way), found) == expected, f"{way}\n{found.staged}"


@pytest.mark.slow
@pytest.mark.parametrize("name", STARTED)
def test_that_a_loop_that_starts_tasks_is_the_loop_over_what_they_run(name: str) -> None:
    code, _, expected = STARTED[name].partition("-- ")
    found = splitted(WORK + code)
    assert not found.is_changeable
    names: dict[str, Any] = {}
    exec(f"{WORK}\nexpected = {expected}", names)  # noqa: S102 - the test's own program
    for way in WAYS:
        loop = Loop(way, {"__name__": "__main__"}, ends_there=True)
        loop.names["__parloop__"] = loop
        with pytest.raises(EndedError):
            exec(compile(found.staged_tree(), PATH, "exec"), loop.names)  # noqa: S102 - the test's own program
        assert loop.results == ([] if way == "original" else names["expected"])


@pytest.mark.slow
@pytest.mark.parametrize("name", POOLS)
def test_that_a_pool_s_own_map_is_the_loop_over_what_it_calls(name: str) -> None:
    text = WORK + POOLS[name]
    found = splitted(text)
    expected = comparable(plain(text), found)
    assert not expected[2]
    for way in WAYS:
        assert comparable(played(found, way), found) == expected, f"{way}\n{found.staged}"


@pytest.mark.parametrize("name", REFUSED)
def test_that_a_loop_whose_passes_need_each_other_is_refused_by_name(name: str) -> None:
    reason, _, text = REFUSED[name].removeprefix("-- ").partition("\n")
    with pytest.raises(SplitError, match=r"^[^\n]+\.$") as caught:
        splitted(WORK + text)
    assert reason in str(caught.value)
    assert caught.value.line is not None


@pytest.mark.parametrize("name", TAKEN)
def test_that_the_staged_text_has_the_lines_of_the_file(name: str) -> None:
    text = WORK + TAKEN[name]
    found = splitted(text)
    ast.parse(found.staged)
    mine, staged = text.splitlines(), found.staged.splitlines()
    assert len(staged) == len(found.lines)
    assert all(1 <= number <= len(mine) for number in found.lines)
    kept = {number for number, line in zip(found.lines, staged, strict=True) if line == mine[number - 1]}
    assert set(range(1, found.line)) <= kept


def test_that_a_traceback_names_the_line_of_the_file() -> None:
    text = WORK + textwrap.dedent("""
        def main(items):
            out = []
            for n in items:
                # a comment
                value = work(n)
                out.append(value / (n - 3))
            return out
        main(numbers)
    """)
    found = splitted(text)
    for way in WAYS:
        names: dict[str, object] = {"__name__": "__main__"}
        names["__parloop__"] = Loop(way, names)
        with pytest.raises(ZeroDivisionError) as caught:
            exec(compile(found.staged_tree(), PATH, "exec"), names)  # noqa: S102 - the test's own program
        assert caught.traceback[-1].lineno + 1 == text.splitlines().index("        out.append(value / (n - 3))") + 1
