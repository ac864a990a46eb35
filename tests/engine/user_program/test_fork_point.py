"""Runs that are forks of the moment in which the program has come to its loop; and what has each go there anew."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from parloop_gui.engine.protocol.kinds import AnewKind
from parloop_gui.engine.protocol.messages import LoopSpec
from parloop_gui.engine.user_program import forkable
from tests.engine.user_program.test_program_runs import METHODS, finished
from tests.helpers.engines.engine import Engine, end
from tests.helpers.engines.programs import staged

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes that stand at a loop are Linux's alone")

WAYS = [
    ("serial", "for", None),
    ("thread-pool-executor", "map", None),
    *(("process-pool-executor", "map", method) for method in METHODS),
]
# What a program does before its loop.
ONCE = """
import os
import random
from pathlib import Path

WENT = Path(__file__).with_name("went")
WORDS = Path(__file__).with_name("words")


def numbers():
    with WENT.open("a") as made:
        made.write("items\\n")
    yield from range(4)


def main():
    with WENT.open("a") as went:
        went.write(f"{os.getpid()}\\n")
    WORDS.write_text("header\\nfirst\\nsecond\\n")
    with WORDS.open("rb", buffering=0) as lines:
        header = next(lines)
        chance = random.random()
        for number in numbers():  # the loop
            print(number, chance, random.random(), lines.readline())


if __name__ == "__main__":
    main()
"""
ANEW: dict[AnewKind, str] = {
    "thread": "import threading, time\nthreading.Thread(target=time.sleep, args=(60,), daemon=True).start()",
    "executor": "from concurrent.futures import ThreadPoolExecutor\nkept = ThreadPoolExecutor()\nkept.submit(len, ())",
    "shared-memory": "from multiprocessing import Value\ncounter = Value('i', 0)",
    "process": "import subprocess\nsubprocess.Popen(['sleep', '60'])",
    "database": "import sqlite3\nbase = sqlite3.connect(path)\nbase.execute('create table if not exists a (b)')",
    "written-file": "log = open(path, 'w')",
    "socket": "import socket\nserver = socket.create_server(('127.0.0.1', 0))",
    "device": "import os\nends = os.pipe()",
    "event-loop": "import asyncio\nwaiting = asyncio.new_event_loop()",
    "temporary-files": "import tempfile\nfolder = tempfile.mkdtemp()",
}
OPENED = """
import os
from pathlib import Path

path = Path(__file__).with_name("opened")
if __name__ == "__main__":
{before}
    for number in range(4):  # the loop
        print(number)
"""


def once(folder: Path) -> LoopSpec:
    """A program that notes each time it comes to its loop, and each time items are made."""
    fold = "print(_value, chance, random.random(), lines.readline())"
    return staged(folder / "once.py", ONCE, task="def task(number):\n    return number", fold=fold)


def opening(folder: Path, before: str) -> LoopSpec:
    text = OPENED.replace("{before}", "\n".join(f"    {line}" for line in before.splitlines()))
    return staged(folder / "opening.py", text, task="def task(number):\n    return number", fold="print(_value)")


def been_there(folder: Path) -> list[int]:
    """The processes that have run that program."""
    return [int(line) for line in (folder / "went").read_text().split() if line.isdigit()]


def test_that_a_comparison_goes_to_the_loop_once(engine: Engine, tmp_path: Path) -> None:
    loop = once(tmp_path)
    plain = finished(engine.run(loop, reference=True))
    ends = [finished(engine.run(loop, *way, workers=2, start_method=method)) for *way, method in WAYS]
    assert [ended.output for ended in ends] == [plain.output] * len(WAYS)
    assert ["first" in line for line in plain.output.splitlines()] == [True, False, False, False]
    assert [each.measurement.results_match for each in ends if each.measurement is not None] == [True] * len(WAYS)
    assert {ended.anew for ended in (plain, *ends)} == {None}
    (pid,) = been_there(tmp_path)
    assert (tmp_path / "went").read_text() == f"{pid}\nitems\n"


@pytest.mark.parametrize("why", ANEW)
def test_that_what_can_not_be_forked_has_each_run_go_there_anew(engine: Engine, tmp_path: Path, why: AnewKind) -> None:
    loop = opening(tmp_path, f"{ANEW[why]}\nwith open(path.with_name('went'), 'a') as went:\n    went.write('there ')")
    for ended in (engine.run(loop, reference=True), engine.run(loop, "thread-pool-executor", "map", workers=2)):
        assert finished(ended).anew == why
        assert ended.output.splitlines() == ["0", "1", "2", "3"]
    assert (tmp_path / "went").read_text() == "there there "


def test_that_the_loop_is_gone_to_anew_where_the_process_that_stood_there_is_gone(
    engine: Engine, tmp_path: Path
) -> None:
    loop = once(tmp_path)
    plain = finished(engine.run(loop, reference=True))
    (first,) = been_there(tmp_path)
    end(first)
    ended = finished(engine.run(loop))
    assert len(been_there(tmp_path)) == 2
    assert plain.output != ended.output  # by chance alone


IMPORTED = """
from pathlib import Path

