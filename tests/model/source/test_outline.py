"""What a file offers, known by parsing it: functions, generators, loops, and what importing would do."""

from __future__ import annotations

from pathlib import Path

import pytest

from parloop_gui.model.source.parsed import SourceError, parse
from parloop_gui.model.splitting import heap
from parloop_gui.model.user_code.outline import (
    Outline,
    changes_sentence,
    found_sentence,
    outline_of_text,
    read_outline,
    work_sentence,
)

FILE = '''\
"""Counts."""
import re
import functools
from pathlib import Path

HERE = Path(__file__).parent
WORD = re.compile(r"\\w+")
TABLE = {n: n * n for n in range(10)}
DATA = load_everything()

def count(path, *, longest=3):
    """Words in a file.

    And more.
    """
    return len(WORD.findall(path.read_text()))

@functools.lru_cache(maxsize=None)
def add(first, second=2): return first + second

async def fetch(url: str) -> bytes: ...

def pairs():
    yield from TABLE.items()

def needs(item, *, key): ...
def nothing(): ...
def both(a, b): ...
double = lambda item: item * 2

try:
    import numpy
except ImportError:
    def fallback(x): return x

class Thing:
    def method(self, x): ...

print("hello")
for item in range(3):
    print(item)

if __name__ == "__main__":
    for path in HERE.glob("*.txt"):
        for line in path.open():
            print(count(line))
'''


def outline(text: str = FILE) -> Outline:
    return outline_of_text(text, Path("words.py"))


def test_that_functions_are_found_with_signature_docstring_and_line() -> None:
    found = outline().functions
    assert [each.name for each in found] == [
        "count",
        "add",
        "fetch",
        "pairs",
        "needs",
        "nothing",
        "both",
        "double",
        "fallback",
    ]
    first = found[0]
    assert (first.signature, first.about, first.line) == ("count(path, *, longest=3)", "Words in a file.", 11)
    assert found[2].signature == "fetch(url: str)"


def test_that_arguments_decide_what_a_function_can_be() -> None:
    found = outline()
    assert [each.name for each in found.tasks] == ["count", "add", "fetch", "both", "double", "fallback"]
    assert [each.name for each in found.tasks if each.takes_several] == ["both"]
    assert [each.name for each in found.generators] == ["pairs"]
    assert [each.name for each in found.set_ups] == ["nothing"]
    assert [each.name for each in found.functions if each.is_async] == ["fetch"]
    assert found.function("missing") is None


def test_that_of_two_functions_of_a_name_the_last_counts() -> None:
    found = outline("def f(a): ...\ndef g(a): ...\ndef f(a, b): ...\n")
    assert [each.signature for each in found.functions] == ["g(a)", "f(a, b)"]


def test_that_a_function_that_yields_only_in_another_is_no_generator() -> None:
    found = outline("def f():\n    def g():\n        yield 1\n    return list(g())\n")
    assert not found.functions[0].is_generator


def test_that_work_that_importing_would_do_is_found() -> None:
    assert [(each.line, each.text) for each in outline().work] == [
        (9, "DATA = load_everything()"),
        (39, 'print("hello")'),
        (40, "for item in range(3):"),
    ]


@pytest.mark.parametrize(
    "harmless",
    [
        "import os\nHERE = os.path.dirname(os.path.abspath(__file__))",
        "import logging\nlog = logging.getLogger(__name__)",
        "class A:\n    x = compute()",
        "f = lambda: compute()",
        "NAMES = sorted(set('abc'))",
        "if __name__ == '__main__':\n    main()",
        "if '__main__' == __name__:\n    main()",
    ],
)
def test_that_definitions_are_no_work(harmless: str) -> None:
    assert outline(harmless).work == ()


def test_that_loops_are_found_with_where_they_stand() -> None:
    text = (
        "def run():\n    if True:\n        for a in b:\n            for c in a: ...\n"
        "class K:\n    def m(self):\n        for x in y: ...\n"
    )
    assert [(each.line, each.text, each.within) for each in outline(text).loops] == [
        (3, "for a in b", "run"),
        (7, "for x in y", "K.m"),
    ]
    assert [(each.line, each.within) for each in outline().loops] == [(40, ""), (44, "the main guard")]


def test_that_what_was_found_is_said_in_a_sentence() -> None:
    assert found_sentence(outline("def f(a): ...\ndef g(a, b): ...\n")) == (
        "words.py has the functions f(a) and g(a, b): name one, as words.py:f."
    )
    assert found_sentence(outline("for a in range(9):\n    print(work(a))\n")) == (
        "words.py has the loop words.py:1, for a in range(9): name one, as words.py:1."
    )
    nothing = "words.py has no function that takes an item and no loop that can be taken apart."
    assert found_sentence(outline("x = 1\n")) == nothing
    assert found_sentence(outline("n = 0\nfor x in 'ab':\n    n += 1\n")) == (
        f"{nothing} The loop at line 2 can't be taken apart: "
        "Nothing is left for a worker to do: `n += 1` (line 3) has to be done in order."
    )


def test_that_work_is_warned_of_in_a_sentence() -> None:
    assert work_sentence(outline()).startswith(
        "Importing words.py runs line 9, 'DATA = load_everything()' and 2 more statements: "
    )
    assert work_sentence(outline("x = 1\n")) == ""


