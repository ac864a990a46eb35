"""The proof: traps that a split must not pass, what worker processes lose, and what is left untold."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest

from parloop_gui.engine.protocol.messages import LoopSpec, PreflightFacts, from_plain, launch_command
from parloop_gui.engine.protocol.preflight_facts import Proof
from parloop_gui.engine.user_program.proof import printed_lines
from tests.engine.user_program.test_program_runs import in_a_method
from tests.engine.user_program.test_program_state import behind_a_pool, much_opened, open_file
from tests.helpers import interpreters
from tests.helpers.engines.programs import staged

TryOut = Callable[..., PreflightFacts]


@pytest.fixture
def try_out(engine_folder: Path, tmp_path: Path) -> TryOut:
    """Tries a loop in a process of its own, as the app does."""

    def tried(loop: LoopSpec, python: str = sys.executable) -> PreflightFacts:
        folder = tmp_path / "trial"
        folder.mkdir()
        (folder / "request.json").write_text(json.dumps({"loop": asdict(loop), "again": False}))
        reading, writing = os.pipe()
        command = launch_command(python, str(engine_folder), "preflight.main", str(folder), str(writing), "-1")
        with subprocess.Popen(command, pass_fds=(writing,), stdin=subprocess.DEVNULL) as process:
            os.close(writing)
            with os.fdopen(reading, "rb") as told:
                lines = told.read().splitlines()
            assert process.wait(30) == 0
        facts: PreflightFacts = from_plain(PreflightFacts, json.loads(lines[-1]))
        assert facts.stage == "done"
        return facts

    return tried


def proof(facts: PreflightFacts) -> Proof:
    """The proof that was made."""
    assert facts.proof is not None, facts
    return facts.proof


def test_that_a_faithful_split_is_proven(try_out: TryOut, tmp_path: Path) -> None:
    facts = try_out(in_a_method(tmp_path, "--factor", "3"))
    assert facts.proof == Proof("proven", 12)
    assert facts.problems == ()
    assert (facts.items, facts.tried, facts.line) == (12, 3, 12)
    assert {part.kind for part in facts.payload.parts} >= {"item", "result"}


@pytest.mark.parametrize("version", [each for each in interpreters.IDS if each != "3.11"])
def test_that_every_interpreter_proves_it(try_out: TryOut, tmp_path: Path, version: str) -> None:
    python = str(interpreters.find(version))
    assert try_out(in_a_method(tmp_path, "--factor", "3"), python).proof == Proof("proven", 12)
    (tmp_path / "trial").rename(tmp_path / "first")
    assert proof(try_out(summed(tmp_path, LOST["COUNT"]), python)) == Proof("threads-only", 8, ("COUNT",))


@pytest.mark.parametrize("program", [open_file, behind_a_pool])
def test_that_open_files_and_pools_do_not_hinder_it(try_out: TryOut, tmp_path: Path, program: object) -> None:
    assert callable(program)
    facts = try_out(program(tmp_path))
    assert proof(facts).kind == "proven"
    assert proof(facts).passes >= 11


def test_that_a_database_is_left_alone(try_out: TryOut, tmp_path: Path) -> None:
    made = proof(try_out(much_opened(tmp_path)))
    assert (made.kind, made.why, made.not_comparable) == ("unproven", "connection", ("connection",))


SEEN = """
seen = []
total = 0


def work(number):
    {work}
    return number * number


for number in range(8):  # the loop
    total += work(number)
