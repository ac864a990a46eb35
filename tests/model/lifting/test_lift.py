"""A for loop's body becomes a function that does the same, or one sentence names what stands in the way."""

from __future__ import annotations

import contextlib
import io
import runpy
import textwrap
from pathlib import Path
from typing import Any

import pytest

from parloop_gui.model.lifting.lift import Lifted, lift
from parloop_gui.model.lifting.refusal import LiftError
from parloop_gui.model.source.parsed import parse, read
from parloop_gui.model.user_code.lifted_loop import loop_at, loop_of_code
from parloop_gui.model.user_code.outline import read_outline

SCRIPTS = Path(__file__).resolve().parents[2] / "data" / "loops" / "scripts"


def lifted(code: str, line: int | None = None) -> Lifted:
    """The first loop of the code, or the one at that line."""
    code = textwrap.dedent(code).lstrip("\n")
    parsed = parse(code, Path("/somewhere/mine.py"))
    first = next(
        number for number, text in enumerate(code.splitlines(), 1) if text.lstrip().startswith(("for", "async for"))
    )
    return lift(parsed, line or first)


def body(code: str) -> str:
    """The lifted task's own lines."""
    text = lifted(code).text
    return text[text.index("def task(") :].partition('."""\n')[2]


def refusal(code: str) -> str:
    with pytest.raises(LiftError, match=r"^[^\n]+\.$") as caught:
        lifted(code)
    assert caught.value.line is not None
    return str(caught.value)


def calls(found: Lifted) -> list[Any]:
    """What the lifted code's calls return, in order."""
    scope: dict[str, Any] = {"__name__": "lifted"}
    exec(compile(found.text, "lifted", "exec"), scope)  # noqa: S102 - the tests' own files
    task = scope[found.function]
    return [task(*item) if found.unpack else task(item) for item in scope[found.items]()]


def of_script(name: str, line: int) -> tuple[list[Any], dict[str, Any], str]:
    """What the lifted loop's calls return; the script's names when it is run as it stands, and what it prints."""
    path = SCRIPTS / name
    found = lift(read(path), line)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        names = runpy.run_path(str(path), run_name="__main__")
    return calls(found), names, printed.getvalue()


def test_that_a_list_is_what_the_calls_return() -> None:
    results, names, _ = of_script("checksums.py", 8)
    assert results == names["results"]


def test_that_values_by_key_come_with_their_keys() -> None:
    results, names, _ = of_script("primes_by_key.py", 13)
    assert dict(results) == names["counts"]


def test_that_a_loop_of_a_function_brings_what_it_needs_and_what_it_skips_is_empty() -> None:
    results, names, _ = of_script("main_function.py", 15)
    assert [value for part in results for value in part] == names["results"]
    assert results[0] == []


def test_that_what_a_generator_yields_is_returned() -> None:
    results, names, _ = of_script("generator.py", 9)
    assert results == names["results"]


def test_that_what_is_printed_is_returned() -> None:
    results, _, printed = of_script("printing.py", 4)
    assert "".join(f"{number} {product}\n" for number, product in results) == printed


def test_that_a_file_is_held_open_while_its_lines_are_the_items() -> None:
    results, names, _ = of_script("reading.py", 6)
    assert [value for part in results for value in part] == names["longest"]


def test_that_several_lists_make_a_tuple_of_each() -> None:
    results, names, _ = of_script("several_lists.py", 4)
    assert [list(part) for part in zip(*results, strict=True)] == [names["sums"], names["products"]]


def test_that_places_of_a_list_are_keys() -> None:
    results, names, _ = of_script("grid.py", 5)
    assert [value for part in results for value in part.values()] == names["rows"]


@pytest.mark.parametrize(
    ("name", "line", "said"),
    [
        ("running_total.py", 2, "`total += number * number` (line 3) adds to what earlier passes left."),
        ("first_match.py", 2, "`break` (line 5) ends the loop by what a pass found"),
        ("seen_before.py", 3, "The loop reads `seen` (line 4), which earlier passes filled."),
        ("one_file.py", 4, "(line 6) writes to report, which all passes share."),
    ],
)
def test_that_a_script_whose_passes_need_each_other_is_refused(name: str, line: int, said: str) -> None:
    with pytest.raises(LiftError) as caught:
        lift(read(SCRIPTS / name), line)
    assert said in str(caught.value)
    (loop,) = read_outline(SCRIPTS / name).loops
    assert loop.problem == str(caught.value)


def test_that_the_body_stays_as_it_was_written() -> None:
    code = """
        out = []
        for n in range(3):
            # twice
            text = f'''
              {n}
            '''
            if n:  # not the first

                text += "!"
            out.append(  # kept
                text,
            )
    """
    assert body(code) == (
        "    # twice\n    text = f'''\n      {n}\n    '''\n"
        '    if n:  # not the first\n\n        text += "!"\n    return text\n'
    )


@pytest.mark.parametrize(
    ("code", "returns"),
    [
        ("out = []\nfor n in 'ab': out.append(n)", "    return n\n"),
        ("d = {}\nfor n in 'ab':\n    d[n] = 1", "    return n, 1\n"),
        ("for n in 'ab':\n    print(n, end='')", "    return n\n"),
        ("for n in 'ab':\n    open(n).close()", "    open(n).close()\n"),
        ("a = []\nfor n in 'ab':\n    a.append(n)\n    print(n)", "    of_a = n\n    print(n)\n    return of_a\n"),
        (
            "a = set()\nfor n in 'ab':\n    if n:\n        a.add(n)",
            "    a = set()\n    if n:\n        a.add(n)\n    return a\n",
        ),
        (
            "def f():\n    for n in 'ab':\n        yield from n",
            "    results = []\n    results.extend(n)\n    return results\n",
        ),
    ],
)
def test_that_each_way_of_leaving_a_value_is_returned(code: str, returns: str) -> None:
    assert body(code) == returns


