"""What a program holds when it comes to its loop: open files, pools, threads, connections, temporary folders."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

import psutil
import pytest

from parloop_gui.engine.protocol.messages import LoopSpec
from parloop_gui.engine.protocol.scratch_files import owned_by
from tests.engine.user_program.test_program_runs import METHODS, finished
from tests.helpers.engines.engine import Engine
from tests.helpers.engines.programs import staged

WAYS = [("thread-pool-executor", None), *(("process-pool-executor", method) for method in METHODS)]

OPEN_FILE = """
from pathlib import Path

path = Path(__file__).with_name("words.txt")
path.write_text("".join("%d word\\n" % number for number in range(12)))

if __name__ == "__main__":
    total = 0
    with open(path) as lines:
        header = next(lines)
        for line in lines:  # the loop
            total += len(line)
            print(total)
"""
BEHIND_A_POOL = """
import tempfile
from multiprocessing import Pool


def double(number):
    return 2 * number


if __name__ == "__main__":
    print(tempfile.mkdtemp())
    with Pool(2) as pool:
        numbers = pool.map(double, range(12))
        for number in numbers:  # the loop
            print(double(number))
"""
MUCH_OPENED = """
import sqlite3
import tempfile
import threading
import time
import {heavy}

if __name__ == "__main__":
    folder = tempfile.TemporaryDirectory()
    print(folder.name)
    connection = sqlite3.connect(folder.name + "/own.db")
    connection.execute("create table squares (number, square)")
    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
    for number in range(12):  # the loop
        square = number * number
        connection.execute("insert into squares values (?, ?)", (number, square))
        print(connection.execute("select sum(square) from squares").fetchone())
"""


def open_file(folder: Path) -> LoopSpec:
    return staged(
        folder / "words.py",
        OPEN_FILE,
        task="def task(line):\n    return len(line)",
        fold="total += _value\nprint(total)",
    )


def behind_a_pool(folder: Path) -> LoopSpec:
    task = "def task(number):\n    return double(number)"
    return staged(folder / "pool.py", BEHIND_A_POOL, task=task, fold="print(_value)")


def much_opened(folder: Path) -> LoopSpec:
    """NumPy where it is there."""
    heavy = "numpy" if find_spec("numpy") else "decimal"
    fold = """
        square = _value
        connection.execute("insert into squares values (?, ?)", (number, square))
        print(connection.execute("select sum(square) from squares").fetchone())
    """
    task = "def task(number):\n    return number * number"
    return staged(folder / "much.py", MUCH_OPENED.replace("{heavy}", heavy), task=task, fold=fold)


@pytest.mark.parametrize(("strategy", "method"), WAYS)
@pytest.mark.parametrize("program", [open_file, behind_a_pool, much_opened])
def test_that_a_loop_behind_such_a_beginning_runs(
    engine: Engine, tmp_path: Path, program: object, strategy: str, method: str | None
) -> None:
    assert callable(program)
    loop = program(tmp_path)
    plain = finished(engine.run(loop, reference=True))
    ended = finished(engine.run(loop, strategy, "map", workers=2, start_method=method))
    assert ended.measurement is not None
    assert ended.measurement.results_match is True
    printed, of_plain = ([line for line in made.output.splitlines() if "/" not in line] for made in (ended, plain))
    assert len(printed) == ended.measurement.items >= 11
    assert printed == of_plain


def below(engine: Engine) -> set[int]:
    """The processes below the supervisor; one that only forks another and ends is none."""
    children = psutil.Process(engine.pid).children(recursive=True)
    return {each.pid for each in children if each.is_running() and each.status() != psutil.STATUS_ZOMBIE}


@pytest.mark.skipif(sys.platform != "linux", reason="what is left is looked for in Linux's folders")
@pytest.mark.parametrize("program", [behind_a_pool, much_opened])
def test_that_nothing_of_the_program_is_left(engine: Engine, tmp_path: Path, program: object) -> None:
    assert callable(program)
    loop = program(tmp_path)
    finished(engine.run(loop, reference=True))  # what is made once for all runs is there now
    own, before = set(owned_by(engine.pid)), below(engine)
    folders = Path(finished(engine.run(loop, "process-pool", "map", workers=2)).output.splitlines()[0])
    assert len(below(engine) - before) <= 1  # who waits for the next run is another each time
    assert set(owned_by(engine.pid)) == own
    assert not folders.exists()