@pytest.mark.parametrize(
    ("data", "said", "line"),
    [
        (b"x = 1\ny = = 2\n", "mine.py, line 2 is not Python 3.1", 2),
        (b"x = '\0'\n", "mine.py", None),
        (b"\xff\xfe\x00", "is not a text file that Python could read.", None),
        (b"# coding: klingon\n", "is not a text file that Python could read.", None),
    ],
)
def test_that_what_is_no_python_is_told_in_a_sentence(tmp_path: Path, data: bytes, said: str, line: int | None) -> None:
    path = tmp_path / "mine.py"
    path.write_bytes(data)
    with pytest.raises(SourceError, match=r"^[^\n]+\.$") as caught:
        read_outline(path)
    assert said in str(caught.value)
    assert line is None or caught.value.line == line


def test_that_a_missing_file_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"^mine\.py can't be read: no such file or directory\.$"):
        read_outline(tmp_path / "mine.py")


def test_that_a_file_is_never_run_to_be_known(tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    path.write_text("open('touched', 'w').close()\nraise SystemExit\ndef f(a): ...\n")
    assert [each.name for each in read_outline(path).tasks] == ["f"]
    assert not (tmp_path / "touched").exists()


@pytest.mark.parametrize(
    ("text", "may_move"),
    [
        ("for n in range(3):\n    print(work(n))\n", True),
        ("found = [work(n) for n in map(abs, FILES)]\n", True),
        ("limits = load()\n", False),  # the task reads it
        ("raw = load()\nlimits = raw + 1\n", False),
        ("limits = []\nlimits.append(load())\n", False),
        ("limits = {}\nset_up()\n", False),
        ("limits = {}\nmain()\n", False),
        ("limits = {}\nwork(1)\n", True),
    ],
)
def test_that_what_the_task_needs_is_not_to_go_under_the_guard(text: str, may_move: bool) -> None:
    functions = (
        "def load(): ...\ndef work(n):\n    return limits\ndef set_up():\n    global limits\n    limits = {1: 2}\n"
        "def main():\n    set_up()\n"
    )
    sentence = work_sentence(outline(functions + text))
    assert sentence.endswith('put it under if __name__ == "__main__".') == may_move
    assert sentence


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("found.append(n)", "found"),
        ("seen[n] = 1; found.append(n)", "found and seen"),
        ("global total; total += n", "total"),
        ("return helper(n)", "found"),
        ("found = []; found.append(n)", ""),
        ("return total + len(found)", ""),
        ("shared.value += 1", ""),
    ],
)
def test_that_what_a_function_leaves_in_its_module_is_said(body: str, names: str) -> None:
    text = (
        f"found, seen, total = [], {{}}, 0\nfound = []\nseen = {{}}\ntotal = 0\nshared = Value('i', 0)\n"
        f"def helper(n):\n    found.append(n)\ndef work(n):\n    {body}\n"
    )
    sentence = changes_sentence(outline(text), "work")
    said = f"work() changes {names}: each worker process does so for itself alone."
    assert sentence == (said if names else "")


def test_that_the_loop_most_likely_meant_comes_first() -> None:
    text = (
        "rows = [load(n) for n in range(9)]\ndef work(row): ...\ndef main():\n    for row in rows:\n"
        "        print(work(row))\n    with Pool() as pool:\n        pool.map(work, rows)\n"
        "def other():\n    for row in rows:\n        print(work(row))\n"
    )
    assert [each.line for each in outline(text).likely] == [7, 4, 1, 9]


@pytest.mark.parametrize("data", ["rng.random()", "[k * n % 7 for k in range(9)]"])
def test_that_what_makes_the_data_comes_behind_the_loop_over_it(data: str) -> None:
    text = (
        f"rows = [{data} for n in range(9)]\ndef work(row): ...\ndef run():\n    for row in rows:\n"
        "        print(work(row))\nrun()\n"
    )
    assert [each.line for each in outline(text).likely] == [4, 1]


def test_that_what_can_be_gone_over_is_offered() -> None:
    text = (
        "names = ['a']\nempty = []\ncount = 3\nfiles = sorted(Path().glob('*'))\nmore: list[int] = [0] * 9\n"
        "names = 3\nif True:\n    pairs = [(n, n) for n in range(3)]\nif __name__ == '__main__':\n    mine = [1]\n"
    )
    assert [each.name for each in outline(text).collections] == ["files", "more", "pairs"]


def test_that_methods_and_partials_are_tasks_by_their_names() -> None:
    text = (
        "from functools import partial\n"
        "class Shop:\n    def price(self, n, tax=1): ...\n    @staticmethod\n    def name(n): ...\n"
        "    @classmethod\n    def make(cls, n): ...\n"
        "def scale(n, factor, offset=0): ...\ntriple = partial(scale, factor=3)\nnone = partial(scale, 1, 2, 3)\n"
    )
    found = outline(text)
    methods = {each.name: (each.required, each.most, each.takes_several) for each in found.methods}
    assert methods == {"Shop.price": (2, 3, True), "Shop.name": (1, 1, False), "Shop.make": (1, 1, False)}
    assert [(each.name, each.takes_several) for each in found.tasks] == [("scale", True), ("triple", False)]
    assert found.function("Shop.price") is not None


def test_that_an_entangled_file_is_listed_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heap, "_MOST_STEPS", 0)
    outline = outline_of_text(FILE + "\n# entangled\n", Path("entangled.py"))
    assert outline.functions
    entangled = "The file is too entangled to tell what the passes of its loops share."
    assert entangled in {each.problem for each in outline.loops}


def test_that_lines_are_counted_as_python_counts_them() -> None:
    parsed = parse("one = 1\n\f\r\nthree = 3\rfour = 4  # \x1c \u2028\n", Path("divided.py"))
    assert {node.lineno: parsed.line(node.lineno).split()[0] for node in parsed.tree.body} == {
        1: "one",
        3: "three",
        4: "four",
    }