def test_that_only_what_is_needed_comes_along() -> None:
    text = lifted("""
        from __future__ import annotations
        import json, sys
        import random
        from time import sleep
        random.seed(4)
        sleep(0)
        UNUSED = sys.argv
        CONFIG = {}
        CONFIG["depth"] = 2
        paths = ["b", "a"]
        paths.sort()
        def helper(path):
            return json.dumps(path * CONFIG["depth"])
        out = []
        for path in paths:
            out.append(helper(path) + str(random.random()))
    """).text
    for there in (
        "import annotations",
        "import json, sys",
        "random.seed(4)",
        'CONFIG["depth"] = 2',
        "    paths.sort()",
    ):
        assert there in text
    for gone in ("sleep", "UNUSED"):
        assert gone not in text


def test_that_code_with_await_becomes_an_async_function() -> None:
    found = lifted(
        "async def main():\n    out = []\n    for n in range(3):\n        out.append(await get(n))\n\ndef get(n): ...\n"
    )
    assert found.is_async
    assert "async def task(n):" in found.text


def test_that_names_of_the_file_are_not_taken() -> None:
    found = lifted("task = items = 3\nout = []\nfor n in range(items):\n    out.append(task * n)\n")
    assert (found.function, found.items) == ("task_", "items_")
    assert calls(found) == [0, 3, 6]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (
            "last = None\nfor n in 'ab':\n    print(last)\n    last = n",
            "`last` (line 3) may hold what an earlier pass left.",
        ),
        ("for n in 'ab':\n    x = n\nprint(x)", "`x` (line 3) is read after the loop"),
        ("for n in 'ab':\n    print(n)\nprint(n)", "`n` (line 3) is read after the loop"),
        (
            "def f(xs):\n    for x in xs: print(x)",
            "The loop needs `xs` (line 2), an argument of f() that only its caller",
        ),
        ("for x in unknown: print(x)", "Nothing before the loop gives `unknown` (line 1) a value."),
        ("def f():\n    for x in 'ab':\n        if x: return x", "`return x` (line 3) leaves the function"),
        ("q = []\nfor x in 'ab': print(q.pop())", "`q.pop()` (line 2) takes from q, which all passes share."),
        ("it = iter('ab')\nfor x in 'ab': print(next(it))", "`next(it)` (line 2) takes from it"),
        ("d = {}\nfor x in 'ab': d[x] += 1", "`d[x]` (line 2) changes d, which all passes share."),
        ("d = {}\nfor x in 'ab': d.setdefault(x, []).append(x)", "changes d, which all passes share."),
        ("d = {}\nfor x in 'ab': d[x].append(x)", "`d[x].append(x)` (line 2) changes d, which all passes share."),
        ("class A:\n    def f(self):\n        for x in 'ab': self.x = x", "`self.x` (line 3) changes self"),
        ("s = Session()\nfor x in 'ab': s.add(x)", "which is no list, set or dictionary made before the loop."),
        (
            "n = 0\ndef f():\n    for x in 'ab':\n        global n\n        n = x",
            "`global n` (line 4) lets passes change",
        ),
        ("while True:\n    for x in 'ab': print(x)", "`while True` (line 1) stands around the loop"),
        ("with open('f') as f:\n    for x in 'ab': print(f.readline())", "holds `f` only while the loop runs"),
        ("async def f():\n    async for x in g(): print(x)", "waits for each item"),
        ("def f():\n    for x in 'ab':\n        y = yield x", "uses what is sent into the generator."),
        (
            "def show(): print(cur)\nfor x in 'ab':\n    cur = x\n    show()",
            "show() reads `cur` (line 1), which the loop sets.",
        ),
        ("def f():\n    a = 1\n    for x in 'ab': print(g(a))\ndef g(b): return a + b", "means something else inside"),
    ],
)
def test_that_what_stands_in_the_way_is_named(code: str, said: str) -> None:
    assert said in refusal(code)


def test_that_an_inner_loop_is_refused_for_the_one_around_it() -> None:
    with pytest.raises(LiftError, match=r"stands around it: that is the loop to compare\.$"):
        lifted("for a in 'ab':\n    for b in 'cd':\n        print(a, b)\n", 2)


def test_that_a_line_without_a_loop_names_those_that_have_one() -> None:
    with pytest.raises(LiftError, match=r"^There is no for loop at line 1 of mine\.py; there are at lines 2\.$"):
        lifted("x = 1\nfor n in 'ab': print(n)\n", 1)


def test_that_a_lifted_loop_is_a_loop_of_code() -> None:
    loop, found = loop_at(read(SCRIPTS / "several_lists.py"), 4, seed=3, sample=2)
    assert (loop.name, loop.function, loop.items, loop.items_kind) == (
        "for x, y in points",
        "task",
        "items",
        "function",
    )
    assert (loop.unpack, loop.code, loop.seed, loop.sample) == (True, found.text, 3, 2)
    edited = loop_of_code("def task(item): ...\n", Path("pasted.py"), "pasted", items="range(9)")
    assert (edited.items, edited.items_kind, edited.unpack) == ("range(9)", "expression", False)


def test_that_relative_imports_are_made_whole(tmp_path: Path) -> None:
    package = tmp_path / "pack"
    package.mkdir()
    path = package / "mod.py"
    path.write_text("from .near import f\nfrom . import far\nfor n in f():\n    far.do(n)\n")
    text = lift(read(path), 3).text
    assert "from pack.near import f" in text
    assert "from pack import far" in text