with Path(__file__).with_name("went").open("a") as went:
    went.write("there ")
path = str(Path(__file__).with_name("opened"))
{before}
ITEMS = list(range(12))

def task(number):
    ITEMS.append(number)
    return number, len(ITEMS)
"""


def imported(folder: Path, before: str = "", sample: int | None = None) -> LoopSpec:
    """A function of a file that notes each time it is imported, and items that a task changes."""
    path = folder / "imported.py"
    path.write_text(IMPORTED.replace("{before}", before))
    return LoopSpec("user", "imported.py:task", "ITEMS", path=str(path), function="task", sample=sample)


def test_that_a_function_s_file_is_imported_once_a_comparison(engine: Engine, tmp_path: Path) -> None:
    loop = imported(tmp_path)
    ends = [finished(engine.run(loop, reference=True)), finished(engine.run(loop))]
    assert [each.measurement.results_match for each in ends if each.measurement is not None] == [True, True]
    assert (tmp_path / "went").read_text() == "there "


def test_that_each_run_takes_its_own_sample_of_the_items_that_are_made_once(engine: Engine, tmp_path: Path) -> None:
    for sample, items in ((None, 12), (3, 3), (5, 5)):
        ended = finished(engine.run(imported(tmp_path, sample=sample), reference=True))
        assert ended.measurement is not None
        assert (ended.measurement.items, ended.measurement.of_items) == (items, 12)
    assert (tmp_path / "went").read_text() == "there "


@pytest.mark.parametrize("why", ["thread", "written-file", "temporary-files"])
def test_that_a_file_that_holds_what_can_not_be_forked_is_imported_for_each_run(
    engine: Engine, tmp_path: Path, why: AnewKind
) -> None:
    loop = imported(tmp_path, ANEW[why])
    for ended in (engine.run(loop, reference=True), engine.run(loop, "thread-pool-executor", "map", workers=2)):
        assert finished(ended).anew == why
    assert (tmp_path / "went").read_text() == "there there "


def test_that_each_python_of_a_comparison_imports_the_file_once(engine: Engine, tmp_path: Path) -> None:
    loop, other = imported(tmp_path), tmp_path / "python"
    other.symlink_to(Path(sys.executable).resolve())
    pythons = {"now-0-0": sys.executable, "now-1-0": str(other)}
    for comparison, python in pythons.items():
        finished(engine.run(loop, comparison=comparison, python=python, reference=True))
    for comparison, python in pythons.items():
        ended = finished(engine.run(loop, "thread-pool", "map", comparison=comparison, python=python, workers=2))
        assert ended.measurement is not None
        assert ended.measurement.results_match is not None, ended.measurement.match_message
    assert (tmp_path / "went").read_text() == "there " * 2


@pytest.mark.parametrize("other", ["another comparison", "another program"])
def test_that_nothing_stands_at_the_loop_of_what_is_over(engine: Engine, tmp_path: Path, other: str) -> None:
    loop = once(tmp_path)
    finished(engine.run(loop, reference=True))
    (first,) = been_there(tmp_path)
    assert psutil.pid_exists(first)
    if other == "another program":
        loop = opening(tmp_path, "pass")
    finished(engine.run(loop, comparison=other, reference=True))
    assert not psutil.pid_exists(first)


@pytest.mark.parametrize("is_killed", [True, False])
def test_that_nothing_stands_at_the_loop_once_the_supervisor_is_gone(
    engine_folder: Path, tmp_path: Path, is_killed: bool
) -> None:
    with Engine(engine_folder) as own:
        finished(own.run(once(tmp_path), reference=True))
        (first,) = map(psutil.Process, been_there(tmp_path))
        if is_killed:
            psutil.Process(own.pid).kill()
    assert psutil.wait_procs([first], 5)[1] == []


def test_that_a_program_whose_memory_does_not_fit_twice_goes_there_anew(engine: Engine, tmp_path: Path) -> None:
    loop = opening(tmp_path, "held = b'x' * 60_000_000")
    assert finished(engine.run(loop, reference=True, memory_limit_bytes=110_000_000)).anew == "memory"


def test_that_a_run_too_slow_to_come_to_its_loop_leaves_nothing_there(engine: Engine, tmp_path: Path) -> None:
    loop = opening(tmp_path, "import time\nopen(path, 'w').write(str(os.getpid()))\ntime.sleep(60)")
    assert engine.run(loop, timeout_s=0.3).outcome == "timed-out"
    assert not psutil.pid_exists(int((tmp_path / "opened").read_text()))


@pytest.mark.slow
@pytest.mark.parametrize("start", ["libc.pthread_create(byref(c_ulong()), None, libc.pause, None)", "print()"])
def test_that_a_library_s_thread_is_known_as_such(start: str) -> None:
    told = f"from {forkable.__name__} import has_native_threads; print(has_native_threads())"
    code = f"from ctypes import *; libc = CDLL(None); {start}; {told}"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == [str("pthread" in start)]