print(total)
"""
LOST = {
    "seen": "seen.append(number)",
    "COUNT": "global COUNT; COUNT = globals().get('COUNT', 0) + 1",
    "work": "work.calls = getattr(work, 'calls', 0) + 1",
    "os.environ": "import os; os.environ[f'NUMBER_{number}'] = '1'",
}
KEPT = {
    "nothing": "pass",
    "remembered answers": "import functools; functools.lru_cache(len)((number,))",
    "chance": "import random; number = random.random()",
    "the clock": "import time; number = time.perf_counter_ns()",
}


def summed(folder: Path, work: str, fold: str = "total += _value") -> LoopSpec:
    task = "def task(number):\n    return work(number)"
    return staged(folder / "summed.py", SEEN.replace("{work}", work), task=task, fold=fold)


@pytest.mark.parametrize("name", LOST)
def test_that_what_processes_lose_is_named(try_out: TryOut, tmp_path: Path, name: str) -> None:
    facts = try_out(summed(tmp_path, LOST[name]))
    assert proof(facts) == Proof("threads-only", 8, (name,))
    assert [each.what for each in facts.problems if each.what == "lost-state"] == ["lost-state"]


@pytest.mark.parametrize("module", ["random", "numpy.random"])
@pytest.mark.parametrize(("seeded", "kind"), [(False, "proven"), (True, "threads-only")])
def test_that_numbers_by_chance_are_lost_only_where_they_were_meant_to_be_the_same(
    try_out: TryOut, tmp_path: Path, seeded: bool, kind: str, module: str
) -> None:
    loop = staged(
        tmp_path / "chance.py",
        f"import {module} as random\n{'random.seed(7)' * seeded}\nfound = []\n"
        "for number in range(9):  # the loop\n    found.append(random.random() + number)\n",
        task="def task(number):\n    return random.random() + number",
        fold="found.append(_value)",
    )
    made = proof(try_out(loop))
    assert made.kind == kind
    assert (f"the state of {module}" in made.differs) == seeded


def test_that_a_temporary_file_of_the_program_s_is_read_anew_by_each_way(try_out: TryOut, tmp_path: Path) -> None:
    loop = staged(
        tmp_path / "blocks.py",
        "import tempfile\nsource = tempfile.NamedTemporaryFile()\nsource.write(bytes(90_000))\nsource.seek(0)\n"
        "found = []\nfor block in iter(lambda: source.read(9_000), b''):  # the loop\n    found.append(len(block))\n",
        task="def task(block):\n    return len(block)",
        fold="found.append(_value)",
    )
    facts = try_out(loop)
    assert (proof(facts).kind, proof(facts).passes, facts.items) == ("proven", 10, 10)


def test_that_what_a_pattern_binds_is_the_pass_s_own(try_out: TryOut, tmp_path: Path) -> None:
    matching = (
        "match command:\n        case ('add', n):\n            {}\n        case {{'more': _, **rest}} | [_, *rest]:\n"
        "            {}\n"
    )
    head = "total = 0\ncommands = [('add', n) for n in range(6)] + [{'more': 1, 'x': 2}, [1, 2]]\n"
    loop = staged(
        tmp_path / "matching.py",
        f"{head}for command in commands:  # the loop\n    {matching.format('total += n * n', 'total += len(rest)')}",
        task=f"def task(command):\n    {matching.format('return n * n', 'return len(rest)')}",
        fold="total += _value",
    )
    assert proof(try_out(loop)) == Proof("proven", 8)


@pytest.mark.parametrize("what", KEPT)
def test_that_what_is_no_state_is_not_held_against_it(try_out: TryOut, tmp_path: Path, what: str) -> None:
    assert proof(try_out(summed(tmp_path, KEPT[what]))).kind == "proven"


@pytest.mark.parametrize(
    ("fold", "differs"),
    [
        ("total = _value", ("total",)),
        ("total += _value\nwork = None", ("work",)),
        ("total += _value\nprint(total)", ("what it prints",)),
        ("raise ValueError(number)", ("number", "total", "what it raises")),
    ],
)
def test_that_a_split_that_leaves_something_else_is_refused(
    try_out: TryOut, tmp_path: Path, fold: str, differs: tuple[str, ...]
) -> None:
    facts = try_out(summed(tmp_path, "pass", fold))
    assert (proof(facts).kind, proof(facts).differs) == ("refused", differs)
    assert [each.what for each in facts.problems] == ["proof"]
    assert facts.tried == 0


NEXT = """
lines = iter(range(20))
pairs = []
for line in lines:  # the loop
    pairs.append((line, next(lines)))
"""
MUTATED = """
class Box:
    def __init__(self, value):
        self.value = value


