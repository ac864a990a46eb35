"""The file handed over does what the user's own does, and is changed where the loop stands alone."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from parloop_gui.model.source.parsed import parse
from parloop_gui.model.source.refusal import SplitError
from parloop_gui.model.splitting.changed import Way, changed_text, patch
from parloop_gui.model.splitting.split import Split
from tests.model.splitting.other_programs import EXPRESSIONS, POOLS
from tests.model.splitting.played import PATH, plain, splitted
from tests.model.splitting.statement_programs import TAKEN, WORK

PROGRAMS = {**TAKEN, **{f"expression: {name}": text for name, text in EXPRESSIONS.items()}}
# Ways that start no process.
HERE = (
    Way("serial", "for"),
    Way("thread-pool-executor", "map", 2),
    Way("thread-pool", "map", 2, 3),
    Way("thread", "slots"),
)
ANYWHERE = (Way("process-pool-executor", "map", 2), Way("process-pool", "imap", 2, 1), Way("process", "queue"))

SCRIPT = """\
'''A script as people write it: no guard, a method, an object that travels.'''
from __future__ import annotations
import math


class Checker:
    def __init__(self, limit):
        self.limit = limit
        self.results = []

    def check(self, n):
        return math.isqrt(n * self.limit)

    def run(self, items):
        results = 0
        for n in items:
            self.results.append(self.check(n))  # kept
            results += 1
        print(results)
        return self.results


found = Checker(30).run(range(5))

# What was found.
print('''all:
  ''', found)
"""


def of(text: str) -> Split:
    return splitted(
        text, None if "# here" in text or "\nfor " in text or "  for " in text else len(text.rstrip().splitlines())
    )


@pytest.mark.slow
@pytest.mark.parametrize("way", HERE, ids=lambda way: way.strategy)
@pytest.mark.parametrize("name", PROGRAMS)
def test_that_the_changed_file_leaves_what_the_file_leaves(name: str, way: Way) -> None:
    text = WORK + PROGRAMS[name]
    found, expected = of(text), plain(text)
    changed = changed_text(found, parse(text, PATH), way)
    ending = plain(changed)
    kept = expected.left.keys() - set(found.temporary) - (set() if found.folding else {found.code.target})
    assert (ending.printed, ending.raised) == (expected.printed, ""), changed
    assert {each: ending.left[each] for each in kept} == {each: expected.left[each] for each in kept}, changed


@pytest.mark.slow
@pytest.mark.parametrize("name", POOLS)
def test_that_a_pool_s_own_map_is_handed_over_with_another(name: str) -> None:
    text = WORK + POOLS[name]
    expected = plain(text)
    ending = plain(changed_text(of(text), parse(text, PATH), Way("thread-pool-executor", "map", 2)))
    assert (ending.printed, ending.raised) == (expected.printed, "")
    assert ending.left.get("found") == expected.left.get("found")


@pytest.mark.slow
@pytest.mark.parametrize("way", ANYWHERE, ids=lambda way: way.strategy)
@pytest.mark.parametrize("name", PROGRAMS)
def test_that_nothing_but_the_loop_is_changed(name: str, way: Way) -> None:
    text = WORK + PROGRAMS[name]
    found = of(text)
    try:
        changed = changed_text(found, parse(text, PATH), way)
    except SplitError as error:
        assert way.strategy == "process" and found.give, error
        return
    ast.parse(changed)
    first, last = found.statement
    around = [line for at, line in enumerate(text.splitlines(), 1) if line.strip() and not first <= at <= last]
    lines = [line.strip() for line in changed.splitlines()]
    assert [line for line in around if line.strip() not in lines] == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "way", [*HERE, *ANYWHERE[:2], Way("process-pool-executor", "map", 2, start_method="spawn")], ids=str
)
def test_that_the_changed_file_runs_by_itself(tmp_path: Path, way: Way) -> None:
    path = tmp_path / "mine.py"
    path.write_text(SCRIPT)
    expected = subprocess.run([sys.executable, path], capture_output=True, text=True, check=True).stdout
    found = splitted(SCRIPT)
    path.write_text(changed_text(found, parse(SCRIPT, path), way))
    made = subprocess.run([sys.executable, path], capture_output=True, text=True, check=False, timeout=60)
    assert (made.stderr, made.stdout) == ("", expected)


def test_that_a_script_without_a_guard_gets_one_where_workers_import_it() -> None:
    found, parsed = splitted(SCRIPT), parse(SCRIPT, PATH)
    assert "__main__" not in changed_text(found, parsed, HERE[1])
    changed = changed_text(found, parsed, ANYWHERE[0])
    (guard,) = [node for node in ast.parse(changed).body if isinstance(node, ast.If)]
    assert ast.unparse(guard.body[0]) == "found = Checker(30).run(range(5))"
    assert "'all:\\n  '" in ast.unparse(guard), "the text in quotes stays as it is"
    assert "initializer=give, initargs=(self,)" in changed


def test_that_a_start_method_is_set_even_where_the_file_has_used_processes_before() -> None:
    found, parsed = splitted(SCRIPT), parse(SCRIPT, PATH)
    changed = changed_text(found, parsed, Way("process-pool", "map", start_method="forkserver"))
    assert 'multiprocessing.set_start_method("forkserver", force=True)' in changed


def test_that_the_patch_is_of_the_lines_that_change() -> None:
    lines = patch(splitted(SCRIPT), parse(SCRIPT, PATH), HERE[1]).splitlines()
    assert lines[:2] == ["--- a/mine.py", "+++ b/mine.py"]
    removed = [line for line in lines[2:] if line.startswith("-")]
    assert removed == ["-        for n in items:", "-            self.results.append(self.check(n))  # kept"]


def test_that_a_patch_of_a_file_that_form_feeds_divide_has_whole_lines() -> None:
    text = SCRIPT.replace("\n\n\nclass", "\n\n\f\nclass", 1)
    assert text != SCRIPT
    *lines, end = patch(splitted(text), parse(text, PATH), HERE[1]).split("\n")
    assert end == ""
    assert {line[0] for line in lines} == set(" +-@")


def test_that_a_file_s_name_adds_nothing_to_its_patch() -> None:
    with pytest.raises(SplitError, match=r"^A patch can't name a file that is called 'mine\\n[^\n]+\.$"):
        patch(splitted(SCRIPT), parse(SCRIPT, Path("mine\n+++ other.py")), HERE[1])


@pytest.mark.parametrize(
    ("code", "way", "reason"),
    [
        ("for n in numbers:\n    print(work(n))\n", Way("process-pool", "imap_unordered"), "in another order"),
        (
            "def main(k):\n    for n in numbers:\n        print(work(n) + k)\nmain(3)\n",
            Way("process", "queue"),
            "has no way to hand k (line 16) to its workers",
        ),
    ],
)
def test_that_what_a_way_can_t_do_is_said(code: str, way: Way, reason: str) -> None:
    with pytest.raises(SplitError, match=r"^[^\n]+\.$") as caught:
        changed_text(splitted(WORK + code), parse(WORK + code, PATH), way)
    assert reason in str(caught.value)
