"""The user's own file with its loop changed: it runs as it stands and prints what the original prints."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from parloop_gui.engine.protocol.kinds import StartMethod
from parloop_gui.model.export.errors import ExportError
from parloop_gui.model.export.script import program_script, render
from parloop_gui.model.source.parsed import parse, read
from parloop_gui.model.splitting.changed import Way
from parloop_gui.model.user_code.program_loop import loop_at
from tests.helpers.comparisons.scenes import CPU

AT_THE_TOP = '''"""Sums at the top level."""
from __future__ import annotations

import zlib
from concurrent.futures import ThreadPoolExecutor

text = """
  a text of several lines, which must stay as it is
"""
total = 0
results = []
for number in range(12):  # the loop
    value = zlib.crc32(text.encode() * number)  # slow for long ones
    total += value
    results.append((number, value))

print(total, len(results))
print(text, end="")
# the end
'''
IN_A_METHOD = """import zlib


class Shop:
    def __init__(self, factor):
        self.factor, self.sizes = factor, {}

    def weigh(self, name):
        return zlib.crc32(name.encode()) % self.factor

    def run(self, names, offset):
        for name in names:  # the loop
            self.sizes[name] = self.weigh(name) + offset
            print(name, self.sizes[name])
        return self


def main(passes=1):
    print(sum(Shop(97).run(["a", "bb", "ccc"], passes).sizes.values()))


main()
"""
GUARDED = """import zlib

if __name__ == "__main__":
    found = {}
    for name in "abcdef":  # the loop
        found[name] = zlib.crc32(name.encode())
    print(found)
"""
PROGRAMS = {"top": AT_THE_TOP, "method": IN_A_METHOD, "guarded": GUARDED}
WAYS: list[tuple[str, str, StartMethod | None]] = [
    ("thread", "slots", None),
    ("thread-pool", "imap", None),
    ("thread-pool-executor", "map", None),
    ("asyncio", "to_thread", None),
    ("process", "queue", "fork"),
    ("process-pool", "map", "fork"),
    ("process-pool", "map", "spawn"),
    ("process-pool-executor", "map", "spawn"),
    ("process-pool-executor", "map", "forkserver"),
]


def changed(text: str, strategy: str, call: str, method: StartMethod | None = None) -> str:
    line = 1 + text[: text.index("# the loop")].count("\n")
    loop = loop_at(parse(text, Path("/somewhere/mine.py")), line)
    return program_script(loop, Way(strategy, call, workers=2, start_method=method))


def printed(folder: Path, text: str) -> str:
    path = folder / "mine.py"
    path.write_text(text, encoding="utf-8")
    done = subprocess.run([sys.executable, path], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
@pytest.mark.parametrize(("strategy", "call", "method"), WAYS)
@pytest.mark.parametrize("program", PROGRAMS)
def test_that_the_changed_file_prints_what_the_original_prints(
    tmp_path: Path, program: str, strategy: str, call: str, method: StartMethod | None
) -> None:
    text = PROGRAMS[program]
    assert printed(tmp_path, changed(text, strategy, call, method)) == printed(tmp_path, text)


@pytest.mark.parametrize("program", PROGRAMS)
def test_that_the_plain_loop_is_the_file_as_it_stands(program: str) -> None:
    assert changed(PROGRAMS[program], "serial", "for") == PROGRAMS[program]


def test_that_all_else_stays_as_it_is() -> None:
    made = changed(AT_THE_TOP, "thread-pool-executor", "map")
    assert made.count("from concurrent.futures import ThreadPoolExecutor") == 1
    assert made.index("from __future__") < made.index("import zlib")
    at, until = AT_THE_TOP.index("for number"), AT_THE_TOP.index("\nprint(total")
    kept = f"{AT_THE_TOP[:at]}{AT_THE_TOP[until:]}".splitlines()
    assert [line for line in kept if line not in made.splitlines()] == []
    assert made.endswith("# the end\n")


def test_that_a_main_guard_is_added_only_where_workers_import_the_file() -> None:
    assert "__main__" not in changed(AT_THE_TOP, "thread-pool", "map")
    assert changed(AT_THE_TOP, "process-pool", "map").count('if __name__ == "__main__":') == 1
    assert changed(GUARDED, "process-pool", "map").count('if __name__ == "__main__":') == 1


AWAITS = """import asyncio


async def fetch(number):
    return number


async def main():
    found = []
    for number in range(9):  # the loop
        found.append(await fetch(number))
    print(found)


asyncio.run(main())
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("strategy", "call", "lines"),
    [
        ("asyncio", "gather", "    results = await gather_all(task, items, 2)\n"),
        ("thread-pool-executor", "map", "        results = list(pool.map(run_task, items))\n"),
    ],
)
def test_that_a_loop_that_awaits_is_changed_within_its_event_loop(
    tmp_path: Path, strategy: str, call: str, lines: str
) -> None:
    text = changed(AWAITS, strategy, call)
    assert lines in text
    assert printed(tmp_path, text) == "[0, 1, 2, 3, 4, 5, 6, 7, 8]\n"


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("found = []\nfor n in range(9):\n    found.append(work(n))\n", "range(9)"),
        ("found = sum(work(n) for n in range(9))\n", ""),
        ("found = [work(n) for n in range(9) if n]\n", ""),
    ],
)
def test_that_an_expression_s_items_are_not_cut_out_of_it(text: str, items: str) -> None:
    text = f"def work(n):\n    return sum(range(n))\n{text}"
    line = next(at for at, written in enumerate(text.splitlines(), 1) if " in range(9)" in written)
    assert loop_at(parse(text, Path("/somewhere/mine.py")), line).items == items


def test_that_cells_that_await_outside_a_function_are_no_script(tmp_path: Path) -> None:
    path = tmp_path / "cells.ipynb"
    cells = ["import asyncio\nawait asyncio.sleep(0)", "out = []\nfor n in range(9):\n    out.append(pow(n, n, 7))"]
    path.write_text(json.dumps({"cells": [{"cell_type": "code", "source": cell} for cell in cells]}))
    comparison = CPU.comparison(3)
    plan = replace(comparison.plan, loop=loop_at(read(path), 6))
    with pytest.raises(ExportError, match="Cells that await outside a function run in a notebook alone"):
        render(replace(comparison, plan=plan))