def fill(box):
    box.value *= 2
    return box.value


boxes = [Box(number) for number in range(6)]
total = 0
for box in boxes:  # the loop
    total += fill(box)
"""


def test_that_a_body_that_takes_from_the_iterator_is_found(try_out: TryOut, tmp_path: Path) -> None:
    loop = staged(
        tmp_path / "pairs.py", NEXT, task="def task(line):\n    return line", fold="pairs.append((_value, next(lines)))"
    )
    assert proof(try_out(loop)).kind == "refused"


def test_that_a_changed_item_is_lost_by_processes(try_out: TryOut, tmp_path: Path) -> None:
    loop = staged(tmp_path / "boxes.py", MUTATED, task="def task(box):\n    return fill(box)", fold="total += _value")
    made = proof(try_out(loop))
    assert (made.kind, made.differs) == ("threads-only", ("boxes",))


def test_that_it_writes_nothing_of_the_user_s(try_out: TryOut, tmp_path: Path) -> None:
    loop = staged(
        tmp_path / "log.py",
        "log = open(__file__ + '.log', 'w')\nfor number in range(6):  # the loop\n    print(number, file=log)\n",
        task="def task(number):\n    return number",
        fold="print(_value, file=log)",
    )
    assert proof(try_out(loop)).kind == "proven"
    assert (tmp_path / "log.py.log").read_text() == ""
    (tmp_path / "trial").rename(tmp_path / "first")
    wrong = staged(
        tmp_path / "log.py",
        "log = open(__file__ + '.log', 'w')\nfor number in range(6):  # the loop\n    print(number, file=log)\n",
        task="def task(number):\n    return number",
        fold="print(_value, number, file=log)",
    )
    assert proof(try_out(wrong)).differs == ("log", "the file log.py.log")


def test_that_a_program_that_never_comes_there_says_what_it_printed(try_out: TryOut, tmp_path: Path) -> None:
    facts = try_out(in_a_method(tmp_path))
    assert [each.what for each in facts.problems] == ["import"]
    assert "ended (status 2: give its arguments with --args) before the loop at line 12" in facts.problems[0].sentence
    assert "required: --factor" in facts.problems[0].sentence


def test_that_a_traceback_is_the_same_whichever_function_a_pass_is() -> None:
    stands = '  File "/mine.py", line 3, in <module>\n    work(1 / n)\nZeroDivisionError\n'
    split = '  File "/mine.py", line 3, in task\n    work(1 / n)\n         ~~^~~\nZeroDivisionError\n'
    elsewhere = split.replace("line 3", "line 4")
    assert printed_lines(stands) == printed_lines(split) != printed_lines(elsewhere)


def test_that_what_a_progress_bar_draws_over_is_no_output() -> None:
    assert printed_lines("a\n\r 10%\r 20%\nb\r\n\n") == ["a", "b", ""]
    assert printed_lines("") == printed_lines("\r100%|####|") == []


FUNCTIONS = """
seen = []
memo = {}


def keeps(number):
    seen.append(number)


def counts(number):
    seen.append(number)
    return number


def steps(number):
    if number not in memo:
        memo[number] = sum(turn * number % 7 for turn in range(60_000))
    return memo[number]
"""


@pytest.mark.parametrize(
    ("function", "changed", "problem", "remembered"),
    [
        ("keeps", ("seen",), ["lost-state"], ()),
        ("counts", ("seen",), ["changed-state"], ()),
        ("steps", ("memo",), ["changed-state"], ("steps",)),
    ],
)
def test_that_what_a_function_changes_is_named(
    try_out: TryOut, tmp_path: Path, function: str, changed: tuple[str, ...], problem: list[str], remembered: object
) -> None:
    path = tmp_path / "changing.py"
    path.write_text(FUNCTIONS, encoding="utf-8")
    facts = try_out(LoopSpec("user", function, 8, path=str(path), function=function))
    assert (facts.habits.changed, facts.habits.remembered) == (changed, remembered)
    assert [each.what for each in facts.problems] == problem
